using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Patients;
using MedAid.Clearing.Reports;
using MedAid.Clearing.Tests.Patients;
using MedAid.Core;

namespace MedAid.Clearing.Tests.Reports;

/// <summary>Reports of an earlier day show what stood then, worked by hand.</summary>
public sealed class AsOfTests
{
    private const string County = "141123";
    private static readonly DateOnly Service = new(2022, 3, 2);

    /// <summary>33.13 of 2 March: claimed on 1 April, answered on the 3rd, 31.00 paid on the 10th and 2.13 on 10 May.</summary>
    [Fact]
    public void A_county_owed_on_each_day_what_stood_at_its_end()
    {
        var office = new Office { Now = At(3, 20) };
        office.Take(Visits.Visit("v1", County, Service, 33_13));
        office.Now = At(4, 1);
        office.Claim(County, "2022-03");
        office.Now = At(4, 3);
        office.Do((books, head) => ClaimDecisions.Reply(
            books, head, books.Claims.Keys.Single(), [new ReplyLine(books.Receivables.Keys.Single(), 33_13, "")]));
        office.Now = At(4, 10);
        Assert.Equal(ClearingRefusal.None, office.Pay("b1", County, 31_00, day: "2022-04-10"));
        office.Now = At(5, 10);
        Assert.Equal(ClearingRefusal.None, office.Pay("b2", County, 2_13, day: "2022-05-10"));

        Assert.Empty(Ages(office, new DateOnly(2022, 3, 1)));
        Assert.Equal((33_13, 0, 0, ReceivableStanding.Open), Age(office, 3, 2));
        Assert.Equal((33_13, 0, 0, ReceivableStanding.Open), Age(office, 3, 31));
        Assert.Equal((33_13, 0, 0, ReceivableStanding.Claimed), Age(office, 4, 2));
        Assert.Equal((33_13, 0, 0, ReceivableStanding.Accepted), Age(office, 4, 9));

        // 39 days from service to payment; after the second (31.00 x 39 + 2.13 x 69) / 33.13 = 40.9, so 41.
        Assert.Equal((2_13, 31_00, 39, ReceivableStanding.Accepted), Age(office, 4, 10));
        Assert.Equal((0, 33_13, 41, default), Age(office, 5, 10));

        // A letter of 31 March has nothing to write about: nothing was claimed yet. That of 5 April asks for all.
        Assert.Null(Letter(office, new DateOnly(2022, 3, 31)));
        Assert.Equal(33_13, Letter(office, new DateOnly(2022, 4, 5))!.UnpaidFen);
        Assert.Equal(2_13, Letter(office, new DateOnly(2022, 4, 30))!.UnpaidFen);
        Assert.Null(Letter(office, new DateOnly(2022, 5, 10)));
    }

    /// <summary>The clock of the gateway that records the answer is a minute behind that of the one that built the claim, over midnight.</summary>
    [Fact]
    public void What_rests_on_a_record_of_the_next_day_is_of_the_next_day()
    {
        var office = new Office { Now = At(3, 20) };
        office.Take(Visits.Visit("v1", County, Service, 33_13));
        office.Now = new DateTimeOffset(2022, 4, 2, 0, 0, 30, TimeSpan.FromHours(8));
        office.Claim(County, "2022-03");
        office.Now = new DateTimeOffset(2022, 4, 1, 23, 59, 30, TimeSpan.FromHours(8));
        office.Do((books, head) => ClaimDecisions.Reply(
            books, head, books.Claims.Keys.Single(), [new ReplyLine(books.Receivables.Keys.Single(), 33_13, "")]));

        Assert.Equal((33_13, 0, 0, ReceivableStanding.Open), Age(office, 4, 1));
        Assert.Equal((33_13, 0, 0, ReceivableStanding.Accepted), Age(office, 4, 2));
    }

    /// <summary>A stay of 1 August under an agreement, 200.00 owed: 50.00 are paid on 10 September, and it is undone on 1 October.</summary>
    [Fact]
    public void A_patient_owed_on_each_day_what_stood_at_its_end()
    {
        var office = new Office { Now = At(8, 1) };
        Assert.Equal(ClearingRefusal.None, office.Sign("A1"));
        office.Now = At(8, 20);
        var stay = Ward.Stay("s1", 200_00, $"{Ward.Hospital}.A1");
        office.Take(stay);
        office.Now = At(9, 10);
        Assert.Equal(ClearingRefusal.None, office.PayDebt(50_00));
        office.Now = At(9, 20);
        Assert.Equal(ClearingRefusal.None, office.TakeDeposit(30_00, Ward.Account("P2")));
        office.Now = At(10, 1);
        office.Take(Visits.Undone(stay, "u1"));

        Assert.Equal(
            [0, 200_00, 200_00, 150_00, 150_00, 0],
            new DateOnly[] { new(2022, 7, 31), new(2022, 8, 1), new(2022, 9, 9), new(2022, 9, 10), new(2022, 9, 30), new(2022, 10, 1) }
                .Select(day => PatientAgeing.Of(office.Books, day).Sum(a => a.OwedFen)));
        Assert.Equal(
            [0, 30_00],
            new DateOnly[] { new(2022, 9, 19), new(2022, 9, 20) }.Select(day => PatientAgeing.DepositFen(office.Books, day)));
    }

    private static DateTimeOffset At(int month, int day) => new(2022, month, day, 9, 0, 0, TimeSpan.FromHours(8));

    private static IReadOnlyList<CountyAge> Ages(Office office, DateOnly day) => Ageing.Of(BookCopy.AtEndOf(office.Books, day), day);

    private static (long Owed, long Paid, int Days, ReceivableStanding Standing) Age(Office office, int month, int day)
    {
        var age = Assert.Single(Ages(office, new DateOnly(2022, month, day)));
        return (age.OutstandingFen, age.PaidFen, age.DaysToPay, age.Standings.SingleOrDefault().Standing);
    }

    private static DunningLetter? Letter(Office office, DateOnly day) => DunningLetter.Of(
        BookCopy.AtEndOf(office.Books, day), new DunningOrder(new HospitalCode(Visits.Hospital), new CountyCode(County), day, 10, 0));
}
