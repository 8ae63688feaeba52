using MedAid.Precheck.Data;

namespace MedAid.Precheck.Checks;

/// <summary>Of which settled visits a check can be made.</summary>
internal enum After
{
    /// <summary>Of none: it says what could be better, not what was wrong, or needs what only the physician knows.</summary>
    Never = 0,

    /// <summary>Of out-patient visits: to in-patients drugs are given day by day.</summary>
    Outpatient = 1,

    /// <summary>Of all.</summary>
    Always = 2,
}

/// <summary>The code of a check: what it does, whether it is about money alone, and which figures and lists its data must have.</summary>
internal sealed record CheckCode(
    string Id, bool IsMoney, Func<OrderCase, CheckEntry, IEnumerable<Finding>> Run,
    IReadOnlyDictionary<string, (int Min, int Max)> Figures, IReadOnlyList<string> Lists)
{
    /// <summary>Of which settled visits it can be made.</summary>
    public After After { get; init; }

    /// <summary>Whether it says nothing of a settled visit without diagnoses.</summary>
    public bool NeedsDiagnoses { get; init; }

    /// <summary>
    /// Whether it is about the patient's insurance: then documents of the county of insurance count alone, else those of the hospital's county too.
    /// </summary>
    public bool OfInsurance { get; init; }

    /// <summary>Whether its findings rest on the law of the patient's pack, so that the check itself cites nothing.</summary>
    public bool CitesLaw { get; init; }

    /// <summary>What of a line it is about, in fen, once it is settled; not given: the whole line.</summary>
    public Func<Order, long> AmountFen { get; init; } = order => order.Item.AmountFen;
}

/// <summary>All checks by their ids.</summary>
internal static class CheckTable
{
    private const int DaysMax = 366;
    private const int WeeksMax = 52;
    private const int Percent = 100;

    private static readonly CheckCode[] All =
    [
        Clinical("same-ingredient", IngredientChecks.SameIngredient) with { After = After.Outpatient },
        Clinical("overlapping-supply", SupplyChecks.Overlapping, [("near_end_days", 0, DaysMax), ("days_max", 1, DaysMax)]) with
        {
            After = After.Outpatient,
        },
        Clinical("duplicate-in-list", SupplyChecks.TwiceInList) with { After = After.Outpatient },
        Clinical("over-quantity", PrescriptionChecks.OverQuantity, [("spare_packs", 0, Percent)]) with
        {
            After = After.Outpatient, AmountFen = PrescriptionChecks.AboveNeedFen,
        },
        Clinical(
            PrescriptionChecks.LongPrescription, PrescriptionChecks.TooLong, [("unstable_weeks", 1, WeeksMax), ("unsigned_weeks", 1, WeeksMax)],
            ["signed_regions"]) with { After = After.Outpatient, OfInsurance = true },
        Money("restricted-drug", RestrictedChecks.NotIndicated) with { After = After.Always, NeedsDiagnoses = true },
        Money("restricted-unmarked", RestrictedChecks.Unmarked),
        Money("two-disease-excluded", QualificationChecks.Excluded) with { OfInsurance = true },
        Money("qualification-missing", QualificationChecks.Missing) with { OfInsurance = true },
        Money("qualification-ended", QualificationChecks.Ended) with { OfInsurance = true },
        Money("qualification-ending", QualificationChecks.Ending, [("days_before", 1, DaysMax)]) with { OfInsurance = true },
        Money("bound-hospital", QualificationChecks.Bound) with { OfInsurance = true },
        Money("cross-county", WayChecks.CrossCounty, [("paper_days", 1, DaysMax)], ["notice_diseases", "notice_regions"]),
        Money("outside-catalogue", CoverageChecks.OutsideCatalogue, [("paper_days", 1, DaysMax)], ["categories"]) with
        {
            After = After.Always, AmountFen = order => order.Split.Charges.OutOfScopeFen,
        },
        Money("over-ceiling", CoverageChecks.OverCeiling) with
        {
            After = After.Always, AmountFen = order => order.Split.Charges.OverCeilingFen,
        },
        Money("centrally-procured", CoverageChecks.CentrallyProcured),
        Money("dearer-equal", CoverageChecks.DearerThanEqual, [("percent_min", 0, Percent)]),
        Clinical("off-path", PathChecks.OffPath, [], ["categories"]) with { After = After.Always },
        Clinical("path-interval", PathChecks.TooSoon) with { After = After.Outpatient },
        Money("limit-near", LimitChecks.Near, [("percent", 1, Percent)]) with { OfInsurance = true, CitesLaw = true },
        Money("catastrophic-near", LimitChecks.CatastrophicNear, [("percent", 1, Percent)], ["layers"]) with
        {
            OfInsurance = true, CitesLaw = true,
        },
        Money("provisional-identity", WayChecks.Provisional) with { OfInsurance = true },
        Money("cheaper-way", WayChecks.Cheaper, [("yuan_min", 1, 1_000_000)]) with { OfInsurance = true },
        Clinical("long-possible", PrescriptionChecks.LongPossible, [("weeks_min", 1, WeeksMax), ("visits_min", 1, Percent)]) with
        {
            OfInsurance = true,
        },
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
