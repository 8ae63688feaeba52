using System.Globalization;
using MedAid.Core;
using MedAid.Precheck.Cards;
using MedAid.Precheck.Data;

namespace MedAid.Precheck.Review;

/// <summary>A month of a hospital whose visits were read.</summary>
internal sealed record MonthCase(
    ReviewStore Store, AdviceData Books, HospitalCode HospitalCode, DateOnly Month, CancellationToken Cancellation)
{
    /// <summary>Where the hospital lies; empty where its file is gone.</summary>
    public required IReadOnlyList<CountyCode> Counties { get; init; }

    /// <summary>The last day of the month.</summary>
    public DateOnly LastDay => Month.AddMonths(1).AddDays(-1);

    /// <summary>A finding about a doctor in the month; the same in every run. With a drug it is of all departments.</summary>
    public ReviewFinding Finding(PatternEntry pattern, DoctorTally of, string text, long amountFen, IReadOnlyList<ReviewVisit> visits) => new()
    {
        FindingId = CardIds.OfFacts(
            pattern.Id,
            [
                HospitalCode.Text, of.ItemCode.Length > 0 ? "" : of.Department, of.Doctor, of.ItemCode,
                Month.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            ]),
        CheckId = pattern.Id, HospitalCode = HospitalCode, Department = of.Department, Doctor = of.Doctor, Day = LastDay, ItemCode = of.ItemCode,
        Text = text, Basis = Books.Checks.BasisOf(pattern.Cite, pattern.Assumed, [.. Counties]), AmountFen = amountFen,
        Visits = [.. visits.Take(Limits.VisitsOfFindingMax)],
    };
}

/// <summary>What a doctor did in a month, of one drug or of all.</summary>
internal sealed record DoctorTally(string Department, string Doctor, string ItemCode)
{
    /// <summary>Persons that got the drug.</summary>
    public int Buyers { get; init; }

    /// <summary>Of these, persons that got it for as long as it may be prescribed.</summary>
    public int AtLimit { get; init; }

    /// <summary>Visits.</summary>
    public int Visits { get; init; }

    /// <summary>Drugs and materials, in fen.</summary>
    public long GoodsFen { get; init; }

    /// <summary>Of these, outside the catalogue.</summary>
    public long OffFen { get; init; }
}

/// <summary>Patterns of a doctor in a month, out of the visits that stand.</summary>
internal static class DoctorPatterns
{
    /// <summary>Id of the pattern of <see cref="Buyers"/>.</summary>
    public const string ManyBuyers = "many-buyers-at-limit";

    /// <summary>Id of the pattern of <see cref="Shares"/>.</summary>
    public const string OffCatalogueShare = "off-catalogue-share";

    private const int Hundred = 100;

    /// <summary>One doctor gives one drug to many persons, to most of them for as long as it may be prescribed.</summary>
    public static async Task<IReadOnlyList<ReviewFinding>> Buyers(MonthCase month, PatternEntry pattern)
    {
        var found = new List<ReviewFinding>();
        foreach (var of in await month.Store.BuyersAsync(month, pattern.Figure("percent_of_limit")))
        {
            if (of.AtLimit < pattern.Figure("buyers_min") || of.AtLimit * Hundred < of.Buyers * pattern.Figure("percent_of_buyers"))
            {
                continue;
            }

            var visits = await month.Store.AtLimitAsync(month, of, pattern.Figure("percent_of_limit"));
            var name = month.Books.Drug(of.ItemCode)?.Name ?? of.ItemCode;
            found.Add(month.Finding(
                pattern, of, $"{month.Month:yyyy年M月}给 {of.Buyers} 人开{name}，其中 {of.AtLimit} 人开到上限", visits.Sum(v => v.AmountFen), visits)
                with { VisitsNeeded = pattern.Figure("buyers_min") });
        }

        return found;
    }

    /// <summary>A doctor's drugs and materials are outside the catalogue far more often than those of the others of the department.</summary>
    public static async Task<IReadOnlyList<ReviewFinding>> Shares(MonthCase month, PatternEntry pattern)
    {
        var found = new List<ReviewFinding>();
        foreach (var department in (await month.Store.SharesAsync(month)).GroupBy(t => t.Department, StringComparer.Ordinal))
        {
            foreach (var of in department)
            {
                DoctorTally[] rest = [.. department.Where(t => t != of)];
                var others = new DoctorTally(of.Department, "", "")
                {
                    Visits = rest.Sum(t => t.Visits), GoodsFen = rest.Sum(t => t.GoodsFen), OffFen = rest.Sum(t => t.OffFen),
                };
                if (of.Doctor.Length > 0 && IsFarAbove(of, others, pattern))
                {
                    var text = $"{month.Month:yyyy年M月}药品耗材 {ExactNumber.Yuan(of.GoodsFen)} 元，目录外 {ExactNumber.Yuan(of.OffFen)} 元，占 {Share(of)}；"
                        + $"同科室其他医师占 {Share(others)}";
                    found.Add(month.Finding(pattern, of, text, of.OffFen, await month.Store.OffCatalogueAsync(month, of)));
                }
            }
        }

        return found;
    }

    /// <summary>Compared exactly, without dividing: by points of a hundred, and by how many times the others' share it is.</summary>
    internal static bool IsFarAbove(DoctorTally of, DoctorTally others, PatternEntry pattern)
    {
        var (own, rest) = ((Int128)of.OffFen * others.GoodsFen, (Int128)others.OffFen * of.GoodsFen);
        return of.Visits >= pattern.Figure("visits_min") && others.Visits >= pattern.Figure("others_visits_min") && of.OffFen > 0
            && others.GoodsFen > 0 && (own - rest) * Hundred >= (Int128)of.GoodsFen * others.GoodsFen * pattern.Figure("points_min")
            && own * Hundred >= rest * pattern.Figure("percent_of_others_min");
    }

    /// <summary>A share in tenths of a hundredth, cut off.</summary>
    private static string Share(DoctorTally of)
    {
        var tenths = of.GoodsFen == 0 ? 0 : (long)((Int128)of.OffFen * Hundred * 10 / of.GoodsFen);
        return $"{tenths / 10}.{tenths % 10}%";
    }
}
