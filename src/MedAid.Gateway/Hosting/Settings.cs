using System.Net;
using MedAid.Gateway.Reference;
using MedAid.People.EntitlementGaps;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;
using MedAid.Settlement.Reference;
using MedAid.Stores.Postgres;
using MedAid.Stores.Redis;

namespace MedAid.Gateway.Hosting;

/// <summary>
/// Everything that can be set, in <c>appsettings.json</c> under <c>MedAid</c> or as <c>MEDAID__NAME</c> in the environment.
/// Checked once at start; what is wrong is said with what to do, and nothing starts.
/// </summary>
public sealed class Settings
{
    /// <summary>Name of the section, and of the environment variables' first part.</summary>
    public const string Section = "MedAid";

    /// <summary>Name of the file, in the data folder, that an interrupted proof of the books goes on from.</summary>
    public const string ProofCheckpoint = "proof.checkpoint";

    private const int YearsMax = 10;
    private const string Refuse = "refuse";
    private const string Warn = "warn";
    private const int DaysMax = 365;
    private const string ArrayResult = "array";
    private const string ObjectResult = "object";

    /// <summary>Address to listen on; only this machine unless set.</summary>
    public string ListenAddress { get; init; } = "127.0.0.1";

    /// <summary>
    /// Names by which others may call the gateway, separated by commas, without ports. Its addresses and localhost need not be named.
    /// </summary>
    public string AllowedHosts { get; init; } = "";

    /// <summary>Port of HTTP/1.1: JSON, probes, interface pages. 0 takes any free one.</summary>
    public int HttpPort { get; init; } = 8080;

    /// <summary>Port of gRPC without TLS. 0 takes any free one.</summary>
    public int GrpcPort { get; init; } = 50051;

    /// <summary>Folder of the policy packs.</summary>
    public string PacksFolder { get; init; } = "packs";

    /// <summary>
    /// How sentences that can be read in several ways are read, by the id of the reading in the packs; what is not named is read as
    /// the pack says.
    /// </summary>
    public Dictionary<string, string> Readings { get; init; } = [];

    /// <summary>Folder of catalogue.csv, hospitals/ and people.json.</summary>
    public string ReferenceFolder { get; init; } = "samples";

    /// <summary>Folder of the embedded ledger and of the person key.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>Connection string of PostgreSQL. Empty: the embedded ledger in the data folder.</summary>
    public string Postgres { get; init; } = "";

    /// <summary>Redis as host:port, several separated by commas. Empty: eligibility is remembered in this process only.</summary>
    public string Redis { get; init; } = "";

    /// <summary>Key of the person tokens, 32 bytes in base64. Empty: made at the first start and kept in the data folder.</summary>
    public string PersonKey { get; init; } = "";

    /// <summary>
    /// File of the keys that seal names and id numbers. Empty: detail.keys in the data folder. Gateways of one database need the same.
    /// </summary>
    public string DetailKeysFile { get; init; } = "";

    /// <summary>Roles, separated by commas, that see names and id numbers unmasked; the role comes with the call as medaid-role.</summary>
    public string RolesThatSeePeople { get; init; } = "insurance_office";

    /// <summary>Yearly own burden, in fen, above which a poor or formerly poor person is found.</summary>
    public long BurdenPoorFen { get; init; } = EntitlementGapTerms.Default.PoorLineFen;

    /// <summary>Yearly own burden, in fen, above which anybody is found; not below that of the poor.</summary>
    public long BurdenOthersFen { get; init; } = EntitlementGapTerms.Default.OthersLineFen;

    /// <summary>Years back in which indicators of a disease without a qualification are looked for.</summary>
    public int IndicatorYears { get; init; } = EntitlementGapTerms.Default.IndicatorYears;

    /// <summary>Days within which a receiver is to acknowledge a list.</summary>
    public int AcknowledgeDays { get; init; } = EntitlementGapTerms.Default.AcknowledgeDays;

    /// <summary>
    /// By hospital code, from how many fen of advances that were not got back on it warns. It never refuses anything.
    /// </summary>
    public Dictionary<string, long> AdvanceLimitsFen { get; init; } = [];

    /// <summary>
    /// How a person counts in the claim of a capitation contract who joins or leaves within the month: first_day, any_day or by_days. No
    /// notice says it; the default is assumed.
    /// </summary>
    public string CapitationPartMonth { get; init; } = "first_day";

    /// <summary>What Settle does with an item whose code is not in the catalogue: refuse, or warn and let the patient pay it.</summary>
    public string UnknownItems { get; init; } = Refuse;

    /// <summary>The same for an item that is in the catalogue, but not on the day of the service or not for the hospital.</summary>
    public string UnlistedItems { get; init; } = Warn;

    /// <summary>The same for a restricted item without the hospital's approval.</summary>
    public string UnapprovedItems { get; init; } = Warn;

    /// <summary>Deposits are whole multiples of so many yuan, rounded down; 0: exact to the fen.</summary>
    public int DepositUnitYuan { get; init; } = 1;

    /// <summary>After so many milliseconds an order is signed without advice.</summary>
    public int PrecheckMilliseconds { get; init; } = Limits.PrecheckMillisecondsUsual;

    /// <summary>
    /// Origins of the workstation pages, as scheme://host:port, separated by commas, that may call CDS Hooks and the national interface
    /// from a browser and may frame the page /physician. Empty: none.
    /// </summary>
    public string AllowedOrigins { get; init; } = "";

    /// <summary>Code of the hospital that a CDS Hooks request is of which names none. Empty: such a request is refused.</summary>
    public string CdsHooksHospital { get; init; } = "";

    /// <summary>Whether <c>result</c> of the national 3101 and 3102 is an array of all rows or an object, the most urgent row.</summary>
    public string AuditResult { get; init; } = ArrayResult;

    /// <summary>Whether the interface describes itself to grpcurl and the like.</summary>
    public bool Reflection { get; init; } = true;

    /// <summary>Whether invented visits are settled without trace before readiness says ready, so that the first cashiers do not wait.</summary>
    public bool WarmUp { get; init; } = true;

    /// <summary>
    /// Full path of the data folder. A relative one lies in the working directory if it is there already, else beside the packs, so that
    /// a clone keeps its books in one place wherever its programs are started.
    /// </summary>
    public string DataPath => Path.IsPathRooted(DataFolder) || Directory.Exists(DataFolder)
        ? Path.GetFullPath(DataFolder)
        : Path.Combine(Path.GetDirectoryName(Folders.Find(PacksFolder))!, DataFolder);

    /// <summary>Full path of the embedded ledger.</summary>
    public string LedgerPath => Path.Combine(DataPath, "medaid.db");

    /// <summary>The names of <see cref="AllowedHosts"/>.</summary>
    internal string[] AllowedHostNames => ListOf(AllowedHosts);

    /// <summary>The origins of <see cref="AllowedOrigins"/>.</summary>
    internal string[] AllowedOriginList => ListOf(AllowedOrigins);

    /// <summary>Whether 3101 and 3102 answer one object.</summary>
    internal bool IsAuditResultObject => AuditResult == ObjectResult;

    /// <summary>What is set of the search for entitlement gaps.</summary>
    internal EntitlementGapTerms EntitlementGaps => new(BurdenPoorFen, BurdenOthersFen, IndicatorYears, AcknowledgeDays);

    /// <summary>The law and the lists as they lie in the folders now.</summary>
    internal ReferenceData ReadBooks() => ReferenceFiles.Read(Folders.Find(PacksFolder), Folders.Find(ReferenceFolder), Readings);

    /// <summary>What is wrong, a line each; empty if it can start.</summary>
    public IReadOnlyList<string> Problems() =>
    [
        .. Port(nameof(HttpPort), HttpPort),
        .. Port(nameof(GrpcPort), GrpcPort),
        .. HttpPort == GrpcPort && HttpPort != 0
            ? [Problem(nameof(GrpcPort), "与 HttpPort 相同；gRPC（HTTP/2）和 JSON（HTTP/1.1）要用两个端口")]
            : Array.Empty<string>(),
        .. IPAddress.TryParse(ListenAddress, out _)
            ? Array.Empty<string>()
            : [Problem(nameof(ListenAddress), "不是 IP 地址；只给本机用写 127.0.0.1，给院内网用写 0.0.0.0 或本机地址")],
        .. AllowedHostNames.Any(name => Uri.CheckHostName(name) == UriHostNameType.Unknown)
            ? [Problem(nameof(AllowedHosts), "只写主机名，多个用逗号隔开，不带协议、端口和通配符，例如 medaid.hospital.local")]
            : Array.Empty<string>(),
        .. AllowedOriginList.All(IsOrigin)
            ? Array.Empty<string>()
            : [Problem(nameof(AllowedOrigins), "只写网页的来源，多个用逗号隔开，不带路径和通配符，例如 http://his.hospital.local:8000")],
        .. AuditResult is ArrayResult or ObjectResult
            ? Array.Empty<string>()
            : [Problem(nameof(AuditResult), "只能是 array（数组，全部提示）或 object（对象，最要紧的一条）")],
        .. DepositUnitYuan is >= 0 and <= Limits.DepositUnitYuanMax
            ? Array.Empty<string>()
            : [Problem(nameof(DepositUnitYuan), $"押金取整的单位要在 0 和 {Limits.DepositUnitYuanMax} 元之间，0 为精确到分")],
        .. PrecheckMilliseconds is >= 1 and <= Limits.PrecheckMillisecondsMax
            ? Array.Empty<string>()
            : [Problem(nameof(PrecheckMilliseconds), $"医嘱提示的时限要在 1 和 {Limits.PrecheckMillisecondsMax} 毫秒之间")],
        .. Folder(nameof(PacksFolder), PacksFolder),
        .. Folder(nameof(ReferenceFolder), ReferenceFolder),
        .. PostgresProblems(),
        .. PersonKey.Length == 0 || IsKey(PersonKey)
            ? Array.Empty<string>()
            : [Problem(nameof(PersonKey), $"应是 {PersonTokens.KeyBytes} 字节密钥的 base64；可用 openssl rand -base64 32 生成，各网关要用同一个")],
        .. AdvanceLimitsFen.Where(l => l.Value <= 0)
            .Select(l => Problem($"{nameof(AdvanceLimitsFen)}:{l.Key}", "垫付警戒线要大于 0，单位是分；不要警戒线就删去这一项")),
        .. PartMonthOf(CapitationPartMonth) is not null
            ? Array.Empty<string>()
            : [Problem(nameof(CapitationPartMonth), "只能是 first_day（月初在册）、any_day（当月在册）或 by_days（按天折算）")],
        .. RefuseOrWarn(nameof(UnknownItems), UnknownItems), .. RefuseOrWarn(nameof(UnlistedItems), UnlistedItems),
        .. RefuseOrWarn(nameof(UnapprovedItems), UnapprovedItems),
        .. Redis.Length == 0 || RedisCache.ProblemOf(Redis) is not { } trouble
            ? Array.Empty<string>()
            : [Problem(nameof(Redis), $"{trouble}；写成 主机:端口，多台用逗号隔开；不用 Redis 就留空")],
        .. BurdenPoorFen > 0 && BurdenPoorFen <= BurdenOthersFen
            ? Array.Empty<string>()
            : [Problem(nameof(BurdenPoorFen), "监测线以分为单位，要大于 0，且不高于 BurdenOthersFen")],
        .. IndicatorYears is >= 1 and <= YearsMax ? Array.Empty<string>() : [Problem(nameof(IndicatorYears), $"要在 1 和 {YearsMax} 之间")],
        .. AcknowledgeDays is >= 1 and <= DaysMax
            ? Array.Empty<string>()
            : [Problem(nameof(AcknowledgeDays), $"要在 1 和 {DaysMax} 之间")],
    ];

    /// <summary>What is wrong with the connection string of PostgreSQL.</summary>
    internal IEnumerable<string> PostgresProblems() => Postgres.Length > 0 && PostgresDatabase.ProblemOf(Postgres) is { } wrong
        ? [Problem(nameof(Postgres), wrong)]
        : [];

    /// <summary>How part months of a capitation contract count.</summary>
    internal Settlement.Capitation.CapitationPartMonth PartMonth =>
        PartMonthOf(CapitationPartMonth) ?? throw new InvalidOperationException("an unchecked setting");

    /// <summary>Which doubtful items refuse a settlement.</summary>
    internal RefusedItems RefusedItems => new(UnknownItems == Refuse, UnlistedItems == Refuse, UnapprovedItems == Refuse);

    private static IEnumerable<string> RefuseOrWarn(string name, string word) =>
        word is Refuse or Warn ? [] : [Problem(name, "只能是 refuse（拒绝结算）或 warn（提示，按全自费结算）")];

    private static Settlement.Capitation.CapitationPartMonth? PartMonthOf(string word) => word switch
    {
        "first_day" => Settlement.Capitation.CapitationPartMonth.FirstDay,
        "any_day" => Settlement.Capitation.CapitationPartMonth.AnyDay,
        "by_days" => Settlement.Capitation.CapitationPartMonth.ByDays,
        _ => null,
    };

    private static string[] ListOf(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Spelled as a browser spells it, for it is compared letter by letter.</summary>
    private static bool IsOrigin(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.GetLeftPart(UriPartial.Authority) == text;

    private static IEnumerable<string> Port(string name, int port)
    {
        if (port is < 0 or > 65535)
        {
            yield return Problem(name, "端口要在 0 和 65535 之间");
        }
    }

    private static IEnumerable<string> Folder(string name, string folder)
    {
        if (!Directory.Exists(Folders.Find(folder)))
        {
            yield return Problem(name, $"没有目录 {folder}；请写绝对路径，或在程序目录及其上级放一个同名目录");
        }
    }

    private static bool IsKey(string text)
    {
        Span<byte> key = stackalloc byte[PersonTokens.KeyBytes + 1];
        return Convert.TryFromBase64String(text, key, out var length) && length == PersonTokens.KeyBytes;
    }

    private static string Problem(string name, string what) =>
        $"设置 {Section}:{name}（环境变量 MEDAID__{name.ToUpperInvariant()}）：{what}";
}
