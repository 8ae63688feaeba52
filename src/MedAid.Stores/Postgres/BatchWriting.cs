using MedAid.Settlement.Ledger;
using MedAid.Stores.Writing;
using Npgsql;
using static MedAid.Stores.Postgres.PostgresRows;

namespace MedAid.Stores.Postgres;

/// <summary>
/// Writes the plan of a batch and commits it, in one round trip whatever the number of postings: every table gets one statement over
/// arrays. The arrays inside a settlement's row travel end to end, each row with the bounds of its slice.
/// </summary>
internal static class BatchWriting
{
    private const string RequestsSql =
        """
        INSERT INTO request (request_id, content_hash, settlement_id, settled_at, refusal, refusal_subject)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6) AS w (request_id, content_hash, settlement_id, settled_at, refusal, subject)
        ORDER BY w.request_id COLLATE "C"
        """;

    private const string SettlementsSql =
        """
        WITH written AS (
            INSERT INTO settlement (
                settled_at, settlement_id, person_key, request_id, kind, reverses_settlement_id, hospital_code, visit_id, scheme,
                county_code, service_date, gross_fen, waived_fen, hospital_borne_fen, patient_fen, document,
                entry_accounts, entry_counties, entry_funds, entry_fen,
                line_layers, line_funds, line_rules, line_paid_fen, line_advanced, change_counters, change_fen)
            SELECT
                w.settled_at, w.settlement_id, w.person_key, w.request_id, w.kind, w.reverses, w.hospital_code, w.visit_id, w.scheme,
                w.county_code, w.service_date, w.gross_fen, w.waived_fen, w.hospital_borne_fen, w.patient_fen, w.document,
                $20[w.entry_from:w.entry_to], $21[w.entry_from:w.entry_to], $22[w.entry_from:w.entry_to], $23[w.entry_from:w.entry_to],
                $24[w.line_from:w.line_to], $25[w.line_from:w.line_to], $26[w.line_from:w.line_to], $27[w.line_from:w.line_to],
                $28[w.line_from:w.line_to], $29[w.change_from:w.change_to], $30[w.change_from:w.change_to]
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $31, $32, $33) AS w (
                settled_at, settlement_id, person_key, request_id, kind, reverses, hospital_code, visit_id, scheme,
                county_code, service_date, gross_fen, waived_fen, hospital_borne_fen, patient_fen, document,
                entry_to, line_to, change_to, entry_from, line_from, change_from)
            RETURNING settled_at, settlement_id, kind)
        INSERT INTO outbox (settled_at, settlement_id, kind) SELECT settled_at, settlement_id, kind FROM written
        """;

    private const string ReversalsSql =
        """
        INSERT INTO reversal (settlement_id, reversal_settlement_id)
        SELECT * FROM unnest($1, $2) AS w (settlement_id, reversal_settlement_id) ORDER BY w.settlement_id COLLATE "C"
        """;

    private const string CountersSql =
        """
        INSERT INTO counter AS c (person_key, scheme, counter, used_fen)
        SELECT * FROM unnest($1, $2, $3, $4) AS w (person_key, scheme, counter, used_fen)
        ORDER BY w.person_key COLLATE "C", w.scheme COLLATE "C", w.counter COLLATE "C"
        ON CONFLICT (person_key, scheme, counter) DO UPDATE SET used_fen = excluded.used_fen
        """;

    /// <summary>The whole write, with its commit at the end: when a statement fails, the server skips what follows.</summary>
    public static NpgsqlBatch Of(NpgsqlConnection connection, BatchPlan plan)
    {
        var batch = new NpgsqlBatch(connection);
        Add(batch, RequestsSql, Requests(plan));
        if (plan.Records.Count > 0)
        {
            Add(batch, SettlementsSql, Settlements([.. plan.Records.Select(r => r.Record)]));
        }

        SettlementDocument[] reversals =
            [.. plan.Records.Select(r => r.Record.Document).Where(d => d.ReversesSettlementId is not null)];
        if (reversals.Length > 0)
        {
            Add(
                batch, ReversalsSql,
                [Texts([.. reversals.Select(d => d.ReversesSettlementId)]), Texts([.. reversals.Select(d => d.SettlementId)])]);
        }

        if (plan.ChangedCounters.Count > 0)
        {
            Add(batch, CountersSql, Counters(plan.ChangedCounters));
        }

        // A time-out must not cut the wait for a standby short: the server would then acknowledge what the standby has not.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SET LOCAL statement_timeout = 0"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        return batch;
    }

    private static void Add(NpgsqlBatch batch, string sql, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        Array.ForEach(parameters, p => command.Parameters.Add(p));
        batch.BatchCommands.Add(command);
    }

    private static NpgsqlParameter[] Requests(BatchPlan plan)
    {
        var (records, refusals) = (plan.Records, plan.Refusals);
        return
        [
            Texts([.. records.Select(r => r.Record.Document.RequestId), .. refusals.Select(r => r.RequestId)]),
            Bytes([.. records.Select(r => r.ContentHash), .. refusals.Select(r => r.ContentHash)]),
            Texts([.. records.Select(r => r.Record.Document.SettlementId), .. refusals.Select(_ => (string?)null)]),
            Instants([.. records.Select(r => (DateTime?)r.Record.Document.SettledTime.UtcDateTime), .. refusals.Select(_ => (DateTime?)null)]),
            Shorts([.. records.Select(_ => (short?)null), .. refusals.Select(r => (short?)r.Refusal.Reason)]),
            Texts([.. records.Select(_ => (string?)null), .. refusals.Select(r => r.Refusal.Subject)]),
        ];
    }

    private static NpgsqlParameter[] Settlements(SettlementRecord[] records)
    {
        var documents = Array.ConvertAll(records, r => r.Document);
        JournalEntry[] entries = [.. documents.SelectMany(d => d.Entries)];
        LineDocument[] lines = [.. documents.SelectMany(d => d.Breakdown.Lines)];
        CounterChange[] changes = [.. records.SelectMany(r => r.Changes)];
        return
        [
            Instants(Array.ConvertAll(documents, d => (DateTime?)d.SettledTime.UtcDateTime)),
            Texts(Array.ConvertAll(documents, d => d.SettlementId)),
            Texts(Array.ConvertAll(documents, d => d.PersonKey)),
            Texts(Array.ConvertAll(documents, d => d.RequestId)),
            Shorts(Array.ConvertAll(documents, d => (short?)d.Kind)),
            Texts(Array.ConvertAll(documents, d => d.ReversesSettlementId)),
            Texts(Array.ConvertAll(documents, d => d.HospitalCode)),
            Texts(Array.ConvertAll(documents, d => d.VisitId)),
            Texts(Array.ConvertAll(records, r => r.Scheme)),
            Texts(Array.ConvertAll(documents, d => d.CountyCode)),
            Days(Array.ConvertAll(documents, d => d.ServiceDate)),
            Longs(Array.ConvertAll(documents, d => d.Breakdown.GrossFen)),
            Longs(Array.ConvertAll(documents, d => d.Breakdown.WaivedFen)),
            Longs(Array.ConvertAll(documents, d => d.Breakdown.HospitalBorneFen)),
            Longs(Array.ConvertAll(documents, d => d.Breakdown.PatientFen)),
            Bytes(Encoded(documents)),
            Ints(Ends(documents, d => d.Entries.Count)),
            Ints(Ends(documents, d => d.Breakdown.Lines.Count)),
            Ints(Ends(records, r => r.Changes.Count)),
            Texts(Array.ConvertAll(entries, e => e.Account)),
            Texts(Array.ConvertAll(entries, e => e.CountyCode)),
            Texts(Array.ConvertAll(entries, e => e.Fund)),
            Longs(Array.ConvertAll(entries, e => e.AmountFen)),
            Texts(Array.ConvertAll(lines, l => l.Layer)),
            Texts(Array.ConvertAll(lines, l => l.Fund)),
            Texts(Array.ConvertAll(lines, l => l.Rule)),
            Longs(Array.ConvertAll(lines, l => l.PaidFen)),
            Flags(Array.ConvertAll(lines, l => l.Advanced)),
            Texts(Array.ConvertAll(changes, c => c.Counter)),
            Longs(Array.ConvertAll(changes, c => c.AddedFen)),
            Ints(Starts(documents, d => d.Entries.Count)),
            Ints(Starts(documents, d => d.Breakdown.Lines.Count)),
            Ints(Starts(records, r => r.Changes.Count)),
        ];
    }

    /// <summary>The dearest work of a batch, under the locks of its persons: by all processors.</summary>
    private static byte[][] Encoded(SettlementDocument[] documents) =>
        documents.Length < Limits.EncodedTogetherMin
            ? Array.ConvertAll(documents, SettlementCodec.Encode)
            : [.. documents.AsParallel().AsOrdered().Select(SettlementCodec.Encode)];

    private static NpgsqlParameter[] Counters(Dictionary<CounterKey, long> counters) =>
    [
        Texts([.. counters.Keys.Select(k => k.PersonKey)]),
        Texts([.. counters.Keys.Select(k => k.Scheme)]),
        Texts([.. counters.Keys.Select(k => k.Counter)]),
        Longs([.. counters.Values]),
    ];

    /// <summary>Where the slice of each ends.</summary>
    private static int[] Ends<T>(T[] items, Func<T, int> count)
    {
        var end = 0;
        return Array.ConvertAll(items, item => end += count(item));
    }

    /// <summary>Where the slice of each begins.</summary>
    private static int[] Starts<T>(T[] items, Func<T, int> count)
    {
        var end = 0;
        return Array.ConvertAll(items, item => (end += count(item)) - count(item) + 1);
    }
}
