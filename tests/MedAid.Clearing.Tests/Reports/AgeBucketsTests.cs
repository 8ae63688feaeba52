using MedAid.Clearing.Reports;

namespace MedAid.Clearing.Tests.Reports;

/// <summary>The edges of the age of what is owed, the same for counties, patients and dunning letters.</summary>
public sealed class AgeBucketsTests
{
    /// <summary>Days before 31 December: 0, 30 | 31, 60 | 61, 90 | 91; and one served a day later.</summary>
    [Fact]
    public void A_day_counts_to_the_bucket_that_ends_with_it()
    {
        var asOf = new DateOnly(2025, 12, 31);
        (int Days, long Fen)[] owed = [(0, 1), (30, 2), (31, 10), (60, 20), (61, 100), (90, 200), (91, 1000), (-1, 4)];
        var ages = AgeBuckets.Of(owed.Select(o => (asOf.AddDays(-o.Days), o.Fen)), asOf);
        Assert.Equal(new AgeBuckets(7, 30, 300, 1000), ages);
        Assert.Equal((1337, 1000), (ages.SumFen, ages.Named[^1].AmountFen));
    }
}
