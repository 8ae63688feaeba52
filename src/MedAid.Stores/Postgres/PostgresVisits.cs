using MedAid.Core;
using MedAid.Settlement.Ledger;
using Npgsql;

namespace MedAid.Stores.Postgres;

/// <summary>Asks for visits of persons that stand settled and that others are compared with; for many searches at once.</summary>
internal static class PostgresVisits
{
    private const string Columns =
        "s.person_key, s.settlement_id, s.hospital_code, s.visit_id, s.stay, s.admission_day, s.service_date, s.dialyses, s.supplies";

    // A visit is settled on its day at the earliest: older months are left out.
    private const string Stands =
        """
        s.settled_at >= w.since AND s.kind = 1 AND NOT EXISTS (SELECT 1 FROM reversal r WHERE r.settlement_id = s.settlement_id)
        """;

    // Planning over a year of months takes ten times as long as running: the plan is made once for a connection. It holds for this batch alone.
    private const string PlanOnceSql = "SELECT set_config('plan_cache_mode', 'force_generic_plan', true)";

    // Dialyses of the last day, and what overlaps with the visit; the days on which one of them begins or ends do not count. What ends later
    // can only be a stay: of those there are few, and they have an index.
    private static readonly string NearSql =
        $"""
        SELECT v.* FROM unnest($1, $2, $3, $4, $5) AS w (person_key, since, first_day, last_day, until), LATERAL (
            (SELECT {Columns} FROM settlement s
             WHERE s.person_key = w.person_key AND s.service_date >= w.first_day AND s.service_date <= w.last_day
               AND ((s.service_date = w.last_day AND s.dialyses > 0)
                    OR (s.service_date > w.first_day AND coalesce(s.admission_day, s.service_date) < w.last_day))
               AND {Stands}
             ORDER BY s.service_date LIMIT {Limits.NearVisitsMax})
            UNION ALL
            (SELECT {Columns} FROM settlement s
             WHERE s.person_key = w.person_key AND s.service_date > w.last_day AND s.service_date <= w.until AND s.admission_day < w.last_day
               AND {Stands}
             ORDER BY s.service_date LIMIT {Limits.NearVisitsMax})) v
        """;

    private static readonly string SuppliesSql =
        $"""
        SELECT v.* FROM unnest($1, $2, $3, $4) AS w (person_key, since, first_day, until), LATERAL (
            SELECT {Columns} FROM settlement s
            WHERE s.person_key = w.person_key AND s.service_date >= w.first_day AND s.service_date <= w.until AND s.supplies IS NOT NULL
              AND {Stands}
            ORDER BY s.service_date DESC LIMIT {Limits.SuppliesMax}) v
        """;

    /// <summary>The commands that ask, one or two, each with rows for <see cref="ReadAsync"/>.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Commands(VisitSearch[] searches)
    {
        if (Array.FindAll(searches, s => s.IsNear) is { Length: > 0 } near)
        {
            yield return Command(
                NearSql,
                PostgresRows.Texts(Array.ConvertAll(near, s => s.PersonKey.Text)),
                PostgresRows.Instants(Array.ConvertAll(near, s => Since(s.FirstDay))),
                PostgresRows.Days(Array.ConvertAll(near, s => s.FirstDay)),
                PostgresRows.Days(Array.ConvertAll(near, s => s.LastDay)),
                PostgresRows.Days(Array.ConvertAll(near, s => s.StaysUntil)));
        }

        if (Array.FindAll(searches, s => s.SupplyDays > 0) is { Length: > 0 } withDrugs)
        {
            yield return Command(
                SuppliesSql,
                PostgresRows.Texts(Array.ConvertAll(withDrugs, s => s.PersonKey.Text)),
                PostgresRows.Instants(Array.ConvertAll(withDrugs, s => Since(s.SuppliesFrom))),
                PostgresRows.Days(Array.ConvertAll(withDrugs, s => s.SuppliesFrom)),
                PostgresRows.Days(Array.ConvertAll(withDrugs, s => s.SuppliesUntil)));
        }
    }

    /// <summary>Reads the rows of one command.</summary>
    public static async Task ReadAsync(NpgsqlDataReader row, Action<PersonKey, VisitFacts> found, CancellationToken cancellationToken)
    {
        while (await row.ReadAsync(cancellationToken))
        {
            var day = row.GetFieldValue<DateOnly>(6);
            found(new PersonKey(row.GetString(0)), new VisitFacts
            {
                SettlementId = new(row.GetString(1)),
                HospitalCode = new(row.GetString(2)),
                VisitId = row.GetString(3),
                Stay = row.IsDBNull(4) ? null : row.GetString(4),
                FirstDay = row.IsDBNull(5) ? day : row.GetFieldValue<DateOnly>(5),
                LastDay = day,
                Dialyses = row.GetInt32(7),
                Supplies = DrugSupply.Read(row.IsDBNull(8) ? null : row.GetString(8)),
            });
        }
    }

    /// <summary>What one search finds, each visit once.</summary>
    public static async Task<IReadOnlyList<VisitFacts>> FindAsync(
        NpgsqlConnection connection, VisitSearch search, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(PlanOnceSql));
        foreach (var command in Commands([search]))
        {
            batch.BatchCommands.Add(command);
        }

        var visits = new Dictionary<SettlementId, VisitFacts>();
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        while (await row.NextResultAsync(cancellationToken))
        {
            await ReadAsync(row, (_, visit) => visits[visit.SettlementId] = visit, cancellationToken);
        }

        return [.. visits.Values];
    }

    /// <summary>A day before, for the day begins in China earlier than by UTC.</summary>
    private static DateTime? Since(DateOnly day) => day.AddDays(-1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
