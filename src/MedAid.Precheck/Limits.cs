namespace MedAid.Precheck;

/// <summary>Every bound of this project; each is in docs/OPERATIONS.md.</summary>
public static class Limits
{
    /// <summary>Characters of a card's summary, as CDS Hooks has it.</summary>
    public const int SummaryMax = 140;

    /// <summary>Characters of an item's name in a summary; a longer one is cut.</summary>
    public const int ItemNameMax = 40;

    /// <summary>Reasons that a card offers for going on.</summary>
    public const int OverrideReasonsMax = 5;

    /// <summary>Suggestions of a card.</summary>
    public const int SuggestionsMax = 3;

    /// <summary>Diagnoses of a draft.</summary>
    public const int DiagnosesMax = Settlement.Limits.DiagnosesMax;

    /// <summary>Orders of a draft that are looked at one by one; a bill has no more lines.</summary>
    public const int OrdersMax = Settlement.Limits.ItemsMax;

    /// <summary>Orders of other prescriptions that are still running.</summary>
    public const int RunningOrdersMax = 200;

    /// <summary>Days for which a card may be dismissed.</summary>
    public const int DismissalDaysMax = 366;

    /// <summary>Answers to cards in one call.</summary>
    public const int AnswersMax = 50;

    /// <summary>Characters of a reason in the doctor's own words, as in the national 3103.</summary>
    public const int OwnReasonMax = 500;

    /// <summary>Days that a report of acceptance covers.</summary>
    public const int ReportDaysMax = 366;

    /// <summary>Days that a review of settled visits covers.</summary>
    public const int ReviewDaysMax = 92;

    /// <summary>Settled visits that one call reviews.</summary>
    public const int ReviewVisitsTogetherMax = 100;

    /// <summary>Visits that a finding of a review names.</summary>
    public const int VisitsOfFindingMax = 200;

    /// <summary>Visits elsewhere at the same time that a review looks at, of one visit.</summary>
    public const int VisitsElsewhereMax = 8;

    /// <summary>For how long the acceptance of a department is remembered before it is counted anew.</summary>
    public static readonly TimeSpan AcceptanceAgeMax = TimeSpan.FromMinutes(1);

    /// <summary>Departments whose acceptance is remembered.</summary>
    public const int DepartmentsRememberedMax = 1_000;

    /// <summary>For how long earlier visits are held that were read when a visit was opened.</summary>
    public static readonly TimeSpan HistoryHeldFor = TimeSpan.FromMinutes(5);

    /// <summary>Persons of whom earlier visits are held.</summary>
    public const int HistoriesHeldMax = 1_000;

    /// <summary>Visits of a person in which examinations of a care path are looked for, the youngest first.</summary>
    public const int ExaminedVisitsMax = 60;

    /// <summary>Bytes of a scanned signature.</summary>
    public const int ScanBytesMax = 262_144;

    /// <summary>Characters that say what a relative is to the patient.</summary>
    public const int RelationMax = 20;

    /// <summary>Lines that one consent is asked for.</summary>
    public const int ConsentLinesMax = 50;
}
