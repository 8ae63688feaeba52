using MedAid.Core;
using MedAid.Settlement;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ledger.Proof;
using MedAid.Stores.Proof;
using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Embedded;

/// <summary>Reads the embedded ledger for a proof: each row once, in the order of the outbox, in pieces that hold nobody up.</summary>
internal static class EmbeddedProof
{
    private const string RowsSql =
        """
        SELECT o.outbox_number, o.settlement_id, o.kind,
               s.settlement_id, s.request_id, s.kind, s.reverses_settlement_id, s.hospital_code, s.visit_id, s.person_key,
               s.scheme, s.county_code, s.service_date, s.settled_us, s.gross_fen, s.waived_fen, s.hospital_borne_fen,
               s.patient_fen, s.entries, s.lines, s.changes, s.document, u.document, r.settlement_id, r.content_hash,
               s.batch, s.stay, s.stay_part, s.admission_day, s.dialyses, s.supplies
        FROM outbox o
        LEFT JOIN settlement s ON s.settlement_id = o.settlement_id
        LEFT JOIN settlement u ON u.settlement_id = s.reverses_settlement_id
        LEFT JOIN request r ON r.request_id = s.request_id
        WHERE o.outbox_number > $after AND o.outbox_number <= $through ORDER BY o.outbox_number LIMIT $limit
        """;

    private const string CountersSql = "SELECT person_key, scheme, counter, used_fen FROM counter";

    // Numbers of the outbox are given in the transaction that uses them, so none is ever left out.
    private const string TotalsSql =
        """
        SELECT (SELECT count(*) FROM settlement), (SELECT count(*) FROM request WHERE settlement_id IS NOT NULL),
               coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'outbox'), 0), (SELECT count(*) FROM standing_visit)
        """;

    private const string StraySettlementsSql =
        """
        SELECT settlement_id FROM settlement s WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.settlement_id = s.settlement_id)
        """;

    private const string StrayRequestsSql =
        """
        SELECT settlement_id FROM request r WHERE settlement_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM settlement s WHERE s.settlement_id = r.settlement_id AND s.request_id = r.request_id)
        """;

    private const string IsReversed = "EXISTS (SELECT 1 FROM settlement r WHERE r.reverses_settlement_id = s.settlement_id)";

    // Both sides are counted together and grouped once: an outer join would walk one of them for every row of the other.
    private const string StrayCountersSql =
        """
        SELECT person_key, scheme, counter, sum(stands), sum(follows) FROM (
            SELECT person_key, scheme, counter, used_fen AS stands, 0 AS follows FROM counter
            UNION ALL
            SELECT person_key, scheme, counter, 0, added_fen FROM counter_change)
        GROUP BY person_key, scheme, counter HAVING sum(stands) <> sum(follows)
        """;

    public static long OutboxEnd(SqliteConnection connection)
    {
        using var query = new Statement(connection, "SELECT coalesce(max(outbox_number), 0) FROM outbox");
        using var row = query.Query();
        row.Read();
        return row.GetInt64(0);
    }

    /// <summary>A piece. Where the file is damaged it is read row by row, and rows that cannot be read come as such.</summary>
    public static LedgerPiece Rows(SqliteConnection connection, long after, long through, int limit)
    {
        try
        {
            var piece = new RowPiece(limit, through);
            Read(connection, after, through, limit, piece.Add);
            return piece.Read;
        }
        catch (SqliteException e) when (EmbeddedErrors.IsDamage(e))
        {
            var rows = new List<LedgerRow>(limit);
            var last = Math.Min(through, after + limit);
            for (var number = after + 1; number <= last; number++)
            {
                ReadOne(connection, number, rows);
            }

            return new LedgerPiece(rows, last);
        }
    }

    public static LedgerTotals End(
        SqliteConnection connection, long after, Action<LedgerRow> row, Action<CounterRow> counter)
    {
        using var moment = connection.BeginTransaction(deferred: true);
        Read(connection, after, long.MaxValue, -1, All(row));
        using (var counters = new Statement(connection, CountersSql))
        using (var found = counters.Query())
        {
            while (found.Read())
            {
                counter(new CounterRow(new PersonKey(found.GetString(0)), found.GetString(1), found.GetString(2), found.GetInt64(3)));
            }
        }

        using var totals = new Statement(connection, TotalsSql);
        using var count = totals.Query();
        count.Read();
        return new LedgerTotals(count.GetInt64(0), count.GetInt64(1), null, count.GetInt64(2), count.GetInt64(3));
    }

    public static IReadOnlyList<string> Strays(SqliteConnection connection)
    {
        var found = new List<string>();
        Collect(connection, StraySettlementsSql, found, row => $"结算 {row.GetString(0)}：待发记录缺失或重复");
        Collect(connection, StrayRequestsSql, found, row => $"结算 {row.GetString(0)}：请求记录与结算不对应");
        Collect(connection, StandingVisitChecks.NotKeptSql(IsReversed), found, StandingVisitChecks.NotKept);
        Collect(connection, StandingVisitChecks.NotStandingSql(IsReversed), found, StandingVisitChecks.NotStanding);
        Collect(connection, StrayCountersSql, found, row =>
            $"累计 {row.GetString(0)} {row.GetString(1)} {row.GetString(2)}："
            + $"记为 {ExactNumber.Yuan(row.GetInt64(3))}，按结算重算为 {ExactNumber.Yuan(row.GetInt64(4))}");
        return found;
    }

    private static void Read(
        SqliteConnection connection, long after, long through, int limit, Func<LedgerRow, bool> add)
    {
        using var query = new Statement(connection, RowsSql, "$after", "$through", "$limit");
        using var row = query.Query(after, through, limit);
        while (row.Read() && add(Of(row)))
        {
        }
    }

    private static Func<LedgerRow, bool> All(Action<LedgerRow> add) => row =>
    {
        add(row);
        return true;
    };

    private static void ReadOne(SqliteConnection connection, long number, List<LedgerRow> rows)
    {
        try
        {
            Read(connection, number - 1, number, 1, All(rows.Add));
        }
        catch (SqliteException e) when (EmbeddedErrors.IsDamage(e))
        {
            rows.Add(new LedgerRow { OutboxNumber = number, SettlementId = default, Damage = Damage.OfPages });
        }
    }

    private static LedgerRow Of(SqliteDataReader row)
    {
        var found = new LedgerRow { OutboxNumber = row.GetInt64(0), SettlementId = new(row.GetString(1)), Kind = (SettlementKind)row.GetInt32(2) };
        if (row.IsDBNull(3))
        {
            return found;
        }

        try
        {
            return found with
            {
                Columns = Columns(row),
                Document = row.GetFieldValue<byte[]>(21),
                Original = row.IsDBNull(22) ? null : row.GetFieldValue<byte[]>(22),
                Request = row.IsDBNull(24)
                    ? null
                    : new RequestColumns(row.IsDBNull(23) ? null : new SettlementId(row.GetString(23)), row.GetFieldValue<byte[]>(24), null),
                NotedReversalId = found.SettlementId,
            };
        }
        catch (Exception e) when (Damage.IsOfContent(e))
        {
            return found with { Damage = Damage.OfColumns };
        }
    }

    private static SettlementColumns Columns(SqliteDataReader row) => new()
    {
        SettlementId = new(row.GetString(3)),
        RequestId = row.GetString(4),
        Kind = (SettlementKind)row.GetInt32(5),
        ReversesSettlementId = row.IsDBNull(6) ? null : new SettlementId(row.GetString(6)),
        HospitalCode = new(row.GetString(7)),
        VisitId = row.GetString(8),
        Batch = row.GetString(25),
        Stay = row.IsDBNull(26) ? null : row.GetString(26),
        StayPart = row.IsDBNull(27) ? null : row.GetInt32(27),
        AdmissionDay = row.IsDBNull(28) ? null : EmbeddedRows.ReadDay(row.GetString(28)),
        Dialyses = row.GetInt32(29),
        Supplies = row.IsDBNull(30) ? null : row.GetString(30),
        PersonKey = new(row.GetString(9)),
        Scheme = row.GetString(10),
        CountyCode = new(row.GetString(11)),
        ServiceDate = EmbeddedRows.ReadDay(row.GetString(12)),
        SettledTime = Instants.OfMicroseconds(row.GetInt64(13)),
        GrossFen = row.GetInt64(14),
        WaivedFen = row.GetInt64(15),
        HospitalBorneFen = row.GetInt64(16),
        PatientFen = row.GetInt64(17),
        Entries = PackedRows.Entries(row.GetString(18)),
        Lines = PackedRows.Lines(row.GetString(19)),
        Changes = PackedRows.Changes(row.GetString(20)),
    };

    private static void Collect(SqliteConnection connection, string sql, List<string> found, Func<SqliteDataReader, string> text)
    {
        using var query = new Statement(connection, sql);
        using var row = query.Query();
        while (row.Read() && found.Count < Settlement.Limits.DifferencesMax)
        {
            found.Add(text(row));
        }
    }
}
