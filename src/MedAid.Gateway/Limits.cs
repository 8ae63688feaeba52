using Google.Protobuf.Reflection;
using MedAid.Contract.People.V1;

namespace MedAid.Gateway;

/// <summary>Every bound of the gateway in one place; the operator finds them in OPERATIONS.md under the same names.</summary>
internal static class Limits
{
    /// <summary>Largest request message, gRPC or JSON: a visit of 20,000 items still fits.</summary>
    public const int MessageBytesMax = 4 * 1024 * 1024;

    /// <summary>Largest message that carries a roster: a file of 32 MiB, in JSON a third longer.</summary>
    public const int RosterMessageBytesMax = 44 * 1024 * 1024;

    /// <summary>Characters of any text of a request; most fields allow fewer.</summary>
    public const int RequestTextMax = 2_000;

    /// <summary>
    /// Bytes of the details of an error by gRPC. They travel in base64 among the trailers, of which many clients take no more than 8 KB.
    /// </summary>
    public const int TrailerDetailBytesMax = 5_000;

    /// <summary>Nesting of JSON; the deepest message of the contract needs 5.</summary>
    public const int JsonDepthMax = 32;

    /// <summary>Bad fields reported for one request; a body of nothing but errors must not make an answer larger than itself.</summary>
    public const int FieldViolationsMax = 100;

    /// <summary>Longest time a unary call may take, whatever deadline the caller gives.</summary>
    public static readonly TimeSpan CallTimeMax = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Longest time a stop may take: every unary call is over by then, and what is left is a caller that keeps an answered stream open,
    /// which would hold its connection, and with it the stop, for as long as it likes.
    /// </summary>
    public static readonly TimeSpan StopTimeMax = CallTimeMax + TimeSpan.FromSeconds(2);

    /// <summary>How old a health report may be before it is made anew, so that a storm of probes is one query a second.</summary>
    public static readonly TimeSpan ReadinessAgeMax = TimeSpan.FromSeconds(1);

    /// <summary>How often an open health watch looks again.</summary>
    public static readonly TimeSpan HealthWatchPeriod = TimeSpan.FromSeconds(1);

    /// <summary>Longest time one dependency may take to answer a probe; slower counts as down.</summary>
    public static readonly TimeSpan ReadinessTimeMax = TimeSpan.FromSeconds(1.5);

    /// <summary>Room on the disk of the data folder, in MiB, below which readiness warns.</summary>
    public const int FreeMiBMin = 512;

    /// <summary>Longest pause of work beside the calls while a store is away, however seldom it is done.</summary>
    public static readonly TimeSpan OutagePauseMax = TimeSpan.FromMinutes(1);

    /// <summary>Longest pause of work beside the calls that failed by a defect.</summary>
    public static readonly TimeSpan DefectPauseMax = TimeSpan.FromMinutes(10);

    /// <summary>How long the register waits before it tries again to be filled.</summary>
    public static readonly TimeSpan RegisterRetry = TimeSpan.FromSeconds(1);

    /// <summary>How many times as long as it worked, work that nobody waits for rests before it goes on.</summary>
    public const int RestForWork = 4;

    /// <summary>The same for work that follows what is settled: each kind has a tenth of a processor at most.</summary>
    public const int RestForFollowing = 9;

    /// <summary>How long the facts of the search are drawn at a stretch while nobody asks.</summary>
    public static readonly TimeSpan FactsPieceTime = TimeSpan.FromMilliseconds(50);

    /// <summary>How often settlements are taken over into the clearing book without being asked for.</summary>
    public static readonly TimeSpan BookKeepingPeriod = TimeSpan.FromSeconds(20);

    /// <summary>Longest time that a start warms up before it says ready.</summary>
    public static readonly TimeSpan WarmUpTimeMax = TimeSpan.FromSeconds(10);

    /// <summary>How long a start waits, after the warm-up, for the runtime to have compiled in the background.</summary>
    public static readonly TimeSpan CompilingTimeMax = TimeSpan.FromSeconds(5);

    /// <summary>Invented settlements of a warm-up.</summary>
    public const int WarmUpSettlements = 6_000;

    /// <summary>Persons that a warm-up looks for in cache and register.</summary>
    public const int WarmUpLookUps = 500;

    /// <summary>Invented settlements, and persons that are looked for, at once.</summary>
    public const int WarmUpAtOnce = 16;

    /// <summary>Settlements that are read at once for the articles of a declaration sheet.</summary>
    public const int ArticlesAtOnceMax = 8;

    /// <summary>How often later visits are looked at after what was settled and undone, while nobody asks.</summary>
    public static readonly TimeSpan LaterVisitsEvery = TimeSpan.FromSeconds(5);

    /// <summary>How long a listing of marks waits for the looks at what was settled last.</summary>
    public static readonly TimeSpan LaterVisitsAskedTime = TimeSpan.FromSeconds(2);

    /// <summary>How often the gateway asks whether a recheck of changed persons is due.</summary>
    public static readonly TimeSpan RecheckEvery = TimeSpan.FromSeconds(1);

    /// <summary>How often the link to the bureau looks for what is due.</summary>
    public static readonly TimeSpan BureauLinkEvery = TimeSpan.FromSeconds(1);

    /// <summary>How long a settlement through the platform is waited for before its outcome is said to be unknown.</summary>
    public static readonly TimeSpan BureauWait = TimeSpan.FromSeconds(4);

    /// <summary>The bound of one kind of request message.</summary>
    public static int MessageBytesOf(MessageDescriptor input) =>
        input == ImportRosterRequest.Descriptor ? RosterMessageBytesMax : MessageBytesMax;

    /// <summary>How long a call waits for a proof of the books before it says how far it is.</summary>
    public static readonly TimeSpan ProofAnswerTime = TimeSpan.FromSeconds(3);

    /// <summary>How long a proof of the books goes on while nobody asks for it.</summary>
    public static readonly TimeSpan ProofUnaskedMax = TimeSpan.FromMinutes(1);

    /// <summary>Largest unit, in yuan, to which a deposit may be rounded down.</summary>
    public const int DepositUnitYuanMax = 1_000;

    /// <summary>Characters of the number of an agreement's paper.</summary>
    public const int AgreementNumberMax = 30;

    /// <summary>Milliseconds after which an order is signed without advice, unless set otherwise.</summary>
    public const int PrecheckMillisecondsUsual = 300;

    /// <summary>The longest that may be set.</summary>
    public const int PrecheckMillisecondsMax = 60_000;
}
