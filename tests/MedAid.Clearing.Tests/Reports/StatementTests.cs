using MedAid.Clearing.Books;
using MedAid.Clearing.Reports;
using MedAid.Core;
using static MedAid.Clearing.Tests.ThreeCounties;

namespace MedAid.Clearing.Tests.Reports;

/// <summary>Statements, letters and the look at advances of the three counties; every figure is worked out by hand.</summary>
public sealed class StatementTests
{
    private readonly ThreeCounties story = new ThreeCounties().Ended();

    /// <summary>33.13 and 33.13 in July, 33.13 in August; all claimed, accepted and paid in September, and one undone after that.</summary>
    [Fact]
    public void A_county_that_paid_all_closes_with_nothing_and_a_visit_undone_since_is_due_back()
    {
        var (july, august, september) = Months(Xing);

        Assert.Equal((0, 66_26, 66_26), (july.OpeningFen, july.AdvancedFen, july.ClosingFen));
        Assert.Equal((66_26, 33_13, 99_39), (august.OpeningFen, august.AdvancedFen, august.ClosingFen));
        Assert.Equal(
            (99_39, 0, 99_39, 99_39, 99_39, 0),
            (september.OpeningFen, september.AdvancedFen, september.ClaimedFen, september.AcceptedFen, september.PaidFen, september.ClosingFen));
        Assert.Equal((0, 33_13, 33_13), (september.RefundOpeningFen, september.RefundNewFen, september.RefundClosingFen));
        Assert.Equal((99_39, 0, 0), (september.ReceivedFen, september.UnmatchedClosingFen, september.UnwoundFen));

        // To 20 September from 14 July 68 days, from 21 July 61, from 3 August 48, each for 33.13: 177 / 3 = 59.
        Assert.Equal((59, false), (september.Forecast.DaysToPay, september.Forecast.Assumed));
        Assert.Equal(new PaymentRow("bank-x", Day("2022-09-20"), Day("2022-09-20"), 99_39, 99_39), Assert.Single(september.Payments));
        Assert.Equal(new FundFlow(new Fund(Visits.ReliefFund), 0, 99_39, 99_39, 0), Assert.Single(september.Funds));
    }

    /// <summary>40.00 and 60.00; 15.00 refused, 80.00 of 85.00 paid.</summary>
    [Fact]
    public void A_refusal_has_its_reason_and_what_is_accepted_and_late_should_have_come()
    {
        var september = Months(Lin).September;

        Assert.Equal(
            (100_00, 85_00, 15_00, 80_00, 20_00),
            (september.OpeningFen, september.AcceptedFen, september.RefusedFen, september.PaidFen, september.ClosingFen));
        Assert.Equal(new RefusalSum("超范围", 1, 15_00), Assert.Single(september.Refusals));
        Assert.Equal(new FundFlow(new Fund(Visits.ReliefFund), 0, 85_00, 80_00, 20_00), Assert.Single(september.Funds));
        Assert.Equal(
            [(ReceivableStanding.Accepted, 0L, 85_00L, 80_00L, 5_00L), (ReceivableStanding.Refused, 0, 15_00, 0, 15_00)],
            september.Standings.Where(f => f.ClosingFen > 0 && f.Standing != ReceivableStanding.Paid)
                .Select(f => (f.Standing, f.OpeningFen, f.InFen, f.OutFen, f.ClosingFen)));

        // 40.00 after 62 days, 40.00 after 46: 54. The visit of 5 August was to be paid on 28 September; of it 5.00 are late, 15.00 refused.
        Assert.Equal((54, 5_00, 15_00), (september.Forecast.DaysToPay, september.Forecast.OverdueFen, september.Forecast.NotExpectedFen));
        Assert.Empty(september.Forecast.Months);
    }

    /// <summary>25.00 advanced in July, 25.00 not advanced in August; accepted, nothing paid, so 90 days are assumed.</summary>
    [Fact]
    public void Where_nothing_was_ever_paid_the_days_are_assumed_and_said_to_be()
    {
        var (_, august, september) = Months(Lishi);

        Assert.Equal((25_00, 0, 25_00, 50_00), (august.OpeningFen, august.AdvancedFen, august.OtherFen, august.ClosingFen));
        Assert.Equal((50_00, 50_00), (september.AcceptedFen, september.ClosingFen));

        // 25 July + 90 days is 23 October; 6 August + 90 days is 4 November.
        Assert.Equal((90, true, 0), (september.Forecast.DaysToPay, september.Forecast.Assumed, september.Forecast.OverdueFen));
        Assert.Equal([new(Day("2022-10-01"), 25_00), new(Day("2022-11-01"), 25_00)], september.Forecast.Months);
        Assert.DoesNotContain("预计回款", StatementPage.Of(september, Places), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_says_the_figures_and_since_when_the_county_is_online()
    {
        var statement = Months(Lin).September with { Online = [new("门诊慢特病救助", Day("2022-10-01"), true)], AdvancedAfterOnlineFen = 1_00 };
        var page = StatementPage.Of(statement, Places);

        foreach (var part in new[]
        {
            "医疗救助费用往来对账单", "临县（141124）", "<td>期初应收余额</td><td class=\"n\">100.00</td>", "<td>期末应收余额</td><td class=\"n\">20.00</td>",
            "<td>超范围</td><td class=\"n\">1</td><td class=\"n\">15.00</td>", "2022-10-01 起联网，此后不再垫付。", "1.00 元的就诊日在联网之后",
            "临县医疗保障局（盖章）", "医院留存：往来账第",
        })
        {
            Assert.Contains(part, page, StringComparison.Ordinal);
        }

        Assert.Empty(PaperText.FaultsOfPage(page));
    }

    /// <summary>On 30 September 离石区 owes 25.00 for 67 days and 25.00 for 55.</summary>
    [Theory]
    [InlineData(Lishi, 60, 0, true)]
    [InlineData(Lishi, 66, 0, true)]
    [InlineData(Lishi, 67, 0, false)]
    [InlineData(Lishi, 67, 50_00, true)]
    [InlineData(Lishi, 67, 50_01, false)]
    [InlineData(Lin, 60, 0, false)]
    [InlineData(Lin, 55, 0, true)]
    [InlineData(Xing, 0, 1, false)]
    public void A_letter_is_due_above_an_age_or_from_an_amount_on(string county, int days, long fen, bool isDue) =>
        Assert.Equal(isDue, Letter(county, days, fen) is not null);

    [Fact]
    public void A_letter_has_the_figures_by_age_and_claim_and_quotes_the_notice()
    {
        var letter = Letter(Lishi, 60, 0)!;

        Assert.Equal((50_00, 50_00, 0), (letter.UnpaidFen, letter.AcceptedFen, letter.WaitingFen));
        Assert.Equal([0L, 25_00, 25_00, 0], letter.Ages.Select(a => a.AmountFen));
        Assert.Equal(
            new DunningClaim(ClaimId(Lishi), "2022-08", 50_00, 0, 50_00, Day("2022-07-25"), 67), Assert.Single(letter.Claims));
        Assert.Empty(PaperText.FaultsOfPage(DunningText.Page(letter, Places)));
        foreach (var text in new[] { DunningText.Plain(letter, Places), DunningText.Page(letter, Places) })
        {
            Assert.Contains("以上费用已由我院为离石区参保患者先行垫付或记账。", text, StringComparison.Ordinal);
            foreach (var part in new[]
            {
                "离石区医疗保障局", "2022年7月12日", "第一部分第（一）项", "医院定期与患者所在地县（市、区）医保局在结算住院医疗救助费用时一并予以结算",
                "共 50.00 元（人民币伍拾元整）", "已核准未拨付 50.00 元", ClaimId(Lishi), "样例医院（盖章）",
            })
            {
                Assert.Contains(part, text, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Of 临县 5.00 accepted are dunned; the 15.00 that it refused are not, and neither is what was not claimed.</summary>
    [Fact]
    public void What_is_refused_or_not_claimed_is_not_dunned()
    {
        story.Office.Take(Visits.Visit("l9", Lin, new DateOnly(2022, 7, 1), 70_00));

        Assert.Equal(5_00, Letter(Lin, 55, 0)!.UnpaidFen);
    }

    [Fact]
    public void The_notice_is_not_quoted_to_a_county_that_it_does_not_bind()
    {
        story.Office.Take(Visits.Visit("t1", "370481", new DateOnly(2022, 7, 1), 70_00));
        story.Office.Claim("370481", "2022-07");

        Assert.DoesNotContain("吕梁", DunningText.Plain(Letter("370481", 60, 0)!, Places), StringComparison.Ordinal);
    }

    /// <summary>Advanced and not got back: 20.00 of 临县 and 25.00 of 离石区; its other 25.00 were not advanced.</summary>
    [Theory]
    [InlineData(45_00, 1000, false)]
    [InlineData(44_99, 1000, true)]
    [InlineData(30_00, 1500, true)]
    [InlineData(67_00, 672, false)]
    public void A_limit_warns_above_it_and_tells_the_share(long limitFen, long permille, bool isOver)
    {
        var load = Assert.Single(AdvanceLoad.Of(story.Books, new Dictionary<string, long> { [Visits.Hospital] = limitFen }));

        Assert.Equal((45_00, permille, isOver), (load.AdvancedFen, load.SharePermille, load.IsOver));
    }

    private DunningLetter? Letter(string county, int days, long fen) =>
        DunningLetter.Of(story.Books, new DunningOrder(new HospitalCode(Visits.Hospital), new CountyCode(county), Day("2022-09-30"), days, fen));

    private (CountyStatement July, CountyStatement August, CountyStatement September) Months(string county)
    {
        CountyStatement Of(string from, string to) =>
            StatementFold.Of(story.Books, new StatementOrder(new HospitalCode(Visits.Hospital), new CountyCode(county), Day(from), Day(to)));
        return (Of("2022-07-01", "2022-07-31"), Of("2022-08-01", "2022-08-31"), Of("2022-09-01", "2022-09-30"));
    }
}
