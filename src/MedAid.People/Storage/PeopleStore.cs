using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.People.Identities;
using MedAid.People.Privacy;
using MedAid.People.Rosters;
using MedAid.Settlement;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;

namespace MedAid.People.Storage;

/// <summary>
/// The facts about persons, kept bitemporally, and what imports did to them, on either database, from any thread; failures are
/// exceptions of the store (LedgerUnavailableException). Rows of history are closed, never changed or deleted.
/// </summary>
public sealed class PeopleStore(ISqlDatabase database, TimeProvider time)
{
    private const string FindSql = $"{PeopleRows.FactsSql} WHERE d.person_key = @0 OR d.id_number_hash = @0";

    private const string HistorySql =
        $"""
        SELECT {PeopleRows.HistoryColumns} FROM identity_period
        WHERE person_key = @0 ORDER BY known_from_us, identity, valid_from
        """;

    private const string ChangesSql =
        $"""
        SELECT {PeopleRows.HistoryColumns} FROM identity_period
        WHERE opened_by = @0 OR closed_by = @0
        ORDER BY CASE WHEN opened_by = @0 THEN opened_line ELSE closed_line END, person_key, identity, valid_from, known_from_us
        LIMIT @1 OFFSET @2
        """;

    private const string HoldersSql =
        """
        SELECT i.person_key FROM household_member h JOIN identity_period i ON i.person_key = h.person_key
        WHERE h.county_code = @0 AND i.identity = @1 AND i.known_to_us IS NULL
          AND i.valid_from <= @2 AND (i.valid_until IS NULL OR i.valid_until > @2)
        ORDER BY i.person_key
        """;

    private const string MarksSql =
        """
        SELECT m.settlement_id, m.person_key, m.import_id, m.line, m.noted_us,
               r.resolution_id, r.outcome, r.again_settlement_id, r.reason, r.operator, r.resolved_us,
               CASE WHEN m.resolved_us IS NULL
                       AND EXISTS (SELECT 1 FROM mark_resolution b WHERE b.settlement_id = m.settlement_id AND b.outcome <> 4)
                   THEN 1 ELSE 0 END AS again,
               m.patient_stands_fen, m.patient_right_fen, m.payers
        FROM readjudication_mark m LEFT JOIN mark_resolution r ON r.resolution_id = m.resolution
        """;

    /// <summary>Notes a new import; false if there is one of this id or request id already, and then nothing is written.</summary>
    public Task<bool> AddImportAsync(RosterImport import, CancellationToken cancellationToken) => database.WriteAsync(
        "roster_import",
        async session =>
        {
            var known = await session.QueryAsync(
                "SELECT run_id FROM roster_import WHERE import_id = @0 OR request_id = @1", row => row.GetString(0),
                import.ImportId, import.RequestId);

            // One of this run was noted by a first try, the answer to whose commit was lost.
            return known is [var runId] ? runId == import.RunId : known.Count == 0
                && await session.InsertAsync($"INSERT INTO roster_import ({PeopleRows.ImportColumns})", [PeopleRows.Values(import)]) == 1;
        },
        cancellationToken);

    /// <summary>An import by its id or the caller's request id.</summary>
    public async Task<RosterImport?> FindImportAsync(string idOrRequestId, CancellationToken cancellationToken) =>
        (await ReadAsync(
            $"SELECT {PeopleRows.ImportColumns} FROM roster_import WHERE import_id = @0 OR request_id = @0",
            PeopleRows.Import, cancellationToken, idOrRequestId)).FirstOrDefault();

    /// <summary>Imports, newest first, after one of them.</summary>
    public async Task<IReadOnlyList<RosterImport>> ListImportsAsync(
        string? afterImportId, int limit, CancellationToken cancellationToken) => await ReadAsync(
        $"""
        SELECT {PeopleRows.ImportColumns} FROM roster_import
        {(afterImportId is null
            ? "WHERE @0 = ''"
            : "WHERE (started_us, import_id) < (SELECT started_us, import_id FROM roster_import WHERE import_id = @0)")}
        ORDER BY started_us DESC, import_id DESC LIMIT @1
        """,
        PeopleRows.Import, cancellationToken, afterImportId ?? "", limit);

    /// <summary>
    /// Begins the work on an import, or begins it anew where its gateway died: notes whom it is about and its length; counts and faults
    /// start from nothing, what it changed already stays. False: it is done already.
    /// </summary>
    public Task<bool> BeginImportAsync(RosterImport import, CancellationToken cancellationToken) => database.WriteAsync(
        "roster_import",
        async session =>
        {
            var begun = await session.ExecuteAsync(
                """
                UPDATE roster_import
                SET touched_us = @0, identity = @1, list_date = @2, lines = @3,
                    lines_done = 0, lines_changed = 0, lines_bad = 0, lines_warned = 0, marks = 0, run_id = @5, parts_done = 0
                WHERE import_id = @4 AND state = 1
                """,
                Instants.Microseconds(time.GetUtcNow()), import.Identity is { } kind ? PeopleRows.Word(kind) : null, import.ListDate,
                import.Counts.Lines, import.ImportId, import.RunId) == 1;
            await session.ExecuteAsync("DELETE FROM roster_fault WHERE import_id = @0 AND @1 = 1", import.ImportId, begun ? 1 : 0);
            return begun;
        },
        cancellationToken);

    /// <summary>Sets state and counts of an import, and adds faults. False: it was done already, or another run has taken it over.</summary>
    public Task<bool> FinishImportAsync(RosterImport import, IReadOnlyList<RosterFault> faults, CancellationToken cancellationToken) =>
        database.WriteAsync(
            "roster_import",
            async session =>
            {
                var bad = faults.Where(f => f is { Refused: true, Line: > 0 }).Select(f => f.Line).Distinct().Count();
                var finished = await session.ExecuteAsync(
                    """
                    UPDATE roster_import
                    SET state = @0, touched_us = @1, lines = @2, lines_bad = lines_bad + @3, lines_warned = lines_warned + @4,
                        lines_done = @2
                    WHERE import_id = @5 AND state = 1 AND run_id = @6
                    """,
                    (int)import.State, Instants.Microseconds(time.GetUtcNow()), import.Counts.Lines,
                    bad, faults.Count(f => !f.Refused), import.ImportId, import.RunId) == 1;
                await ImportBatchWriter.WriteFaultsAsync(session, import.ImportId, finished ? faults : []);
                return finished;
            },
            cancellationToken);

    /// <summary>Faults of an import in order, from one on.</summary>
    public async Task<IReadOnlyList<RosterFault>> ListFaultsAsync(
        string importId, int skip, int limit, CancellationToken cancellationToken) => await ReadAsync(
        """
        SELECT line, column_name, code, message, refused FROM roster_fault
        WHERE import_id = @0 ORDER BY line, fault_number LIMIT @1 OFFSET @2
        """,
        row => new RosterFault(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4) == 1),
        cancellationToken, importId, limit, skip);

    /// <summary>Decides and writes one part in one transaction. Two parts never run at once on one database.</summary>
    public Task<PartOutcome> ChangeAsync(ImportBatch part, CancellationToken cancellationToken)
    {
        var tries = 0;
        return database.WriteAsync(
            "person_detail",
            async session =>
            {
                var isFirst = ++tries == 1;
                var outcome = await new ImportBatchWriter(session, part, Instants.Microseconds(time.GetUtcNow())).WriteAsync();
                return isFirst ? outcome : outcome with { Changed = part.Tokens };
            },
            cancellationToken);
    }

    /// <summary>Decides one part as <see cref="ChangeAsync"/> does and writes nothing: what it would count and report.</summary>
    public Task<(RosterCounts Counts, IReadOnlyList<RosterFault> Faults)> TryAsync(ImportBatch part, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => new ImportBatchWriter(session, part, Instants.Microseconds(time.GetUtcNow())).TryAsync(), cancellationToken);

    /// <summary>
    /// Does the recheck that was due first, of settlements that were under way with an older version while a change was written; false:
    /// none is due. The changes themselves note what is due, and it survives every crash. Before it the memories of its persons go: the gateway
    /// that made the change may have died before they went.
    /// </summary>
    public async Task<bool> RecheckAsync(DateTimeOffset due, IEligibilityCache cache, CancellationToken cancellationToken)
    {
        var dueUs = Instants.Microseconds(due);
        if (await database.ReadAsync(session => DeferredRechecks.FindDueAsync(session, dueUs), cancellationToken) is not { } found)
        {
            return false;
        }

        await cache.ForgetAsync(found.Tokens, cancellationToken);
        await database.WriteAsync(
            "due_recheck", session => DeferredRechecks.RunAsync(session, found.RecheckId, Instants.Microseconds(time.GetUtcNow())),
            cancellationToken);
        return true;
    }

    /// <summary>A person by key or token, as known now or at a moment.</summary>
    public async Task<PersonFacts?> FindAsync(string keyOrToken, DateTimeOffset? knownAt, CancellationToken cancellationToken)
    {
        var found = (await ReadAsync(FindSql, PeopleRows.Facts, cancellationToken, keyOrToken)).FirstOrDefault();
        if (found is null)
        {
            return null;
        }

        var rows = await HistoryAsync(found.PersonKey, cancellationToken);
        var periods = rows.Where(r => knownAt is { } at ? r.KnownFrom <= at && !(at >= r.KnownTo) : r.KnownTo is null);
        return found with { Periods = [.. periods.Select(r => r.Period)] };
    }

    /// <summary>Everything that was ever known of a person's identities, in the order in which it became known.</summary>
    public async Task<IReadOnlyList<HistoryRow>> HistoryAsync(PersonKey personKey, CancellationToken cancellationToken) =>
        await ReadAsync(HistorySql, PeopleRows.History, cancellationToken, personKey);

    /// <summary>Every state of what settling read of a person, oldest first.</summary>
    public async Task<IReadOnlyList<PersonVersion>> VersionsAsync(PersonKey personKey, CancellationToken cancellationToken) =>
        await ReadAsync(PersonVersions.VersionsSql, PeopleRows.Version, cancellationToken, personKey);

    /// <summary>Every household and place of a person, oldest first.</summary>
    public async Task<IReadOnlyList<HouseholdVersion>> HouseholdsAsync(PersonKey personKey, CancellationToken cancellationToken) =>
        await ReadAsync(PersonVersions.HouseholdsSql, PeopleRows.Household, cancellationToken, personKey);

    /// <summary>Rows that an import opened or closed, from one on.</summary>
    public async Task<IReadOnlyList<HistoryRow>> ListChangesAsync(
        string importId, int skip, int limit, CancellationToken cancellationToken) =>
        await ReadAsync(ChangesSql, PeopleRows.History, cancellationToken, importId, limit, skip);

    /// <summary>Persons of a county with a certified or provisional identity on a day, as known now.</summary>
    public async Task<IReadOnlyList<PersonKey>> HoldersAsync(
        CountyCode county, IdentityKind kind, DateOnly day, CancellationToken cancellationToken) =>
        await ReadAsync(HoldersSql, row => new PersonKey(row.GetString(0)), cancellationToken, county, PeopleRows.Word(kind), day);

    /// <summary>Sealed details of persons by key.</summary>
    public async Task<IReadOnlyDictionary<PersonKey, SealedDetail>> DetailsAsync(
        IReadOnlyList<PersonKey> personKeys, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.QueryInAsync(
                "SELECT person_key, key_id, sealed FROM person_detail WHERE sealed IS NOT NULL AND person_key IN {0}", personKeys,
                row => (Key: new PersonKey(row.GetString(0)), Detail: PeopleRows.Detail(row, 1)!)),
            cancellationToken);
        return rows.ToDictionary(r => r.Key, r => r.Detail);
    }

    /// <summary>Ids of the keys that anything is sealed with, in order of their bytes.</summary>
    public Task<IReadOnlyList<string>> KeyIdsAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<string>>(
        async session =>
        {
            // From key to key by the index: the same few steps however many persons there are, where "distinct" would read them all.
            var keyIds = new List<string>();
            while (await NextAfterAsync(session, keyIds.LastOrDefault("")) is { } next)
            {
                keyIds.Add(next);
            }

            return keyIds;
        },
        cancellationToken);

    /// <summary>Marks, oldest first, after one of them; only unresolved ones unless all are wanted.</summary>
    public async Task<IReadOnlyList<ReadjudicationMark>> ListMarksAsync(
        bool all, int skip, int limit, CancellationToken cancellationToken) => await ReadAsync(
        $"""
        {MarksSql} {(all ? "" : "WHERE m.resolved_us IS NULL")}
        ORDER BY m.noted_us, m.settlement_id, m.import_id, m.line LIMIT @0 OFFSET @1
        """,
        PeopleRows.Mark, cancellationToken, limit, skip);

    /// <summary>Notes who read whom; the answer must not be given before this is done.</summary>
    public Task AuditAsync(IReadOnlyList<PersonAccess> accesses, CancellationToken cancellationToken)
    {
        var tries = 0;
        return database.WriteAsync(
            "person_access",
            session => AccessRows.AddAsync(session, accesses, mayBeNoted: ++tries > 1), cancellationToken);
    }

    /// <summary>Seals details anew that another key than <paramref name="keyId"/> seals; returns how many; 0: none are left.</summary>
    public Task<int> ResealAsync(
        string keyId, int limit, Func<PersonKey, SealedDetail, SealedDetail> reseal, CancellationToken cancellationToken) =>
        database.WriteAsync(
            "person_detail",
            async session =>
            {
                // Two ranges instead of "not equal": both are read from the index, however many are sealed anew already.
                var old = await session.QueryAsync(
                    "SELECT person_key, key_id, sealed FROM person_detail WHERE key_id < @0 OR key_id > @0 LIMIT @1",
                    row => (Key: new PersonKey(row.GetString(0)), Detail: PeopleRows.Detail(row, 1)!), keyId, limit);
                await session.ExecuteEachAsync(
                    "UPDATE person_detail SET key_id = @0, sealed = @1 WHERE person_key = @2",
                    [.. from o in old
                        let anew = reseal(o.Key, o.Detail)
                        select new object?[] { anew.KeyId, anew.Bytes, o.Key }]);
                return old.Count;
            },
            cancellationToken);

    private static async Task<string?> NextAfterAsync(SqlSession session, string keyId) => (await session.QueryAsync(
        "SELECT min(key_id) FROM person_detail WHERE key_id > @0", row => row.IsDBNull(0) ? null : row.GetString(0), keyId))[0];

    private Task<List<T>> ReadAsync<T>(
        string sql, Func<System.Data.Common.DbDataReader, T> map, CancellationToken cancellationToken, params object?[] values) =>
        database.ReadAsync(session => session.QueryAsync(sql, map, values), cancellationToken);
}
