using System.Data;
using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Stores.Proof;
using Npgsql;

namespace MedAid.Stores.Postgres;

/// <summary>Proves the books of the PostgreSQL ledger: what is stored twice agrees, what must sum to zero does. One snapshot; locks nobody.</summary>
internal static class PostgresProof
{
    internal const string RowsSql =
        """
        SELECT s.settlement_id, s.request_id, s.kind, s.reverses_settlement_id, s.hospital_code, s.visit_id, s.person_key, s.scheme,
               s.county_code, s.service_date, s.settled_at, s.gross_fen, s.waived_fen, s.hospital_borne_fen, s.patient_fen,
               s.entry_accounts, s.entry_counties, s.entry_funds, s.entry_fen,
               s.line_layers, s.line_funds, s.line_rules, s.line_paid_fen, s.line_advanced, s.change_counters, s.change_fen,
               s.document, o.document
        FROM settlement s
        LEFT JOIN request r ON r.settlement_id = s.reverses_settlement_id
        LEFT JOIN settlement o ON o.settled_at = r.settled_at AND o.settlement_id = r.settlement_id
        """;

    private const string UnbalancedSql = "SELECT settlement_id FROM settlement WHERE NOT journal_balances(entry_fen)";

    private const string RequestSql =
        """
        SELECT coalesce(r.settlement_id, s.settlement_id)
        FROM (SELECT * FROM request WHERE settlement_id IS NOT NULL) r
        FULL OUTER JOIN settlement s
            ON s.settlement_id = r.settlement_id AND s.request_id = r.request_id AND s.settled_at = r.settled_at
        WHERE r.settlement_id IS NULL OR s.settlement_id IS NULL
        """;

    private const string ReversalSql =
        """
        SELECT coalesce(v.reversal_settlement_id, s.settlement_id)
        FROM reversal v
        FULL OUTER JOIN (SELECT * FROM settlement WHERE kind = 2) s
            ON s.settlement_id = v.reversal_settlement_id AND s.reverses_settlement_id = v.settlement_id
        WHERE v.settlement_id IS NULL OR s.settlement_id IS NULL
        """;

    private const string OutboxSql =
        """
        SELECT coalesce(s.settlement_id, o.settlement_id)
        FROM settlement s
        FULL OUTER JOIN outbox o ON o.settlement_id = s.settlement_id AND o.settled_at = s.settled_at AND o.kind = s.kind
        WHERE s.settlement_id IS NULL OR o.settlement_id IS NULL
        """;

    private const string CounterSql =
        """
        SELECT coalesce(c.person_key, p.person_key), coalesce(c.scheme, p.scheme), coalesce(c.counter, p.counter),
               coalesce(c.used_fen, 0), coalesce(p.used_fen, 0)
        FROM counter c FULL OUTER JOIN (
            SELECT person_key, scheme, counter COLLATE "C" AS counter, sum(added_fen)::bigint AS used_fen
            FROM counter_change GROUP BY 1, 2, 3) p
        ON p.person_key = c.person_key AND p.scheme = c.scheme AND p.counter = c.counter
        WHERE coalesce(c.used_fen, 0) <> coalesce(p.used_fen, 0)
        """;

    private const string CountSql =
        """
        SELECT count(*), coalesce(sum(cardinality(entry_fen)), 0)::bigint, (SELECT count(*) FROM counter) FROM settlement
        """;

    public static async Task<LedgerProof> OfAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await using (var patient = Query(connection, "SET LOCAL statement_timeout = 0; SET TRANSACTION READ ONLY"))
        {
            await patient.ExecuteNonQueryAsync(cancellationToken);
        }

        var differences = new List<string>();
        Task CollectAsync(string sql, Func<NpgsqlDataReader, IEnumerable<string>> text) =>
            AddAsync(connection, sql, differences, text, cancellationToken);

        await CollectAsync(UnbalancedSql, row => [$"结算 {row.GetString(0)}：分录借贷不平"]);
        await CollectAsync(RequestSql, row => [$"结算 {row.GetString(0)}：请求记录与结算不对应"]);
        await CollectAsync(ReversalSql, row => [$"撤销 {row.GetString(0)}：撤销登记与结算不对应"]);
        await CollectAsync(OutboxSql, row => [$"结算 {row.GetString(0)}：缺少待发记录"]);
        await CollectAsync(CounterSql, row =>
        [
            $"累计 {row.GetString(0)} {row.GetString(1)} {row.GetString(2)}："
            + $"记为 {ExactNumber.Yuan(row.GetInt64(3))}，按结算重算为 {ExactNumber.Yuan(row.GetInt64(4))}",
        ]);
        await CollectAsync(RowsSql, Compare);
        await using var count = Query(connection, CountSql);
        await using var counts = await count.ExecuteReaderAsync(cancellationToken);
        await counts.ReadAsync(cancellationToken);
        return new LedgerProof(
            counts.GetInt64(0), counts.GetInt64(1), counts.GetInt64(2), [.. differences.Take(Limits.DifferencesMax)]);
    }

    private static IEnumerable<string> Compare(NpgsqlDataReader row) => DocumentProof.Differences(
        PostgresRows.Columns(row),
        SettlementCodec.Decode(row.GetFieldValue<byte[]>(26)),
        row.IsDBNull(27) ? null : SettlementCodec.Decode(row.GetFieldValue<byte[]>(27)));

    private static async Task AddAsync(
        NpgsqlConnection connection, string sql, List<string> differences,
        Func<NpgsqlDataReader, IEnumerable<string>> text, CancellationToken cancellationToken)
    {
        await using var query = Query(connection, sql);
        await using var row = await query.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            differences.AddRange(text(row));
        }
    }

    private static NpgsqlCommand Query(NpgsqlConnection connection, string sql) => new(sql, connection) { CommandTimeout = 0 };
}
