using MedAid.Clearing.Decisions;
using MedAid.Clearing.Reports;
using MedAid.Core;

namespace MedAid.Clearing.Tests.Reports;

/// <summary>
/// Days to pay are one figure, wherever they are told. 33.13 of a visit of 2022-03-02: 31.00 come after 39 days, 1.50 after 69 with 0.50 kept
/// back, which come after 244. (31.00 × 39 + 1.50 × 69 + 0.50 × 244) / 33.00 = 43.47, so 43.
/// </summary>
public sealed class DaysToPayTests
{
    private const string County = "141123";
    private static readonly DateOnly Service = new(2022, 3, 2);

    [Fact]
    public void A_part_that_was_kept_back_counts_by_itself_in_ages_and_statements_alike()
    {
        var office = new Office();
        office.Take(Visits.Visit("v1", County, Service, 33_13));
        office.Claim(County, "2022-03");
        office.Do((books, head) => ClaimDecisions.Reply(
            books, head, books.Claims.Keys.Single(), [new ReplyLine(books.Receivables.Keys.Single(), 33_13, "")]));
        Assert.Equal(ClearingRefusal.None, office.Pay("b1", County, 31_00, day: "2022-04-10"));
        Assert.Equal(ClearingRefusal.None, office.Pay("b2", County, 1_50, retainedFen: 50, day: "2022-05-10"));
        Assert.Equal(ClearingRefusal.None, office.Do((books, head) => PaymentDecisions.Release(
            books, head, "b3", new HospitalCode(Visits.Hospital), new CountyCode(County), new DateOnly(2022, 11, 1), 50)));

        var age = Assert.Single(Ageing.Of(office.Books, new DateOnly(2022, 11, 30)));
        var statement = StatementFold.Of(office.Books, new StatementOrder(default, new CountyCode(County), Service, new DateOnly(2022, 11, 30)));

        Assert.Equal((33_00, 43), (age.PaidFen, age.DaysToPay));
        Assert.Equal((43, false), (statement.Forecast.DaysToPay, statement.Forecast.Assumed));
    }

    [Fact]
    public void Where_nothing_was_paid_there_are_no_days()
    {
        var office = new Office();
        office.Take(Visits.Visit("v1", County, Service, 33_13));

        Assert.Equal(0, Assert.Single(Ageing.Of(office.Books, new DateOnly(2022, 11, 30))).DaysToPay);
    }
}
