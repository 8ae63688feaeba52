using System.Text.Json;
using MedAid.People.Identities;
using MedAid.People.Ports;
using MedAid.People.Qualifications;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;
using MedAid.Stores.Sql;

namespace MedAid.Stores.People;

/// <summary>Applications for qualifications on either database.</summary>
public sealed class QualificationStore(ISqlDatabase database) : IQualificationStore
{
    private const string FactsSql =
        """
        SELECT d.person_key, d.id_token, d.key_id, d.sealed, d.entry_hash, p.body, p.version,
               h.head_key, h.county_code, h.township, h.village
        FROM person_detail d
            LEFT JOIN person p ON p.id_token = d.id_token
            LEFT JOIN household_member h ON h.person_key = d.person_key
        WHERE d.id_token IN {0}
        """;

    private const string PeriodsSql =
        $$"""SELECT {{PeopleRows.PeriodColumns}} FROM identity_period WHERE known_to_us IS NULL AND person_key IN {0}""";

    private const string FindPersonSql =
        """
        SELECT d.id_token FROM qualification_application a JOIN person_detail d ON d.person_key = a.person_key
        WHERE a.application_id = @0
        """;

    private const string DecideSql =
        """
        UPDATE qualification_application
        SET state = @0, decided_by = @1, decided_us = @2, approved_on = @3, valid_until = @4, reason = @5
        WHERE application_id = @6 AND state = 1
        """;

    private const string SelectSql = $"SELECT {QualificationRows.Columns} FROM qualification_application";

    private const string EndingSql =
        $"""
        {SelectSql} q
        WHERE state = 2 AND valid_until > @0 AND valid_until <= @1
          AND NOT EXISTS (
              SELECT 1 FROM qualification_application n
              WHERE n.person_key = q.person_key AND n.kind = q.kind AND n.disease = q.disease
                AND (n.state = 1 OR (n.state = 2 AND (n.valid_until IS NULL OR n.valid_until > q.valid_until))))
        ORDER BY valid_until, application_id LIMIT @2
        """;

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ChangeAsync(
        IReadOnlyList<string> idTokens, Func<QualificationFacts, IReadOnlyList<QualificationApplication>> decide,
        CancellationToken cancellationToken) =>
        database.WriteAsync("person_detail", session => ChangeAsync(session, idTokens, decide), cancellationToken);

    /// <inheritdoc/>
    public async Task<string?> FindPersonAsync(string applicationId, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            session => session.QueryAsync(FindPersonSql, row => row.GetString(0), applicationId), cancellationToken)).FirstOrDefault();

    /// <inheritdoc/>
    public Task<IReadOnlyList<QualificationApplication>> ListAsync(
        ApplicationState? state, string? personKey, int skip, int limit, CancellationToken cancellationToken) => ReadAsync(
        $"""
        {SelectSql}
        WHERE {(state is null ? "@0 = 0" : "state = @0")} AND {(personKey is null ? "@1 = ''" : "person_key = @1")}
        ORDER BY due_by, application_id LIMIT @2 OFFSET @3
        """,
        cancellationToken, (int)(state ?? 0), personKey ?? "", limit, skip);

    /// <inheritdoc/>
    public Task<IReadOnlyList<QualificationApplication>> DueAsync(DateOnly day, int limit, CancellationToken cancellationToken) =>
        ReadAsync(
            $"{SelectSql} WHERE state = 1 AND due_by <= @0 ORDER BY due_by, application_id LIMIT @1", cancellationToken, day, limit);

    /// <inheritdoc/>
    public Task<IReadOnlyList<QualificationApplication>> EndingAsync(
        DateOnly after, DateOnly upTo, int limit, CancellationToken cancellationToken) =>
        ReadAsync(EndingSql, cancellationToken, after, upTo, limit);

    private static async Task<IReadOnlyList<string>> ChangeAsync(
        SqlSession session, IReadOnlyList<string> idTokens,
        Func<QualificationFacts, IReadOnlyList<QualificationApplication>> decide)
    {
        var known = await session.QueryInAsync(
            FactsSql, idTokens, row => (Facts: PeopleRows.Facts(row), Body: row.IsDBNull(5) ? null : row.GetString(5)));
        string[] keys = [.. known.Select(k => k.Facts.PersonKey)];
        var periods = (await session.QueryInAsync(PeriodsSql, keys, row => (Key: row.GetString(0), Period: PeopleRows.Period(row))))
            .ToLookup(p => p.Key, p => p.Period);
        var applications = await QualificationRows.OfPersonsAsync(session, keys);
        var persons = new List<(object?[] Row, string ChangedBy, long ChangedUs)>();
        foreach (var (person, body) in known)
        {
            var before = applications[person.PersonKey].ToArray();
            var facts = new QualificationFacts(person with { Periods = [.. periods[person.PersonKey]] }, before);
            var written = decide(facts).Except(before).ToArray();
            await WriteAsync(session, before, written);
            if (Rebuilt(facts, body, written) is { } row)
            {
                var cause = written.Last(w => w.Granted is not null);
                persons.Add((row, cause.ApplicationId, PeopleRows.Microseconds(cause.Decided!.Value)));
            }
        }

        foreach (var (row, changedBy, changedUs) in persons)
        {
            await PersonVersions.WriteAsync(session, [row], changedBy, changedUs);
        }

        return [.. persons.Select(p => (string)p.Row[0]!)];
    }

    private static async Task WriteAsync(
        SqlSession session, QualificationApplication[] before, QualificationApplication[] written)
    {
        var ids = before.Select(b => b.ApplicationId).ToHashSet(StringComparer.Ordinal);
        await session.ExecuteEachAsync(
            DecideSql,
            [.. from w in written
                where ids.Contains(w.ApplicationId)
                let values = QualificationRows.Values(w)
                select new[] { values[11], values[12], values[13], values[14], values[15], values[16], values[0] }]);
        await session.InsertAsync(
            $"INSERT INTO qualification_application ({QualificationRows.Columns})",
            [.. written.Where(w => !ids.Contains(w.ApplicationId)).Select(QualificationRows.Values)]);
    }

    /// <summary>The row that settling reads, with what was granted; null: it stays as it is.</summary>
    private static object?[]? Rebuilt(QualificationFacts facts, string? before, QualificationApplication[] written)
    {
        if (facts.Person.Insured is not { } insured || written.All(w => w.Granted is null))
        {
            return null;
        }

        var granted = facts.Applications.Concat(written).Select(a => a.Granted).OfType<Qualification>();
        var entitled = Entitled.By(insured with { Version = 0 }, facts.Person.Periods, [.. granted]);
        var body = JsonSerializer.Serialize(entitled, StoredJson.Default.Eligibility);
        return body == before ? null : [facts.Person.IdToken, facts.Person.PersonKey, insured.Version + 1, body];
    }

    private async Task<IReadOnlyList<QualificationApplication>> ReadAsync(
        string sql, CancellationToken cancellationToken, params object?[] values) =>
        await database.ReadAsync(session => session.QueryAsync(sql, QualificationRows.Application, values), cancellationToken);
}
