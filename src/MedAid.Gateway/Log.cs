namespace MedAid.Gateway;

/// <summary>All that the gateway logs. The caller's fault is Information, ours is Error; nothing of a request's content is logged.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "{Method} refused: {Reason}")]
    public static partial void CallRefused(ILogger logger, string method, string reason);

    [LoggerMessage(1002, LogLevel.Error, "{Method} failed by a defect; the caller was told trace {TraceId}")]
    public static partial void CallDefect(ILogger logger, Exception exception, string method, string traceId);

    [LoggerMessage(1003, LogLevel.Information, "{Method} answered status {Status} before its handler was reached")]
    public static partial void CallRefusedAtTheEdge(ILogger logger, string method, string status);

    [LoggerMessage(1004, LogLevel.Warning, "{Method} not done: {Reason}")]
    public static partial void StoreUnavailable(ILogger logger, string method, string reason);

    [LoggerMessage(1005, LogLevel.Error, "{Method} has an unknown outcome; the caller asks by request id")]
    public static partial void OutcomeUnknown(ILogger logger, Exception exception, string method);

    [LoggerMessage(1006, LogLevel.Warning, "The register is not filled yet and is tried again: {Reason}")]
    public static partial void RegisterWaits(ILogger logger, string reason);

    [LoggerMessage(1007, LogLevel.Error, "The gateway stops: {Reason}")]
    public static partial void RegisterUnfit(ILogger logger, string reason);

    [LoggerMessage(1008, LogLevel.Warning, "Redis is away and bypassed; persons come from the register, every figure stays the same")]
    public static partial void RedisAway(ILogger logger);

    [LoggerMessage(1009, LogLevel.Information, "Redis is back")]
    public static partial void RedisBack(ILogger logger);

    [LoggerMessage(
        1010, LogLevel.Error,
        "Names are sealed by keys that this gateway's file lacks: {KeyIds}. Add their lines from the detail.keys of the gateway that has them "
        + "above the last line and reload (SIGHUP) or restart; until then these names cannot be read here. No figure is affected")]
    public static partial void DetailKeysMissing(ILogger logger, string keyIds);

    [LoggerMessage(1011, LogLevel.Information, "Every key that names are sealed by is in this gateway's file again")]
    public static partial void DetailKeysComplete(ILogger logger);

    [LoggerMessage(1012, LogLevel.Warning, "Files were open to other users: {Remark}")]
    public static partial void FilesWereOpen(ILogger logger, string remark);

    [LoggerMessage(1013, LogLevel.Information, "The register is filled, the gateway settles now")]
    public static partial void RegisterFilled(ILogger logger);

    [LoggerMessage(
        1014, LogLevel.Information, "A call was refused: the host that it names is neither an address of this gateway nor in AllowedHosts")]
    public static partial void HostRefused(ILogger logger);

    [LoggerMessage(1015, LogLevel.Error, "{Method} met damage in the ledger: {Reason}")]
    public static partial void LedgerDamaged(ILogger logger, Exception exception, string method, string reason);

    [LoggerMessage(1201, LogLevel.Information, "Import {ImportId} was interrupted; the same file takes it up again")]
    public static partial void ImportInterrupted(ILogger logger, string importId);

    [LoggerMessage(1202, LogLevel.Warning, "Import {ImportId} was given up, the same file takes it up again: {Reason}")]
    public static partial void ImportGivenUp(ILogger logger, string importId, string reason);

    [LoggerMessage(1203, LogLevel.Error, "Import {ImportId} failed by a defect or by damage")]
    public static partial void ImportDefect(ILogger logger, Exception exception, string importId);

    [LoggerMessage(1303, LogLevel.Warning, "Hospital {Hospital} has {AdvancedFen} fen of advances to get back, {Permille}/1000 of its limit")]
    public static partial void AdvancesOverLimit(ILogger logger, string hospital, long advancedFen, long permille);

    [LoggerMessage(1304, LogLevel.Information, "Hospital {Hospital} is within its limit of advances again, {Permille}/1000")]
    public static partial void AdvancesWithinLimit(ILogger logger, string hospital, long permille);

    [LoggerMessage(1205, LogLevel.Debug, "A second look at changed persons was taken")]
    public static partial void LookedAgain(ILogger logger);

    [LoggerMessage(1101, LogLevel.Information, "Reference data in force: {Packs} packs, {Codes} catalogue codes, {Hospitals} hospitals")]
    public static partial void ReferenceInForce(ILogger logger, int packs, int codes, int hospitals);

    [LoggerMessage(1102, LogLevel.Information, "Pack {Pack} in force, content {ContentHash}")]
    public static partial void PackInForce(ILogger logger, string pack, string contentHash);

    [LoggerMessage(1103, LogLevel.Error, "Reload: {Problem}")]
    public static partial void ReloadProblem(ILogger logger, string problem);

    [LoggerMessage(1104, LogLevel.Error, "Reload given up, the old reference data stays in force: {Count} problems")]
    public static partial void ReloadGivenUp(ILogger logger, int count);

    [LoggerMessage(
        1105, LogLevel.Information,
        "Warmed up: {Settled} invented settlements and {Opinions} opinions about orders in {Milliseconds} ms, none of them kept")]
    public static partial void WarmedUp(ILogger logger, int settled, int opinions, long milliseconds);

    [LoggerMessage(1106, LogLevel.Error, "The warm-up failed by a defect; the first calls will be slow")]
    public static partial void WarmUpFailed(ILogger logger, Exception exception);

    [LoggerMessage(1401, LogLevel.Warning, "Work beside the calls waits for its store, {Work}: {Reason}")]
    public static partial void RoundsWait(ILogger logger, string work, string reason);

    [LoggerMessage(1402, LogLevel.Error, "Work beside the calls failed by a defect or by damage, {Work}; it is tried again in {Pause}")]
    public static partial void RoundsDefect(ILogger logger, Exception exception, string work, TimeSpan pause);

    [LoggerMessage(1403, LogLevel.Information, "Work beside the calls goes on again, {Work}")]
    public static partial void RoundsGoOn(ILogger logger, string work);

    [LoggerMessage(1501, LogLevel.Information, "Reports are due soon: {Reports}")]
    public static partial void ReportsDue(ILogger logger, string reports);

    [LoggerMessage(1502, LogLevel.Warning, "Reports were not handed in by their day: {Count}, the last {Report}; `medaid report due` lists them")]
    public static partial void ReportsMissed(ILogger logger, int count, string report);

    [LoggerMessage(1305, LogLevel.Error, "Record {Number} ({Kind}) of the clearing book does not fit and is set aside: {Reason}")]
    public static partial void RecordSetAside(ILogger logger, long number, string kind, string reason);

    [LoggerMessage(1601, LogLevel.Warning, "The bureau does not answer through link {Link}: {Said}. What is to be told it waits; settling goes on")]
    public static partial void BureauAway(ILogger logger, string link, string said);

    [LoggerMessage(1602, LogLevel.Information, "The bureau answers again through link {Link}")]
    public static partial void BureauBack(ILogger logger, string link);

    [LoggerMessage(1603, LogLevel.Error, "Task {Task} of the link to the bureau failed by a defect and is parked")]
    public static partial void BureauDefect(ILogger logger, Exception exception, long task);
}
