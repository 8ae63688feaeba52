using MedAid.Core;
using MedAid.People.Storage;
using MedAid.Settlement.People;

namespace MedAid.People.EntitlementGaps;

/// <summary>Patients of one benefit in a county: enrolled in a period, and served in it.</summary>
/// <param name="CountyCode">County of insurance.</param>
/// <param name="Kind">Chronic or two-disease.</param>
/// <param name="Enrolled">Persons with such a qualification in force on any day of the period.</param>
/// <param name="Served">Those of them with a settlement of that benefit in the period that was not undone.</param>
public sealed record BenefitMeasure(CountyCode CountyCode, QualificationKind Kind, int Enrolled, int Served)
{
    private const int Whole = 10_000;

    /// <summary>Served of enrolled, in ten-thousandths, half up; 0 where nobody is enrolled.</summary>
    public int SharePerTenThousand => Enrolled == 0 ? 0 : (int)(((2L * Whole * Served) + Enrolled) / (2L * Enrolled));
}

/// <summary>Performance measures (吕梁 2021-03-01, 二(二)3–4), as far as they follow from what is held here.</summary>
public sealed class Performance(FactsFollower follower, SearchSource source)
{
    /// <summary>The measures of a county, or of each if it is empty, for a period of whole days.</summary>
    public async Task<IReadOnlyList<BenefitMeasure>> OfAsync(
        CountyCode county, DateOnly start, DateOnly end, CancellationToken cancellationToken)
    {
        await follower.CatchUpAsync(null, cancellationToken);
        var enrolled =
            from person in await source.QualifiedAsync(county, cancellationToken)
            from kind in person.Qualifications.Where(q => q.Approved < end && !(q.Until <= start)).Select(q => q.Kind).Distinct()
            select (person.County, Kind: kind, person.PersonKey);
        var rows = enrolled.ToArray();
        var served = (await source.ServedAsync(
            [.. rows.Select(r => r.PersonKey).Distinct()], start, end, cancellationToken))
            .ToHashSet();
        return
        [
            .. from row in rows
               group row by (row.County, row.Kind) into patients
               orderby patients.Key.County, patients.Key.Kind
               select new BenefitMeasure(
                   patients.Key.County, patients.Key.Kind, patients.Count(), patients.Count(p => served.Contains((p.PersonKey, p.Kind)))),
        ];
    }
}
