namespace MedAid.Clearing;

/// <summary>Every bound of this project; each is in docs/OPERATIONS.md.</summary>
public static class Limits
{
    /// <summary>Largest amount of one line: 10 million yuan in fen, as of an item.</summary>
    public const long LineFenMax = Settlement.Limits.ItemAmountMaxFen;

    /// <summary>Largest payment or deposit: 100 million yuan in fen; more is a slip of the keyboard.</summary>
    public const long PaymentFenMax = 10_000_000_000;

    /// <summary>Largest entry of one record: it may sum up many lines.</summary>
    public const long EntryFenMax = 1_000_000_000_000_000;

    /// <summary>Lines of a reply, receivables of a decision and the like in one call.</summary>
    public const int LinesMax = 10_000;

    /// <summary>Days of an age that is asked for.</summary>
    public const int AgeDaysMax = 36_500;

    /// <summary>Latest day that is not a slip.</summary>
    public static readonly DateOnly DayMax = new(2199, 12, 31);

    /// <summary>Settlements that are taken over by one record.</summary>
    public const int TakenTogetherMax = 100;

    /// <summary>Records that are read at once.</summary>
    public const int ReadTogetherMax = 1_000;

    /// <summary>Records that one page of an account statement looks through.</summary>
    public const int SpansReadMax = 40;

    /// <summary>Settlements of a month that are read for one answer with statements.</summary>
    public const int StatementSettlementsMax = 20_000;

    /// <summary>Records that a proof reads at once.</summary>
    public const int ProofRecordsTogetherMax = 64;

    /// <summary>Bytes of records above which a proof reads nothing ahead until it is done with them.</summary>
    public const int ProofAheadBytesMax = 4_194_304;

    /// <summary>How often a proof notes how far it came, so that an interrupted one can go on from there.</summary>
    public static readonly TimeSpan CheckpointEvery = TimeSpan.FromSeconds(15);
}
