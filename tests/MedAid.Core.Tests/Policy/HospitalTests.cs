using MedAid.Core.Policy;

namespace MedAid.Core.Tests.Policy;

public sealed class HospitalTests
{
    private static readonly Hospital Here = new()
    {
        Code = new("H"), Name = "兴县医院", County = new("141123"), Tier = HospitalTier.County, Level = "05",
    };

    [Theory]
    [InlineData("141123", Place.HomeCounty)]
    [InlineData("141124", Place.CrossCounty)]
    [InlineData("140123", Place.CrossCity)]
    [InlineData("131123", Place.CrossProvince)]
    public void The_place_is_seen_from_the_county_of_insurance(string county, Place place) =>
        Assert.Equal(place, Here.PlaceFor(new CountyCode(county)));
}
