using MedAid.Settlement.Ledger;
using MedAid.Stores.Writing;
using Npgsql;
using static MedAid.Stores.Postgres.PostgresRows;

namespace MedAid.Stores.Postgres;

/// <summary>
/// Writes the plan of a batch and commits it, in one round trip whatever the number of postings: every table gets one statement over
/// arrays. An array inside a settlement's row travels as its text: cutting it out of one long array would cost the server a walk from
/// the beginning for every row.
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
                line_layers, line_funds, line_rules, line_paid_fen, line_advanced, change_counters, change_fen, batch, stay, stay_part,
                admission_day, dialyses, supplies)
            SELECT
                w.settled_at, w.settlement_id, w.person_key, w.request_id, w.kind, w.reverses, w.hospital_code, w.visit_id, w.scheme,
                w.county_code, w.service_date, w.gross_fen, w.waived_fen, w.hospital_borne_fen, w.patient_fen, w.document,
                w.entry_accounts::text[], w.entry_counties::text[], w.entry_funds::text[], w.entry_fen::bigint[],
                w.line_layers::text[], w.line_funds::text[], w.line_rules::text[], w.line_paid_fen::bigint[],
                w.line_advanced::boolean[], w.change_counters::text[], w.change_fen::bigint[], w.batch, w.stay, w.stay_part,
                w.admission_day, w.dialyses, w.supplies
            FROM unnest(
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
                $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33) AS w (
                settled_at, settlement_id, person_key, request_id, kind, reverses, hospital_code, visit_id, scheme,
                county_code, service_date, gross_fen, waived_fen, hospital_borne_fen, patient_fen, document,
                entry_accounts, entry_counties, entry_funds, entry_fen,
                line_layers, line_funds, line_rules, line_paid_fen, line_advanced, change_counters, change_fen, batch, stay, stay_part,
                admission_day, dialyses, supplies)
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
                [Texts([.. reversals.Select(d => d.ReversesSettlementId?.Text)]), Texts([.. reversals.Select(d => d.SettlementId.Text)])]);
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
            Texts([.. records.Select(r => r.Record.Document.SettlementId.Text), .. refusals.Select(_ => (string?)null)]),
            Instants([.. records.Select(r => (DateTime?)r.Record.Document.SettledTime.UtcDateTime), .. refusals.Select(_ => (DateTime?)null)]),
            Shorts([.. records.Select(_ => (short?)null), .. refusals.Select(r => (short?)r.Refusal.Reason)]),
            Texts([.. records.Select(_ => (string?)null), .. refusals.Select(r => r.Refusal.Subject)]),
        ];
    }

    private static NpgsqlParameter[] Settlements(SettlementRecord[] records)
    {
        var documents = Array.ConvertAll(records, r => r.Document);
        return
        [
            Instants(Array.ConvertAll(documents, d => (DateTime?)d.SettledTime.UtcDateTime)),
            Texts(Array.ConvertAll(documents, d => d.SettlementId.Text)),
            Texts(Array.ConvertAll(documents, d => d.PersonKey.Text)),
            Texts(Array.ConvertAll(documents, d => d.RequestId)),
            Shorts(Array.ConvertAll(documents, d => (short?)d.Kind)),
            Texts(Array.ConvertAll(documents, d => d.ReversesSettlementId?.Text)),
            Texts(Array.ConvertAll(documents, d => d.HospitalCode.Text)),
            Texts(Array.ConvertAll(documents, d => d.VisitId)),
            Texts(Array.ConvertAll(records, r => r.Scheme)),
            Texts(Array.ConvertAll(documents, d => d.CountyCode.Text)),
            Days(Array.ConvertAll(documents, d => d.ServiceDate)),
            Longs(Array.ConvertAll(documents, d => d.Breakdown.GrossFen)),
            Longs(Array.ConvertAll(documents, d => d.Breakdown.WaivedFen)),
            Longs(Array.ConvertAll(documents, d => d.Breakdown.HospitalBorneFen)),
            Longs(Array.ConvertAll(documents, d => d.Breakdown.PatientFen)),
            Bytes(Array.ConvertAll(documents, SettlementCodec.Encode)),
            Texts(Array.ConvertAll(documents, d => ArrayText.Of(d.Entries, e => e.Account.Text))),
            Texts(Array.ConvertAll(documents, d => ArrayText.Of(d.Entries, e => e.CountyCode.Text))),
            Texts(Array.ConvertAll(documents, d => ArrayText.Of(d.Entries, e => e.Fund.Text))),
            Texts(Array.ConvertAll(documents, d => ArrayText.Of(d.Entries, e => e.AmountFen.Value))),
            Texts(Array.ConvertAll(documents, d => ArrayText.Of(d.Breakdown.Lines, l => l.Layer))),
            Texts(Array.ConvertAll(documents, d => ArrayText.Of(d.Breakdown.Lines, l => l.Fund.Text))),
            Texts(Array.ConvertAll(documents, d => ArrayText.Of(d.Breakdown.Lines, l => l.Rule))),
            Texts(Array.ConvertAll(documents, d => ArrayText.Of(d.Breakdown.Lines, l => l.PaidFen))),
            Texts(Array.ConvertAll(documents, d => ArrayText.Of(d.Breakdown.Lines, l => l.Advanced ? "t" : "f"))),
            Texts(Array.ConvertAll(records, r => ArrayText.Of(r.Changes, c => c.Counter))),
            Texts(Array.ConvertAll(records, r => ArrayText.Of(r.Changes, c => c.AddedFen))),
            Texts(Array.ConvertAll(documents, d => d.Batch)),
            Texts(Array.ConvertAll(documents, d => d.Stay)),
            Integers(Array.ConvertAll(documents, d => d.StayPart)),
            DaysOrNone(Array.ConvertAll(documents, d => d.AdmissionDay)),
            Integers(Array.ConvertAll(documents, d => (int?)d.Dialyses)),
            Texts(Array.ConvertAll(documents, d => DrugSupply.Text(d.Supplies))),
        ];
    }

    private static NpgsqlParameter[] Counters(Dictionary<CounterKey, long> counters) =>
    [
        Texts([.. counters.Keys.Select(k => k.PersonKey.Text)]),
        Texts([.. counters.Keys.Select(k => k.Scheme)]),
        Texts([.. counters.Keys.Select(k => k.Counter)]),
        Longs([.. counters.Values]),
    ];
}
