using MedAid.People.Identities;
using MedAid.People.Ports;
using MedAid.People.Qualifications;
using MedAid.Stores.Sql;

namespace MedAid.Stores.People;

/// <summary>Ends one qualification before its time inside one transaction.</summary>
internal sealed class EndWriter(SqlSession session, QualificationEnding ending)
{
    private const string KnownSql = "SELECT application_id, content_hash FROM qualification_end WHERE request_id = @0";

    private const string TokenSql =
        """
        SELECT d.id_token FROM qualification_application a JOIN person_detail d ON d.person_key = a.person_key WHERE a.application_id = @0
        """;

    /// <summary>What would come of it.</summary>
    public async Task<EndOutcome> TryAsync(Func<QualificationFacts, QualificationFault?> check) =>
        await ReplayedAsync() ?? (await DecideAsync(check)).Outcome;

    /// <summary>Does it.</summary>
    public async Task<EndOutcome> WriteAsync(Func<QualificationFacts, QualificationFault?> check)
    {
        if (await ReplayedAsync() is { } replayed)
        {
            return replayed;
        }

        var (outcome, facts, body) = await DecideAsync(check);
        return outcome.Fault is null ? await WriteAsync(outcome.Application!, facts!, body) : outcome;
    }

    private async Task<EndOutcome> WriteAsync(QualificationApplication ended, QualificationFacts facts, string? body)
    {
        var nowUs = PeopleRows.Microseconds(ending.End.Ended);
        await session.InsertAsync(
            "INSERT INTO qualification_end (application_id, request_id, content_hash, ended_on, reason, note, ended_by, ended_us)",
            [[
                ending.ApplicationId, ending.RequestId, ending.ContentHash, ending.End.EndedOn, (int)ending.End.Reason, ending.End.Note,
                ending.End.EndedBy, nowUs,
            ]]);
        var applications = facts.Applications.Where(a => a.ApplicationId != ended.ApplicationId).Append(ended);
        if (QualificationStore.Rebuilt(facts.Person, body, applications) is not { } row)
        {
            return Told(ended);
        }

        await PersonVersions.WriteAsync(session, [row], ending.ApplicationId, nowUs);
        var touched = new TouchedPerson(
            facts.Person.PersonKey, (long)row[2]!, 0, [new DaySpan(ending.End.EndedOn, facts.Applications.First(IsIt).Until)]);
        await LateLooks.OweAsync(session, ending.ApplicationId, [touched], nowUs);
        var marks = await new Marks(session).WriteAsync(ending.ApplicationId, [touched], nowUs, late: false);
        return new EndOutcome(ended, null, false, false, [facts.Person.IdToken], marks);
    }

    private async Task<(EndOutcome Outcome, QualificationFacts? Facts, string? Body)> DecideAsync(
        Func<QualificationFacts, QualificationFault?> check)
    {
        var token = await session.QueryAsync(TokenSql, row => row.GetString(0), ending.ApplicationId);
        var facts = await QualificationStore.FactsAsync(session, token);
        if (facts is not [var (known, body)])
        {
            return (new EndOutcome(null, QualificationFault.NotFound, false, false, [], 0), null, null);
        }

        var fault = check(known);
        return fault is null
            ? (Told(known.Applications.First(IsIt) with { End = ending.End }), known, body)
            : (new EndOutcome(null, fault, false, false, [], 0), null, null);
    }

    private async Task<EndOutcome?> ReplayedAsync()
    {
        var known = await session.QueryAsync(KnownSql, row => (Id: row.GetString(0), Hash: row.GetString(1)), ending.RequestId);
        if (known is not [var (id, hash)])
        {
            return null;
        }

        if (hash != ending.ContentHash)
        {
            return new EndOutcome(null, null, false, true, [], 0);
        }

        var found = await session.QueryAsync($"{QualificationRows.SelectSql} WHERE a.application_id = @0", QualificationRows.Application, id);
        return new EndOutcome(found[0], null, true, false, [], 0);
    }

    private bool IsIt(QualificationApplication application) => application.ApplicationId == ending.ApplicationId;

    private static EndOutcome Told(QualificationApplication ended) => new(ended, null, false, false, [], 0);
}
