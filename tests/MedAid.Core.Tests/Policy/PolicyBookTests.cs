using MedAid.Core.Policy;

namespace MedAid.Core.Tests.Policy;

public sealed class PolicyBookTests
{
    private static readonly PolicyBook Book = new(
    [
        Pack("third", "1411", new(2023, 7, 1), null),
        Pack("first", "1411", new(2021, 3, 1), new(2022, 7, 11)),
        Pack("second", "1411", new(2022, 7, 12), new(2023, 6, 30)),
        Pack("province", "14", new(2020, 1, 1), null),
        Pack("county", "141123", new(2022, 1, 1), new(2022, 12, 31)),
    ]);

    [Theory]
    [InlineData("2021-02-28", null)]
    [InlineData("2021-03-01", "first")]
    [InlineData("2022-07-11", "first")]
    [InlineData("2022-07-12", "second")]
    [InlineData("2023-06-30", "second")]
    [InlineData("2023-07-01", "third")]
    [InlineData("9999-12-31", "third")]
    public void The_service_date_chooses_the_pack(string day, string? pack) => Assert.Equal(pack, At("141124", day));

    [Theory]
    [InlineData("141124", "2022-08-01", "second")]
    [InlineData("141123", "2022-08-01", "county")]
    [InlineData("141123", "2023-01-01", null)]      // the county has a law of its own, and it has run out: no guess
    [InlineData("140100", "2022-08-01", "province")]
    [InlineData("130100", "2022-08-01", null)]
    [InlineData("14", "2022-08-01", "province")]
    [InlineData("1", "2022-08-01", null)]
    [InlineData("", "2022-08-01", null)]
    public void The_longest_region_that_the_county_begins_with_wins(string county, string day, string? pack) =>
        Assert.Equal(pack, At(county, day));

    [Fact]
    public void Another_scheme_has_no_law_here() =>
        Assert.Null(Book.At(new CountyCode("141124"), "employee", new DateOnly(2022, 8, 1)));

    [Theory]
    [InlineData("2022-07-10", "2022-07-11", 0)]
    [InlineData("2022-07-10", "2022-07-12", 1)]
    [InlineData("2022-07-10", "2022-07-10", -1)]
    [InlineData("2022-07-10", "2022-07-01", -10)]
    [InlineData(null, "2022-07-11", -1)]
    public void A_gap_and_an_overlap_are_counted_in_days(string? ends, string effective, int days)
    {
        var earlier = new PackIdentity { Pack = "a", Scheme = "resident", Ends = ends is null ? null : Day(ends) };
        var later = new PackIdentity { Pack = "b", Scheme = "resident", Effective = Day(effective) };
        Assert.Equal(days, PolicyBook.Clash(earlier, later));
    }

    [Fact]
    public void A_book_with_a_gap_or_an_overlap_is_not_made()
    {
        Assert.Throws<InvariantBrokenException>(() => new PolicyBook(
            [Pack("a", "14", new(2020, 1, 1), new(2020, 12, 31)), Pack("b", "14", new(2021, 1, 2), null)]));
        Assert.Throws<InvariantBrokenException>(() => new PolicyBook(
            [Pack("a", "14", new(2020, 1, 1), null), Pack("b", "14", new(2021, 1, 1), null)]));
    }

    [Fact]
    public void Packs_stand_by_region_and_first_day() =>
        Assert.Equal(["province", "first", "second", "third", "county"], Book.Packs.Select(p => p.Identity.Pack));

    private static string? At(string county, string day) => Book.At(new CountyCode(county), "resident", Day(day))?.Identity.Pack;

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");

    private static PolicyTerms Pack(string id, string region, DateOnly effective, DateOnly? ends) => new()
    {
        Identity = new PackIdentity
        {
            Pack = id, Scheme = "resident", Region = region, Effective = effective, Ends = ends,
        },
        Layers = [],
        Counters = [],
    };
}
