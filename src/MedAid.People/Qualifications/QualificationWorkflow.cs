using MedAid.People.Storage;
using MedAid.Settlement;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Writes;

namespace MedAid.People.Qualifications;

/// <summary>Outcome of an enrolment.</summary>
/// <param name="Enrolled">Patients taken in; the benefit begins on the day that the region says.</param>
/// <param name="Faults">Lines that were not, and why.</param>
public sealed record EnrolmentResult(int Enrolled, IReadOnlyList<ManagedFault> Faults);

/// <summary>What has to be seen to: applications that are due, and qualifications that are about to end.</summary>
public sealed record QualificationReminders(
    IReadOnlyList<QualificationApplication> Due, IReadOnlyList<QualificationApplication> Ending);

/// <summary>Takes applications in, decides them, enrols managed patients. Who takes in and who decides are two operators.</summary>
public sealed class QualificationWorkflow(
    QualificationStore store, IEligibilityCache cache, PersonTokens tokens, DiseaseLists diseases, TimeProvider time)
{
    /// <summary>Takes an application in.</summary>
    public Task<Result<Recorded<IReadOnlyList<QualificationApplication>>>> ApplyAsync(
        string idNumber, QualificationDraft draft, WriteKey key, CancellationToken cancellationToken) => RecordAsync(
        HeadOf(key, draft.Operator), tokens.Of(idNumber),
        (facts, now) => facts is null ? Refused(QualificationFault.NotInsured) : QualificationRules.Apply(facts, draft, ListFor(facts), now),
        cancellationToken);

    /// <summary>Decides an application; what falls short of a chronic disease may go into two-disease by the same decision.</summary>
    public async Task<Result<Recorded<IReadOnlyList<QualificationApplication>>>> DecideAsync(
        string applicationId, Verdict verdict, WriteKey key, CancellationToken cancellationToken) => await RecordAsync(
        HeadOf(key, verdict.Operator), await store.FindPersonAsync(applicationId, cancellationToken) ?? "",
        (facts, now) => facts is null
            ? Refused(QualificationFault.NotFound)
            : QualificationRules.Decide(facts, applicationId, verdict, ListFor(facts), now),
        cancellationToken);

    /// <summary>
    /// Enrols a managed patients' list, part by part. Bad lines are reported and stop nobody else. The same request goes on where it broke
    /// off, and once it is done it is answered as it was; the same list under another one enrols nobody twice.
    /// </summary>
    public async Task<Result<EnrolmentResult>> EnrolAsync(
        ManagedList list, string maker, string checker, WriteKey key, CancellationToken cancellationToken)
    {
        if (!HasName(maker) || !HasName(checker))
        {
            return Result.Refused<EnrolmentResult>(QualificationFault.NoOperator);
        }

        if (SamePerson.Is(maker, checker))
        {
            return Result.Refused<EnrolmentResult>(QualificationFault.SameOperator);
        }

        var begun = await store.BeginEnrolmentAsync(HeadOf(key, maker), checker, cancellationToken);
        return await begun.Match(
            async (enrolment, replayed) => enrolment.Result is { } result
                ? Result.Done(result, replayed)
                : Result.Done(await EnrolAsync(enrolment, list, maker, checker, key.ValidateOnly, cancellationToken)),
            () => Task.FromResult(Result.KeyReused<EnrolmentResult>()),
            fault => Task.FromResult(Result.Refused<EnrolmentResult>(fault)));
    }

    /// <summary>Ends a qualification before its time; from that day on there is no benefit.</summary>
    public async Task<Result<Recorded<QualificationApplication>>> EndAsync(
        string applicationId, QualificationEnd end, WriteKey key, CancellationToken cancellationToken)
    {
        var head = HeadOf(key, end.EndedBy);
        return await cache.ForgetChangedAsync(
            await store.EndAsync(
                head, applicationId, end with { Ended = head.Time },
                facts => facts is null ? QualificationFault.NotFound : QualificationRules.End(facts, applicationId, end, ChinaTime.DayOf(head.Time)),
                cancellationToken),
            cancellationToken);
    }

    /// <summary>Applications due today or before, and qualifications that end soon without a renewal.</summary>
    public async Task<QualificationReminders> RemindAsync(CancellationToken cancellationToken)
    {
        var today = ChinaTime.DayOf(time.GetUtcNow());
        return new QualificationReminders(
            await store.DueAsync(today, Limits.RemindersMax, cancellationToken),
            await store.EndingAsync(today, today.AddDays(QualificationRules.RenewalDays), Limits.RemindersMax, cancellationToken));
    }

    private DiseaseList ListFor(QualificationFacts facts) => diseases.For(facts.Person.Insured?.County ?? default);

    private async Task<Result<Recorded<IReadOnlyList<QualificationApplication>>>> RecordAsync(
        WriteHead head, string token, Func<QualificationFacts?, DateTimeOffset, Result<IReadOnlyList<QualificationApplication>>> rule,
        CancellationToken cancellationToken) =>
        HasName(head.Operator)
            ? await cache.ForgetChangedAsync(
                await store.RecordAsync(head, token, facts => rule(facts, head.Time), cancellationToken), cancellationToken)
            : Result.Refused<Recorded<IReadOnlyList<QualificationApplication>>>(QualificationFault.NoOperator);

    private async Task<EnrolmentResult> EnrolAsync(
        ManagedEnrolment enrolment, ManagedList list, string maker, string checker, bool validateOnly, CancellationToken cancellationToken)
    {
        var enrolled = 0;
        var faults = list.Faults.ToList();
        foreach (var part in list.Lines.GroupBy(l => tokens.Of(l.IdNumber), StringComparer.Ordinal).Chunk(Limits.PartPersonsMax))
        {
            var byToken = part.ToDictionary(p => p.Key, p => p.ToArray(), StringComparer.Ordinal);
            var rulings = new Dictionary<int, Result<IReadOnlyList<QualificationApplication>>>();
            await store.ChangeAsync(
                [.. byToken.Keys], facts => EnrolPerson(facts, byToken[facts.Person.IdNumberHash], rulings), validateOnly ? null : Instants.Now(time),
                cancellationToken);

            // Everybody, not only who changed: an enrolment that broke off may have changed them and died before any memory went.
            await cache.ForgetAsync(validateOnly ? [] : byToken.Keys, cancellationToken);
            foreach (var line in byToken.Values.SelectMany(l => l))
            {
                var fault = rulings.TryGetValue(line.Number, out var ruling) ? FaultOf(ruling) : QualificationFault.NotInsured;
                enrolled += fault is null ? 1 : 0;
                faults.AddRange(fault is null ? [] : [new ManagedFault(line.Number, fault.Code, fault.Message)]);
            }
        }

        var result = new EnrolmentResult(enrolled, [.. faults.OrderBy(f => f.Line)]);
        return validateOnly ? result : await store.EndEnrolmentAsync(enrolment.EnrolmentId, result, cancellationToken);

        IReadOnlyList<QualificationApplication> EnrolPerson(
            QualificationFacts facts, ManagedLine[] lines, Dictionary<int, Result<IReadOnlyList<QualificationApplication>>> rulings)
        {
            foreach (var line in lines)
            {
                rulings[line.Number] = QualificationRules.Enrol(facts, line.Patient, maker, checker, ListFor(facts), enrolment.Begun);
            }

            return [.. lines.SelectMany(l => rulings[l.Number].Match((written, _) => written, () => [], _ => []))];
        }
    }

    private static Fault? FaultOf(Result<IReadOnlyList<QualificationApplication>> ruling) =>
        ruling.Match((_, _) => (Fault?)null, () => null, fault => fault);

    private static Result<IReadOnlyList<QualificationApplication>> Refused(Fault fault) =>
        Result.Refused<IReadOnlyList<QualificationApplication>>(fault);

    private WriteHead HeadOf(WriteKey key, string operatorName) => new(key, operatorName, Instants.Now(time));

    private static bool HasName(string operatorName) => SeenText.IsAny(operatorName) && operatorName.Trim().Length <= Limits.WordMax;
}
