using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>
/// What a payment that says not what for was counted on. Of 1,000.00 in scope basic pays 70 %, so that 300.00 are left, and 500.00 are out of
/// scope; the insurer covers both, relief pays 70 % of what is left in scope.
/// </summary>
public sealed class AllotmentTests
{
    [Theory]
    [InlineData(200_00, 200_00, 0, 200_00)] // wholly in scope, and all of it could have gone elsewhere
    [InlineData(400_00, 300_00, 100_00, 300_00)]
    [InlineData(700_00, 300_00, 400_00, 100_00)] // 100.00 out of scope were left to take its place
    public void It_is_what_a_later_layer_would_have_shared_and_what_could_take_its_place(
        long paidFen, long inScopeFen, long elsewhereFen, long openFen)
    {
        var visit = Visit(new LayerPayment("insurer", paidFen));
        var split = WithRelief().Split(visit);

        var allotment = Assert.Single(Allotment.Of(visit, split.Settled));

        CountedPart[] counted = [new(Component.InScope, inScopeFen), new(Component.OutOfScope, elsewhereFen)];
        Assert.Equal(counted.Where(c => c.AmountFen > 0), allotment.Counted);
        Assert.Equal([Component.OutOfScope], allotment.Elsewhere);
        Assert.Equal((elsewhereFen, openFen), (allotment.ElsewhereFen, allotment.OpenFen));

        // Paid elsewhere first, relief sees of the 300.00 what the payment then leaves of them.
        var other = WithRelief().Split(visit with { External = allotment.PaidElsewhere(visit.External) });
        Assert.Equal((300_00 - inScopeFen + openFen) * 7 / 10, other.PaidFen("relief"));
        Assert.Equal(paidFen, other.Settled.Lines.ToArray().Where(l => l.LayerId == "insurer").Sum(l => l.PaidFen));
    }

    [Fact]
    public void One_that_says_what_for_or_leaves_nothing_elsewhere_or_lowers_nobody_is_none()
    {
        var named = Visit(new LayerPayment("insurer", 200_00) { For = default(ValueSet).With((int)Component.InScope) });
        var all = Visit(new LayerPayment("insurer", 800_00));
        var alone = Visit(new LayerPayment("insurer", 200_00));

        Assert.Empty(Allotment.Of(named, WithRelief().Split(named).Settled));
        Assert.Empty(Allotment.Of(all, WithRelief().Split(all).Settled));
        Assert.Empty(Allotment.Of(alone, WithInsurer().Split(alone).Settled));
    }

    private static Law WithInsurer() => new Law().Add("basic", new LayerRule { Id = "b", Bands = Law.Flat("0.7") })
        .AddExternal("insurer", Component.InScope, Component.OutOfScope);

    private static Law WithRelief() => WithInsurer().Add("relief", new LayerRule { Id = "r", Bands = Law.Flat("0.7") });

    private static VisitInput Visit(LayerPayment payment) => Visits.Of(new ChargeSplit(1_000_00, 0, 0, 500_00)) with { External = [payment] };
}
