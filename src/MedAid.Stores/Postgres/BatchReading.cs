using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Stores.Writing;
using Npgsql;

namespace MedAid.Stores.Postgres;

/// <summary>
/// Begins the transaction of a batch and reads what it starts from, in one round trip; a batch with reversals or repeated requests needs
/// one more for their documents.
/// </summary>
/// <remarks>
/// The order of locks, the same in every gateway, so that they can wait for each other but never in a circle: rows of counter_owner by
/// person and scheme, first those that are new, then all; then visits; then, in <see cref="BatchWriting"/>, request ids, what stands of visits,
/// reversals and counters, each sorted. What is read after the locks is a new snapshot, and stays true until the commit.
/// </remarks>
internal sealed class BatchReading(NpgsqlConnection connection)
{
    private const string BeginSql = "BEGIN ISOLATION LEVEL READ COMMITTED";

    // Everything is looked up key by key in a subquery that cannot be pulled up (OFFSET 0, FOR UPDATE). A join would read the whole index, with a
    // plan that was made while PostgreSQL believed the table to be small and is kept.
    private const string OwnersSql =
        """
        INSERT INTO counter_owner (person_key, scheme)
        SELECT w.person_key, w.scheme FROM unnest($1, $2) AS w (person_key, scheme)
        WHERE NOT EXISTS (SELECT 1 FROM counter_owner o WHERE o.person_key = w.person_key AND o.scheme = w.scheme OFFSET 0)
        ORDER BY w.person_key COLLATE "C", w.scheme COLLATE "C"
        ON CONFLICT (person_key, scheme) DO NOTHING
        """;

    private const string LockSql =
        """
        SELECT 1 FROM (
            SELECT * FROM unnest($1, $2) AS u (person_key, scheme) ORDER BY u.person_key COLLATE "C", u.scheme COLLATE "C") w, LATERAL (
            SELECT 1 FROM counter_owner o WHERE o.person_key = w.person_key AND o.scheme = w.scheme FOR UPDATE) o
        """;

    private const string RequestsSql =
        """
        SELECT request_id, content_hash, refusal, refusal_subject, settlement_id, settled_at FROM request
        WHERE request_id = ANY ($1)
        """;

    private const string CountersSql =
        """
        SELECT c.person_key, c.scheme, c.counter, c.used_fen FROM unnest($1, $2, $3) AS w (person_key, scheme, counter), LATERAL (
            SELECT * FROM counter k WHERE k.person_key = w.person_key AND k.scheme = w.scheme AND k.counter = w.counter OFFSET 0) c
        """;

    private const string StandingSql =
        """
        SELECT v.hospital_code, v.visit_id, v.batch, v.settlement_id, coalesce(v.person_key, '')
        FROM unnest($1, $2) AS w (hospital_code, visit_id), LATERAL (
            SELECT * FROM standing_visit s WHERE s.hospital_code = w.hospital_code AND s.visit_id = w.visit_id OFFSET 0) v
        """;

    // The hospital as an expression, so that only the index by person is fit: by that of visits it would be all visits of the hospital.
    private const string PartsSql =
        """
        SELECT v.person_key, v.scheme, v.hospital_code, v.stay, v.stay_part, v.settlement_id
        FROM unnest($1, $2, $3, $4) AS w (person_key, scheme, hospital_code, stay), LATERAL (
            SELECT * FROM standing_visit s
            WHERE s.person_key = w.person_key AND s.scheme = w.scheme AND s.hospital_code || '' = w.hospital_code AND s.stay = w.stay OFFSET 0) v
        """;

    private const string ReversalsSql = "SELECT settlement_id, reversal_settlement_id FROM reversal WHERE settlement_id = ANY ($1)";

    private const string OriginalsSql =
        """
        SELECT d.document FROM unnest($1) AS w (settlement_id), LATERAL (
            SELECT * FROM request q WHERE q.settlement_id = w.settlement_id OFFSET 0) r, LATERAL (
            SELECT s.document FROM settlement s WHERE s.settled_at = r.settled_at AND s.settlement_id = r.settlement_id OFFSET 0) d
        """;

    private readonly BatchState state = new();
    private readonly HashSet<(PersonKey PersonKey, string Scheme)> owners = [];
    private readonly HashSet<CounterKey> counters = [];
    private readonly HashSet<StayKey> stays = [];
    private VisitSearch[] searches = [];

    /// <summary>The state under the locks; the transaction stays open.</summary>
    public async Task<BatchState> ReadAsync(IReadOnlyList<LedgerWork> works)
    {
        SettlementId[] originals = [.. works.Where(w => w.Reversal is not null).Select(w => w.Reversal!.SettlementId).Distinct()];
        if (originals.Length > 0)
        {
            await ReadOriginalsAsync(originals);
        }

        searches = [.. works.Select(w => w.Settlement?.Search).OfType<VisitSearch>().Distinct()];
        foreach (var posting in works.Where(w => w.Settlement is { PersonKey.IsEmpty: false }).Select(w => w.Settlement!))
        {
            Touch(posting.PersonKey, posting.Scheme, posting.CounterKeys);
        }

        await using var batch = Batch(works, originals);
        var repeated = await ReadAsync(batch, originals.Length > 0);
        if (repeated.Count > 0)
        {
            await ReadDocumentsAsync(repeated);
        }

        return state;
    }

    private NpgsqlBatch Batch(IReadOnlyList<LedgerWork> works, SettlementId[] originals)
    {
        var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(BeginSql));
        if (owners.Count > 0)
        {
            string[] persons = [.. owners.Select(o => o.PersonKey.Text)];
            string[] schemes = [.. owners.Select(o => o.Scheme)];
            Add(batch, OwnersSql, PostgresRows.Texts(persons), PostgresRows.Texts(schemes));
            Add(batch, LockSql, PostgresRows.Texts(persons), PostgresRows.Texts(schemes));
        }

        Add(batch, RequestsSql, PostgresRows.Texts([.. works.Select(w => w.RequestId).Distinct()]));
        Add(
            batch, CountersSql,
            PostgresRows.Texts([.. counters.Select(c => c.PersonKey.Text)]),
            PostgresRows.Texts([.. counters.Select(c => c.Scheme)]),
            PostgresRows.Texts([.. counters.Select(c => c.Counter)]));
        VisitKey[] visits = [.. works.Where(w => w.Settlement is not null).Select(w => w.Settlement!.Visit.Whole).Distinct()];
        foreach (var sql in (string[])[PostgresStandingVisits.LockVisitsSql, StandingSql])
        {
            Add(
                batch, sql,
                PostgresRows.Texts(Array.ConvertAll(visits, v => v.HospitalCode.Text)), PostgresRows.Texts(Array.ConvertAll(visits, v => v.VisitId)));
        }

        if (originals.Length > 0)
        {
            Add(batch, ReversalsSql, PostgresRows.Texts(Array.ConvertAll(originals, id => id.Text)));
        }

        AddParts(batch);
        foreach (var command in PostgresVisits.Commands(searches))
        {
            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    private void AddParts(NpgsqlBatch batch)
    {
        if (stays.Count > 0)
        {
            Add(
                batch, PartsSql, PostgresRows.Texts([.. stays.Select(s => s.PersonKey.Text)]), PostgresRows.Texts([.. stays.Select(s => s.Scheme)]),
                PostgresRows.Texts([.. stays.Select(s => s.HospitalCode.Text)]), PostgresRows.Texts([.. stays.Select(s => s.Stay)]));
        }
    }

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    /// <summary>Reads the answers in the order of <see cref="Batch"/>; returns the settlements whose requests come again.</summary>
    private async Task<List<SettlementId>> ReadAsync(NpgsqlBatch batch, bool withReversals)
    {
        await using var row = await batch.ExecuteReaderAsync();
        if (owners.Count > 0)
        {
            await row.NextResultAsync();
        }

        var repeated = new List<SettlementId>();
        while (await row.ReadAsync())
        {
            state.Requests.Add(
                row.GetString(0), new KnownRequest(row.GetFieldValue<byte[]>(1), null, PostgresRows.Refusal(row, 2)));
            if (!row.IsDBNull(4))
            {
                repeated.Add(new SettlementId(row.GetString(4)));
            }
        }

        await row.NextResultAsync();
        while (await row.ReadAsync())
        {
            state.Counters[new CounterKey(new PersonKey(row.GetString(0)), row.GetString(1), row.GetString(2))] = row.GetInt64(3);
        }

        // The locks of the visits.
        await row.NextResultAsync();
        await row.NextResultAsync();
        while (await row.ReadAsync())
        {
            state.Standing.Add(new VisitKey(new HospitalCode(row.GetString(0)), row.GetString(1), row.GetString(2)),
                new SettlementId(row.GetString(3)),
                new PersonKey(row.GetString(4)));
        }

        if (withReversals)
        {
            await row.NextResultAsync();
            await ReadReversalsAsync(row);
        }

        if (stays.Count > 0)
        {
            await row.NextResultAsync();
            await ReadPartsAsync(row);
        }

        // One result or two.
        while (await row.NextResultAsync())
        {
            await PostgresVisits.ReadAsync(row, state.Visits.Add, CancellationToken.None);
        }

        return repeated;
    }

    private async Task ReadPartsAsync(NpgsqlDataReader row)
    {
        while (await row.ReadAsync())
        {
            var stay = new StayKey(new PersonKey(row.GetString(0)), row.GetString(1), new HospitalCode(row.GetString(2)), row.GetString(3));
            state.Parts.TryAdd(stay, []);
            state.Parts[stay][row.GetInt32(4)] = new SettlementId(row.GetString(5));
        }
    }

    private async Task ReadReversalsAsync(NpgsqlDataReader row)
    {
        while (await row.ReadAsync())
        {
            if (state.Settlements.TryGetValue(new SettlementId(row.GetString(0)), out var original))
            {
                state.Settlements[new SettlementId(row.GetString(0))] = original with { ReversedBySettlementId = new SettlementId(row.GetString(1)) };
            }
        }
    }

    /// <summary>Before the locks, since it tells whom to lock for. A settlement never changes, so what is read stays true.</summary>
    private async Task ReadOriginalsAsync(SettlementId[] settlementIds)
    {
        foreach (var document in await DocumentsAsync(settlementIds))
        {
            state.Settlements.Add(document.SettlementId, new StoredSettlement(document, null));
            stays.UnionWith(StayKey.Of(document) is { } stay ? [stay] : []);
            Touch(document.PersonKey, document.Breakdown.Policy.Scheme, document.Breakdown.Counters.Select(c => c.Counter));
        }
    }

    /// <summary>
    /// Has the person locked, and whoever else owns a counter of the visit: the hospital only where a budget of its is at stake. All are
    /// rows of one table and are locked in its order, so gateways that share a hospital wait for each other and never in a circle.
    /// </summary>
    private void Touch(PersonKey personKey, string scheme, IEnumerable<string> counterKeys)
    {
        owners.Add((personKey, scheme));
        foreach (var counter in counterKeys)
        {
            var key = CounterKey.Of(personKey, scheme, counter);
            counters.Add(key);

            // Nearly every counter is of this person and scheme; the same strings tell so without a look into the set.
            if (key.PersonKey != personKey || !ReferenceEquals(key.Scheme, scheme))
            {
                owners.Add((key.PersonKey, key.Scheme));
            }
        }
    }

    private async Task ReadDocumentsAsync(List<SettlementId> settlementIds)
    {
        foreach (var document in await DocumentsAsync([.. settlementIds]))
        {
            state.Requests[document.RequestId] = state.Requests[document.RequestId] with { Document = document };
        }
    }

    private async Task<List<SettlementDocument>> DocumentsAsync(SettlementId[] settlementIds)
    {
        await using var query = new NpgsqlCommand(OriginalsSql, connection)
        {
            Parameters = { PostgresRows.Texts(Array.ConvertAll(settlementIds, id => id.Text)) },
        };
        await using var row = await query.ExecuteReaderAsync();
        var documents = new List<SettlementDocument>();
        while (await row.ReadAsync())
        {
            documents.Add(SettlementCodec.Decode(row.GetFieldValue<byte[]>(0)));
        }

        return documents;
    }
}
