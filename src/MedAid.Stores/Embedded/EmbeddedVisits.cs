using MedAid.Core;
using MedAid.Settlement.Ledger;
using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Embedded;

/// <summary>Asks for visits of a person that stand settled and that another is compared with.</summary>
internal sealed class EmbeddedVisits : IDisposable
{
    private const string Columns = "s.settlement_id, s.hospital_code, s.visit_id, s.stay, s.admission_day, s.service_date, s.dialyses, s.supplies";

    private const string Stands = "s.kind = 1 AND NOT EXISTS (SELECT 1 FROM settlement r WHERE r.reverses_settlement_id = s.settlement_id)";

    // Dialyses of the last day, and what overlaps with the visit; the days on which one of them begins or ends do not count.
    private const string NearSql =
        $"""
        SELECT {Columns} FROM settlement s
        WHERE s.person_key = $person_key AND s.service_date >= $first_day AND s.service_date <= $until
          AND ((s.service_date = $last_day AND s.dialyses > 0)
               OR (s.service_date > $first_day AND coalesce(s.admission_day, s.service_date) < $last_day))
          AND {Stands}
        ORDER BY s.service_date LIMIT $limit
        """;

    private const string SuppliesSql =
        $"""
        SELECT {Columns} FROM settlement s
        WHERE s.person_key = $person_key AND s.service_date >= $from AND s.service_date <= $until AND s.supplies IS NOT NULL AND {Stands}
        ORDER BY s.service_date DESC LIMIT $limit
        """;

    private readonly Statement near;
    private readonly Statement supplies;

    public EmbeddedVisits(SqliteConnection connection)
    {
        near = new(connection, NearSql, "$person_key", "$first_day", "$last_day", "$until", "$limit");
        supplies = new(connection, SuppliesSql, "$person_key", "$from", "$until", "$limit");
    }

    public SqliteTransaction? Transaction
    {
        set => near.Transaction = supplies.Transaction = value;
    }

    /// <summary>What a search finds; a visit may come twice.</summary>
    public List<VisitFacts> Find(in VisitSearch search)
    {
        var found = new List<VisitFacts>();
        if (search.IsNear)
        {
            using var row = near.Query(
                search.PersonKey, PlainText.Day(search.FirstDay), PlainText.Day(search.LastDay), PlainText.Day(search.StaysUntil),
                Limits.NearVisitsMax);
            Read(row, found);
        }

        if (search.SupplyDays > 0)
        {
            using var row = supplies.Query(
                search.PersonKey, PlainText.Day(search.SuppliesFrom), PlainText.Day(search.SuppliesUntil), Limits.SuppliesMax);
            Read(row, found);
        }

        return found;
    }

    public void Dispose()
    {
        near.Dispose();
        supplies.Dispose();
    }

    private static void Read(SqliteDataReader row, List<VisitFacts> found)
    {
        while (row.Read())
        {
            var day = EmbeddedRows.ReadDay(row.GetString(5));
            found.Add(new VisitFacts
            {
                SettlementId = new(row.GetString(0)),
                HospitalCode = new(row.GetString(1)),
                VisitId = row.GetString(2),
                Stay = row.IsDBNull(3) ? null : row.GetString(3),
                FirstDay = row.IsDBNull(4) ? day : EmbeddedRows.ReadDay(row.GetString(4)),
                LastDay = day,
                Dialyses = row.GetInt32(6),
                Supplies = DrugSupply.Read(row.IsDBNull(7) ? null : row.GetString(7)),
            });
        }
    }
}
