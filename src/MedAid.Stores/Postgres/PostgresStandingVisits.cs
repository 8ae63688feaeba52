using MedAid.Core;
using MedAid.Settlement.Ledger;
using Npgsql;

namespace MedAid.Stores.Postgres;

/// <summary>Asks which settlement of a visit or a stay stands.</summary>
internal static class PostgresStandingVisits
{
    // A whole visit and a bill of it are different keys, and two persons have different locks: so the visit itself is locked.
    internal const string LockVisitsSql =
        """
        SELECT pg_advisory_xact_lock(v.lock_key) FROM (
            SELECT DISTINCT hashtextextended(w.hospital_code || '/' || w.visit_id, 0) AS lock_key
            FROM unnest($1, $2) AS w (hospital_code, visit_id) ORDER BY lock_key OFFSET 0) v
        """;

    private const string FindStandingSql =
        """
        SELECT settlement_id FROM standing_visit
        WHERE hospital_code = $1 AND visit_id = $2 AND (batch = $3 OR batch = '' OR $3 = '' OR ($4 <> '' AND person_key <> $4))
        ORDER BY batch DESC LIMIT 1
        """;

    // The hospital as an expression: see BatchReading.
    private const string LaterPartSql =
        """
        SELECT settlement_id FROM standing_visit
        WHERE person_key = $1 AND scheme = $2 AND hospital_code || '' = $3 AND stay = $4 AND stay_part > $5 ORDER BY stay_part DESC LIMIT 1
        """;

    /// <summary>The settlement that forbids another of a visit of a person, or null.</summary>
    public static async Task<SettlementId?> FindAsync(
        NpgsqlConnection connection, VisitKey visit, PersonKey personKey, CancellationToken cancellationToken)
    {
        await using var query = new NpgsqlCommand(FindStandingSql, connection)
        {
            Parameters =
            {
                PostgresRows.Text(visit.HospitalCode.Text), PostgresRows.Text(visit.VisitId), PostgresRows.Text(visit.Batch),
                PostgresRows.Text(personKey.Text),
            },
        };
        return SettlementId.OrNull((string?)await query.ExecuteScalarAsync(cancellationToken));
    }

    /// <summary>The last part of a stay that stands, if it comes after this one; else null.</summary>
    public static async Task<SettlementId?> FindLaterPartAsync(
        NpgsqlConnection connection, SettlementDocument part, CancellationToken cancellationToken)
    {
        if (StayKey.Of(part) is not { } stay)
        {
            return null;
        }

        await using var query = new NpgsqlCommand(LaterPartSql, connection)
        {
            Parameters =
            {
                PostgresRows.Text(stay.PersonKey.Text), PostgresRows.Text(stay.Scheme), PostgresRows.Text(stay.HospitalCode.Text),
                PostgresRows.Text(stay.Stay), new NpgsqlParameter<int> { TypedValue = part.StayPart!.Value },
            },
        };
        return SettlementId.OrNull((string?)await query.ExecuteScalarAsync(cancellationToken));
    }
}
