using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>按项目单独支付: examinations of 200 (category exam, class A) in a bill of 300; basic pays half of what it sees.</summary>
public sealed class OnlyItemsTests
{
    /// <summary>200 − 50 = 150, 80 % = 120; the next layer sees 300 − 120 = 180, or without the other 80 only 100.</summary>
    [Theory]
    [InlineData(false, 180_00, 90_00, 90_00)]
    [InlineData(true, 100_00, 50_00, 130_00)]
    public void What_is_left_of_them_goes_to_the_next_layer_or_aside(bool aside, long nextBaseFen, long nextPaidFen, long patientFen)
    {
        var split = Law(new OnlyTerms(["exam"], [], aside)).Split(Visits.Of(Exam(), Drug()));
        Assert.Equal((200_00, 50_00, 120_00), (split.Line("exam").BaseFen, split.Line("exam").DeductibleFen, split.PaidFen("exam")));
        Assert.Equal((nextBaseFen, nextPaidFen), (split.Line("basic").BaseFen, split.PaidFen("basic")));
        Assert.Equal(patientFen, split.PatientFen);
        Assert.Equal(aside ? 80_00 : 0, split.Line("exam").AsideFen);
        Assert.Equal(aside ? 80_00 : 0, split.Settled.RemainingFen[(int)Component.Aside]);
    }

    [Theory]
    [InlineData("X7*", 200_00)]
    [InlineData("X70", 200_00)]
    [InlineData("X7", 0)]
    [InlineData("*", 200_00)] // the drug has no code
    public void An_item_matches_by_the_beginning_of_its_code(string word, long baseFen) =>
        Assert.Equal(baseFen, Law(new OnlyTerms([], [word], false)).Split(Visits.Of(Exam(), Drug())).Line("exam").BaseFen);

    [Fact]
    public void A_visit_without_items_has_none_of_them_and_the_rule_still_applies()
    {
        var split = Law(new OnlyTerms(["exam"], [], true)).Split(Visits.InScope(80_00));
        Assert.Equal((0, 0, 0), (split.Line("exam").BaseFen, split.Line("exam").DeductibleFen, split.PaidFen("exam")));
        Assert.Equal(40_00, split.PaidFen("basic"));
    }

    private static Law Law(OnlyTerms only) => new Law()
        .Add("exam", new LayerRule
        {
            Id = "e", Only = only, Deductible = new DeductibleTerms(Tests.Law.PerVisit(50_00), null), Bands = Tests.Law.Flat("0.8"),
        })
        .Add("basic", new LayerRule { Id = "b", Bands = Tests.Law.Flat("0.5") });

    private static Item Exam() => Visits.Piece(200_00, ItemClass.A) with { Code = "X70", Category = "exam" };

    private static Item Drug() => Visits.Piece(100_00, ItemClass.A) with { Code = "", Category = "drug" };
}
