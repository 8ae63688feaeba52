namespace MedAid.People;

/// <summary>Every bound of this project, listed in docs/OPERATIONS.md.</summary>
public static class Limits
{
    /// <summary>First day that a roster or its certificate may bear.</summary>
    public static readonly DateOnly DayMin = new(2000, 1, 1);

    /// <summary>Last day that any paper may bear: days and months can be added to it.</summary>
    public static readonly DateOnly DayMax = new(2199, 12, 31);

    /// <summary>Persons written together by an import, at most; on the embedded ledger a cashier waits for one such part.</summary>
    public const int PartPersonsMax = 250;

    /// <summary>Persons written together where parts take long, at least.</summary>
    public const int PartPersonsMin = 25;

    /// <summary>Largest roster file; 100,000 lines of CSV take about 13 MiB.</summary>
    public const int RosterBytesMax = 32 * 1024 * 1024;

    /// <summary>Imports that wait for their turn; the next one is refused for the moment.</summary>
    public const int ImportsWaitingMax = 8;

    /// <summary>How often a part of an import is tried while the store is busy or away.</summary>
    public const int PartAttemptsMax = 20;

    /// <summary>Persons missing from a full list that are named.</summary>
    public const int MissingNamedMax = 200;

    /// <summary>Characters of an operator's name, of a role and of a purpose.</summary>
    public const int WordMax = 100;

    /// <summary>Characters of a note, a place or a rule that an application holds.</summary>
    public const int NoteMax = 300;

    /// <summary>Details sealed anew in one transaction.</summary>
    public const int ResealMax = 500;

    /// <summary>Months for which a region may let a qualification hold.</summary>
    public const int QualificationMonthsMax = 600;

    /// <summary>Due applications, and as many ending qualifications, that one reminder names.</summary>
    public const int RemindersMax = 1000;

    /// <summary>Days that an indicator of a disease may ask for, and from its first to its last.</summary>
    public const int IndicatorDaysMax = 1000;

    /// <summary>Settlements that are taken into the facts of the search together.</summary>
    public const int FactsTogetherMax = 100;

    /// <summary>Persons whose facts are emptied together before they are drawn anew.</summary>
    public const int FactsEmptiedTogetherMax = 500;

    /// <summary>Settlements that are named as proof of one finding.</summary>
    public const int ProofsMax = 100;

    /// <summary>Persons on one list.</summary>
    public const int ListLinesMax = 1000;

    /// <summary>Times that the search begins anew because settlements came in meanwhile.</summary>
    public const int SearchAttemptsMax = 5;

    /// <summary>Lines of a county's list of aid with the premium as one file.</summary>
    public const int PremiumExportMax = 20_000;

    /// <summary>How long one call of a run over a county's premiums works; the same request goes on.</summary>
    public static readonly TimeSpan PremiumRunTime = TimeSpan.FromSeconds(2);

    /// <summary>How long a part should take; the next one is made smaller or larger to come near it.</summary>
    public static readonly TimeSpan PartTime = TimeSpan.FromMilliseconds(100);

    /// <summary>How long between two attempts at a part.</summary>
    public static readonly TimeSpan PartRetry = TimeSpan.FromMilliseconds(500);

    /// <summary>How long an import may stand still before it counts as given up, and the same file takes it up again.</summary>
    public static readonly TimeSpan ImportSilenceMax = TimeSpan.FromSeconds(30);

    /// <summary>How long a settlement that looked a person up before a change may still be under way.</summary>
    public static readonly TimeSpan UnderWayMax = TimeSpan.FromSeconds(6);

    /// <summary>Messages of the outbox after which the look at later visits writes what it found.</summary>
    public const int LaterVisitsTogetherMax = 100;

    /// <summary>Settlements of a person that the same look reads at a time.</summary>
    public const int LaterVisitsReadTogetherMax = 50;

    /// <summary>How often the facts of the search follow the ledger when nobody asks.</summary>
    public static readonly TimeSpan FactsFollowEvery = TimeSpan.FromMinutes(1);

    /// <summary>How long a caller waits while the facts of the search are drawn anew before it is answered how far they are.</summary>
    public static readonly TimeSpan RebuildAnswerTime = TimeSpan.FromSeconds(3);

    /// <summary>How long a caller waits for a short import before it is answered that it is at work.</summary>
    public static readonly TimeSpan ImportAnswerTime = TimeSpan.FromSeconds(3);
}
