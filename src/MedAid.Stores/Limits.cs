namespace MedAid.Stores;

/// <summary>Every bound of this project, listed in docs/OPERATIONS.md.</summary>
internal static class Limits
{
    /// <summary>Postings that may wait for the writer; the next one is told to come back.</summary>
    public const int WaitingMax = 1024;

    /// <summary>Postings that are committed together; more would only make each of them wait.</summary>
    public const int BatchMax = 128;

    /// <summary>How long a statement waits for a lock of another process before the ledger counts as busy.</summary>
    public static readonly TimeSpan LockWaitMax = TimeSpan.FromSeconds(2);

    /// <summary>Persons that the in-process memory holds.</summary>
    public const int RememberedPersonsMax = 100_000;

    /// <summary>How long a person is remembered before the register is asked again.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(5);

    /// <summary>How long it is remembered that nobody stands behind a token.</summary>
    public static readonly TimeSpan AbsenceRememberedFor = TimeSpan.FromSeconds(10);

    /// <summary>Differences that a proof of the books reports before it stops listing them.</summary>
    public const int DifferencesMax = 100;
}
