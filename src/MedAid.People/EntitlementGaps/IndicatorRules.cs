using MedAid.Core;
using MedAid.Settlement.People;

namespace MedAid.People.EntitlementGaps;

/// <summary>A indicator of a disease in a person's visits, within the years that are looked at.</summary>
public sealed record IndicatorSeen(PersonKey PersonKey, string Disease, string IndicatorId, DateOnly First, DateOnly Last, int Days);

/// <summary>Whether indicators of a disease suffice, and whether a qualification answers them.</summary>
public static class IndicatorRules
{
    private const int NationalCodeLength = 6;
    private const int FamilyLength = 4;

    /// <summary>What visits show of a disease: the indicator that suffices and was seen on the most days; null: none suffices.</summary>
    public static IndicatorSeen? Strongest(IEnumerable<IndicatorSeen> seen, IReadOnlyList<DiseaseIndicator> indicators) => seen
        .Where(s => indicators.Any(k => k.Disease == s.Disease && k.IndicatorId == s.IndicatorId && k.Suffices(s.First, s.Last, s.Days)))
        .OrderByDescending(s => s.Days).ThenBy(s => s.IndicatorId, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>Whether a qualification for the disease is held or begins tomorrow.</summary>
    public static bool IsHeld(IEnumerable<Qualification> qualifications, string disease, DateOnly today) =>
        qualifications.Any(q => Covers(q.Disease, disease) && !(today >= q.Until));

    /// <summary>Whether one code stands for the other: the same, or of one family of national codes (M07800 尿毒症透析, M07801 血液透析).</summary>
    public static bool Covers(string held, string disease) => held == disease
        || (IsNational(held) && IsNational(disease) && held.AsSpan(0, FamilyLength).SequenceEqual(disease.AsSpan(0, FamilyLength)));

    private static bool IsNational(string code) => code.Length == NationalCodeLength && code[0] == 'M';
}
