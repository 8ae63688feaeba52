using System.Globalization;
using System.Text.Json;
using MedAid.Core;
using MedAid.People.EntitlementGaps;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;
using MedAid.Settlement.Sql;

namespace MedAid.People.Storage;

/// <summary>
/// What the search asks of the facts and of what is known of persons, on either database; failures are exceptions of the store
/// (LedgerUnavailableException).
/// </summary>
public sealed class SearchSource(ISqlDatabase database)
{
    private const string IndicatorsSql =
        """
        SELECT person_key, disease, indicator_id, min(service_date), max(service_date), count(DISTINCT service_date) FROM gap_indicator
        WHERE service_date >= @0 AND service_date <= @1
        GROUP BY person_key, disease, indicator_id
        """;

    private const string CandidatesSql =
        """
        SELECT DISTINCT person_key FROM gap_year y
        WHERE year >= @0 AND burden_fen > @1
          AND (burden_fen > @2
              OR EXISTS (SELECT 1 FROM identity_period i WHERE i.person_key = y.person_key AND i.known_to_us IS NULL))
        """;

    private const string PeriodsSql =
        $$"""SELECT {{PeopleRows.PeriodColumns}} FROM identity_period WHERE known_to_us IS NULL AND person_key IN {0}""";

    private const string LastActsSql =
        """
        SELECT person_key, end_reason FROM uremia_act a
        WHERE act_number = (SELECT max(act_number) FROM uremia_act b WHERE b.person_key = a.person_key)
          AND NOT EXISTS (SELECT 1 FROM gap_visit v WHERE v.person_key = a.person_key AND v.service_date > a.on_date)
          AND person_key IN {0}
        """;

    /// <summary>Indicators by person, disease and indicator between two days, both included.</summary>
    public Task<IReadOnlyList<IndicatorSeen>> IndicatorsAsync(DateOnly first, DateOnly last, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<IndicatorSeen>>(
            async session => await session.QueryAsync(
                IndicatorsSql,
                row => new IndicatorSeen(
                    new PersonKey(row.GetString(0)), row.GetString(1), row.GetString(2), row.GetFieldValue<DateOnly>(3),
                    row.GetFieldValue<DateOnly>(4),
                    row.GetInt32(5)),
                first, last),
            cancellationToken);

    /// <summary>
    /// Visits, since a year, of persons whose burden of a year is above the higher line, or above the lower one if any identity of theirs
    /// is on record.
    /// </summary>
    public Task<IReadOnlyList<BurdenVisit>> BurdensAsync(int yearFrom, EntitlementGapTerms terms, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<BurdenVisit>>(
            async session =>
            {
                var keys = await session.QueryAsync(
                    CandidatesSql, row => row.GetString(0), yearFrom, terms.PoorLineFen, terms.OthersLineFen);
                return await session.QueryInAsync(
                    $$"""
                    SELECT person_key, service_date, burden_fen FROM gap_visit
                    WHERE service_date >= '{{yearFrom:D4}}-01-01' AND person_key IN {0}
                    """,
                    keys, row => new BurdenVisit(new PersonKey(row.GetString(0)), row.GetFieldValue<DateOnly>(1), row.GetInt64(2)));
            },
            cancellationToken);

    /// <summary>What is known of persons.</summary>
    public Task<IReadOnlyDictionary<PersonKey, SearchedPerson>> PersonsAsync(
        IReadOnlyList<PersonKey> personKeys, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyDictionary<PersonKey, SearchedPerson>>(
            async session =>
            {
                var insured = (await session.QueryInAsync(
                    "SELECT body FROM person WHERE person_key IN {0}", personKeys, row => Read(row.GetString(0))))
                    .ToDictionary(p => p.PersonKey);
                var periods = (await session.QueryInAsync(
                    PeriodsSql, personKeys, row => (Key: new PersonKey(row.GetString(0)), Period: PeopleRows.Period(row))))
                        .ToLookup(p => p.Key, p => p.Period);
                var applied = (await session.QueryInAsync(
                    "SELECT person_key, disease FROM qualification_application WHERE state = 1 AND person_key IN {0}", personKeys,
                    row => (Key: new PersonKey(row.GetString(0)), Disease: row.GetString(1)))).ToLookup(a => a.Key, a => a.Disease);
                var gone = (await session.QueryInAsync(
                    LastActsSql, personKeys, row => (Key: new PersonKey(row.GetString(0)), End: row.IsDBNull(1) ? 0 : (UremiaEnd)row.GetInt32(1))))
                    .Where(a => a.End is UremiaEnd.Died or UremiaEnd.MovedAway).Select(a => a.Key).ToHashSet();
                return personKeys.ToDictionary(
                    key => key,
                    key => new SearchedPerson(insured.GetValueOrDefault(key), [.. periods[key]], [.. applied[key]], gone.Contains(key)));
            },
            cancellationToken);

    /// <summary>Where persons live, as the last roster has it; who was on none is not among them.</summary>
    public Task<IReadOnlyDictionary<PersonKey, (string Township, string Village)>> PlacesAsync(
        IReadOnlyList<PersonKey> personKeys, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyDictionary<PersonKey, (string Township, string Village)>>(
            async session => (await session.QueryInAsync(
                "SELECT person_key, township, village FROM household_member WHERE person_key IN {0}", personKeys,
                row => (Key: new PersonKey(row.GetString(0)), Place: (row.GetString(1), row.GetString(2)))))
                .ToDictionary(p => p.Key, p => p.Place),
            cancellationToken);

    /// <summary>Settlements that prove what is shown, oldest first, at most the newest <see cref="Limits.ProofsMax"/> of each.</summary>
    public Task<IReadOnlyDictionary<string, IReadOnlyList<ProvingVisit>>> ProofsAsync(
        IReadOnlyList<FindingSnapshot> shown, DateOnly indicatorsFrom, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyDictionary<string, IReadOnlyList<ProvingVisit>>>(
            async session =>
            {
                PersonKey[] keys = [.. shown.Select(s => s.PersonKey).Distinct()];
                var visits = (await session.QueryInAsync(
                    "SELECT person_key, settlement_id, service_date, burden_fen FROM gap_visit WHERE person_key IN {0}", keys,
                    row => (Key: new PersonKey(row.GetString(0)),
                        Proof: new ProvingVisit(new SettlementId(row.GetString(1)), row.GetFieldValue<DateOnly>(2), row.GetInt64(3)))))
                    .ToLookup(v => v.Key, v => v.Proof);
                var indicators = (await session.QueryInAsync(
                    "SELECT person_key, disease, indicator_id, settlement_id FROM gap_indicator WHERE person_key IN {0}", keys,
                    row => (new PersonKey(row.GetString(0)), row.GetString(1), row.GetString(2), new SettlementId(row.GetString(3))))).ToHashSet();
                return shown.ToDictionary(s => s.FindingId, Prove, StringComparer.Ordinal);

                IReadOnlyList<ProvingVisit> Prove(FindingSnapshot found) =>
                [
                    .. visits[found.PersonKey]
                        .Where(v => found.Kind == FindingKind.Burden
                            ? v.BurdenFen > 0 && v.ServiceDate.Year.ToString(CultureInfo.InvariantCulture) == found.Subject
                            : v.ServiceDate >= indicatorsFrom
                                && indicators.Contains((found.PersonKey, found.Subject, found.IndicatorId, v.SettlementId)))
                        .OrderBy(v => v.ServiceDate).ThenBy(v => v.SettlementId).TakeLast(Limits.ProofsMax),
                ];
            },
            cancellationToken);

    /// <summary>Persons of a county with any qualification.</summary>
    public Task<IReadOnlyList<Eligibility>> QualifiedAsync(CountyCode county, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Eligibility>>(
            async session => await session.QueryAsync(
                "SELECT body FROM person WHERE body LIKE @0 AND body LIKE @1", row => Read(row.GetString(0)),
                !county.IsEmpty ? $"%\"county\":\"{county}\"%" : "%", "%\"qualifications\":[{%"),
            cancellationToken);

    /// <summary>By which benefits some persons have a settlement between two days, both included.</summary>
    public Task<IReadOnlyList<(PersonKey PersonKey, QualificationKind Kind)>> ServedAsync(
        IReadOnlyList<PersonKey> personKeys, DateOnly first, DateOnly last, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<(PersonKey, QualificationKind)>>(
            async session =>
            {
                var indicators = await session.QueryInAsync(
                    $$"""
                    SELECT DISTINCT person_key, indicator_id FROM gap_indicator
                    WHERE disease = '{{VisitFact.NoDisease}}' AND service_date >= '{{first:yyyy-MM-dd}}' AND service_date <= '{{last:yyyy-MM-dd}}'
                        AND person_key IN {0}
                    """,
                    personKeys, row => (Key: new PersonKey(row.GetString(0)), Indicator: row.GetString(1)));
                return
                [
                    .. from kind in Enum.GetValues<QualificationKind>()
                       from indicator in indicators
                       where indicator.Indicator == VisitFact.IndicatorOf(kind)
                       select (indicator.Key, kind),
                ];
            },
            cancellationToken);

    /// <summary>Visits for a disease, by person; of one person if it is given.</summary>
    public Task<IReadOnlyList<UremiaVisits>> VisitsForAsync(string disease, PersonKey? personKey, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<UremiaVisits>>(
            async session => await session.QueryAsync(
                $"""
                SELECT person_key, min(service_date), max(service_date), count(DISTINCT service_date) FROM gap_indicator
                WHERE disease = @0 AND {(personKey is null ? "@1 = ''" : "person_key = @1")} GROUP BY person_key
                """,
                row => new UremiaVisits(new PersonKey(row.GetString(0)), row.GetFieldValue<DateOnly>(1), row.GetFieldValue<DateOnly>(2),
                    row.GetInt32(3)),
                disease, personKey ?? default),
            cancellationToken);

    private static Eligibility Read(string body) => JsonSerializer.Deserialize(body, StoredJson.Default.Eligibility)!;
}
