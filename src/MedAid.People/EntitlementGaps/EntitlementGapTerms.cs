namespace MedAid.People.EntitlementGaps;

/// <summary>
/// What is set of the search. The lines are those of Shanxi's monitoring of prevention of poverty (工人日报 2022-11-15): 6,000 yuan of the
/// poor and of those who were, 20,000 of others. How many days a receiver has for its answer is no notice's figure (assumed).
/// </summary>
/// <param name="PoorLineFen">Yearly own burden above which a poor or formerly poor person is found.</param>
/// <param name="OthersLineFen">The same of anybody.</param>
/// <param name="IndicatorYears">Years back in which indicators are looked for (日照 2020-06-08, 二: 近 3 年).</param>
/// <param name="AcknowledgeDays">Days within which a list is to be acknowledged.</param>
public sealed record EntitlementGapTerms(long PoorLineFen, long OthersLineFen, int IndicatorYears, int AcknowledgeDays)
{
    /// <summary>As set where nothing is said.</summary>
    public static readonly EntitlementGapTerms Default = new(6_000_00, 20_000_00, 3, 15);
}
