using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.People;
using MedAid.People.Privacy;
using MedAid.People.Qualifications;
using MedAid.People.Storage;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;
using MedAid.Stores.Tests.Contracts;

namespace MedAid.Stores.Tests.People;

/// <summary>What qualifications do on every database. Each test has a store of its own; it is 2026-03-16 in the morning.</summary>
public abstract class QualificationContract : IAsyncLifetime
{
    private const string Dialysis = "M07800";
    private const string Pressure = "M03900";
    private const string Chosen = "H14110001";

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Patience = Waiting.Longest;
    private static readonly PersonTokens Tokens = new(new byte[PersonTokens.KeyBytes]);
    private static readonly DateOnly Today = new(2026, 3, 16);

    private static readonly DiseaseLists Diseases = new(new Dictionary<string, DiseaseList>
    {
        ["1411"] = new DiseaseList(
        [
            new ListedDisease(Dialysis, "尿毒症透析", true, false, true, null),
            new ListedDisease(Pressure, "高血压", true, true, false, 12)
            {
                TwoDiseaseAtOnce = true, TwoDoctors = true, AnyChronicBars = true,
            },
        ]),
    });

    private readonly HandClock clock = new() { HasRealTimers = true };

    private int keys;
    private QualificationStore store = null!;
    private IEligibilityRegister register = null!;
    private InProcessCache cache = null!;
    private QualificationWorkflow workflow = null!;
    private InsuredImport insured = null!;

    public async Task InitializeAsync()
    {
        (var database, register) = await OpenAsync();
        store = new QualificationStore(database);
        cache = new InProcessCache(clock);
        workflow = new QualificationWorkflow(store, cache, Tokens, Diseases, clock);
        var vault = new DetailVault(new DetailKeys([("k1", new byte[DetailKeys.KeyBytes])]));
        insured = new InsuredImport(new PeopleStore(database, clock), cache, vault, clock);
    }

    public Task DisposeAsync() => RemoveAsync();

    protected abstract Task<(ISqlDatabase Database, IEligibilityRegister Register)> OpenAsync();

    protected abstract Task RemoveAsync();

    /// <summary>Runs a statement past the store; what the database says if it refuses, else null.</summary>
    protected abstract Task<string?> RunAsync(string sql);

    [ContractFact]
    public async Task Approved_today_gives_benefit_from_tomorrow_and_every_memory_of_the_person_goes()
    {
        await InsureAsync();
        var remembered = await cache.GetAsync(Token(1), register.FindAsync, None);
        var application = await AppliedAsync(Dialysis);
        Assert.Equal(Today, application.DueBy);
        Assert.Equal(remembered!.Version, (await FindAsync()).Version);

        var decided = await DecideAsync(application, null);
        Assert.Null(decided.Fault);
        var person = await cache.GetAsync(Token(1), register.FindAsync, None);
        var held = Assert.Single(person!.Qualifications);
        Assert.Equal(new Qualification(QualificationKind.Chronic, Dialysis, Today, null, new HospitalCode(Chosen)), held);
        Assert.Equal((false, true), (held.HoldsOn(Today), held.HoldsOn(Today.AddDays(1))));
        Assert.Equal(remembered.Version + 1, person.Version);
        Assert.Equal([decided.Value[0]], await store.ListAsync(ApplicationState.Approved, new PersonKey(Key(1)), 0, 10, None));
    }

    [ContractFact]
    public async Task A_refusal_keeps_its_reason_and_gives_nothing()
    {
        await InsureAsync();
        var application = await AppliedAsync(Dialysis);
        await DecideAsync(application, RefusalReason.DiagnosisNotConfirmed);

        var refused = Assert.Single(await store.ListAsync(ApplicationState.Refused, null, 0, 10, None));
        Assert.Equal((RefusalReason.DiagnosisNotConfirmed, "审核员"), (refused.Reason, refused.DecidedBy));
        Assert.Empty((await FindAsync()).Qualifications);

        // Whoever was refused may apply again.
        Assert.NotEqual(application.ApplicationId, (await AppliedAsync(Dialysis)).ApplicationId);
    }

    [ContractFact]
    public async Task Who_took_an_application_in_may_not_decide_it_not_even_past_the_program()
    {
        await InsureAsync();
        var application = await AppliedAsync(Dialysis);
        var ruling = await workflow.DecideAsync(application.ApplicationId, new Verdict("受理员", null), NextKey(), None).WaitAsync(Patience);
        Assert.Equal("SAME_OPERATOR", ruling.Fault?.Code);
        Assert.NotNull(await RunAsync(
            "UPDATE qualification_application SET state = 2, decided_by = '受理员', decided_us = 1, approved_on = '2026-03-16'"));
        Assert.Single(await store.ListAsync(ApplicationState.Open, null, 0, 10, None));
    }

    [ContractFact]
    public async Task What_is_decided_stays_decided()
    {
        await InsureAsync();
        var application = await AppliedAsync(Dialysis);
        await DecideAsync(application, null);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("ALREADY_DECIDED", (await DecideAsync(application, RefusalReason.CriteriaNotMet)).Fault?.Code);
        Assert.NotNull(await RunAsync("UPDATE qualification_application SET valid_until = '2027-01-01'"));
        Assert.NotNull(await RunAsync("DELETE FROM qualification_application"));
        Assert.Equal("APPLICATION_NOT_FOUND", (await workflow.DecideAsync("Q0", new Verdict("审核员", null), NextKey(), None)).Fault?.Code);
    }

    [ContractFact]
    public async Task What_waits_for_the_monthly_round_is_due_a_month_later_and_shown_from_then_on()
    {
        await InsureAsync();
        var application = await AppliedAsync(Pressure);
        Assert.Equal(new DateOnly(2026, 4, 16), application.DueBy);
        clock.Advance(TimeSpan.FromDays(30));
        Assert.Empty((await workflow.RemindAsync(None)).Due);
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal([application], (await workflow.RemindAsync(None)).Due);

        await DecideAsync(application, null);
        Assert.Empty((await workflow.RemindAsync(None)).Due);
        Assert.Equal(new DateOnly(2026, 4, 16), Assert.Single((await FindAsync()).Qualifications).Approved);
    }

    [ContractFact]
    public async Task A_renewal_begins_where_the_old_one_ends_and_silences_its_reminder()
    {
        // Approved 03-16 for 12 months: holds from 2026-03-17 up to, not including, 2027-03-17. 60 days before that is 2027-01-16.
        await InsureAsync();
        await DecideAsync(await AppliedAsync(Pressure), null);
        var end = new DateOnly(2027, 3, 17);
        Assert.Equal(end, Assert.Single((await FindAsync()).Qualifications).Until);

        clock.Advance(TimeSpan.FromDays(305));
        Assert.Equal("ALREADY_QUALIFIED", (await ApplyAsync(Pressure)).Fault?.Code);
        Assert.Empty((await workflow.RemindAsync(None)).Ending);
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(end, Assert.Single((await workflow.RemindAsync(None)).Ending).Until);

        var renewal = await AppliedAsync(Pressure);
        Assert.Equal(ApplicationSource.Renewal, renewal.Source);
        Assert.Empty((await workflow.RemindAsync(None)).Ending);
        await DecideAsync(renewal, null);
        var person = await FindAsync();
        Assert.Equal(
            [(new DateOnly(2026, 3, 16), end), (end.AddDays(-1), new DateOnly(2028, 3, 17))],
            person.Qualifications.Select(q => (q.Approved, q.Until!.Value)));
        Assert.Single(person.Qualifications, q => q.HoldsOn(end));
    }

    [ContractFact]
    public async Task Two_township_doctors_may_sign_for_a_poor_household()
    {
        await InsureAsync(IdentityKind.SubsistenceAllowance);
        var ruling = await ApplyAsync(Draft(Pressure) with { HospitalLevel = 0, Doctors = ["D1", "D2"] });
        Assert.Equal((EvidenceKind.TownshipDoctors, "D1 D2"), (ruling.Value[0].Evidence, ruling.Value[0].Signers));
        Assert.Equal([ruling.Value[0]], await store.ListAsync(ApplicationState.Open, null, 0, 10, None));
    }

    [ContractFact]
    public async Task What_falls_short_of_the_chronic_criteria_is_moved_into_two_disease()
    {
        await InsureAsync();
        var ruling = await DecideAsync(await AppliedAsync(Pressure), RefusalReason.CriteriaNotMet);
        Assert.Equal(
            [(QualificationKind.Chronic, ApplicationState.Refused), (QualificationKind.TwoDisease, ApplicationState.Approved)],
            ruling.Value.Select(w => (w.Kind, w.State)));
        Assert.Equal(
            [new Qualification(QualificationKind.TwoDisease, Pressure, Today, new DateOnly(2027, 3, 17), new HospitalCode(Chosen))],
            (await FindAsync()).Qualifications);
    }

    [ContractFact]
    public async Task A_managed_list_enrols_all_but_those_with_a_chronic_benefit_and_nobody_twice()
    {
        for (var number = 1; number <= 3; number++)
        {
            await InsureAsync(number: number);
        }

        await DecideAsync(await AppliedAsync(Dialysis), null);
        ManagedLine Line(int number, int person, bool onDrugs) =>
            new(number, RosterText.Id(person), new ManagedPatient(Pressure, new HospitalCode("H1"), onDrugs));
        var list = new ManagedList([Line(2, 1, true), Line(3, 2, true), Line(4, 3, false), Line(5, 4, true)], []);
        var tried = await workflow.EnrolAsync(list, "受理员", "审核员", Results.Key("e-1", validateOnly: true), None).WaitAsync(Patience);
        Assert.Empty((await register.FindAsync(Token(2), None))!.Qualifications);
        var first = (await workflow.EnrolAsync(list, "受理员", "审核员", Results.Key("e-1"), None).WaitAsync(Patience)).Value;
        Assert.Equal(1, first.Enrolled);
        Assert.Equal((1, 3), (tried.Value.Enrolled, tried.Value.Faults.Count));
        Assert.Equal(
            [(2, "CHRONIC_BENEFIT_HELD"), (4, "NOT_ON_DRUGS"), (5, "NOT_INSURED")], first.Faults.Select(f => (f.Line, f.Code)));
        Assert.Equal(
            [new Qualification(QualificationKind.TwoDisease, Pressure, Today, new DateOnly(2027, 3, 17), new HospitalCode("H1"))],
            (await register.FindAsync(Token(2), None))!.Qualifications);

        // Insured since, the fifth line would be taken in now; the answer is that of then.
        await InsureAsync(number: 4);
        var same = await workflow.EnrolAsync(list, "受理员", "审核员", Results.Key("e-1"), None).WaitAsync(Patience);
        Assert.Equal((true, 1), (same.Replayed, same.Value.Enrolled));
        Assert.Equal(first.Faults, same.Value.Faults);
        Assert.Empty((await register.FindAsync(Token(4), None))!.Qualifications);
        Assert.True((await workflow.EnrolAsync(list, "受理员", "审核员", Results.Key("e-1", "other"), None)).Reused);

        clock.Advance(TimeSpan.FromSeconds(1));
        var again = (await workflow.EnrolAsync(list, "受理员", "审核员", Results.Key("e-2"), None).WaitAsync(Patience)).Value;
        Assert.Equal(1, again.Enrolled);
        Assert.Contains((3, "ALREADY_QUALIFIED"), again.Faults.Select(f => (f.Line, f.Code)));
        Assert.NotNull(await RunAsync("UPDATE enrolment SET enrolled = 7"));
        Assert.NotNull(await RunAsync("DELETE FROM write_request"));
        Assert.Equal("SAME_OPERATOR", (await workflow.EnrolAsync(list, "受理员", "受理员", NextKey(), None)).Fault?.Code);
    }

    [ContractFact]
    public async Task What_was_granted_outlives_a_changed_entry_of_the_register_of_insured_persons()
    {
        await InsureAsync();
        await DecideAsync(await AppliedAsync(Dialysis), null);
        await InsureAsync(scheme: "employee");
        var person = await FindAsync();
        Assert.Equal("employee", person.Scheme);
        Assert.Equal([new Qualification(QualificationKind.Chronic, Dialysis, Today, null, new HospitalCode(Chosen))], person.Qualifications);
    }

    [ContractFact]
    public async Task Who_is_not_insured_cannot_apply_and_nobody_applies_twice()
    {
        Assert.Equal("NOT_INSURED", (await ApplyAsync(Dialysis)).Fault?.Code);
        await InsureAsync();
        await AppliedAsync(Dialysis);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("ALREADY_APPLIED", (await ApplyAsync(Dialysis)).Fault?.Code);
    }

    private static QualificationDraft Draft(string disease) =>
        new(QualificationKind.Chronic, disease, new HospitalCode(Chosen), 2, [], "受理员");

    private static string Token(int number) => Tokens.Of(RosterText.Id(number));

    private static string Key(int number) => Tokens.NewPersonKey(RosterText.Id(number)).Text;

    private async Task<Eligibility> FindAsync() => (await register.FindAsync(Token(1), None))!;

    private WriteKey NextKey() => Results.Key($"q-{++keys}");

    private Task<Result<IReadOnlyList<QualificationApplication>>> ApplyAsync(string disease) => ApplyAsync(Draft(disease));

    private async Task<Result<IReadOnlyList<QualificationApplication>>> ApplyAsync(QualificationDraft draft) =>
        (await workflow.ApplyAsync(RosterText.Id(1), draft, NextKey(), None).WaitAsync(Patience)).With(r => r.Value);

    private async Task<QualificationApplication> AppliedAsync(string disease)
    {
        var ruling = await ApplyAsync(disease);
        Assert.Null(ruling.Fault);
        return Assert.Single(ruling.Value);
    }

    private async Task<Result<IReadOnlyList<QualificationApplication>>> DecideAsync(
        QualificationApplication application, RefusalReason? reason) =>
        (await workflow.DecideAsync(application.ApplicationId, new Verdict("审核员", reason), NextKey(), None).WaitAsync(Patience)).With(r => r.Value);

    private Task<IReadOnlyList<string>> InsureAsync(IdentityKind? identity = null, int number = 1, string scheme = "resident") => insured.ImportAsync(
        [
            new InsuredPerson(
                Token(number),
                new Eligibility
                {
                    PersonKey = new(Key(number)), Version = 0, Scheme = scheme, County = new("141123"),
                    BirthDate = IdNumber.BirthDate(RosterText.Id(number))!.Value,
                    Identities = identity is { } kind ? [new IdentitySpan(kind, new DateOnly(2025, 1, 1), null)] : [],
                }),
        ],
        None).WaitAsync(Patience);
}
