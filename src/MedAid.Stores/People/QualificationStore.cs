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

    private const string SelectSql = QualificationRows.SelectSql;

    private const string EndingSql =
        $"""
        {SelectSql}
        WHERE a.state = 2 AND a.valid_until > @0 AND a.valid_until <= @1 AND e.ended_on IS NULL
          AND NOT EXISTS (
              SELECT 1 FROM qualification_application n
              WHERE n.person_key = a.person_key AND n.kind = a.kind AND n.disease = a.disease
                AND (n.state = 1 OR (n.state = 2 AND (n.valid_until IS NULL OR n.valid_until > a.valid_until))))
        ORDER BY a.valid_until, a.application_id LIMIT @2
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
        WHERE {(state is null ? "@0 = 0" : "a.state = @0")} AND {(personKey is null ? "@1 = ''" : "a.person_key = @1")}
        ORDER BY a.due_by, a.application_id LIMIT @2 OFFSET @3
        """,
        cancellationToken, (int)(state ?? 0), personKey ?? "", limit, skip);

    /// <inheritdoc/>
    public Task<IReadOnlyList<QualificationApplication>> DueAsync(DateOnly day, int limit, CancellationToken cancellationToken) =>
        ReadAsync(
            $"{SelectSql} WHERE a.state = 1 AND a.due_by <= @0 ORDER BY a.due_by, a.application_id LIMIT @1", cancellationToken, day, limit);

    /// <inheritdoc/>
    public Task<IReadOnlyList<QualificationApplication>> EndingAsync(
        DateOnly after, DateOnly upTo, int limit, CancellationToken cancellationToken) =>
        ReadAsync(EndingSql, cancellationToken, after, upTo, limit);

    /// <inheritdoc/>
    public Task<EndOutcome> EndAsync(
        QualificationEnding ending, bool keep, Func<QualificationFacts, QualificationFault?> check, CancellationToken cancellationToken) => keep
        ? database.WriteAsync("person_detail", session => new EndWriter(session, ending).WriteAsync(check), cancellationToken)
        : database.ReadAsync(session => new EndWriter(session, ending).TryAsync(check), cancellationToken);

    /// <summary>What is known of persons and their applications, with the stored form of what settling reads.</summary>
    internal static async Task<IReadOnlyList<(QualificationFacts Facts, string? Body)>> FactsAsync(
        SqlSession session, IReadOnlyList<string> idTokens)
    {
        var known = await session.QueryInAsync(
            FactsSql, idTokens, row => (Facts: PeopleRows.Facts(row), Body: row.IsDBNull(5) ? null : row.GetString(5)));
        string[] keys = [.. known.Select(k => k.Facts.PersonKey)];
        var periods = (await session.QueryInAsync(PeriodsSql, keys, row => (Key: row.GetString(0), Period: PeopleRows.Period(row))))
            .ToLookup(p => p.Key, p => p.Period);
        var applications = await QualificationRows.OfPersonsAsync(session, keys);
        return
        [
            .. known.Select(k => (
                new QualificationFacts(k.Facts with { Periods = [.. periods[k.Facts.PersonKey]] }, [.. applications[k.Facts.PersonKey]]), k.Body)),
        ];
    }

    /// <summary>The row that settling reads, with what was granted; null: it stays as it is.</summary>
    internal static object?[]? Rebuilt(PersonFacts person, string? before, IEnumerable<QualificationApplication> applications)
    {
        if (person.Insured is not { } insured)
        {
            return null;
        }

        var granted = applications.Select(a => a.Granted).OfType<Qualification>();
        var body = JsonSerializer.Serialize(
            Entitled.By(insured with { Version = 0 }, person.Periods, [.. granted]), StoredJson.Default.Eligibility);
        return body == before ? null : [person.IdToken, person.PersonKey, insured.Version + 1, body];
    }

    private static async Task<IReadOnlyList<string>> ChangeAsync(
        SqlSession session, IReadOnlyList<string> idTokens,
        Func<QualificationFacts, IReadOnlyList<QualificationApplication>> decide)
    {
        var changed = new List<string>();
        foreach (var (facts, body) in await FactsAsync(session, idTokens))
        {
            QualificationApplication[] before = [.. facts.Applications];
            var written = decide(facts).Except(before).ToArray();
            await WriteAsync(session, before, written);
            if (written.LastOrDefault(w => w.Granted is not null) is { } cause && Rebuilt(facts.Person, body, before.Concat(written)) is { } row)
            {
                await PersonVersions.WriteAsync(session, [row], cause.ApplicationId, PeopleRows.Microseconds(cause.Decided!.Value));
                changed.Add(facts.Person.IdToken);
            }
        }

        return changed;
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

    private async Task<IReadOnlyList<QualificationApplication>> ReadAsync(
        string sql, CancellationToken cancellationToken, params object?[] values) =>
        await database.ReadAsync(session => session.QueryAsync(sql, QualificationRows.Application, values), cancellationToken);
}
