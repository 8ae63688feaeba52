using System.Globalization;
using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Stores.Proof;
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

    private const string LinesSql =
        "SELECT layer, fund, rule, paid_fen, advanced FROM layer_line WHERE settlement_id = $settlement_id ORDER BY line_number";

    private const string ChangesSql = "SELECT counter, added_fen FROM counter_change WHERE settlement_id = $settlement_id";

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

    /// <summary>Every document against what stands in columns, and every reversal against its original.</summary>
    private static void CompareDocuments(SqliteConnection connection, List<string> differences)
    {
        using var all = new Statement(
            connection,
            """
            SELECT s.settlement_id, s.request_id, s.kind, s.reverses_settlement_id, s.hospital_code, s.visit_id, s.person_key,
                   s.scheme, s.county_code, s.service_date, s.settled_us, s.gross_fen, s.waived_fen, s.hospital_borne_fen,
                   s.patient_fen, s.document, o.document
            FROM settlement s LEFT JOIN settlement o ON o.settlement_id = s.reverses_settlement_id
            """);
        using var entries = new Statement(connection, EntriesSql, "$settlement_id");
        using var lines = new Statement(connection, LinesSql, "$settlement_id");
        using var changes = new Statement(connection, ChangesSql, "$settlement_id");
        using var row = all.Query();
        while (row.Read())
        {
            var id = row.GetString(0);
            var columns = Columns(row) with
            {
                Entries = All(entries, id, r => new JournalEntry(r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt64(3))),
                Lines = All(lines, id, r => new LineColumns(
                    r.GetString(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetString(2), r.GetInt64(3), r.GetBoolean(4))),
                Changes = All(changes, id, r => new CounterChange(r.GetString(0), r.GetInt64(1))),
            };
            differences.AddRange(DocumentProof.Differences(
                columns,
                SettlementCodec.Decode(row.GetFieldValue<byte[]>(15)),
                row.IsDBNull(16) ? null : SettlementCodec.Decode(row.GetFieldValue<byte[]>(16))));
        }
    }

    private static SettlementColumns Columns(SqliteDataReader row) => new()
    {
        SettlementId = row.GetString(0),
        RequestId = row.GetString(1),
        Kind = (SettlementKind)row.GetInt32(2),
        ReversesSettlementId = row.IsDBNull(3) ? null : row.GetString(3),
        HospitalCode = row.GetString(4),
        VisitId = row.GetString(5),
        PersonKey = row.GetString(6),
        Scheme = row.GetString(7),
        CountyCode = row.GetString(8),
        ServiceDate = DateOnly.ParseExact(row.GetString(9), "yyyy-MM-dd", CultureInfo.InvariantCulture),
        SettledTime = EmbeddedRows.Instant(row.GetInt64(10)),
        GrossFen = row.GetInt64(11),
        WaivedFen = row.GetInt64(12),
        HospitalBorneFen = row.GetInt64(13),
        PatientFen = row.GetInt64(14),
        Entries = [],
        Lines = [],
        Changes = [],
    };

    private static List<T> All<T>(Statement statement, string settlementId, Func<SqliteDataReader, T> read)
    {
        using var row = statement.Query(settlementId);
        var found = new List<T>();
        while (row.Read())
        {
            found.Add(read(row));
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
