using MedAid.Precheck.Data;

namespace MedAid.Precheck.Checks;

/// <summary>The code of a check: what it does, whether it is about money alone, and which figures and lists its data must have.</summary>
internal sealed record CheckCode(
    string Id, bool IsMoney, Func<OrderCase, CheckEntry, IEnumerable<Finding>> Run,
    IReadOnlyDictionary<string, (int Min, int Max)> Figures, IReadOnlyList<string> Lists);

/// <summary>All checks by their ids.</summary>
internal static class CheckTable
{
    private const int DaysMax = 366;
    private const int WeeksMax = 52;
    private const int Percent = 100;

    private static readonly CheckCode[] All =
    [
        Clinical("same-ingredient", IngredientChecks.SameIngredient),
        Clinical("overlapping-supply", SupplyChecks.Overlapping, [("near_end_days", 0, DaysMax), ("days_max", 1, DaysMax)]),
        Clinical("duplicate-in-list", SupplyChecks.TwiceInList),
        Clinical("over-quantity", PrescriptionChecks.OverQuantity, [("spare_packs", 0, Percent)]),
        Clinical(
            "long-prescription", PrescriptionChecks.TooLong, [("unstable_weeks", 1, WeeksMax), ("unsigned_weeks", 1, WeeksMax)],
            ["signed_regions"]),
        Money("restricted-drug", RestrictedChecks.NotIndicated),
        Money("restricted-unmarked", RestrictedChecks.Unmarked),
        Money("two-disease-excluded", QualificationChecks.Excluded),
        Money("qualification-missing", QualificationChecks.Missing),
        Money("qualification-ended", QualificationChecks.Ended),
        Money("qualification-ending", QualificationChecks.Ending, [("days_before", 1, DaysMax)]),
        Money("bound-hospital", QualificationChecks.Bound),
        Money("cross-county", WayChecks.CrossCounty, [("paper_days", 1, DaysMax)], ["notice_diseases"]),
        Money("outside-catalogue", CoverageChecks.OutsideCatalogue, [("paper_days", 1, DaysMax)], ["categories"]),
        Money("over-ceiling", CoverageChecks.OverCeiling),
        Money("centrally-procured", CoverageChecks.CentrallyProcured),
        Money("dearer-equal", CoverageChecks.DearerThanEqual, [("percent_min", 0, Percent)]),
        Clinical("off-path", PathChecks.OffPath, [], ["categories"]),
        Money("limit-near", LimitChecks.Near, [("percent", 1, Percent)]),
        Money("catastrophic-near", LimitChecks.CatastrophicNear, [("percent", 1, Percent)], ["layers"]),
        Money("provisional-identity", WayChecks.Provisional),
        Money("cheaper-way", WayChecks.Cheaper, [("yuan_min", 1, 1_000_000)]),
        Clinical("long-possible", PrescriptionChecks.LongPossible, [("weeks_min", 1, WeeksMax), ("visits_min", 1, Percent)]),
    ];

    private static readonly Dictionary<string, CheckCode> ById = All.ToDictionary(c => c.Id, StringComparer.Ordinal);

    /// <summary>The ids of all checks.</summary>
    public static IEnumerable<string> Ids => ById.Keys;

    /// <summary>The code of a check, or null.</summary>
    public static CheckCode? Find(string id) => ById.GetValueOrDefault(id);

    private static CheckCode Money(
        string id, Func<OrderCase, CheckEntry, IEnumerable<Finding>> run, (string Name, int Min, int Max)[]? figures = null,
        string[]? lists = null) => Of(id, isMoney: true, run, figures, lists);

    private static CheckCode Clinical(
        string id, Func<OrderCase, CheckEntry, IEnumerable<Finding>> run, (string Name, int Min, int Max)[]? figures = null,
        string[]? lists = null) => Of(id, isMoney: false, run, figures, lists);

    private static CheckCode Of(
        string id, bool isMoney, Func<OrderCase, CheckEntry, IEnumerable<Finding>> run, (string Name, int Min, int Max)[]? figures,
        string[]? lists) => new(id, isMoney, run, (figures ?? []).ToDictionary(f => f.Name, f => (f.Min, f.Max)), lists ?? []);
}
