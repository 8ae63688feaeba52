using MedAid.Bureau.Link;
using MedAid.Bureau.Regions;
using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Bureau.Tests.Link;

/// <summary>The file of links: what it says, and every bad field by its name.</summary>
public sealed class LinkFileTests
{
    private static readonly HospitalCode Hospital = new("H14112300101");
    private static readonly RegionBook Regions = RegionBook.Load();

    [Fact]
    public void The_link_that_names_the_county_most_closely_on_the_day_is_taken()
    {
        var book = LinkFile.Parse(
            """
            links:
              home: {hospital: H14112300101, insured: "141123", from: 2026-01-01, ends: 2026-06-30, way: report, address: "http://a:1/x"}
              home-later: {hospital: H14112300101, insured: "141123", from: 2026-07-01, way: report, address: "http://a:2", when_down: wait}
              city: {hospital: H14112300101, insured: "1411", from: 2026-01-01, way: report, address: "http://b", region: "140000"}
              others:
                hospital: H14112300101
                insured: "*"
                from: 2026-01-01
                way: upstream
                address: https://c.example/fsi
                time_limit_seconds: 90
                layers: {basic: basic, catastrophic: catastrophic, relief: relief}
                med_types: {outpatient: "11", two_disease: "9901"}
            """,
            Regions, _ => Known(), out var problems);
        Assert.Empty(problems);
        Assert.Equal("home", book.Find(Hospital, new CountyCode("141123"), new DateOnly(2026, 6, 30))!.LinkId);
        Assert.Equal("home-later", book.Find(Hospital, new CountyCode("141123"), new DateOnly(2026, 7, 1))!.LinkId);
        Assert.Equal("city", book.Find(Hospital, new CountyCode("141124"), new DateOnly(2026, 7, 1))!.LinkId);
        Assert.Null(book.Find(Hospital, new CountyCode("141124"), new DateOnly(2025, 12, 31)));
        Assert.Null(book.Find(new HospitalCode("H37110200101"), new CountyCode("141124"), new DateOnly(2026, 7, 1)));
        var others = book.Find(Hospital, new CountyCode("371102"), new DateOnly(2026, 7, 1))!;
        Assert.Equal((LinkWay.Upstream, WhenDown.Settle, TimeSpan.FromSeconds(90)), (others.Way, others.WhenDown, others.TimeLimit));
        Assert.Equal("9901", others.CareTypes[Care.TwoDisease]);
        Assert.False(others.CareTypes.ContainsKey(Care.OutpatientChronic));
        Assert.Equal("relief", others.Layers[FundKind.Relief]);
        Assert.Equal(("141123", "兴县样例人民医院"), (others.District, others.HospitalName));
        Assert.Equal(WhenDown.Wait, book.Find("home-later")!.WhenDown);
    }

    [Fact]
    public void Every_bad_field_is_named_and_the_file_is_not_used()
    {
        var book = LinkFile.Parse(
            """
            links:
              a: {hospital: H1, insured: "14112x", from: 2026-13-01, way: sideways, address: "ftp://x", time_limit_seconds: 0, colour: red}
              b: {hospital: H14112300101, insured: "1411", from: 2026-02-01, ends: 2026-01-01, way: upstream, address: "http://x", when_down: wait}
              c: {hospital: H14112300101, insured: "1411", from: 2026-02-01, way: report, address: "http://x", layers: {gold: basic}}
              d: {hospital: H14112300101, insured: "1411", from: 2026-03-01, way: report, address: "http://x", med_types: {outpatient: ""}}
            """,
            Regions, code => code == Hospital ? Known() : null, out var problems);
        Assert.True(book.IsEmpty);
        foreach (var named in new[]
        {
            "links.a.hospital", "links.a.insured", "links.a.from", "links.a.way", "links.a.address", "links.a.time_limit_seconds", "links.a.colour",
            "links.b.ends", "links.b.when_down", "links.c.layers", "links.d.med_types", "links.d 与 links.c",
        })
        {
            Assert.Contains(problems, p => p.Contains(named, StringComparison.Ordinal));
        }
    }

    private static Hospital Known() => new()
    {
        Code = Hospital, Name = "兴县样例人民医院", County = new("141123"), Tier = HospitalTier.County, Level = "05", Doctors = [], Advances = [], Waivers = [],
    };
}
