using System.Text.Json;
using MedAid.Core;
using MedAid.People.Identities;
using MedAid.People.Qualifications;
using MedAid.Settlement;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;

namespace MedAid.People.Storage;

/// <summary>
/// Applications for qualifications, on either database; failures are exceptions of the store (LedgerUnavailableException).
/// An application is decided once; it is never changed afterwards and never deleted.
/// </summary>
public sealed class QualificationStore(ISqlDatabase database)
{
    private const string Alone = "person_detail";

    private const string FactsSql = $"{PeopleRows.FactsSql} WHERE d.id_number_hash IN {{0}}";

    private const string PeriodsSql =
        $$"""SELECT {{PeopleRows.PeriodColumns}} FROM identity_period WHERE known_to_us IS NULL AND person_key IN {0}""";

    private const string FindPersonSql =
        """
        SELECT d.id_number_hash FROM qualification_application a JOIN person_detail d ON d.person_key = a.person_key
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

    /// <summary>
    /// Decides on a person and writes the decision, and what settling reads of them, once; nobody else changes persons meanwhile.
    /// <paramref name="decide"/> gets null of who is not known; it may be called again and must only look and answer.
    /// </summary>
    public Task<Result<Recorded<IReadOnlyList<QualificationApplication>>>> RecordAsync(
        WriteHead head, string idNumberHash, Func<QualificationFacts?, Result<IReadOnlyList<QualificationApplication>>> decide,
        CancellationToken cancellationToken)
    {
        (QualificationFacts? Facts, string? Body) known = default;
        return Once.WriteAsync(
            database, Alone, head,
            new OnceWork<Recorded<IReadOnlyList<QualificationApplication>>>(
                async session =>
                {
                    known = await FactsAsync(session, [idNumberHash]) is [var only] ? only : default;
                    return decide(known.Facts).With(written => new Recorded<IReadOnlyList<QualificationApplication>>(written, [], 0));
                },
                async (session, made) =>
                {
                    var (changed, marks) = await WriteAsync(session, known.Facts!, known.Body, made.Value, head.Time);
                    return made with { Changed = changed, Marks = marks };
                },
                made => string.Join(' ', made.Value.Select(a => a.ApplicationId)),
                RecallAsync),
            cancellationToken);
    }

    /// <summary>
    /// Decides on the persons of a part of an enrolment, likewise; who is not known is not asked about. Afterwards the memories of all of them
    /// must go. Without <paramref name="now"/>, when it is written, nothing is.
    /// </summary>
    public Task ChangeAsync(
        IReadOnlyList<string> idNumberHashes, Func<QualificationFacts, IReadOnlyList<QualificationApplication>> decide, DateTimeOffset? now,
        CancellationToken cancellationToken) => now is null
        ? database.ReadAsync(session => ChangeAsync(session, idNumberHashes, decide, now), cancellationToken)
        : database.WriteAsync(Alone, session => ChangeAsync(session, idNumberHashes, decide, now), cancellationToken);

    /// <summary>Begins an enrolment, once: the same request again finds it with its outcome.</summary>
    public Task<Result<ManagedEnrolment>> BeginEnrolmentAsync(WriteHead head, string checkedBy, CancellationToken cancellationToken) =>
        Once.WriteAsync(database, "enrolment", head, QualificationRows.Beginning(head, checkedBy), cancellationToken);

    /// <summary>Notes the outcome of an enrolment, once; what is noted.</summary>
    public Task<EnrolmentResult> EndEnrolmentAsync(string enrolmentId, EnrolmentResult result, CancellationToken cancellationToken) =>
        database.WriteAsync(
            "enrolment",
            async session =>
            {
                await session.ExecuteAsync(
                    "UPDATE enrolment SET enrolled = @0, faults = @1 WHERE enrolment_id = @2 AND enrolled IS NULL", result.Enrolled,
                    JsonSerializer.Serialize(result.Faults), enrolmentId);
                return (await QualificationRows.FindEnrolmentAsync(session, enrolmentId))!.Result!;
            },
            cancellationToken);

    /// <summary>An enrolment; null: there is none of this id.</summary>
    public Task<ManagedEnrolment?> FindEnrolmentAsync(string enrolmentId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => QualificationRows.FindEnrolmentAsync(session, enrolmentId), cancellationToken);

    /// <summary>Applications by their ids, in this order.</summary>
    public async Task<IReadOnlyList<QualificationApplication>> FindAsync(IReadOnlyList<string> applicationIds, CancellationToken cancellationToken) =>
        (await database.ReadAsync(session => RecallAsync(session, string.Join(' ', applicationIds)), cancellationToken)).Value;

    /// <summary>Token of the person of an application; null: there is no such application.</summary>
    public async Task<string?> FindPersonAsync(string applicationId, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            session => session.QueryAsync(FindPersonSql, row => row.GetString(0), applicationId), cancellationToken)).FirstOrDefault();

    /// <summary>Applications by the day on which they are due, of one state and one person where these are given.</summary>
    public Task<IReadOnlyList<QualificationApplication>> ListAsync(
        ApplicationState? state, PersonKey? personKey, int skip, int limit, CancellationToken cancellationToken) => ReadAsync(
        $"""
        {SelectSql}
        WHERE {(state is null ? "@0 = 0" : "a.state = @0")} AND {(personKey is null ? "@1 = ''" : "a.person_key = @1")}
        ORDER BY a.due_by, a.application_id LIMIT @2 OFFSET @3
        """,
        cancellationToken, (int)(state ?? 0), personKey ?? default, limit, skip);

    /// <summary>Open applications that are due on a day or were before.</summary>
    public Task<IReadOnlyList<QualificationApplication>> DueAsync(DateOnly day, int limit, CancellationToken cancellationToken) =>
        ReadAsync(
            $"{SelectSql} WHERE a.state = 1 AND a.due_by <= @0 ORDER BY a.due_by, a.application_id LIMIT @1", cancellationToken, day, limit);

    /// <summary>Qualifications that end after one day and not after another, and that nobody has renewed or asked to renew.</summary>
    public Task<IReadOnlyList<QualificationApplication>> EndingAsync(
        DateOnly after, DateOnly upTo, int limit, CancellationToken cancellationToken) =>
        ReadAsync(EndingSql, cancellationToken, after, upTo, limit);

    /// <summary>
    /// Ends a qualification before its time, writes what settling reads, and marks settlements of the days that fall away, once.
    /// <paramref name="check"/> says why not; null of who is not known.
    /// </summary>
    public Task<Result<Recorded<QualificationApplication>>> EndAsync(
        WriteHead head, string applicationId, QualificationEnd ending, Func<QualificationFacts?, Fault?> check,
        CancellationToken cancellationToken) =>
        Once.WriteAsync(database, Alone, head, new EndWriter(applicationId, ending, check).Work, cancellationToken);

    /// <summary>
    /// Applications by their ids, with a blank between. Memories of the person go once more: whoever wrote them may have died before they went.
    /// </summary>
    internal static async Task<Recorded<IReadOnlyList<QualificationApplication>>> RecallAsync(SqlSession session, string applicationIds)
    {
        var ids = applicationIds.Split(' ');
        var found = (await session.QueryInAsync(
            $$"""{{SelectSql}} WHERE a.application_id IN {0}""", ids, QualificationRows.Application)).ToDictionary(a => a.ApplicationId);
        QualificationApplication[] applications = [.. ids.Where(found.ContainsKey).Select(id => found[id])];
        return new Recorded<IReadOnlyList<QualificationApplication>>(
            applications, applications.Length > 0 ? await PeopleRows.TokensAsync(session, applications[0].PersonKey) : [], 0);
    }

    /// <summary>What is known of persons and their applications, with the stored form of what settling reads.</summary>
    internal static async Task<IReadOnlyList<(QualificationFacts Facts, string? Body)>> FactsAsync(
        SqlSession session, IReadOnlyList<string> idNumberHashes)
    {
        var known = await session.QueryInAsync(
            FactsSql, idNumberHashes, row => (Facts: PeopleRows.Facts(row), Body: row.IsDBNull(5) ? null : row.GetString(5)));
        PersonKey[] keys = [.. known.Select(k => k.Facts.PersonKey)];
        var periods = (await session.QueryInAsync(PeriodsSql, keys, row => (Key: new PersonKey(row.GetString(0)), Period: PeopleRows.Period(row))))
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
        return body == before ? null : [person.IdNumberHash, person.PersonKey, insured.Version + 1, body];
    }

    /// <summary>
    /// Writes what settling reads of a person, notes that a recheck is due, and marks the settlements of the days on which it changed; returns how
    /// many.
    /// </summary>
    internal static async Task<int> WriteVersionAsync(
        SqlSession session, PersonFacts person, object?[] row, string applicationId, IReadOnlyList<DaySpan> days, long nowUs)
    {
        await PersonVersions.WriteAsync(session, [row], applicationId, nowUs);
        TouchedPerson[] touched = days.Count == 0 ? [] : [new TouchedPerson(person.PersonKey, (long)row[2]!, 0, days)];
        await DeferredRechecks.NoteDueAsync(session, applicationId, touched, nowUs);
        return await new Marks(session).WriteAsync(applicationId, touched, nowUs, late: false);
    }

    private static async Task<int> ChangeAsync(
        SqlSession session, IReadOnlyList<string> idNumberHashes, Func<QualificationFacts, IReadOnlyList<QualificationApplication>> decide,
        DateTimeOffset? now)
    {
        var marks = 0;
        foreach (var (facts, body) in await FactsAsync(session, idNumberHashes))
        {
            var decided = decide(facts);
            marks += now is { } at ? (await WriteAsync(session, facts, body, decided, at)).Marks : 0;
        }

        return marks;
    }

    /// <summary>Writes what is new of a person's applications, and what settling reads: the token of whom that changed, and how many marks.</summary>
    private static async Task<(IReadOnlyList<string> Changed, int Marks)> WriteAsync(
        SqlSession session, QualificationFacts facts, string? body, IReadOnlyList<QualificationApplication> decided, DateTimeOffset now)
    {
        QualificationApplication[] before = [.. facts.Applications];
        var written = decided.Except(before).ToArray();
        await WriteAsync(session, before, written);
        if (written.LastOrDefault(w => w.Granted is not null) is not { } cause
            || Rebuilt(facts.Person, body, before.Concat(written)) is not { } row)
        {
            return ([], 0);
        }

        // Visits of days to come are settled later, with the new version.
        var last = ChinaTime.DayOf(now + Limits.UnderWayMax);
        DaySpan[] days =
        [
            .. from granted in written.Select(w => w.Granted).OfType<Qualification>()
               let first = granted.Approved.AddDays(1)
               where first <= last
               select new DaySpan(first, granted.Until),
        ];
        var marks = await WriteVersionAsync(session, facts.Person, row, cause.ApplicationId, days, Instants.Microseconds(now));
        return ([facts.Person.IdNumberHash], marks);
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
