using MedAid.Precheck.Data;

namespace MedAid.Precheck.Review;

/// <summary>The code of a pattern: of one visit or of a month, and which figures and lists its data must have.</summary>
internal sealed record PatternCode(string Id, IReadOnlyDictionary<string, (int Min, int Max)> Figures, IReadOnlyList<string> Lists)
{
    /// <summary>What it finds in one visit; null: it is of a month.</summary>
    public Func<VisitCase, PatternEntry, IEnumerable<ReviewFinding>>? OfVisit { get; init; }

    /// <summary>What it finds in a month; null: it is of one visit.</summary>
    public Func<MonthCase, PatternEntry, Task<IReadOnlyList<ReviewFinding>>>? OfMonth { get; init; }
}

/// <summary>All patterns by their ids.</summary>
internal static class PatternTable
{
    private const int CountMax = 10_000;
    private const int DaysMax = 366;
    private const int Percent = 100;
    private const int PercentMax = 10_000;

    private static readonly PatternCode[] All =
    [
        Of(
            DoctorPatterns.ManyBuyers,
            [("buyers_min", 1, CountMax), ("percent_of_buyers", 1, Percent), ("percent_of_limit", 1, Percent), ("days_max", 1, DaysMax)])
            with { OfMonth = DoctorPatterns.Buyers },
        Of("two-places", [], ["categories"]) with { OfVisit = VisitPatterns.TwoPlaces },
        Of("supply-beyond-use", [("days_max", 1, CountMax)]) with { OfVisit = VisitPatterns.BeyondUse },
        Of(
            DoctorPatterns.OffCatalogueShare,
            [
                ("visits_min", 1, CountMax), ("others_visits_min", 1, CountMax), ("points_min", 0, Percent),
                ("percent_of_others_min", Percent, PercentMax),
            ],
            ["categories"]) with { OfMonth = DoctorPatterns.Shares },
        Of("drug-swap", []) with { OfVisit = VisitPatterns.Swapped },
    ];

    private static readonly Dictionary<string, PatternCode> ById = All.ToDictionary(p => p.Id, StringComparer.Ordinal);

    /// <summary>The ids of all patterns.</summary>
    public static IEnumerable<string> Ids => ById.Keys;

    /// <summary>The code of a pattern, or null.</summary>
    public static PatternCode? Find(string id) => ById.GetValueOrDefault(id);

    private static PatternCode Of(string id, (string Name, int Min, int Max)[] figures, string[]? lists = null) =>
        new(id, figures.ToDictionary(f => f.Name, f => (f.Min, f.Max)), lists ?? []);
}
