using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>个人账户: basic pays 60 % of 500, so 200 in scope and 60 first self-pay are left to the account, 40 out of scope are not.</summary>
public sealed class AccountShareTests
{
    [Theory]
    [InlineData(null, 150_00, 80_00, 230_00, 80_00)] // all there is
    [InlineData(null, 300_00, 80_00, 260_00, 0)] // all that remains; the own balance goes first
    [InlineData(150_01L, 150_00, 80_00, 150_01, 1)]
    [InlineData(150_00L, 150_00, 80_00, 150_00, 0)]
    [InlineData(0L, 150_00, 0, 0, 0)]
    [InlineData(long.MaxValue, long.MaxValue, long.MaxValue, 260_00, 0)]
    [InlineData(300_00L, 0, 0, 0, 0)]
    public void It_pays_what_is_asked_there_and_left(long? useFen, long balanceFen, long helperFen, long paidFen, long ofHelperFen)
    {
        var law = Plain();
        law.AccountCovers = [Component.InScope, Component.FirstSelfPay];
        foreach (var purpose in new[] { Purpose.Quote, Purpose.Settle })
        {
            var split = law.Split(Bill() with { Account = new AccountUse(useFen, balanceFen, helperFen), Purpose = purpose }).Settled;
            Assert.Equal(new AccountShare(paidFen, ofHelperFen), split.Account);
            Assert.Equal(paidFen - ofHelperFen, split.Account!.Value.OwnFen);
            Assert.Equal((300_00, 300_00 - paidFen), (split.PatientFen, split.CashFen));
        }
    }

    [Fact]
    public void A_pack_that_knows_no_account_refuses_to_settle_with_one_and_a_quote_leaves_it_out()
    {
        var visit = Bill() with { Account = new AccountUse(null, 100_00) };
        var quote = Plain().Split(visit);
        Assert.Null(quote.Settled.Account);
        Assert.Equal(300_00, quote.Settled.CashFen);
        Assert.Equal([new BreakdownWarning(Refusal.AccountNotInPack, "")], quote.Settled.Warnings);
        Assert.Equal(Refusal.AccountNotInPack, Plain().Split(visit with { Purpose = Purpose.Settle }).Refusal);
    }

    private static Law Plain() => new Law().Add("basic", new LayerRule { Id = "b", Bands = Law.Flat("0.6") });

    private static VisitInput Bill() => Visits.Of(new ChargeSplit(500_00, 60_00, 0, 40_00));
}
