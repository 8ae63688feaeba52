using MedAid.Core;
using MedAid.Settlement.Ledger;
using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Embedded;

/// <summary>Asks which settlement of a visit or a stay stands.</summary>
internal static class EmbeddedStandingVisits
{
    internal const string FindStandingSql =
        """
        SELECT settlement_id, batch, coalesce(person_key, '') FROM standing_visit
        WHERE hospital_code = $hospital_code AND visit_id = $visit_id
            AND (batch = $batch OR batch = '' OR $batch = '' OR ($person_key <> '' AND person_key <> $person_key))
        ORDER BY batch DESC
        """;

    internal const string PartsSql =
        """
        SELECT stay_part, settlement_id FROM standing_visit
        WHERE person_key = $person_key AND scheme = $scheme AND hospital_code = $hospital_code AND stay = $stay ORDER BY stay_part DESC
        """;

    /// <summary>The settlement that forbids another of a visit of a person, or null.</summary>
    public static SettlementId? Find(SqliteConnection connection, VisitKey visit, PersonKey personKey)
    {
        using var find = new Statement(connection, FindStandingSql, "$hospital_code", "$visit_id", "$batch", "$person_key");
        using var row = find.Query(visit.HospitalCode, visit.VisitId, visit.Batch, personKey);
        return row.Read() ? new SettlementId(row.GetString(0)) : null;
    }

    /// <summary>The last part of a stay that stands, if it comes after this one; else null.</summary>
    public static SettlementId? FindLaterPart(SqliteConnection connection, SettlementDocument part)
    {
        if (StayKey.Of(part) is not { } stay)
        {
            return null;
        }

        using var find = new Statement(connection, PartsSql, "$person_key", "$scheme", "$hospital_code", "$stay");
        using var row = find.Query(stay.PersonKey, stay.Scheme, stay.HospitalCode, stay.Stay);
        return row.Read() && row.GetInt32(0) > part.StayPart ? new SettlementId(row.GetString(1)) : null;
    }
}
