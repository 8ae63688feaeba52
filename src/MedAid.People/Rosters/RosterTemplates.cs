using MedAid.Tables;

namespace MedAid.People.Rosters;

/// <summary>The forms of 晋医保发〔2019〕46号, 附件 2 to 4, to be filled in by hand and imported as they are.</summary>
public static class RosterTemplates
{
    private const int BlankRows = 200;

    /// <summary>Names of the forms.</summary>
    public static IReadOnlyList<string> Names { get; } = ["annex2", "annex3", "annex4"];

    /// <summary>Kinds of files.</summary>
    public static IReadOnlyList<OutputFormat> Kinds { get; } = [OutputFormat.Xlsx, OutputFormat.Csv];

    /// <summary>The form of a name as a file of a kind.</summary>
    public static byte[] File(string name, OutputFormat kind)
    {
        var sheet = name switch
        {
            "annex2" => FullList(),
            "annex3" => Changes(),
            "annex4" => Certificate(),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
        return sheet.To(kind);
    }

    private static Sheet FullList() => new(
        "附件2",
        [
            ["＿＿＿县医疗救助重点救助对象名单", "", "", "", "", "", "", ""],
            ["单位名称（盖章）：", "", "", "对象类别（低保□特困□重点优抚□）", "", "", "＿＿年＿＿月＿＿日", ""],
            ["乡（镇）", "行政村", "户主姓名", "身份证号码", "家庭人口数", "家庭成员姓名", "身份证号码", "备注"],
        ],
        [(1, 1, 1, 8), (2, 1, 2, 3), (2, 4, 2, 6), (2, 7, 2, 8)],
        BlankRows);

    private static Sheet Changes() => new(
        "附件3",
        [
            ["＿＿＿县＿＿年＿＿季度（月）医疗救助重点救助对象动态调整名单", "", "", "", "", "", "", "", "", ""],
            ["单位名称（盖章）：", "", "", "对象类别（低保□特困□重点优抚□）", "", "", "＿＿年＿＿月＿＿日", "", "", ""],
            ["乡（镇）", "行政村", "户主姓名", "身份证号码", "家庭人口数", "家庭成员姓名", "身份证号码", "动态调整工作类型", "动态调整时间", ""],
            ["", "", "", "", "", "", "", "", "年", "月"],
        ],
        [
            (1, 1, 1, 10), (2, 1, 2, 3), (2, 4, 2, 6), (2, 7, 2, 10), (3, 9, 3, 10),
            .. Enumerable.Range(1, 8).Select(column => (3, column, 4, column)),
        ],
        BlankRows);

    private static Sheet Certificate() => new(
        "附件4",
        [
            ["医疗救助重点救助对象动态调整情况证明"],
            ["＿＿年＿＿季度（月）新增（低保□特困□在乡重点优抚对象□）人员＿＿户＿＿人；减少＿＿户＿＿人（具体名单附后）。"],
            ["特此证明"],
            ["＿＿县××局（盖章）"],
            ["＿＿年＿＿月＿＿日"],
        ],
        [],
        0);
}
