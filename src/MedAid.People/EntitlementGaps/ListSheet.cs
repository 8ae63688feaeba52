using System.Globalization;
using MedAid.Core;
using MedAid.Settlement;
using MedAid.Tables;

namespace MedAid.People.EntitlementGaps;

/// <summary>A list as the receiver gets it: a table with the persons, what was found of them, and room for the answer.</summary>
public static class ListSheet
{
    /// <summary>Kinds of the file; the first is the usual one.</summary>
    public static readonly IReadOnlyList<OutputFormat> Kinds = [OutputFormat.Xlsx, OutputFormat.Csv];

    private static readonly string[] Columns =
    [
        "序号", "姓名", "身份证号码", "人员编号", "参保县区", "乡镇", "村", "事项", "病种或年度", "起始日期", "政策范围内个人负担（元）", "监测线（元）", "有线索天数",
        "依据结算", "反馈", "反馈说明",
    ];

    /// <summary>The file of a list in one of <see cref="Kinds"/>, with names and numbers as the asker may see them.</summary>
    public static byte[] File(
        ReferralList list, IReadOnlyDictionary<PersonKey, ShownPerson> labels,
        IReadOnlyDictionary<PersonKey, (string Township, string Village)> places, IReadOnlyDictionary<string, string> counties, OutputFormat kind)
    {
        string County(string code) => counties.GetValueOrDefault(code, code);
        string CountyWithCode(string code) => counties.TryGetValue(code, out var name) ? $"{name}（{code}）" : code;
        var sheet = Of(
            list, County(list.Head.CountyCode.Text),
            line => Row(line, CountyWithCode(line.Snapshot.CountyCode.Text), labels, places.GetValueOrDefault(line.Snapshot.PersonKey, ("", ""))));
        return sheet.To(kind);
    }

    private static Sheet Of(ReferralList list, string county, Func<ReferralLine, string[]> row)
    {
        var head = list.Head;
        var subject = Receivers.KindOf(head.Receiver) == FindingKind.Burden ? "自费负担较高人员" : "应享未享门诊慢特病和“两病”待遇人员";
        var title = $"{county}{subject}名单（{ChinaTime.DayOf(head.BuiltTime).Year}年第{head.Number}号，送{Receivers.ChineseOf(head.Receiver)}部门）";
        return new Sheet("名单", [[title], Columns, .. list.Lines.Select(row)], [(1, 1, 1, Columns.Length)], 0) { Heading = 2 };
    }

    private static string[] Row(
        ReferralLine line, string county, IReadOnlyDictionary<PersonKey, ShownPerson> labels, (string Township, string Village) place)
    {
        var shown = line.Snapshot;
        var (name, number) = labels.GetValueOrDefault(shown.PersonKey);
        var isBurden = shown.Kind == FindingKind.Burden;
        return
        [
            PlainText.Number(line.LineNumber), name ?? "", number ?? "", shown.PersonKey.Text, county, place.Township, place.Village,
            isBurden ? "自负费用较高" : "应享未享门诊慢特病或“两病”资格",
            shown.Subject, shown.Since.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), isBurden ? ExactNumber.Yuan(shown.AmountFen) : "",
            isBurden ? ExactNumber.Yuan(shown.LineFen) : "", isBurden ? "" : PlainText.Number(shown.Days), string.Join(' ', line.SettlementIds),
            line.Answer?.Outcome switch { LineOutcome.TakenUp => "已纳入", LineOutcome.NotApplicable => "不适用", _ => "" },
            line.Answer?.Note ?? "",
        ];
    }
}
