using System.Globalization;
using MedAid.Core;
using MedAid.Settlement.Ledger;
using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Embedded;

/// <summary>Proves the books of the embedded ledger: what is stored twice agrees, what must sum to zero does.</summary>
internal static class EmbeddedProof
{
    private const string UnbalancedSql =
        """
        SELECT s.settlement_id FROM settlement s
        WHERE (SELECT coalesce(sum(amount_fen), 0) FROM entry e WHERE e.settlement_id = s.settlement_id) <> 0
        """;

    private const string CounterSql =
        """
        SELECT coalesce(c.person_key, p.person_key), coalesce(c.scheme, p.scheme), coalesce(c.counter, p.counter),
               coalesce(c.used_fen, 0), coalesce(p.used_fen, 0)
        FROM counter c FULL OUTER JOIN (
            SELECT s.person_key, s.scheme, h.counter, sum(h.added_fen) AS used_fen
            FROM counter_change h JOIN settlement s ON s.settlement_id = h.settlement_id
            GROUP BY s.person_key, s.scheme, h.counter) p
        ON p.person_key = c.person_key AND p.scheme = c.scheme AND p.counter = c.counter
        WHERE coalesce(c.used_fen, 0) <> coalesce(p.used_fen, 0)
        """;

    private const string RequestSql =
        """
        SELECT coalesce(r.settlement_id, s.settlement_id)
        FROM (SELECT * FROM request WHERE settlement_id IS NOT NULL) r
        FULL OUTER JOIN settlement s ON s.settlement_id = r.settlement_id AND s.request_id = r.request_id
        WHERE r.settlement_id IS NULL OR s.settlement_id IS NULL
        """;

    private const string OutboxSql =
        """
        SELECT s.settlement_id FROM settlement s
        WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.settlement_id = s.settlement_id)
        """;

    private const string EntriesSql =
        "SELECT account, county_code, fund, amount_fen FROM entry WHERE settlement_id = $settlement_id ORDER BY entry_number";

    public static LedgerProof Of(SqliteConnection connection)
    {
        using var moment = connection.BeginTransaction(deferred: true);
        var differences = new List<string>();
        Collect(connection, UnbalancedSql, differences, row => $"结算 {row.GetString(0)}：分录借贷不平");
        Collect(connection, RequestSql, differences, row => $"结算 {row.GetString(0)}：请求记录与结算不对应");
        Collect(connection, OutboxSql, differences, row => $"结算 {row.GetString(0)}：缺少待发记录");
        Collect(connection, CounterSql, differences, row =>
            $"累计 {row.GetString(0)} {row.GetString(1)} {row.GetString(2)}："
            + $"记为 {ExactNumber.Yuan(row.GetInt64(3))}，按结算重算为 {ExactNumber.Yuan(row.GetInt64(4))}");
        CompareDocuments(connection, differences);
        return new LedgerProof(
            Count(connection, "settlement"), Count(connection, "entry"), Count(connection, "counter"),
            [.. differences.Take(Limits.DifferencesMax)]);
    }

    /// <summary>Every document against its columns and its entry rows, and every reversal against its original.</summary>
    private static void CompareDocuments(SqliteConnection connection, List<string> differences)
    {
        using var all = new Statement(
            connection,
            """
            SELECT s.settlement_id, s.patient_fen, s.gross_fen, s.document, o.document
            FROM settlement s LEFT JOIN settlement o ON o.settlement_id = s.reverses_settlement_id
            """);
        using var entries = new Statement(connection, EntriesSql, "$settlement_id");
        using var row = all.Query();
        while (row.Read())
        {
            var id = row.GetString(0);
            var document = SettlementCodec.Decode(row.GetFieldValue<byte[]>(3));
            if (document.SettlementId != id || document.Breakdown.PatientFen != row.GetInt64(1)
                || document.Breakdown.GrossFen != row.GetInt64(2))
            {
                differences.Add($"结算 {id}：单据与登记栏不一致");
            }

            if (!document.Entries.SequenceEqual(Entries(entries, id)))
            {
                differences.Add($"结算 {id}：单据与分录不一致");
            }

            if (!row.IsDBNull(4) && !Mirrors(document, SettlementCodec.Decode(row.GetFieldValue<byte[]>(4))))
            {
                differences.Add($"撤销 {id}：与原结算不互为相反数");
            }
        }
    }

    private static bool Mirrors(SettlementDocument reversal, SettlementDocument original) =>
        reversal.Entries.SequenceEqual(original.Entries.Select(e => e with { AmountFen = -e.AmountFen }));

    private static List<JournalEntry> Entries(Statement entries, string settlementId)
    {
        using var row = entries.Query(settlementId);
        var found = new List<JournalEntry>();
        while (row.Read())
        {
            found.Add(new JournalEntry(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3)));
        }

        return found;
    }

    private static void Collect(
        SqliteConnection connection, string sql, List<string> differences, Func<SqliteDataReader, string> text)
    {
        using var query = new Statement(connection, sql);
        using var row = query.Query();
        while (row.Read())
        {
            differences.Add(text(row));
        }
    }

    private static long Count(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = table switch
        {
            "settlement" => "SELECT count(*) FROM settlement",
            "entry" => "SELECT count(*) FROM entry",
            _ => "SELECT count(*) FROM counter",
        };
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
