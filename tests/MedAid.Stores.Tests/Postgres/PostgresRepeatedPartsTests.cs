using MedAid.Core;
using MedAid.People;
using MedAid.People.Privacy;
using MedAid.People.Qualifications;
using MedAid.People.Rosters;
using MedAid.People.Storage;
using MedAid.Settlement.People;
using MedAid.Settlement.Sql;
using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Contracts;
using MedAid.Stores.Tests.People;

namespace MedAid.Stores.Tests.Postgres;

/// <summary>
/// Writes without a key of their own, whose every commit is done while its answer is lost: they are done again, by themselves or by their caller,
/// and come to the same end; nobody is remembered as before.
/// </summary>
[NeedsPostgres]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "xunit calls DisposeAsync of IAsyncLifetime.")]
public sealed class PostgresRepeatedPartsTests : IAsyncLifetime
{
    private const string Disease = "M03900";

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Patience = Waiting.Longest;
    private static readonly PersonTokens Tokens = new(new byte[PersonTokens.KeyBytes]);

    private readonly HandClock clock = new() { HasRealTimers = true };
    private readonly DetailVault vault = new(new DetailKeys([("k1", new byte[DetailKeys.KeyBytes])]));
    private CutServer cut = null!;
    private PostgresSql sql = null!;
    private PostgresRegister register = null!;
    private InProcessCache cache = null!;

    public async Task InitializeAsync()
    {
        cut = await CutServer.StartAsync();
        sql = new PostgresSql(cut.Database);
        register = new PostgresRegister(cut.Database);
        cache = new InProcessCache(clock);
        await InsuredBy(sql).ImportAsync([Person(1), Person(2)], None).WaitAsync(Patience);
        clock.Advance(TimeSpan.FromSeconds(1));
    }

    public async Task DisposeAsync() => await cut.DisposeAsync();

    /// <summary>Person 1 is insured, 2 is too but never held the identity, 3 is not insured: two changes, one bad line, one remark.</summary>
    [ContractFact]
    public async Task A_roster_is_taken_in_once_and_whom_it_changes_is_remembered_as_before_by_nobody()
    {
        var file = RosterText.Changes("2026年3月1日", [(1, "新识别", ""), (2, "自然减少", ""), (3, "自然增加", "")]);
        Assert.Empty((await RememberedAsync(1)).Identities);
        var cutOnce = Importer(new CutCommits(sql, cut.Line, Cut.AnswerToCommit));
        var first = await RunAsync(cutOnce, cutOnce, file);
        Assert.Equal(new RosterCounts(3, 3, 2, 1, 1), first.Counts);
        Assert.Equal(["NOT_HELD", "NOT_INSURED"], await FaultsAsync(first));
        Assert.Equal(new DateOnly(2026, 3, 1), Assert.Single((await RememberedAsync(1)).Identities).From);

        file = RosterText.Changes("2026年3月10日", [(1, "自然减少", ""), (2, "自然减少", ""), (3, "自然减少", "")]);
        var second = await RunAsync(Importer(sql), Importer(new CutCommits(sql, cut.Line, Cut.AnswerToCommitForGood)), file);
        Assert.Equal(new RosterCounts(3, 3, 2, 1), second.Counts);
        Assert.Equal(["NOT_HELD"], await FaultsAsync(second));
        Assert.Equal(new DateOnly(2026, 3, 10), Assert.Single((await RememberedAsync(1)).Identities).Until);
    }

    [ContractFact]
    public async Task People_of_the_register_and_a_managed_list_are_remembered_as_before_by_nobody_and_a_reading_is_noted_once()
    {
        var lossy = new CutCommits(sql, cut.Line, Cut.AnswerToCommit);
        Assert.Equal(("resident", "resident"), ((await RememberedAsync(1)).Scheme, (await RememberedAsync(2)).Scheme));
        var moved = Person(1) with { Person = Person(1).Person with { Scheme = "employee" } };
        await InsuredBy(lossy).ImportAsync([moved, Person(2)], None).WaitAsync(Patience);
        Assert.Equal("employee", (await RememberedAsync(1)).Scheme);

        var diseases = new DiseaseLists(new Dictionary<string, DiseaseList>
        {
            ["14"] = new([new ListedDisease(Disease, "高血压", true, true, false, 12) { TwoDiseaseAtOnce = true }]),
        });
        var list = new ManagedList([new ManagedLine(2, RosterText.Id(2), new ManagedPatient(Disease, new HospitalCode("H1"), true))], []);
        var enrolled = await new QualificationWorkflow(new QualificationStore(lossy), cache, Tokens, diseases, clock)
            .EnrolAsync(list, "受理员", "审核员", Results.Key("list"), None).WaitAsync(Patience);
        Assert.Equal(1, enrolled.Value.Enrolled);
        Assert.Single((await RememberedAsync(2)).Qualifications);

        var access = new PersonAccess(clock.Now, "甲", "clerk", new PersonKey("P1"), "核对", "GetPerson");
        await new PeopleStore(lossy, clock).AuditAsync([access], None).WaitAsync(Patience);
        Assert.Equal([1L], await sql.ReadAsync(session => session.QueryAsync("SELECT count(*) FROM person_access", row => row.GetInt64(0)), None));
    }

    /// <summary>The gateway that changed the person died before any memory went; whoever does the recheck lets them go.</summary>
    [ContractFact]
    public async Task A_change_whose_gateway_died_is_forgotten_when_its_recheck_is_due()
    {
        await RememberedAsync(1);
        var file = RosterText.Changes("2026年3月1日", [(1, "新识别", "")]);
        var elsewhere = new RosterImporter(new PeopleStore(sql, clock), new InProcessCache(clock), Tokens, vault, clock);
        await RunAsync(elsewhere, elsewhere, file);
        Assert.Empty((await RememberedAsync(1)).Identities);

        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.True(await new PeopleStore(sql, clock).RecheckAsync(clock.Now, cache, None).WaitAsync(Patience));
        Assert.Single((await RememberedAsync(1)).Identities);
    }

    private static InsuredPerson Person(int number) => new(
        Tokens.Of(RosterText.Id(number)),
        new Eligibility
        {
            PersonKey = Tokens.NewPersonKey(RosterText.Id(number)), Version = 0, Scheme = "resident", County = new("141123"),
            BirthDate = IdNumber.BirthDate(RosterText.Id(number))!.Value, Identities = [],
        });

    private InsuredImport InsuredBy(ISqlDatabase database) => new(new PeopleStore(database, clock), cache, vault, clock);

    private RosterImporter Importer(ISqlDatabase database) => new(new PeopleStore(database, clock), cache, Tokens, vault, clock);

    private async Task<Eligibility> RememberedAsync(int person) =>
        (await cache.GetAsync(Tokens.Of(RosterText.Id(person)), register.FindAsync, None))!;

    private async Task<RosterImport> RunAsync(RosterImporter accepting, RosterImporter running, byte[] file)
    {
        var draft = new RosterDraft(
            $"R{file.Length}-{clock.Now.Ticks}", RosterKind.Changes, new CountyCode("141123"), "", "", "", "", file, [], "测试员", false);
        var accepted = (await accepting.AcceptAsync(draft, None).WaitAsync(Patience)).Value!;
        Assert.False(accepted.Replayed);
        await running.RunAsync(accepted.Job!, None).WaitAsync(Patience);
        clock.Advance(TimeSpan.FromSeconds(1));
        var done = (await new PeopleStore(sql, clock).FindImportAsync(accepted.Import.ImportId, None))!;
        Assert.Equal(RosterState.Done, done.State);
        return done;
    }

    private async Task<IEnumerable<string>> FaultsAsync(RosterImport import) =>
        from fault in await new PeopleStore(sql, clock).ListFaultsAsync(import.ImportId, 0, 10, None) select fault.Code;
}
