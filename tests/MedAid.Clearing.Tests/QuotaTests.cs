using MedAid.Clearing.Decisions;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Tests;

/// <summary>What a county owes for a layer by quota is what the bureau pays, not what the visit cost: each visit has 600.00 of basic insurance.</summary>
public sealed class QuotaTests
{
    private const string Xing = "141123";
    private static readonly DateOnly Day = new(2022, 7, 14);

    private readonly Office office = new();

    /// <summary>900.00 and 200.00 by quota, 600.00 without, and two operations of one visit: 450.00 + 600.00. Nothing is owed where nothing is left.</summary>
    [Fact]
    public void A_receivable_is_what_the_bureau_pays()
    {
        var gain = Visits.Visit("q1", Xing, Day, 10_00).ByQuota(900_00);
        office.Take(
            gain, Visits.Visit("q2", Xing, Day, 10_00).ByQuota(200_00), Visits.Visit("q3", Xing, Day, 10_00).ByQuota([null]),
            Visits.Visit("q4", Xing, Day, 10_00).ByQuota(450_00, null), Visits.Visit("q5", Xing, Day, 10_00).ByQuota(0));
        Assert.Equal(
            [[900_00L, 10_00], [200_00, 10_00], [600_00, 10_00], [1_050_00, 10_00], [10_00]],
            Enumerable.Range(1, 5).Select(i => office.Books.OfSettlement(SettlementIds.Of($"q{i}")).Select(r => r.AmountFen)));
        Assert.Equal(-300_00 + 400_00 + 150_00 + 600_00, office.Balance(Account.SettlementDifference));

        Assert.Equal(ClearingRefusal.None, office.Claim(Xing, "2022-07"));
        Assert.Equal(0, office.Balance(Account.AdvanceReceivable));
        Assert.Equal(900_00 + 200_00 + 600_00 + 1_050_00 + (5 * 10_00), office.Balance(Account.ClaimedReceivable));

        office.Take(Visits.Undone(gain, "u1"));
        Assert.Equal(0, office.Balance(Account.AdvanceReceivable));
        Assert.Equal(200_00 + 600_00 + 1_050_00 + (4 * 10_00), office.Balance(Account.ClaimedReceivable));
        Assert.Equal(400_00 + 150_00 + 600_00, office.Balance(Account.SettlementDifference));
        Assert.Empty(office.Fold.Differences());
    }
}
