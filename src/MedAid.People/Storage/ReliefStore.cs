using System.Data.Common;
using MedAid.Core;
using MedAid.People.Applications;
using MedAid.People.Identities;
using MedAid.People.Rosters;
using MedAid.Settlement;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;

namespace MedAid.People.Storage;

/// <summary>
/// Applications for medical relief, step by step, on either database; failures are exceptions of the store
/// (LedgerUnavailableException). A step is never changed or deleted.
/// </summary>
public sealed class ReliefStore(ISqlDatabase database)
{
    private const string StepsSql =
        """
        SELECT s.application_id, a.person_key, s.step_number, s.operator, s.recorded_us, s.body
        FROM relief_step s JOIN relief_application a ON a.application_id = s.application_id
        """;

    private const string PeriodsSql =
        $"SELECT {PeopleRows.PeriodColumns} FROM identity_period WHERE known_to_us IS NULL AND person_key = @0";

    private const string NoticeSql =
        """
        SELECT coalesce(max(notice_number), 0) FROM refusal_notice WHERE county_code = @0 AND township = @1 AND notice_year = @2
        """;

    private const string GoOnSql =
        "UPDATE relief_application SET state = @0, steps = @1, touched_us = @2 WHERE application_id = @3 AND steps = @1 - 1";

    /// <summary>
    /// Decides on a step and writes it, and the identities that it gives, once. <paramref name="decide"/> may be called again and must only
    /// look and answer.
    /// </summary>
    public Task<Result<Recorded<ReliefApplication>>> RecordAsync(
        ReliefEntry entry, WriteHead head, Func<ReliefFacts, Result<ReliefChange>> decide, CancellationToken cancellationToken)
    {
        (string? Token, Func<PersonFacts, IReadOnlyList<IdentityPeriod>>? Identities) then = default;
        return Once.WriteAsync(
            database, "person_detail", head,
            new OnceWork<Recorded<ReliefApplication>>(
                async session =>
                {
                    var (facts, token) = await FactsAsync(session, entry, head);
                    return decide(facts).With(change =>
                    {
                        then = (token, change.Identities);
                        return new Recorded<ReliefApplication>(change.Application, [], 0);
                    });
                },
                (session, made) => KeepAsync(session, made.Value, then.Token!, then.Identities),
                made => made.Value.ApplicationId,
                RecallAsync),
            cancellationToken);
    }

    /// <summary>An application by its id.</summary>
    public Task<ReliefApplication?> FindAsync(string applicationId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindAsync(session, applicationId), cancellationToken);

    /// <summary>Applications, oldest first, of a county, a state and a person where these are given.</summary>
    public Task<IReadOnlyList<ReliefApplication>> ListAsync(
        CountyCode county, ReliefState? state, PersonKey personKey, int skip, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ReliefApplication>>(
            async session =>
            {
                var ids = await session.QueryAsync(
                    $"""
                    SELECT application_id FROM relief_application
                    WHERE {(!county.IsEmpty ? "county_code = @0" : "@0 = ''")} AND {(state is null ? "@1 = 0" : "state = @1")}
                      AND {(!personKey.IsEmpty ? "person_key = @2" : "@2 = ''")}
                    ORDER BY submitted_us, application_id LIMIT @3 OFFSET @4
                    """,
                    row => row.GetString(0), county, (int)(state ?? 0), personKey, limit, skip);
                var steps = (await session.QueryInAsync($"{StepsSql} WHERE s.application_id IN {{0}}", ids, Step)).ToLookup(s => s.ApplicationId);
                return [.. ids.Select(id => Folded(steps[id])!)];
            },
            cancellationToken);

    private static async Task<Recorded<ReliefApplication>> KeepAsync(
        SqlSession session, ReliefApplication application, string token, Func<PersonFacts, IReadOnlyList<IdentityPeriod>>? identities)
    {
        await WriteAsync(session, application);
        if (identities is null)
        {
            return new Recorded<ReliefApplication>(application, [], 0);
        }

        var part = new ImportBatch(
            application.ApplicationId, [new PersonUpsert(token, application.PersonKey)],
            facts => new PersonChange { Line = application.Steps.Count, Periods = identities(facts) },
            () => (new RosterCounts(), []));
        var written = await new ImportBatchWriter(session, part, Instants.Microseconds(application.Steps[^1].Head.Now)).WriteAsync();
        return new Recorded<ReliefApplication>(application, written.Changed, written.Marks);
    }

    /// <summary>Memories go once more: whoever wrote it may have died before they went.</summary>
    private static async Task<Recorded<ReliefApplication>> RecallAsync(SqlSession session, string applicationId)
    {
        var application = (await FindAsync(session, applicationId))!;
        return new Recorded<ReliefApplication>(application, await PeopleRows.TokensAsync(session, application.PersonKey), 0);
    }

    private static async Task<(ReliefFacts Facts, string? Token)> FactsAsync(
        SqlSession session, ReliefEntry entry, WriteHead head)
    {
        var application = await FindAsync(session, entry.ApplicationId);
        if (application is null && entry.IdNumberHash is null)
        {
            return (new ReliefFacts(null, null, [], 0), null);
        }

        var found = await session.QueryAsync(
            $"{PeopleRows.FactsSql} WHERE {(application is null ? "d.id_number_hash" : "d.person_key")} = @0", PeopleRows.Facts,
            application?.PersonKey.Text ?? entry.IdNumberHash);
        if (found is not [var person])
        {
            return (new ReliefFacts(null, application, [], 0), null);
        }

        var periods = await session.QueryAsync(PeriodsSql, PeopleRows.Period, person.PersonKey);
        var steps = await session.QueryAsync($"{StepsSql} WHERE a.person_key = @0", Step, person.PersonKey);
        var others = steps.Where(s => s.ApplicationId != entry.ApplicationId).GroupBy(s => s.ApplicationId).Select(g => Folded(g)!);
        var next = application is null ? 0 : await NextNoticeAsync(session, application, entry.NoticeYear ?? ChinaTime.DayOf(head.Time).Year);
        return (new ReliefFacts(person with { Periods = periods }, application, [.. others], next), person.IdNumberHash);
    }

    private static async Task<int> NextNoticeAsync(SqlSession session, ReliefApplication application, int year) =>
        (await session.QueryAsync(
            NoticeSql, row => row.GetInt32(0), application.Submission.County, application.Submission.Township, year))[0] + 1;

    private static async Task WriteAsync(SqlSession session, ReliefApplication application)
    {
        var (step, submission) = (application.Steps[^1], application.Submission);
        var nowUs = Instants.Microseconds(step.Head.Now);
        if (step.Number == 1)
        {
            await session.InsertAsync(
                """
                INSERT INTO relief_application (
                    application_id, person_key, county_code, township, applicant_class, purpose, submitted_us, state, steps, touched_us)
                """,
                [[
                    application.ApplicationId, application.PersonKey, submission.County, submission.Township, (int)submission.Class,
                    (int)submission.Purpose, nowUs, (int)application.State, 1, nowUs,
                ]]);
        }
        else
        {
            await session.ExecuteAsync(GoOnSql, (int)application.State, step.Number, nowUs, application.ApplicationId);
        }

        await session.InsertAsync(
            "INSERT INTO relief_step (application_id, step_number, operator, recorded_us, body)",
            [[application.ApplicationId, step.Number, step.Head.Operator, nowUs, step.Act.ToJson()]]);
        if (step.Act is Confirmed { Notice: { } notice })
        {
            await session.InsertAsync(
                "INSERT INTO refusal_notice (county_code, township, notice_year, notice_number, application_id, step_number)",
                [[submission.County, submission.Township, notice.Year, notice.Number, application.ApplicationId, step.Number]]);
        }
    }

    private static async Task<ReliefApplication?> FindAsync(SqlSession session, string applicationId) =>
        Folded(await session.QueryAsync($"{StepsSql} WHERE s.application_id = @0", Step, applicationId));

    private static ReliefApplication? Folded(IEnumerable<(string ApplicationId, PersonKey PersonKey, ReliefStep Step)> steps)
    {
        var ordered = steps.OrderBy(s => s.Step.Number).ToArray();
        return ordered.Length == 0 ? null : ReliefApplication.Of(ordered[0].ApplicationId, ordered[0].PersonKey, ordered.Select(s => s.Step));
    }

    private static (string ApplicationId, PersonKey PersonKey, ReliefStep Step) Step(DbDataReader row) => (
        row.GetString(0), new PersonKey(row.GetString(1)),
        new ReliefStep(
            row.GetInt32(2), new StepHead(row.GetString(3), Instants.OfMicroseconds(row.GetInt64(4))), ReliefAct.FromJson(row.GetString(5))));
}
