using MedAid.People.Identities;
using MedAid.People.Qualifications;
using MedAid.Settlement;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;

namespace MedAid.People.Storage;

/// <summary>Ends one qualification before its time.</summary>
internal sealed class EndWriter(string applicationId, QualificationEnd end, Func<QualificationFacts?, Fault?> check)
{
    private const string TokenSql =
        """
        SELECT d.id_number_hash FROM qualification_application a JOIN person_detail d ON d.person_key = a.person_key WHERE a.application_id = @0
        """;

    private QualificationFacts? facts;
    private string? body;

    /// <summary>How it is done, and how its answer is read again.</summary>
    public OnceWork<Recorded<QualificationApplication>> Work => new(
        DecideAsync, WriteAsync, made => made.Value.ApplicationId,
        async (session, id) =>
        {
            var (applications, changed, _) = await QualificationStore.RecallAsync(session, id);
            return new Recorded<QualificationApplication>(applications[0], changed, 0);
        });

    private async Task<Result<Recorded<QualificationApplication>>> DecideAsync(SqlSession session)
    {
        var token = await session.QueryAsync(TokenSql, row => row.GetString(0), applicationId);
        (facts, body) = await QualificationStore.FactsAsync(session, token) is [var known] ? known : default;
        return check(facts) is { } fault
            ? Result.Refused<Recorded<QualificationApplication>>(fault)
            : Result.Done(new Recorded<QualificationApplication>(facts!.Applications.First(IsIt) with { End = end }, [], 0));
    }

    private async Task<Recorded<QualificationApplication>> WriteAsync(SqlSession session, Recorded<QualificationApplication> made)
    {
        var nowUs = Instants.Microseconds(end.Ended);
        await session.InsertAsync(
            "INSERT INTO qualification_end (application_id, ended_on, reason, note, ended_by, ended_us)",
            [[applicationId, end.EndedOn, (int)end.Reason, end.Note, end.EndedBy, nowUs]]);
        var applications = facts!.Applications.Where(a => !IsIt(a)).Append(made.Value);
        if (QualificationStore.Rebuilt(facts.Person, body, applications) is not { } row)
        {
            return made;
        }

        var marks = await QualificationStore.WriteVersionAsync(
            session, facts.Person, row, applicationId, [new DaySpan(end.EndedOn, facts.Applications.First(IsIt).Until)], nowUs);
        return made with { Changed = [facts.Person.IdNumberHash], Marks = marks };
    }

    private bool IsIt(QualificationApplication application) => application.ApplicationId == applicationId;
}
