using MedAid.Core;
using MedAid.People.Qualifications;

namespace MedAid.People.Tests.Qualifications;

public sealed class DiseaseListsTests
{
    [Fact]
    public void The_longest_region_that_begins_a_county_counts_and_a_county_without_a_region_has_an_empty_list()
    {
        static DiseaseList Of(string name) => new([new ListedDisease("M07800", name, true, false, true, null)]);
        var lists = new DiseaseLists(new Dictionary<string, DiseaseList> { ["1411"] = Of("市"), ["14"] = Of("省") });
        Assert.Equal(("市", "省"), (lists.For(new CountyCode("141123")).Find("M07800")?.Name, lists.For(new CountyCode("140105")).Find("M07800")?.Name));
        Assert.Null(lists.For(new CountyCode("370406")).Find("M07800"));
    }
}
