using System.Text;
using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>
/// Says a split to the patient in plain Chinese, one sentence a line: what came in, what each payer took and by which ratio, what is left of a
/// limit, where to ask for what the window cannot pay, and by which article. Grades, assumptions and sources that are no official document are
/// for audit and stand in the document beside each line. Not for the hot path: it makes text.
/// </summary>
public static class Explanation
{
    // Ten to the power of Rate.DecimalsMax; as many zeros as the format of a percentage has places.
    private const long MostDecimals = 1_000_000_000_000;

    /// <summary>
    /// All sentences of a split, from the bill to what the patient pays; those of the lines stand together before the last. A line with nothing
    /// to say gives its name alone, see <see cref="IsSilent"/>. With <paramref name="payLater"/> nothing is due now.
    /// </summary>
    public static IReadOnlyList<string> Sentences(Breakdown breakdown, ReadOnlySpan<long> usedFen, bool payLater = false)
    {
        List<string> sentences = [BillSentence(breakdown), .. breakdown.Waivers.Select(w => WaiverSentence(breakdown, w))];
        if (breakdown.Programme is { } programme && (programme.Kind != ProgrammeKind.Capitation || IsWhole(breakdown, programme)))
        {
            sentences.Add(ProgrammeSentence(breakdown, programme));
        }

        if (breakdown.NothingPaid is { } nothing)
        {
            sentences.Add(
                $"{(nothing.Text.Length > 0 ? nothing.Text : "按规定，这类就诊基本医疗保险不支付")}。{Basis(breakdown.Terms, nothing.Citation)}");
        }

        if (breakdown.NoRule)
        {
            sentences.Add("参保地政策没有这类就诊的支付规定，以上按不支付试算，不能结算；请联系医保办。");
        }

        if (breakdown is { Charges.InScopeFen: 0, Programme: null, NothingPaid: null, NoRule: false, TotalFen: > 0 }
            && breakdown.PatientFen == breakdown.TotalFen)
        {
            sentences.Add("本次没有政策范围内费用，各项保障都不支付，全部由个人负担。");
        }

        foreach (ref readonly var line in breakdown.Lines)
        {
            sentences.Add(Sentence(breakdown, usedFen, line));
        }

        sentences.Add(PatientSentence(breakdown, payLater));
        return sentences;
    }

    /// <summary>Whether a sentence is the name of a line that has nothing to say.</summary>
    public static bool IsSilent(string sentence) => sentence.EndsWith('：');

    /// <summary>The sentence of one line.</summary>
    public static string Sentence(Breakdown breakdown, ReadOnlySpan<long> usedFen, in LayerLine line)
    {
        var text = new StringBuilder(LayerName(line)).Append('：');
        if (IsToldByProgramme(breakdown, line) || (line.OwedFen == 0 && line.BaseFen == 0 && !RuleText.HasNoneOfItsItems(line)))
        {
            return text.ToString();
        }

        switch (line.Kind)
        {
            case LineKind.Capitation:
                text.Append($"{Yuan(line.PaidFen)}由医保与医院按人头结算，您无需支付这部分");
                break;
            case LineKind.Upstream:
                text.Append($"医保平台已结算 {Yuan(line.PaidFen)}，照此扣减");
                break;
            case LineKind.External:
                text.Append($"另行支付 {Yuan(line.PaidFen)}，照此扣减");
                break;
            default:
                new RuleText(breakdown, usedFen, text).Append(line);
                break;
        }

        return text.Append(line.Advanced ? "；由医院先行垫付，您无需支付这部分" : "")
            .Append(line.DeferredFen > 0 ? $"；这 {Yuan(line.DeferredFen)}不在窗口结算，请您先付，再持费用票据和结算单向参保地医保经办机构申领" : "")
            .Append('。').Append(Basis(breakdown.Terms, line.Citation, FreshnessFloor(line))).ToString();
    }

    /// <summary>
    /// What papers name as the basis of a line: the article of an official document. Where the ratio comes from elsewhere and is doubtful
    /// (grade C or D), that it is to be confirmed; grade and source are for audit.
    /// </summary>
    public static string PaperBasis(PolicyTerms terms, in LayerLine line)
    {
        string[] parts = [terms.Sources.OnPapers(line.Citation.Cite), FreshnessFloor(line)];
        return string.Join('；', parts.Where(p => p.Length > 0));
    }

    private static string FreshnessFloor(in LayerLine line) => line.Rule is { Citation: { Source.Length: > 0 } citation } && IsDoubtful(citation)
        ? $"按参保地{LayerName(line)}规定（比例待核定）"
        : "";

    /// <summary>Whether all of the bill is of one contract; else each line tells its part.</summary>
    private static bool IsWhole(Breakdown breakdown, Programme capitation)
    {
        var paidFen = 0L;
        foreach (ref readonly var line in breakdown.Lines)
        {
            paidFen += ReferenceEquals(line.Programme, capitation) ? line.PaidFen : 0;
        }

        return paidFen == breakdown.TotalFen;
    }

    private static bool IsToldByProgramme(Breakdown breakdown, in LayerLine line) =>
        line.Programme is { } capitation && ReferenceEquals(breakdown.Programme, capitation) && IsWhole(breakdown, capitation);

    private static bool IsDoubtful(Citation citation) => citation.Confidence is "C" or "D";

    /// <summary>The Chinese name of a line's layer: the pack's title, or the usual name of its id.</summary>
    public static string LayerName(in LayerLine line) => (line.Layer, line.Programme) switch
    {
        ({ } layer, _) => NameOf(layer, layer.Id),
        (null, { Citation.Title: { Length: > 0 } title }) => title,
        _ => "按人头包干",
    };

    /// <summary>The Chinese name of a layer by its id: the pack's title, or the usual name.</summary>
    public static string LayerName(PolicyTerms terms, string layer) =>
        NameOf(terms.Layers.Concat(terms.Programmes.SelectMany(p => p.Layers)).FirstOrDefault(l => l.Id == layer), layer);

    private static string NameOf(Layer? layer, string id) => layer is { Citation.Title: { Length: > 0 } title } ? title : id switch
    {
        "basic" => "基本医疗保险",
        "catastrophic" => "大病保险",
        "relief" => "医疗救助",
        "relief_tilt" => "倾斜救助",
        "personal_account" => "个人账户",
        _ => id,
    };

    private static string PatientSentence(Breakdown breakdown, bool payLater)
    {
        var text = new StringBuilder($"您本次{(payLater ? "个人负担" : "应付")} {Yuan(breakdown.PatientFen)}");
        var deferredFen = DeferredFen(breakdown);
        text.Append(deferredFen > 0 ? $"（其中 {Yuan(deferredFen)}可向参保地申领）" : "");
        if (breakdown.Account is { } account)
        {
            text.Append($"，其中个人账户支付 {Yuan(account.AmountFen)}");
            text.Append(account.HelperFen > 0 ? $"（其中家庭共济 {Yuan(account.HelperFen)}）" : "");
            text.Append($"，{(payLater ? "记入应付" : "现金支付")} {Yuan(breakdown.CashFen)}");
        }

        return text.Append('。').ToString();
    }

    private static long DeferredFen(Breakdown breakdown)
    {
        long sum = 0;
        foreach (ref readonly var line in breakdown.Lines)
        {
            sum += line.DeferredFen;
        }

        return sum;
    }

    private static string BillSentence(Breakdown breakdown)
    {
        var text = new StringBuilder($"本次费用 {Yuan(breakdown.GrossFen)}");
        if (breakdown.WaivedFen > 0)
        {
            text.Append($"，医院减免 {Yuan(breakdown.WaivedFen)}，减免后 {Yuan(breakdown.TotalFen)}");
        }

        var charges = breakdown.Charges;
        text.Append($"；其中政策范围内 {Yuan(charges.InScopeFen)}");
        AppendPart(text, Component.FirstSelfPay, charges.FirstSelfPayFen);
        AppendPart(text, Component.OverCeiling, charges.OverCeilingFen);
        AppendPart(text, Component.OutOfScope, charges.OutOfScopeFen);
        return text.Append('。').ToString();
    }

    private static string WaiverSentence(Breakdown breakdown, WaiverTally waiver)
    {
        var text = new StringBuilder($"{waiver.Title}：本次减免 {Yuan(waiver.WaivedFen)}");
        AppendCut(text, "受每次减免限额所限", waiver.CutByVisitFen);
        AppendCut(text, "受本人本月减免限额所限", waiver.CutByMonthFen);
        AppendCut(text, "医院本年度减免预算已用完", waiver.CutByBudgetFen);
        if (waiver is { MonthLeftFen: { } left, BudgetLeftFen: not 0 })
        {
            text.Append($"；您本月还可减免 {Yuan(left)}");
        }

        return text.Append('。').Append(Basis(breakdown.Terms, waiver.Rule.Citation)).ToString();
    }

    private static void AppendCut(StringBuilder text, string why, long cutFen)
    {
        if (cutFen > 0)
        {
            text.Append($"；{why}，少减 {Yuan(cutFen)}");
        }
    }

    private static void AppendPart(StringBuilder text, Component component, long amountFen)
    {
        if (amountFen > 0)
        {
            text.Append($"，{Vocabulary.Component.ChineseOf(component)} {Yuan(amountFen)}");
        }
    }

    private static string ProgrammeSentence(Breakdown breakdown, Programme programme)
    {
        var name = programme.Citation.Title.Length > 0 ? programme.Citation.Title : programme.Id;
        var text = programme.Kind switch
        {
            ProgrammeKind.CasePackage when breakdown.HospitalBorneFen > 0 =>
                $"{name}：超出病种限额的 {Yuan(breakdown.HospitalBorneFen)}由医院承担",
            ProgrammeKind.CasePackage => $"{name}：费用在病种限额之内",
            ProgrammeKind.Capitation => $"{name}：本次费用由医保与医院按人头结算，您无需付费",
            ProgrammeKind.DaySurgery => $"{name}：您的负担按普通规定计算，医保与医院按病种定额结算",
            _ => throw InvariantBrokenException.NoWordFor(programme.Kind),
        };
        var doubt = programme.Kind == ProgrammeKind.CasePackage && IsDoubtful(programme.Citation) ? "（限额待核定）" : "";
        return text + doubt + "。" + Basis(breakdown.Terms, programme.Citation);
    }

    /// <summary>The regulations of a citation; where it names none, who has what it names.</summary>
    private static string Basis(PolicyTerms terms, Citation citation, string doubt = "")
    {
        var article = terms.Sources.OnBills(citation.Cite);
        string[] parts = article.Length > 0 || citation is { Cite: "", Source: "" } ? [article, doubt]
            : [(doubt.Length > 0 ? doubt : "参保地医保部门的规定") + "，可向本院医保办查询"];
        var text = string.Join('；', parts.Where(p => p.Length > 0));
        return text.Length > 0 ? $"依据：{text}。" : "";
    }

    /// <summary>An amount with its unit.</summary>
    internal static string Yuan(long amountFen) => ExactNumber.Yuan(amountFen) + " 元";
}
