namespace MedAid.Clearing;

/// <summary>Every bound of this room; each is in docs/OPERATIONS.md.</summary>
public static class Limits
{
    /// <summary>Settlements that are taken over by one record.</summary>
    public const int TakenTogetherMax = 500;

    /// <summary>Records that are read at once.</summary>
    public const int ReadTogetherMax = 1_000;

    /// <summary>Records that one page of an account statement looks through.</summary>
    public const int SpansReadMax = 40;

    /// <summary>Agreements to pay later that a gateway remembers for its cashiers.</summary>
    public const int AgreementsRememberedMax = 20_000;

    /// <summary>Settlements of a month that are read for one answer with statements.</summary>
    public const int StatementSettlementsMax = 20_000;

    /// <summary>Records that a proof reads at once.</summary>
    public const int ProofRecordsTogetherMax = 200;

    /// <summary>How often a proof notes how far it came, so that an interrupted one can go on from there.</summary>
    public static readonly TimeSpan CheckpointEvery = TimeSpan.FromSeconds(15);
}
