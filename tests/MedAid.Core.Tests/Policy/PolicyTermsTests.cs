using MedAid.Core.Policy;

namespace MedAid.Core.Tests.Policy;

public sealed class PolicyTermsTests
{
    [Theory]
    [InlineData(Period.Year, "2023-12-31", "relief.paid@2023")]
    [InlineData(Period.Year, "2024-01-01", "relief.paid@2024")]
    [InlineData(Period.Quarter, "2023-03-31", "relief.paid@2023Q1")]
    [InlineData(Period.Quarter, "2023-04-01", "relief.paid@2023Q2")]
    [InlineData(Period.Quarter, "2023-12-31", "relief.paid@2023Q4")]
    [InlineData(Period.Month, "2023-06-01", "relief.paid@2023-06")]
    [InlineData(Period.Month, "2023-12-31", "relief.paid@2023-12")]
    public void A_counter_is_named_by_the_period_in_which_the_day_lies(Period period, string day, string key) =>
        Assert.Equal(key, new CounterName("relief.paid", period).KeyOn(DateOnly.ParseExact(day, "yyyy-MM-dd")));

    [Fact]
    public void A_limit_per_visit_has_no_counter() =>
        Assert.Throws<InvariantBrokenException>(() => new CounterName("x", Period.Visit).KeyOn(Visits.Day));

    /// <summary>Two plain layers against three of a package, and one line more for capitation.</summary>
    [Fact]
    public void There_is_room_for_the_lines_of_the_longest_list()
    {
        var law = new Law().Add("a").Add("b");
        Assert.Equal(3, law.Terms().LinesMax);
        var layer = new Layer { Id = "p", Covers = [Component.Package] };
        law.Programmes.Add(
            new Programme { Id = "p", Kind = ProgrammeKind.CasePackage, Layers = [layer, layer, layer] });
        Assert.Equal(4, law.Terms().LinesMax);
    }

    /// <summary>Of each layer the rule with most shares counts: 3 bands, and 2 for classes.</summary>
    [Fact]
    public void There_is_room_for_the_shares_of_the_longest_rules()
    {
        var law = new Law()
            .Add(
                "a",
                new LayerRule { Id = "one", Bands = Law.Flat("1") },
                new LayerRule { Id = "three", Bands = Law.Bands((0, "0.5"), (1, "0.6"), (2, "0.7")) })
            .Add("b", new LayerRule { Id = "classes", ByClass = new ClassRates(Rate.One, Rate.One, Rate.Zero) })
            .AddExternal("c");
        Assert.Equal(5, law.Terms().SharesMax);
        Assert.Equal(0, new Law().Terms().SharesMax);
    }
}
