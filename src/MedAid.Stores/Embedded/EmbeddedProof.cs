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
        SELECT settlement_id FROM settlement
        WHERE (SELECT coalesce(sum(value ->> 3), 0) FROM json_each(entries)) <> 0
        """;

    // Both sides are counted together and grouped once: an outer join would walk one of them for every row of the other.
    private const string CounterSql =
        """
        SELECT person_key, scheme, counter, sum(stands), sum(follows) FROM (
            SELECT person_key, scheme, counter, used_fen AS stands, 0 AS follows FROM counter
            UNION ALL
            SELECT person_key, scheme, counter, 0, added_fen FROM counter_change)
        GROUP BY person_key, scheme, counter HAVING sum(stands) <> sum(follows)
        """;

    private const string RequestSql =
        """
        SELECT settlement_id FROM (
            SELECT settlement_id, request_id, 1 AS side FROM request WHERE settlement_id IS NOT NULL
            UNION ALL
            SELECT settlement_id, request_id, -1 FROM settlement)
        GROUP BY settlement_id, request_id HAVING sum(side) <> 0
        """;

    private const string OutboxSql =
        """
        SELECT settlement_id FROM (
            SELECT settlement_id, 1 AS side FROM outbox
            UNION ALL
            SELECT settlement_id, -1 FROM settlement)
        GROUP BY settlement_id HAVING sum(side) <> 0
        """;

    public static LedgerProof Of(SqliteConnection connection)
    {
        using var moment = connection.BeginTransaction(deferred: true);
        var differences = new List<string>();
        Collect(connection, UnbalancedSql, differences, row => $"结算 {row.GetString(0)}：分录借贷不平");
        Collect(connection, RequestSql, differences, row => $"结算 {row.GetString(0)}：请求记录与结算不对应");
        Collect(connection, OutboxSql, differences, row => $"结算 {row.GetString(0)}：待发记录缺失或重复");
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
                   s.patient_fen, s.document, o.document, s.entries, s.lines, s.changes
            FROM settlement s LEFT JOIN settlement o ON o.settlement_id = s.reverses_settlement_id
            """);
        using var row = all.Query();
        while (row.Read())
        {
            differences.AddRange(DocumentProof.Differences(
                Columns(row),
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
        Entries = PackedRows.Entries(row.GetString(17)),
        Lines = PackedRows.Lines(row.GetString(18)),
        Changes = PackedRows.Changes(row.GetString(19)),
    };

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
