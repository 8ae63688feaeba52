using MedAid.Core;
using MedAid.Settlement;
using MedAid.Settlement.Ledger;
using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Embedded;

/// <summary>Pages of settlements, newest first.</summary>
internal static class EmbeddedPages
{
    private const string ListSql =
        $"""
        SELECT s.document, r.settlement_id
        {PageSql}
        """;

    private const string ListHeadsSql =
        $"""
        SELECT s.settlement_id, s.kind, s.hospital_code, s.visit_id, s.service_date, s.settled_us
        {PageSql}
        """;

    private const string PageSql =
        """
        FROM settlement s LEFT JOIN settlement r ON r.reverses_settlement_id = s.settlement_id
        WHERE ($hospital_code IS NULL OR s.hospital_code = $hospital_code)
          AND ($county_code IS NULL OR s.county_code = $county_code)
          AND ($person_key IS NULL OR s.person_key = $person_key)
          AND ($from IS NULL OR s.service_date >= $from)
          AND ($to IS NULL OR s.service_date <= $to)
          AND ($settled_from IS NULL OR s.settled_us >= $settled_from)
          AND ($settled_before IS NULL OR s.settled_us < $settled_before)
          AND ($waived IS NULL OR s.waived_fen <> 0)
          AND ($reversed IS NULL OR (r.settlement_id IS NOT NULL) = $reversed)
          AND ($after_us IS NULL OR (s.settled_us, s.settlement_id) < ($after_us, $after_id))
        ORDER BY s.settled_us DESC, s.settlement_id DESC
        LIMIT $limit
        """;

    /// <summary>A page with its documents.</summary>
    public static IReadOnlyList<StoredSettlement> List(SqliteConnection connection, SettlementFilter filter) =>
        Read(connection, ListSql, EmbeddedRows.Settlement, filter);

    /// <summary>The same page by its columns.</summary>
    public static IReadOnlyList<SettlementHead> ListHeads(SqliteConnection connection, SettlementFilter filter) =>
        Read(connection, ListHeadsSql, EmbeddedRows.Head, filter);

    private static List<T> Read<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, SettlementFilter filter)
    {
        using var list = new Statement(
            connection, sql,
            "$hospital_code", "$county_code", "$person_key", "$from", "$to", "$settled_from", "$settled_before", "$waived", "$reversed",
            "$after_us", "$after_id", "$limit");
        using var row = list.Query(
            filter.HospitalCode, filter.CountyCode, filter.PersonKey,
            filter.From is { } from ? PlainText.Day(from) : null,
            filter.To is { } to ? PlainText.Day(to) : null,
            filter.Settled is { } span ? Instants.Microseconds(span.From) : null,
            filter.Settled is { } end ? Instants.Microseconds(end.Before) : null,
            filter.Waived ? 1 : null,
            filter.Reversed is { } reversed ? (reversed ? 1 : 0) : null,
            filter.After is { } after ? Instants.Microseconds(after.SettledTime) : null,
            filter.After?.SettlementId,
            filter.Limit);
        var found = new List<T>();
        while (row.Read())
        {
            found.Add(read(row));
        }

        return found;
    }
}
