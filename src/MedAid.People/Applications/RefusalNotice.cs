using System.Globalization;
using System.Net;
using System.Text;

namespace MedAid.People.Applications;

/// <summary>[2026]第12号: the running number of a township's notices in a year.</summary>
public sealed record NoticeNumber(int Year, int Number)
{
    /// <summary>As printed.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"[{Year}]第{Number}号");
}

/// <summary>
/// 不符合医疗救助条件书面告知书 (晋医保发〔2019〕46号 附件5), issued by the township. Its limits run from the day on which the applicant received
/// it, that day not counted: 60 days for a review, six months for a suit.
/// </summary>
/// <param name="Number">Number.</param>
/// <param name="FailedRules">Rules that the applicant does not meet.</param>
/// <param name="IssuedOn">Day of issue.</param>
/// <param name="ReceivedOn">Day of receipt; null: not delivered yet.</param>
public sealed record RefusalNotice(
    NoticeNumber Number, IReadOnlyList<FailedRule> FailedRules, DateOnly IssuedOn, DateOnly? ReceivedOn = null)
{
    private const int ReviewDays = 60;
    private const int SuitMonths = 6;
    private const string Blank = "＿＿＿＿";

    /// <summary>Last day for a review, before holidays are counted; null: not delivered yet.</summary>
    public DateOnly? ReviewBy => ReceivedOn?.AddDays(ReviewDays);

    /// <summary>Last day for a suit, before holidays are counted; null: not delivered yet.</summary>
    public DateOnly? SuitBy => ReceivedOn?.AddMonths(SuitMonths);

    /// <summary>Whether an appeal of that day is in time. A last day on a weekend moves to Monday; public holidays are not known here.</summary>
    public bool IsInTime(AppealKind kind, DateOnly filed) => filed <= AfterWeekend((kind == AppealKind.Review ? ReviewBy : SuitBy)!.Value);

    /// <summary>The text as the annex has it, plain.</summary>
    public string ToText(string applicant, DateOnly submittedOn, string township)
    {
        var text = new StringBuilder();
        foreach (var line in Lines(applicant, submittedOn, township))
        {
            text.Append(line.Text).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The same as a page to be printed; nothing is loaded from anywhere.</summary>
    public string ToHtml(string applicant, DateOnly submittedOn, string township)
    {
        var html = new StringBuilder(
            """
            <!DOCTYPE html>
            <html lang="zh-CN"><head><meta charset="utf-8"><title>不符合医疗救助条件书面告知书</title>
            <style>
            @page { size: A4; margin: 30mm 26mm; }
            body { font: 16pt/1.8 FangSong, STFangsong, serif; max-width: 158mm; margin: 0 auto; }
            h1 { font: bold 22pt/1.6 SimSun, STSong, serif; text-align: center; }
            .middle { text-align: center; } .right { text-align: right; } .body { text-indent: 2em; } .small { font-size: 12pt; }
            </style></head><body>

            """);
        foreach (var (kind, line) in Lines(applicant, submittedOn, township))
        {
            var tag = kind == "h1" ? "h1" : "p";
            html.Append(CultureInfo.InvariantCulture, $"<{tag} class=\"{kind}\">{WebUtility.HtmlEncode(line)}</{tag}>\n");
        }

        return html.Append("</body></html>\n").ToString();
    }

    private IEnumerable<(string Kind, string Text)> Lines(string applicant, DateOnly submittedOn, string township)
    {
        yield return ("h1", "不符合医疗救助条件书面告知书");
        yield return ("middle", Number.ToString());
        yield return ("plain", $"申请人 {(applicant.Length > 0 ? applicant : Blank)}：");
        var rules = string.Join("；", FailedRules.Select(r => $"{r.Cite}：{r.Text}"));
        yield return (
            "body", $"你于{Day(submittedOn)}提交的医疗救助申请收悉。经研究，不符合我省医疗救助政策的以下规定：{rules}，决定不予受理，特此书面告知。");
        yield return (
            "body", "如对本决定不服，可自收到本决定之日起60日内依法提起行政复议，或6个月内向人民法院提起诉讼。");
        if (ReceivedOn is { } received)
        {
            yield return (
                "body small",
                $"（本决定于{Day(received)}收到：行政复议至{Day(ReviewBy!.Value)}，诉讼至{Day(SuitBy!.Value)}；最后一日是法定休假日的，顺延至休假日后的第一个工作日。）");
        }

        yield return ("right", $"{Office(township)}（盖章）");
        yield return ("right", Day(IssuedOn));
    }

    /// <summary>Of the two offices that the annex offers, the one that a place has.</summary>
    private static string Office(string township) =>
        township.EndsWith("办事处", StringComparison.Ordinal) || township.EndsWith("政府", StringComparison.Ordinal) ? township
        : township.EndsWith("街道", StringComparison.Ordinal) ? $"{township}办事处" : $"{township}人民政府";

    private static string Day(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日");

    private static DateOnly AfterWeekend(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Saturday => day.AddDays(2),
        DayOfWeek.Sunday => day.AddDays(1),
        _ => day,
    };
}
