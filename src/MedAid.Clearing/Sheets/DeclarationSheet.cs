using MedAid.Core;
using MedAid.Tables;

namespace MedAid.Clearing.Sheets;

/// <summary>
/// The declaration sheet of a claim (申报表): a line for each receivable, sub-totals by kind, and a total that is the claim. Its last two
/// columns are empty: the county fills in what it accepts and why not the rest, and <see cref="ReplyReading"/> reads the same sheet.
/// </summary>
public static class DeclarationSheet
{
    internal const string Receivable = "应收编号";
    internal const string Accepted = "核准金额（元）";
    internal const string Reason = "拒付原因";
    internal const string Batch = "申报批次：";

    private const int HeadingRow = 3;

    private static readonly string[] Head =
    [
        "序号", Receivable, "结算编号", "就诊日期", "患者编号", "姓名", "身份证号码", "医疗机构", "参保县（市、区）", "基金",
        "疾病", "医疗总费用（元）", "基本医保支付（元）", "大病保险支付（元）", "计入救助的费用（元）", "救助比例", "待遇规则", "政策依据", "费用类别",
        "申报金额（元）", Accepted, Reason,
    ];

    private static readonly int[] Widths = [6, 34, 27, 12, 28, 10, 21, 20, 16, 16, 20, 14, 14, 14, 14, 10, 20, 40, 18, 14, 14, 24];

    private static readonly int AmountColumn = Array.IndexOf(Head, "申报金额（元）");

    /// <summary>The sheet of a claim; amounts have two decimals, and in a workbook they are numbers.</summary>
    public static Sheet Of(ClaimPaper paper, HospitalAndCountyNames places)
    {
        var claim = paper.Claim;
        List<string[]> rows =
        [
            [$"{places.CountyWithCode(claim.CountyCode)}患者医疗救助费用申报表"],
            [
                $"{Batch}{claim.ClaimId}", "", "", $"医疗机构：{places.HospitalWithCode(claim.HospitalCode)}", "", "", "",
                $"费用截至：{claim.Period}", "", $"笔数：{PlainText.Number(paper.Lines.Count)}", "", "单位：元",
            ],
            Head,
        ];
        var number = 0;
        foreach (var (kind, lines) in paper.Kinds)
        {
            rows.AddRange(lines.Select(line => Row(++number, line, places)));
            rows.Add(Sum($"小计：{kind}（{PlainText.Number(lines.Count)} 笔）", lines.Sum(l => l.AmountFen)));
        }

        rows.Add(Sum($"合计（{PlainText.Number(number)} 笔）", paper.ClaimedFen));
        return new Sheet("申报表", rows, [(1, 1, 1, Head.Length), (2, 1, 2, 3), (2, 4, 2, 7), (2, 8, 2, 9), (2, 10, 2, 11)], 0)
        {
            Widths = Widths, Heading = HeadingRow,
        };
    }

    private static string[] Row(int number, PaperLine line, HospitalAndCountyNames places)
    {
        var origin = line.Origin;
        return
        [
            PlainText.Number(number), origin.ReceivableId, origin.SettlementId.Text, PlainText.Day(origin.ServiceDate),
            origin.PersonKey.Text, line.Name, line.IdNumber, places.HospitalWithCode(origin.HospitalCode),
            places.CountyWithCode(origin.CountyCode), ClaimPaper.FundName(origin.Fund), .. Basis(line.Basis), line.Article,
            ClaimPaper.KindOf(origin.Advanced), ExactNumber.Yuan(line.AmountFen), "", "",
        ];
    }

    private static string[] Basis(PaperBasis? basis) => basis is null ? ["", "", "", "", "", "", ""] :
    [
        basis.Disease, ExactNumber.Yuan(basis.TotalFen), ExactNumber.Yuan(basis.BasicFen), ExactNumber.Yuan(basis.CatastrophicFen),
        ExactNumber.Yuan(basis.BurdenFen), basis.RatePerMillion is { } rate ? PlainText.Percent(rate) : "", basis.Rule,
    ];

    private static string[] Sum(string title, long amountFen)
    {
        var row = new string[Head.Length];
        Array.Fill(row, "");
        (row[0], row[AmountColumn]) = (title, ExactNumber.Yuan(amountFen));
        return row;
    }
}
