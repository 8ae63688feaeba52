using MedAid.Core;
using MedAid.Tables;

namespace MedAid.Clearing.Sheets;

/// <summary>The covering sheet of a claim (申报汇总单): one page to be sealed by both, with the amount also in capital characters.</summary>
public static class CoveringSheet
{
    /// <summary>The page as HTML.</summary>
    public static string Of(ClaimPaper paper, HospitalAndCountyNames places)
    {
        var claim = paper.Claim;
        return new PrintPage("医疗救助费用申报汇总单")
            .Table(
                [],
                [
                    ["申报批次", claim.ClaimId],
                    ["申报医疗机构", places.HospitalWithCode(claim.HospitalCode)],
                    ["患者所在地县（市、区）", places.CountyWithCode(claim.CountyCode)],
                    ["费用所属期", $"截至 {claim.Period}（含以前各期未申报的）"],
                    [
                        "就诊日期",
                        $"{PlainText.Day(paper.Lines.Min(l => l.Origin.ServiceDate))} 至 {PlainText.Day(paper.Lines.Max(l => l.Origin.ServiceDate))}",
                    ],
                    ["患者人数", PlainText.Number(paper.Persons)],
                    ["申报笔数", PlainText.Number(paper.Lines.Count)],
                    ["申报金额（元）", ExactNumber.Yuan(paper.ClaimedFen)],
                    ["人民币（大写）", ChineseAmount.Of(paper.ClaimedFen)],
                ],
                int.MaxValue)
            .Heading("分类汇总")
            .Table(
                ["费用类别", "笔数", "金额（元）"],
                [
                    .. paper.Kinds.Select(k => new[] { k.Kind, PlainText.Number(k.Lines.Count), ExactNumber.Yuan(k.Lines.Sum(l => l.AmountFen)) }),
                    ["合计", PlainText.Number(paper.Lines.Count), ExactNumber.Yuan(paper.ClaimedFen)],
                ],
                1)
            .Heading("分基金汇总")
            .Table(
                ["基金", "笔数", "金额（元）"],
                paper.Lines.GroupBy(l => l.Origin.Fund).OrderBy(g => g.Key)
                    .Select(g => new[] { ClaimPaper.FundName(g.Key), PlainText.Number(g.Count()), ExactNumber.Yuan(g.Sum(l => l.AmountFen)) }),
                1)
            .Note("逐笔明细见申报表。审核后请在申报表“核准金额（元）”“拒付原因”两栏填写，退回医疗机构。")
            .Seals("申报医疗机构（盖章）", $"{places.Bureau(claim.CountyCode)}（盖章）")
            .Close();
    }
}
