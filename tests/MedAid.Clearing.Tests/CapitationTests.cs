using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Settlement.Capitation;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Tests;

/// <summary>
/// A month of a capitation contract in the accounts: visits of 3,200.00 and 2,000.00, one head of 6,250.00. What the month brings is the
/// balance of the difference, whatever is settled or undone after the claim.
/// </summary>
public sealed class CapitationTests
{
    private const string Shanting = "370406";
    private static readonly DateOnly July = new(2020, 7, 1);

    private readonly Office office = new();

    [Fact]
    public void The_heads_are_owed_and_the_difference_is_what_they_brought_less_what_the_visits_cost()
    {
        var (first, second) = (Visit("v1", 3_200_00), Visit("v2", 2_000_00));
        office.Take(first, second);
        Assert.Equal((0, 5_200_00), Owed());

        Claim(1, 6_250_00);
        Assert.Equal((6_250_00, -1_050_00), Owed());

        // The claim stands: the heads are owed for the month, and the visit did not cost anything.
        office.Take(Visits.Undone(second, "u2"));
        Assert.Equal((6_250_00, -3_050_00), Owed());

        // A visit that was settled late, and the next month without a head.
        office.Take(Visit("v3", 100_00));
        Claim(2, 0);
        Assert.Equal((6_250_00, -2_950_00), Owed());
        Assert.Empty(office.Books.Receivables);
        Assert.Empty(office.Fold.Differences());
    }

    [Fact]
    public void A_claim_is_taken_over_once_in_its_turn_and_as_it_was_built()
    {
        Claim(1, 6_250_00);
        var record = office.Records.Single();
        Assert.Equal(
            (RecordKind.CapitationClaimed, "capitation:1", "李会计", "P370406-H-heads-2020-07", "2020-07"),
            (record.Kind, record.RequestId, record.Operator, record.ClaimId, record.Period));
        var next = CapitationTakeOver.Next(office.Books, Built(2, 6_250_00), office.Now);
        Assert.Null(office.Books.Misfit(next));
        ClearingRecord[] wrong =
        [
            CapitationTakeOver.Next(office.Books, Built(1, 6_250_00), office.Now), CapitationTakeOver.Next(office.Books, Built(3, 6_250_00), office.Now),
            next with { Entries = [] }, next with { Capitation = next.Capitation! with { AmountFen = 6_250_01 } }, next with { Capitation = null },
            next with { Kind = RecordKind.Corrected }, next with { CountyCode = new("370402") },
        ];
        Assert.All(wrong, w => Assert.NotNull(office.Books.Misfit(w)));
        Assert.All(wrong, w => Assert.NotNull(office.Fold.Apply(w)));

        // What the proof reads after a misfit is still the next claim.
        Assert.Null(office.Fold.Apply(next));
    }

    /// <summary>The second claim is beyond all bounds: it is passed over by name, the third is booked, two persons take it out.</summary>
    [Fact]
    public void A_claim_that_does_not_fit_is_set_aside_and_the_next_are_booked()
    {
        Take(Built(1, 6_250_00));
        Take(Built(2, Limits.EntryFenMax + 1));
        Take(Built(3, 6_250_00));

        var aside = Assert.Single(office.Books.SetAside);
        Assert.Equal(
            "往来账第 2 条：按人头打包的申报 P370406-H-heads-2020-08 与往来账不相容（分录金额超出范围），没有记入往来账；请核对名册和金额，与医保经办机构另行结算",
            aside.Sentence);
        Assert.Equal((12_500_00, -12_500_00), Owed());
        Assert.Equal(3, office.Books.CapitationNumber);
        Assert.True(CapitationTakeOver.Says(office.Records[1], Built(2, 1)));
        Assert.False(CapitationTakeOver.Says(office.Records[1], Built(3, 1)));
        Assert.NotNull(office.Books.Misfit(office.Records[1] with { Number = 4 }));
        Assert.Empty(office.Fold.Differences());
    }

    /// <summary>The second claim is gone from the database: that is told, and the third still comes to the accounts of nobody.</summary>
    [Fact]
    public void A_claim_after_a_missing_one_is_set_aside_too()
    {
        Take(Built(1, 6_250_00));
        Take(Built(3, 6_250_00));

        Assert.Contains("没有按顺序入账", Assert.Single(office.Books.SetAside).Reason, StringComparison.Ordinal);
        Assert.Equal(6_250_00, Owed().Fund);
        Take(Built(4, 6_250_00));
        Assert.Equal(12_500_00, Owed().Fund);
    }

    private void Take(CapitationClaim claim) =>
        Assert.Equal(ClearingRefusal.None, office.Do((books, _) => new Decision(CapitationTakeOver.NextFitting(books, claim, office.Now))));

    private void Claim(long number, long amountFen) => Assert.Equal(
        ClearingRefusal.None, office.Do((books, _) => new Decision(CapitationTakeOver.Next(books, Built(number, amountFen), office.Now))));

    private (long Fund, long Difference) Owed() => (office.Balance(Account.FundReceivable), office.Balance(Account.SettlementDifference, Shanting));

    private static CapitationClaim Built(long number, long amountFen) => new()
    {
        ClaimId = $"P370406-H-heads-2020-{6 + number:00}", Number = number, HospitalCode = new("H37040600101"), CountyCode = new(Shanting), Programme = "heads", Scheme = "resident",
        Month = July.AddMonths((int)number - 1), Pack = "pack", RateFen = 6_250_00, PartMonth = CapitationPartMonth.FirstDay,
        Heads = amountFen == 0 ? 0 : 1, BuiltBy = "李会计", Built = DateTimeOffset.UnixEpoch, Lines = [new CapitationLine(new PersonKey("P1"), 31, amountFen, 0)],
    };

    private static SettlementDocument Visit(string requestId, long fen)
    {
        var plain = Visits.Visit(requestId, Shanting, July, 0, hospital: "H37040600101");
        var breakdown = plain.Breakdown with
        {
            GrossFen = fen, TotalFen = fen, PatientFen = 0, Charges = new ChargeSplit(fen, 0, 0, 0), Programme = "heads",
            Lines = [new LineDocument { Layer = Journal.CapitationFund.Text, Fund = Journal.CapitationFund, Programme = "heads", PaidFen = fen, BureauPaysFen = 0 }],
        };
        return plain with { Breakdown = breakdown, Entries = Journal.EntriesOf(breakdown, new CountyCode(Shanting)) };
    }
}
