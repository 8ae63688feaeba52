namespace MedAid.Stores;

/// <summary>Every bound of this project, listed in docs/OPERATIONS.md.</summary>
internal static class Limits
{
    /// <summary>Postings that may wait for the writer; the next one is refused for the moment.</summary>
    public const int WaitingMax = 1024;

    /// <summary>Postings that are committed together; more would only make each of them wait.</summary>
    public const int BatchMax = 128;

    /// <summary>Other visits of a person near a visit that are read with it; a sentence names three.</summary>
    public const int NearVisitsMax = 8;

    /// <summary>Visits of a person with drugs that may not have run out that are read with one that gives drugs; the newest.</summary>
    public const int SuppliesMax = 100;

    /// <summary>How long a statement waits for a lock of another process before the ledger counts as busy.</summary>
    public static readonly TimeSpan LockWaitMax = TimeSpan.FromSeconds(2);

    /// <summary>Persons that the in-process memory holds.</summary>
    public const int RememberedPersonsMax = 100_000;

    /// <summary>How long a person is remembered before the register is asked again.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(5);

    /// <summary>How long it is remembered that nobody stands behind a token.</summary>
    public static readonly TimeSpan AbsenceRememberedFor = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a person may stay in Redis; an outage that hides a change from the others lasts no longer in its effects. Each entry
    /// takes up to a tenth off, so that those of one morning do not all run out together.
    /// </summary>
    public static readonly TimeSpan SharedFor = TimeSpan.FromMinutes(10);

    /// <summary>All the time that Redis may take from one look-up; slower counts as away.</summary>
    public static readonly TimeSpan RedisTimeMax = TimeSpan.FromMilliseconds(5);

    /// <summary>How long Redis may take to forget a batch or to accept a message; nobody at a window waits for it.</summary>
    public static readonly TimeSpan RedisForgetTimeMax = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a load may take and still be put into Redis.</summary>
    public static readonly TimeSpan TicketFor = TimeSpan.FromSeconds(10);

    /// <summary>Largest value that is written to Redis or believed; a person takes about 200 bytes.</summary>
    public const int SharedBytesMax = 16 * 1024;

    /// <summary>Persons forgotten with one message.</summary>
    public const int ForgottenAtOnceMax = 500;

    /// <summary>Persons whose deletion Redis has not yet confirmed; beyond that it is not asked until all it holds has run out.</summary>
    public const int OwedMax = 100_000;

    /// <summary>How often a gateway makes sure that messages reach it, and tries a Redis that was away.</summary>
    public static readonly TimeSpan BeatEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>How long after its last beat a gateway still trusts that no message was missed.</summary>
    public static readonly TimeSpan HearingFor = TimeSpan.FromMilliseconds(600);

    /// <summary>How long a gateway that hears no messages remembers a person: others learn of a change within a second even so.</summary>
    public static readonly TimeSpan RememberedDeafFor = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a connection may show no sign of life before it is replaced by a new one.</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(5);

    /// <summary>Beats in a row at which Redis has to be away before that is worth a line in the log.</summary>
    public const int AwayBeatsUntold = 5;

    /// <summary>How long one attempt to connect to Redis may take.</summary>
    public static readonly TimeSpan RedisConnectTimeMax = TimeSpan.FromSeconds(3);

    /// <summary>Connections to PostgreSQL that readers of one gateway share; the writer has one of its own.</summary>
    public const int ConnectionsMax = 20;

    /// <summary>Statements that a connection keeps prepared.</summary>
    public const int PreparedStatementsMax = 50;

    /// <summary>How often a batch is begun: it may lose a race, find its connection dead, and open a month.</summary>
    public const int AttemptsMax = 5;

    /// <summary>How long it is tried to reach PostgreSQL.</summary>
    public static readonly TimeSpan ConnectTimeMax = TimeSpan.FromSeconds(3);

    /// <summary>How long PostgreSQL works on a statement before it gives it up.</summary>
    public static readonly TimeSpan StatementTimeMax = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer of PostgreSQL is waited for; more than a statement may take.</summary>
    public static readonly TimeSpan CommandTimeMax = TimeSpan.FromSeconds(10);

    /// <summary>How many times these bounds a command of the books waits, which yields to everybody on the machine.</summary>
    public const int PatientTimes = 20;

    /// <summary>How long a gateway that stands still may hold locks before PostgreSQL takes them away.</summary>
    public static readonly TimeSpan IdleTransactionMax = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How much PostgreSQL writes of its tables before it has the operating system start putting it on the disk. Without it Linux keeps
    /// half a minute of pages and writes them all at once, and commits wait behind them for a quarter of a second.
    /// </summary>
    public const int FlushAfterKilobytes = 512;

    /// <summary>Room on the disk of the embedded ledger with which it is not tried whether settlements fit.</summary>
    public const long RoomCertainBytes = 64 * 1024 * 1024;

    /// <summary>Room that is tried for where there is less: what a batch of settlements may need.</summary>
    public const int RoomTriedBytes = 1024 * 1024;

    /// <summary>How long a gateway counts as not ready after PostgreSQL had no room for a settlement.</summary>
    public static readonly TimeSpan FullRememberedFor = TimeSpan.FromSeconds(10);

    /// <summary>How long a reader of the outbox waits before it looks again whether older transactions have ended.</summary>
    public static readonly TimeSpan OutboxPatience = TimeSpan.FromMilliseconds(10);
}
