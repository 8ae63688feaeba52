using System.Collections.ObjectModel;

namespace MedAid.Core.Policy;

/// <summary>Takes a share, or a fixed amount, of a fee category off before anybody pays (费用减免).</summary>
public sealed record WaiverRule(Condition When, IReadOnlyDictionary<string, Rate> Categories, Citation Citation)
{
    /// <summary>Name of the programme, unique in its file; <c>waiver#n</c> where the file gives none.</summary>
    public string Id { get; init; } = "";

    /// <summary>Fee categories of which a fixed amount is waived in a visit, in fen; never one that has a share too.</summary>
    public IReadOnlyDictionary<string, long> FixedFen { get; init; } = ReadOnlyDictionary<string, long>.Empty;

    /// <summary>How much the programme waives at most.</summary>
    public WaiverLimits Limits { get; init; } = WaiverLimits.None;

    /// <summary>Whether more than the item itself decides what is waived of it.</summary>
    public bool IsLimited => FixedFen.Count > 0 || !ReferenceEquals(Limits, WaiverLimits.None);
}

/// <summary>How much a programme of fee reductions waives at most, in fen; null where there is no limit.</summary>
public sealed record WaiverLimits
{
    /// <summary>No limits.</summary>
    public static readonly WaiverLimits None = new();

    /// <summary>In one visit.</summary>
    public long? VisitFen { get; init; }

    /// <summary>To one patient in one month of service.</summary>
    public long? PatientMonthFen { get; init; }

    /// <summary>To all patients in one year of service: the hospital's budget.</summary>
    public long? YearBudgetFen { get; init; }

    /// <summary>The share of the budget from which on the cashier is warned.</summary>
    public Rate WarnAt { get; init; } = Rate.One;
}

/// <summary>The heads of fees that hospitals are asked to waive (S0 二(三)), as fee categories.</summary>
public static class WaiverHeads
{
    private static readonly Dictionary<string, string> Chinese = new(StringComparer.Ordinal)
    {
        ["registration"] = "挂号费", ["bed"] = "床位费", ["consultation"] = "诊察费", ["attendant"] = "陪侍费",
        ["nursing"] = "护理费", ["air_conditioning"] = "空调费", ["heating"] = "取暖费",
    };

    /// <summary>The seven heads, in the order of the notice.</summary>
    public static IReadOnlyCollection<string> All => Chinese.Keys;

    /// <summary>Whether a fee category is one of the seven.</summary>
    public static bool Has(string category) => Chinese.ContainsKey(category);

    /// <summary>The Chinese name of a head; the category itself where it is none.</summary>
    public static string ChineseOf(string category) => Chinese.GetValueOrDefault(category, category);
}

/// <summary>Names of the counters of waivers. Their form is no pack's, so that neither is taken for the other.</summary>
public static class WaiverCounters
{
    /// <summary>Begins the name of a counter of one patient.</summary>
    public const string OfPatient = "waiver:";

    /// <summary>Begins the name of a counter of one hospital.</summary>
    public const string OfHospital = "waiver_budget:";

    /// <summary>Whether a name has the form of a waiver's counter.</summary>
    public static bool IsOne(string counter) =>
        counter.StartsWith(OfPatient, StringComparison.Ordinal) || counter.StartsWith(OfHospital, StringComparison.Ordinal);

    /// <summary>Whether a waiver's counter is that of a programme.</summary>
    public static bool IsOf(string counter, string programme)
    {
        var name = counter.AsSpan(counter.IndexOf('/') + 1);
        return name.StartsWith(programme, StringComparison.Ordinal) && name[programme.Length..].StartsWith("@", StringComparison.Ordinal);
    }

    /// <summary>What a programme waived to a patient in the month of a day.</summary>
    public static string Month(HospitalCode hospital, string programme, DateOnly day) =>
        $"{OfPatient}{hospital}/{programme}@{day.Year:0000}-{day.Month:00}";

    /// <summary>What a programme waived to all patients in a year.</summary>
    public static string Year(HospitalCode hospital, string programme, int year) => $"{OfHospital}{hospital}/{programme}@{year:0000}";
}
