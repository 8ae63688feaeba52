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

    /// <summary>For level 05 in 141123, for 141123, for level 05, for any hospital: the first of these that holds that day.</summary>
    [Theory]
    [InlineData("05", "141123", "2023-01-01", 1)]
    [InlineData("02", "141123", "2023-01-01", 2)]
    [InlineData("05", "141102", "2023-01-01", 3)]
    [InlineData("02", "141102", "2023-01-01", 4)]
    [InlineData("05", "141123", "2022-12-31", 2)] // the first of them begins in 2023
    [InlineData("05", "141123", "2019-12-31", null)]
    public void The_most_specific_entry_for_the_hospital_counts(string level, string county, string day, int? ceilingYuan)
    {
        var general = Entry("x", ItemClass.A, new(2020, 1, 1), null);
        var catalogue = new Catalogue(
        [
            general with { CeilingMillionths = 4_000_000 },
            general with { CeilingMillionths = 3_000_000, CeilingLevel = "05" },
            general with { CeilingMillionths = 2_000_000, CeilingCounty = new CountyCode("141123") },
            general with { CeilingMillionths = 1_000_000, CeilingLevel = "05", CeilingCounty = new CountyCode("141123"), Effective = new(2023, 1, 1) },
        ]);
        var found = catalogue.Find("x", DateOnly.ParseExact(day, "yyyy-MM-dd"), level, new CountyCode(county));
        Assert.Equal(ceilingYuan * 1_000_000L, found?.CeilingMillionths);
        Assert.Equal(1, catalogue.Count);
        Assert.Null(catalogue.Find("y", new(2023, 1, 1), level, new CountyCode(county)));
    }

    [Fact]
    public void A_hospital_code_leads_to_its_national_code()
    {
        var catalogue = new Catalogue([Entry("x", ItemClass.A, new(2020, 1, 1), null) with { HospitalItemCode = "H1" }]);
        Assert.Equal("x", catalogue.NationalCode("H1"));
        Assert.Null(catalogue.NationalCode("x"));
    }

    [Fact]
    public void A_look_up_allocates_nothing()
    {
        var day = new DateOnly(2023, 1, 1);
        var catalogue = new Catalogue(
        [
            Entry("x", ItemClass.A, new(2020, 1, 1), null),
            Entry("x", ItemClass.A, new(2020, 1, 1), null) with { CeilingLevel = "05" },
        ]);
        long Allocated()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
            {
                _ = catalogue.Find("x", day, "05", new CountyCode("141123"));
                _ = catalogue.Find("x", day);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated();
        Assert.Equal(0, Allocated());
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
