using MedAid.People.Ports;
using MedAid.Settlement;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;

namespace MedAid.People.Qualifications;

/// <summary>What came of an enrolment.</summary>
/// <param name="Enrolled">Patients taken in; the benefit begins on the day that the region says.</param>
/// <param name="Faults">Lines that were not, and why.</param>
public sealed record EnrolmentResult(int Enrolled, IReadOnlyList<ManagedFault> Faults);

/// <summary>What has to be seen to: applications that are due, and qualifications that are about to end.</summary>
public sealed record QualificationReminders(
    IReadOnlyList<QualificationApplication> Due, IReadOnlyList<QualificationApplication> Ending);

/// <summary>Takes applications in, decides them, enrols managed patients. Who takes in and who decides are two operators.</summary>
public sealed class QualificationDesk(
    IQualificationStore store, IEligibilityCache cache, PersonTokens tokens, DiseaseLists diseases, TimeProvider time)
{
    /// <summary>Takes an application in.</summary>
    public Task<Ruling> ApplyAsync(string idNumber, QualificationDraft draft, CancellationToken cancellationToken)
    {
        var now = Now();
        return HasName(draft.Operator)
            ? RuleAsync(
                tokens.Of(idNumber), facts => QualificationRules.Apply(facts, draft, ListFor(facts), now), QualificationFault.NotInsured,
                cancellationToken)
            : Task.FromResult(Ruling.No(QualificationFault.NoOperator));
    }

    /// <summary>Decides an application; what falls short of a chronic disease may go into two-disease by the same decision.</summary>
    public async Task<Ruling> DecideAsync(string applicationId, Verdict verdict, CancellationToken cancellationToken)
    {
        if (!HasName(verdict.Operator))
        {
            return Ruling.No(QualificationFault.NoOperator);
        }

        var now = Now();
        return await store.FindPersonAsync(applicationId, cancellationToken) is { } token
            ? await RuleAsync(
                token, facts => QualificationRules.Decide(facts, applicationId, verdict, ListFor(facts), now), QualificationFault.NotFound,
                cancellationToken)
            : Ruling.No(QualificationFault.NotFound);
    }

    /// <summary>
    /// Enrols a managed patients' list, part by part. Bad lines are reported and stop nobody else; the same list again enrols nobody twice.
    /// </summary>
    public async Task<(EnrolmentResult? Result, QualificationFault? Fault)> EnrolAsync(
        ManagedList list, string maker, string checker, CancellationToken cancellationToken)
    {
        if (!HasName(maker) || !HasName(checker))
        {
            return (null, QualificationFault.NoOperator);
        }

        if (SamePerson.Is(maker, checker))
        {
            return (null, QualificationFault.SameOperator);
        }

        var now = Now();
        var enrolled = 0;
        var faults = list.Faults.ToList();
        foreach (var part in list.Lines.GroupBy(l => tokens.Of(l.IdNumber), StringComparer.Ordinal).Chunk(Limits.PartPersonsMax))
        {
            var byToken = part.ToDictionary(p => p.Key, p => p.ToArray(), StringComparer.Ordinal);
            var rulings = new Dictionary<int, Ruling>();
            var changed = await store.ChangeAsync(
                [.. byToken.Keys], facts => EnrolPerson(facts, byToken[facts.Person.IdToken], rulings), cancellationToken);
            await cache.ForgetAsync(changed, cancellationToken);
            enrolled += rulings.Values.Sum(r => r.Written.Count);
            faults.AddRange(
                from line in byToken.Values.SelectMany(l => l)
                let fault = rulings.TryGetValue(line.Number, out var ruling) ? ruling.Fault : QualificationFault.NotInsured
                where fault is not null
                select new ManagedFault(line.Number, fault.Code, fault.Message));
        }

        return (new EnrolmentResult(enrolled, [.. faults.OrderBy(f => f.Line)]), null);

        IReadOnlyList<QualificationApplication> EnrolPerson(
            QualificationFacts facts, ManagedLine[] lines, Dictionary<int, Ruling> rulings)
        {
            foreach (var line in lines)
            {
                rulings[line.Number] = QualificationRules.Enrol(facts, line.Patient, maker, checker, ListFor(facts), now);
            }

            return [.. lines.SelectMany(l => rulings[l.Number].Written)];
        }
    }

    /// <summary>Ends a qualification before its time; from that day on there is no benefit.</summary>
    public async Task<EndOutcome> EndAsync(QualificationEnding ending, bool validateOnly, CancellationToken cancellationToken)
    {
        var stamped = ending with { End = ending.End with { Ended = Now() } };
        var outcome = await store.EndAsync(
            stamped, !validateOnly, facts => QualificationRules.End(facts, ending.ApplicationId, ending.End.EndedOn), cancellationToken);
        await cache.ForgetAsync(outcome.Changed, cancellationToken);
        return outcome;
    }

    /// <summary>Applications due today or before, and qualifications that end soon without a renewal.</summary>
    public async Task<QualificationReminders> RemindAsync(CancellationToken cancellationToken)
    {
        var today = ChinaTime.DayOf(time.GetUtcNow());
        return new QualificationReminders(
            await store.DueAsync(today, Limits.RemindersMax, cancellationToken),
            await store.EndingAsync(today, today.AddDays(QualificationRules.RenewalDays), Limits.RemindersMax, cancellationToken));
    }

    private DiseaseList ListFor(QualificationFacts facts) => diseases.For(facts.Person.Insured?.County ?? "");

    private async Task<Ruling> RuleAsync(
        string token, Func<QualificationFacts, Ruling> rule, QualificationFault unknown, CancellationToken cancellationToken)
    {
        var ruling = Ruling.No(unknown);
        var changed = await store.ChangeAsync([token], facts => (ruling = rule(facts)).Written, cancellationToken);
        await cache.ForgetAsync(changed, cancellationToken);
        return ruling;
    }

    /// <summary>To the microsecond, as it is stored: a call that is done again must know its own rows.</summary>
    private DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    private static bool HasName(string operatorName) => SeenText.IsAny(operatorName) && operatorName.Trim().Length <= Limits.WordMax;
}
