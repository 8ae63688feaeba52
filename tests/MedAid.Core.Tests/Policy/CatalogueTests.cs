using MedAid.Core.Policy;

namespace MedAid.Core.Tests.Policy;

public sealed class CatalogueTests
{
    private static readonly Catalogue Catalogue = new(
    [
        Entry("drug", ItemClass.C, new(2020, 1, 1), new(2021, 12, 31)),
        Entry("drug", ItemClass.B, new(2022, 3, 1), null),
        Entry("bed", ItemClass.A, new(2020, 1, 1), null),
    ]);

    [Theory]
    [InlineData("2019-12-31", null)]
    [InlineData("2020-01-01", ItemClass.C)]
    [InlineData("2021-12-31", ItemClass.C)] // the last day is included
    [InlineData("2022-01-01", null)]
    [InlineData("2022-02-28", null)]
    [InlineData("2022-03-01", ItemClass.B)]
    [InlineData("9999-12-31", ItemClass.B)]
    public void The_entry_of_the_day_counts(string day, ItemClass? expected) =>
        Assert.Equal(expected, Catalogue.Find("drug", DateOnly.ParseExact(day, "yyyy-MM-dd"))?.Class);

    [Fact]
    public void A_code_is_found_only_as_it_is_written()
    {
        Assert.Null(Catalogue.Find("DRUG", new DateOnly(2023, 1, 1)));
        Assert.Null(Catalogue.Find("", new DateOnly(2023, 1, 1)));
        Assert.Equal(2, Catalogue.Count);
    }

    /// <summary>Two entries in force: the younger one was meant to replace the older, whose end nobody wrote.</summary>
    [Fact]
    public void Of_two_entries_in_force_the_younger_counts()
    {
        var catalogue = new Catalogue(
            [Entry("x", ItemClass.C, new(2020, 1, 1), null), Entry("x", ItemClass.A, new(2021, 1, 1), null)]);
        Assert.Equal(ItemClass.C, catalogue.Find("x", new DateOnly(2020, 12, 31))!.Class);
        Assert.Equal(ItemClass.A, catalogue.Find("x", new DateOnly(2021, 1, 1))!.Class);
    }

    private static CatalogueItem Entry(string code, ItemClass itemClass, DateOnly effective, DateOnly? ends) => new()
    {
        Code = code,
        Name = code,
        Category = "drugs",
        Class = itemClass,
        FirstSelfPay = Rate.Zero,
        Effective = effective,
        Ends = ends,
    };
}
