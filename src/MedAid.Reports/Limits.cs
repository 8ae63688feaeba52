namespace MedAid.Reports;

/// <summary>Every bound of this project; each is in docs/OPERATIONS.md.</summary>
public static class Limits
{
    /// <summary>Settlements that are taken into the facts of reports together.</summary>
    public const int ReportFactsTogetherMax = 100;

    /// <summary>Characters of words that a clerk enters for a report.</summary>
    public const int ReportWordsMax = 2000;

    /// <summary>Fen that a clerk enters for a report: 100 billion yuan, more than any fund holds.</summary>
    public const long ReportFenMax = 10_000_000_000_000;

    /// <summary>Rows of one kind that a report shows, hospitals say; beyond it the report is refused.</summary>
    public const int ReportRowsMax = 1000;

    /// <summary>Periods back in which a report that was not handed in is called overdue.</summary>
    public const int OverduePeriodsMax = 12;

    /// <summary>How often the facts of reports follow the ledger when nobody asks.</summary>
    public static readonly TimeSpan ReportFactsEvery = TimeSpan.FromMinutes(5);

    /// <summary>How long a call draws the facts of reports before it says that they are not ready.</summary>
    public static readonly TimeSpan ReportFactsWait = TimeSpan.FromSeconds(3);
}
