namespace MedAid.Settlement;

/// <summary>Every bound of this project, listed in docs/OPERATIONS.md.</summary>
public static class Limits
{
    /// <summary>Items of one visit.</summary>
    public const int ItemsMax = 1000;

    /// <summary>Characters of a request id.</summary>
    public const int RequestIdMax = 64;

    /// <summary>Characters of a visit id (NHSA <c>mdtrt_id</c>).</summary>
    public const int VisitIdMax = 30;

    /// <summary>Characters of a code.</summary>
    public const int CodeMax = 50;

    /// <summary>Characters of an item's name.</summary>
    public const int NameMax = 200;

    /// <summary>Days for which an item is prescribed.</summary>
    public const int DaysOfSupplyMax = 366;

    /// <summary>Characters of a reason.</summary>
    public const int ReasonMax = 200;

    /// <summary>Diagnoses of one visit.</summary>
    public const int DiagnosesMax = 50;

    /// <summary>Payments for layers of one visit.</summary>
    public const int PaymentsMax = 20;

    /// <summary>Largest amount of an item: 10 million yuan in fen; more is a slip of the keyboard.</summary>
    public const long ItemAmountMaxFen = 1_000_000_000;

    /// <summary>Other hospitals that one quote compares.</summary>
    public const int ComparedHospitalsMax = 10;

    /// <summary>Sessions a month that a projection takes.</summary>
    public const int SessionsPerMonthMax = 31;

    /// <summary>Settlements of one page, and when none is asked for.</summary>
    public const int PageMax = 1000;

    /// <summary>Settlements of a page if the caller does not say.</summary>
    public const int PageDefault = 50;

    /// <summary>Persons as last found that are kept for quotes while the register cannot be reached.</summary>
    public const int PersonsLastFoundMax = 20_000;

    /// <summary>Persons whose last known counters are kept for quotes while the ledger cannot be reached.</summary>
    public const int CountersOfPersonsMax = 20_000;

    /// <summary>Counters kept of one person and scheme: those of a few years.</summary>
    public const int CountersOfPersonMax = 200;

    /// <summary>Settlements that the report of waivers reads at a time.</summary>
    public const int WaiverPageSize = 500;

    /// <summary>Earliest service date that is not a slip: the first notice that packs are made from.</summary>
    public static readonly DateOnly ServiceDateMin = new(2019, 1, 1);

    /// <summary>Settlements that a proof reads at once.</summary>
    public const int ProofRowsTogetherMax = 64;

    /// <summary>Bytes of documents or records after which a proof reads no more at once.</summary>
    public const int ProofBytesTogetherMax = 1_048_576;

    /// <summary>Pages of 4 KiB that a proof holds of what it has to remember; the others lie in a scratch file.</summary>
    public const int ProofPagesHeldMax = 8_192;

    /// <summary>Differences that a proof names.</summary>
    public const int DifferencesMax = 100;

    /// <summary>Parameters of one statement of portable SQL: SQLite looks each up by its name among all of them.</summary>
    public const int ParametersOfStatementMax = 400;

    /// <summary>Bytes of a record above which a proof reads it as a stream, instead of holding it.</summary>
    public const int StreamedBytesMin = 64 * 1024;
}
