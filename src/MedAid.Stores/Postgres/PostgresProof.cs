using System.Data;
using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ledger.Proof;
using MedAid.Stores.Proof;
using Npgsql;

namespace MedAid.Stores.Postgres;

/// <summary>
/// Reads the PostgreSQL ledger for a proof: each row once, in the order of the outbox, in pieces of some milliseconds that lock nobody. Only
/// the end is of one snapshot, for counters change.
/// </summary>
internal static class PostgresProof
{
    private const string RowsSql =
        """
        SELECT o.outbox_number, o.settlement_id, o.kind,
               s.settlement_id, s.request_id, s.kind, s.reverses_settlement_id, s.hospital_code, s.visit_id, s.person_key, s.scheme,
               s.county_code, s.service_date, s.settled_at, s.gross_fen, s.waived_fen, s.hospital_borne_fen, s.patient_fen,
               s.entry_accounts, s.entry_counties, s.entry_funds, s.entry_fen,
               s.line_layers, s.line_funds, s.line_rules, s.line_paid_fen, s.line_advanced, s.change_counters, s.change_fen,
               s.document, u.document, r.settlement_id, r.content_hash, r.settled_at, v.reversal_settlement_id,
               s.batch, s.stay, s.stay_part, s.admission_day, s.dialyses, s.supplies
        FROM (
            SELECT * FROM outbox WHERE outbox_number > $1 AND outbox_number <= $2 ORDER BY outbox_number LIMIT $3) o
        LEFT JOIN settlement s ON s.settled_at = o.settled_at AND s.settlement_id = o.settlement_id
        LEFT JOIN request r ON r.request_id = s.request_id
        LEFT JOIN reversal v ON v.settlement_id = s.reverses_settlement_id
        LEFT JOIN request q ON q.settlement_id = s.reverses_settlement_id
        LEFT JOIN settlement u ON u.settled_at = q.settled_at AND u.settlement_id = q.settlement_id
        ORDER BY o.outbox_number
        """;

    // A piece is some hundred look-ups by key: a plan that reads whole tables instead would be worth it for none.
    private const string ByKeySql =
        "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off";

    private const string AnyPlanSql =
        "SET LOCAL enable_seqscan = on; SET LOCAL enable_bitmapscan = on; SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on";

    private const string PatientSql = "SET LOCAL statement_timeout = 0; SET TRANSACTION READ ONLY";

    private const string CountersSql = "SELECT person_key, scheme, counter, used_fen FROM counter";

    private const string TotalsSql =
        """
        SELECT (SELECT count(*) FROM settlement), (SELECT count(*) FROM request WHERE settlement_id IS NOT NULL),
               (SELECT count(*) FROM reversal), (SELECT coalesce(sum(messages), 0)::bigint FROM outbox_count),
               (SELECT count(*) FROM standing_visit)
        """;

    private const string StraySettlementsSql =
        """
        SELECT s.settlement_id FROM settlement s
        WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.settlement_id = s.settlement_id AND o.settled_at = s.settled_at)
        """;

    private const string StrayRequestsSql =
        """
        SELECT r.settlement_id FROM request r
        WHERE r.settlement_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM settlement s
            WHERE s.settlement_id = r.settlement_id AND s.settled_at = r.settled_at AND s.request_id = r.request_id)
        """;

    private const string StrayReversalsSql =
        """
        SELECT v.reversal_settlement_id FROM reversal v
        WHERE NOT EXISTS (
            SELECT 1 FROM settlement s
            WHERE s.kind = 2 AND s.settlement_id = v.reversal_settlement_id AND s.reverses_settlement_id = v.settlement_id)
        """;

    private const string IsReversed = "EXISTS (SELECT 1 FROM reversal r WHERE r.settlement_id = s.settlement_id)";

    private const string StrayCountersSql =
        """
        SELECT coalesce(c.person_key, p.person_key), coalesce(c.scheme, p.scheme), coalesce(c.counter, p.counter),
               coalesce(c.used_fen, 0), coalesce(p.used_fen, 0)
        FROM counter c FULL OUTER JOIN (
            SELECT person_key, scheme, counter COLLATE "C" AS counter, sum(added_fen)::bigint AS used_fen
            FROM counter_change GROUP BY 1, 2, 3) p
        ON p.person_key = c.person_key AND p.scheme = c.scheme AND p.counter = c.counter
        WHERE coalesce(c.used_fen, 0) <> coalesce(p.used_fen, 0)
        """;

    /// <summary>A piece. Where the database is damaged it is read row by row, and rows that cannot be read come as such.</summary>
    public static async Task<LedgerPiece> RowsAsync(
        NpgsqlConnection connection, long after, long through, int limit, CancellationToken cancellationToken)
    {
        try
        {
            var piece = new RowPiece(limit, through);
            await ReadPieceAsync(connection, after, through, limit, piece.Add, cancellationToken);
            return piece.Read;
        }
        catch (PostgresException e) when (PostgresErrors.IsDamage(e))
        {
            var rows = new List<LedgerRow>(limit);
            var last = Math.Min(through, after + limit);
            for (var number = after + 1; number <= last; number++)
            {
                await ReadOneAsync(connection, number, rows, cancellationToken);
            }

            return new LedgerPiece(rows, last);
        }
    }

    public static async Task<LedgerTotals> EndAsync(
        NpgsqlConnection connection, long after, Action<LedgerRow> row, Action<CounterRow> counter, CancellationToken cancellationToken)
    {
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await SetAsync(connection, PatientSql, cancellationToken);

        await SetAsync(connection, ByKeySql, cancellationToken);
        await ReadAsync(connection, after, long.MaxValue, int.MaxValue, All(row), cancellationToken);
        await SetAsync(connection, AnyPlanSql, cancellationToken);
        await using (var counters = Patient(connection, CountersSql))
        {
            await using var found = await counters.ExecuteReaderAsync(cancellationToken);
            while (await found.ReadAsync(cancellationToken))
            {
                counter(new CounterRow(new PersonKey(found.GetString(0)), found.GetString(1), found.GetString(2), found.GetInt64(3)));
            }
        }

        await using var totals = Patient(connection, TotalsSql);
        await using var count = await totals.ExecuteReaderAsync(cancellationToken);
        await count.ReadAsync(cancellationToken);
        return new LedgerTotals(count.GetInt64(0), count.GetInt64(1), count.GetInt64(2), count.GetInt64(3), count.GetInt64(4));
    }

    public static async Task<IReadOnlyList<string>> StraysAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await SetAsync(connection, PatientSql, cancellationToken);

        var found = new List<string>();
        await CollectAsync(connection, StraySettlementsSql, found, row => $"结算 {row.GetString(0)}：待发记录缺失或重复", cancellationToken);
        await CollectAsync(connection, StrayRequestsSql, found, row => $"结算 {row.GetString(0)}：请求记录与结算不对应", cancellationToken);
        await CollectAsync(connection, StrayReversalsSql, found, row => $"撤销 {row.GetString(0)}：撤销登记与结算不对应", cancellationToken);
        await CollectAsync(connection, StandingVisitChecks.NotKeptSql(IsReversed), found, StandingVisitChecks.NotKept, cancellationToken);
        await CollectAsync(connection, StandingVisitChecks.NotStandingSql(IsReversed), found, StandingVisitChecks.NotStanding, cancellationToken);
        await CollectAsync(
            connection, StrayCountersSql, found,
            row => $"累计 {row.GetString(0)} {row.GetString(1)} {row.GetString(2)}："
                + $"记为 {ExactNumber.Yuan(row.GetInt64(3))}，按结算重算为 {ExactNumber.Yuan(row.GetInt64(4))}",
            cancellationToken);
        return found;
    }

    private static async Task ReadPieceAsync(
        NpgsqlConnection connection, long after, long through, int limit, Func<LedgerRow, bool> add,
        CancellationToken cancellationToken)
    {
        await using var moment = await connection.BeginTransactionAsync(cancellationToken);
        await SetAsync(connection, ByKeySql, cancellationToken);
        await ReadAsync(connection, after, through, limit, add, cancellationToken);
        await moment.CommitAsync(cancellationToken);
    }

    private static async Task SetAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var set = Patient(connection, sql);
        await set.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task ReadAsync(
        NpgsqlConnection connection, long after, long through, int limit, Func<LedgerRow, bool> add, CancellationToken cancellationToken)
    {
        await using var query = Patient(connection, RowsSql);
        query.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        query.Parameters.Add(new NpgsqlParameter<long> { TypedValue = through });
        query.Parameters.Add(new NpgsqlParameter<long> { TypedValue = limit });
        await using var row = await query.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken) && add(Of(row)))
        {
        }
    }

    private static Func<LedgerRow, bool> All(Action<LedgerRow> add) => row =>
    {
        add(row);
        return true;
    };

    private static async Task ReadOneAsync(
        NpgsqlConnection connection, long number, List<LedgerRow> rows, CancellationToken cancellationToken)
    {
        try
        {
            await ReadPieceAsync(connection, number - 1, number, 1, All(rows.Add), cancellationToken);
        }
        catch (PostgresException e) when (PostgresErrors.IsDamage(e))
        {
            rows.Add(new LedgerRow { OutboxNumber = number, SettlementId = default, Damage = Damage.OfPages });
        }
    }

    private static LedgerRow Of(NpgsqlDataReader row)
    {
        var found = new LedgerRow { OutboxNumber = row.GetInt64(0), SettlementId = new(row.GetString(1)), Kind = (SettlementKind)row.GetInt16(2) };
        if (row.IsDBNull(3))
        {
            return found;
        }

        try
        {
            return found with
            {
                Columns = Columns(row),
                Document = row.GetFieldValue<byte[]>(29),
                Original = row.IsDBNull(30) ? null : row.GetFieldValue<byte[]>(30),
                Request = row.IsDBNull(32)
                    ? null
                    : new RequestColumns(
                        row.IsDBNull(31) ? null : new SettlementId(row.GetString(31)), row.GetFieldValue<byte[]>(32),
                        row.IsDBNull(33) ? null : row.GetFieldValue<DateTimeOffset>(33)),
                NotedReversalId = row.IsDBNull(34) ? null : new SettlementId(row.GetString(34)),
            };
        }
        catch (Exception e) when (Damage.IsOfContent(e))
        {
            return found with { Damage = Damage.OfColumns };
        }
    }

    private static SettlementColumns Columns(NpgsqlDataReader row) => new()
    {
        SettlementId = new(row.GetString(3)),
        RequestId = row.GetString(4),
        Kind = (SettlementKind)row.GetInt16(5),
        ReversesSettlementId = row.IsDBNull(6) ? null : new SettlementId(row.GetString(6)),
        HospitalCode = new(row.GetString(7)),
        VisitId = row.GetString(8),
        Batch = row.GetString(35),
        Stay = row.IsDBNull(36) ? null : row.GetString(36),
        StayPart = row.IsDBNull(37) ? null : row.GetInt32(37),
        AdmissionDay = row.IsDBNull(38) ? null : row.GetFieldValue<DateOnly>(38),
        Dialyses = row.GetInt32(39),
        Supplies = row.IsDBNull(40) ? null : row.GetString(40),
        PersonKey = new(row.GetString(9)),
        Scheme = row.GetString(10),
        CountyCode = new(row.GetString(11)),
        ServiceDate = row.GetFieldValue<DateOnly>(12),
        SettledTime = row.GetFieldValue<DateTimeOffset>(13),
        GrossFen = row.GetInt64(14),
        WaivedFen = row.GetInt64(15),
        HospitalBorneFen = row.GetInt64(16),
        PatientFen = row.GetInt64(17),
        Entries = PostgresParts.Entries(row, 18),
        Lines = PostgresParts.Lines(row, 22),
        Changes = PostgresParts.Changes(row, 27),
    };

    private static async Task CollectAsync(
        NpgsqlConnection connection, string sql, List<string> found, Func<NpgsqlDataReader, string> text, CancellationToken cancellationToken)
    {
        await using var query = Patient(connection, sql);
        await using var row = await query.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken) && found.Count < Settlement.Limits.DifferencesMax)
        {
            found.Add(text(row));
        }
    }

    private static NpgsqlCommand Patient(NpgsqlConnection connection, string sql) => new(sql, connection) { CommandTimeout = 0 };
}
