using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>A line whose payment is not settled at the window owes it all the same.</summary>
public sealed class LayerLineTests
{
    [Fact]
    public void What_a_layer_owes_is_paid_or_deferred()
    {
        var law = new Law().Add("basic", new LayerRule { Id = "b", Bands = Law.Flat("0.7") }).Add(new Layer
        {
            Id = "relief",
            Covers = [Component.InScope],
            Rules = [new LayerRule { Id = "r", Bands = Law.Flat("0.5"), Caps = [Law.PerVisit(120_00)] }],
            OneStop = [new OneStopEntry(Condition.Always, null, new Dictionary<string, DateOnly?>(), Citation.None) { AtWindow = false }],
        });
        var split = law.Split(Visits.InScope(1_000_00)); // relief: 300 × 50 % = 150, cap 120
        var (basic, relief) = (split.Line("basic"), split.Line("relief"));
        Assert.Equal((700_00, 0, 700_00), (basic.PaidFen, basic.DeferredFen, basic.OwedFen));
        Assert.Equal((0, 120_00, 120_00, 30_00), (relief.PaidFen, relief.DeferredFen, relief.OwedFen, relief.CappedFen));
        Assert.False(relief.Advanced);
        Assert.Equal((300_00, 180_00), (split.PatientFen, split.Settled.RemainingFen[(int)Component.InScope]));
        Assert.Contains("这 120.00 元不在窗口结算", Sentence(split), StringComparison.Ordinal);
    }

    private static string Sentence(Split split)
    {
        var line = split.Line("relief");
        return Explanation.Sentence(split.Settled, split.UsedFen, line);
    }
}
