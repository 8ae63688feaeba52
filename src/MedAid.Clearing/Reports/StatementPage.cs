using MedAid.Clearing.Sheets;
using MedAid.Core;
using MedAid.Tables;

namespace MedAid.Clearing.Reports;

/// <summary>The statement of account (往来对账单) as a page to be compared and sealed by both.</summary>
public static class StatementPage
{
    /// <summary>The page as HTML.</summary>
    public static string Of(CountyStatement statement, HospitalAndCountyNames places)
    {
        var order = statement.Order;
        var page = new PrintPage("医疗救助费用往来对账单")
            .Flat($"县（市、区）：{places.CountyWithCode(order.CountyCode)}")
            .Flat($"医疗机构：{(!order.HospitalCode.IsEmpty ? places.HospitalWithCode(order.HospitalCode) : "全部")}")
            .Flat($"期间：{Day(order.From)} 至 {Day(order.To)}　单位：元");
        Balance(page, statement);
        page.Heading("二、款项状态").Table(
            ["状态", "期初", "增加", "减少", "期末"],
            statement.Standings.Where(f => f is not { OpeningFen: 0, InFen: 0, OutFen: 0 })
                .Select(f => new[] { StandingNames.Of(f.Standing), Yuan(f.OpeningFen), Yuan(f.InFen), Yuan(f.OutFen), Yuan(f.ClosingFen) }),
            1);
        page.Heading("三、分基金").Table(
            ["基金", "本期发生", "本期核准", "本期拨付", "期末未收"],
            statement.Funds.Select(f => new[]
            {
                ClaimPaper.FundName(f.Fund), Yuan(f.IncurredFen), Yuan(f.AcceptedFen), Yuan(f.PaidFen), Yuan(f.ClosingFen),
            }),
            1);
        Refusals(page, statement);
        Payments(page, statement);
        Online(page, statement);
        return page
            .Note(
                "垫付和救助费用按就诊日计入，其余各项按登记入账日计入。请核对后盖章退回一份；如有不符，请注明。"
                + $"（医院留存：往来账第 {Number(statement.RecordNumber)} 条）")
            .Seals(
                $"{(!order.HospitalCode.IsEmpty ? places.HospitalName(order.HospitalCode) : "医疗机构")}（盖章）",
                $"{places.Bureau(order.CountyCode)}（盖章）")
            .Close();
    }

    private static void Balance(PrintPage page, CountyStatement s) => page.Heading("一、往来余额").Table(
        ["项目", "金额（元）"],
        [
            ["期初应收余额", Yuan(s.OpeningFen)],
            [$"加：本期{ClaimPaper.AdvancedKind}", Yuan(s.AdvancedFen)],
            [$"加：本期{ClaimPaper.TogetherKind}", Yuan(s.OtherFen)],
            ["减：本期拨付（已认领）", Yuan(s.PaidFen)],
            ["减：本期扣款", Yuan(s.DeductedFen)],
            ["减：本期转由患者承担", Yuan(s.ChargedFen)],
            ["减：本期核销", Yuan(s.WrittenOffFen)],
            ["减：本期随结算撤销", Yuan(s.UnwoundFen)],
            ["期末应收余额", Yuan(s.ClosingFen)],
            ["其中本期：申报", Yuan(s.ClaimedFen)],
            ["其中本期：核准（含申诉成立）", Yuan(s.AcceptedFen)],
            ["其中本期：拒付", Yuan(s.RefusedFen)],
            ["其中本期：留质保金", Yuan(s.RetainedFen)],
        ],
        1);

    private static void Refusals(PrintPage page, CountyStatement s)
    {
        page.Heading("四、本期拒付原因");
        if (s.Refusals.Count == 0)
        {
            page.Paragraph("本期没有拒付。");
            return;
        }

        page.Table(
            ["原因", "笔数", "金额（元）"], s.Refusals.Select(r => new[] { r.Reason, Number(r.Lines), Yuan(r.AmountFen) }), 1);
    }

    private static void Payments(PrintPage page, CountyStatement s)
    {
        page.Heading("五、本期到账").Table(
            ["银行流水号", "到账日", "入账日", "金额（元）", "冲抵（元）", "已认领（元）"],
            [
                .. s.Payments.Select(p => new[]
                {
                    p.PaymentId, Day(p.PaidDate), Day(p.BookedDate), Yuan(p.ReceivedFen), Yuan(p.SetOffFen), Yuan(p.MatchedFen),
                }),
                ["合计", "", "", Yuan(s.ReceivedFen), Yuan(s.RefundSetOffFen), Yuan(s.Payments.Sum(p => p.MatchedFen))],
            ],
            3);
        page.Flat($"待认领款：期初 {Yuan(s.UnmatchedOpeningFen)}，期末 {Yuan(s.UnmatchedClosingFen)}。");
        page.Flat(
            $"结算撤销后应退县区款：期初 {Yuan(s.RefundOpeningFen)}，本期 {Yuan(s.RefundNewFen)}，已退 {Yuan(s.RefundPaidFen)}，"
            + $"冲抵 {Yuan(s.RefundSetOffFen)}，期末 {Yuan(s.RefundClosingFen)}。");
    }

    /// <summary>Since when the county settles online; the hospital's own forecast does not belong on a paper that both seal.</summary>
    private static void Online(PrintPage page, CountyStatement s)
    {
        if (s.AdvancedAfterOnlineFen != 0)
        {
            page.Flat($"本期垫付中有 {Yuan(s.AdvancedAfterOnlineFen)} 元的就诊日在联网之后，请双方核对由谁结算。");
        }

        foreach (var online in s.Online)
        {
            page.Flat(
                $"{online.Title}：{(online.FromDate is { } day ? $"{Day(day)} 起联网，此后不再垫付" : "尚未联网，由医院垫付")}。");
        }
    }

    private static string Yuan(long amountFen) => ExactNumber.Yuan(amountFen);

    private static string Day(DateOnly day) => PlainText.Day(day);

    private static string Number(long number) => PlainText.Number(number);
}
