using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.People;
using MedAid.People.Applications;
using MedAid.People.Identities;
using MedAid.People.Privacy;
using MedAid.People.Rosters;
using MedAid.People.Storage;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;
using MedAid.Stores.Tests.Contracts;

namespace MedAid.Stores.Tests.People;

/// <summary>What the facts about persons do on every database. Each test has a store of its own.</summary>
public abstract partial class PeopleContract : IAsyncLifetime
{
    protected const IdentityKind Poor = IdentityKind.SubsistenceAllowance;

    protected static readonly TimeSpan Patience = Waiting.Longest;
    protected static readonly PersonTokens Tokens = new(new byte[PersonTokens.KeyBytes]);

    private static readonly CancellationToken None = CancellationToken.None;

    private int requests;

    private protected HandClock Clock { get; } = new() { HasRealTimers = true };

    protected DetailVault Vault { get; } = new(new DetailKeys([("k1", new byte[DetailKeys.KeyBytes])]));

    protected PeopleStore Store { get; private set; } = null!;

    protected IEligibilityRegister Register { get; private set; } = null!;

    protected ISqlDatabase Database { get; private set; } = null!;

    protected ILedger Ledger { get; private set; } = null!;

    private bool forged;

    private InProcessCache Cache { get; set; } = null!;

    private ReliefStore Relief { get; set; } = null!;

    private ReliefWorkflow ReliefWorkflow { get; set; } = null!;

    private RosterImporter Importer { get; set; } = null!;

    private InsuredImport Insured { get; set; } = null!;

    public async Task InitializeAsync()
    {
        (Database, Register, Ledger) = await OpenAsync();
        Store = new PeopleStore(Database, Clock);
        Cache = new InProcessCache(Clock);
        Importer = new RosterImporter(Store, Cache, Tokens, Vault, Clock);
        Relief = new ReliefStore(Database);
        ReliefWorkflow = new ReliefWorkflow(Relief, Cache, Tokens, PaperLists, Clock);
        Insured = new InsuredImport(Store, Cache, Vault, Clock);
    }

    public async Task DisposeAsync()
    {
        // Whatever a test did to persons: what is kept twice of them agrees, unless it went past the store.
        Assert.Equal(forged, (await PeopleProof.DifferencesAsync(Database, default)).Count > 0);
        await ((IAsyncDisposable)Ledger).DisposeAsync();
        await RemoveAsync();
    }

    protected abstract Task<(ISqlDatabase Database, IEligibilityRegister Register, ILedger Ledger)> OpenAsync();

    protected abstract Task RemoveAsync();

    /// <summary>Runs a statement past the store; what the database says if it refuses, else null.</summary>
    protected abstract Task<string?> RunAsync(string sql);

    [ContractFact]
    public async Task A_full_list_makes_identities_from_its_date_that_settling_sees()
    {
        await InsureAsync(1);
        var import = await ImportAsync(RosterText.FullList("2025年7月1日", [1, 2]));

        Assert.Equal((RosterState.Done, 2, 2, 2, 0), (import.State, import.Counts.Lines, import.Counts.Done, import.Counts.Changed, import.Counts.Bad));
        Assert.Equal((Poor, new DateOnly(2025, 7, 1)), (import.Identity, import.ListDate));
        var person = await Register.FindAsync(Token(1), None);
        Assert.Equal([new IdentitySpan(Poor, new DateOnly(2025, 7, 1), null)], person!.Identities);
        Assert.Equal(2, person.Version);
    }

    [ContractFact]
    public async Task Who_is_not_insured_keeps_the_identity_until_the_insurance_comes()
    {
        var import = await ImportAsync(RosterText.FullList("2025年7月1日", [1]));
        Assert.Null(await Register.FindAsync(Token(1), None));
        Assert.Equal(["NOT_INSURED"], (await Store.ListFaultsAsync(import.ImportId, 0, 10, None)).Select(f => f.Code));

        await InsureAsync(1);
        Assert.Equal([new IdentitySpan(Poor, new DateOnly(2025, 7, 1), null)], (await Register.FindAsync(Token(1), None))!.Identities);
    }

    [ContractFact]
    public async Task Who_is_not_insured_is_taken_in_where_the_county_pays_the_premium()
    {
        await ImportAsync(RosterText.FullList("2025年7月1日", [1]), d => d with { UninsuredScheme = "resident" });
        var person = await Register.FindAsync(Token(1), None);
        Assert.Equal(("resident", "141123", 1L), (person!.Scheme, person.County.Text, person.Version));
        Assert.Equal(new DateOnly(1930, 1, 2), person.BirthDate);
    }

    [ContractFact]
    public async Task The_same_file_is_the_same_import_and_the_same_content_changes_nothing()
    {
        await InsureAsync(1);
        var file = RosterText.FullList("2025年7月1日", [1]);
        var first = await ImportAsync(file);
        var accepted = await Importer.AcceptAsync(Draft(file), None);
        Assert.Equal((true, first.ImportId), (accepted.Value!.Replayed, accepted.Value.Import.ImportId));
        Assert.Null(accepted.Value.Job);

        var other = await ImportAsync([.. file, .. "\n"u8]);
        Assert.NotEqual(first.ImportId, other.ImportId);
        Assert.Equal(0, other.Counts.Changed);
        Assert.Equal(2, (await Register.FindAsync(Token(1), None))!.Version);
        Assert.Single(await Store.HistoryAsync(new PersonKey(Key(1)), None));
    }

    [ContractFact]
    public async Task A_request_id_stands_for_one_file()
    {
        await ImportAsync(RosterText.FullList("2025年7月1日", [1]), d => d with { RequestId = "R-7" });
        var answer = await Importer.AcceptAsync(Draft(RosterText.FullList("2025年7月1日", [2])) with { RequestId = "R-7" }, None);
        Assert.Equal(Core.Refusal.RequestIdReused, answer.Refusal!.Reason);
    }

    [ContractFact]
    public async Task An_exit_in_mid_month_ends_the_identity_on_its_day_and_what_was_known_before_stays_known()
    {
        await InsureAsync(1);
        await ImportAsync(RosterText.FullList("2025年7月1日", [1]));
        var before = Clock.Now;
        Clock.Advance(TimeSpan.FromDays(80));
        var exit = await ImportAsync(RosterText.Changes("2025年9月20日", [(1, "自然减少", "2025-09-15")]));

        Assert.Equal([new IdentitySpan(Poor, new DateOnly(2025, 7, 1), new DateOnly(2025, 9, 15))], (await Register.FindAsync(Token(1), None))!.Identities);
        var then = await Store.FindAsync(Key(1), before, None);
        Assert.Equal([new IdentityPeriod(Poor, new DateOnly(2025, 7, 1), null)], then!.Periods);
        var now = await Store.FindAsync(Token(1), null, None);
        Assert.Equal([new IdentityPeriod(Poor, new DateOnly(2025, 7, 1), new DateOnly(2025, 9, 15))], now!.Periods);
        var history = await Store.HistoryAsync(new PersonKey(Key(1)), None);
        Assert.Equal([exit.ImportId, null], history.Select(h => h.ClosedBy));
        Assert.Equal(history[0].KnownTo, history[1].KnownFrom);
        Assert.Equal(2, (await Store.ListChangesAsync(exit.ImportId, 0, 10, None)).Count);
    }

    [ContractFact]
    public async Task Bad_lines_are_reported_with_their_place_and_good_ones_taken()
    {
        await InsureAsync(1, county: "141124");
        var import = await ImportAsync(
            RosterText.Changes("2025年9月15日", [(1, "新识别", ""), (2, "自然减少", ""), (3, "迁出", ""), (4, "自然增加", ""), (4, "自然增加", "")]),
            d => d with { UninsuredScheme = "resident" });

        var faults = await Store.ListFaultsAsync(import.ImportId, 0, 10, None);
        Assert.Equal(
            [(4, "G", "WRONG_COUNTY"), (5, "G", "NOT_HELD"), (6, "H", "CHANGE_TYPE_UNKNOWN"), (8, "G", "DUPLICATE_PERSON")],
            faults.Select(f => (f.Line, f.Column, f.Code)));
        Assert.Equal((5, 5, 1, 4), (import.Counts.Lines, import.Counts.Done, import.Counts.Changed, import.Counts.Bad));
        Assert.NotNull(await Register.FindAsync(Token(4), None));
        Assert.Empty((await Register.FindAsync(Token(1), None))!.Identities);
    }

    [ContractFact]
    public async Task Who_is_missing_from_a_full_list_is_named_and_keeps_the_identity()
    {
        await ImportAsync(RosterText.FullList("2025年7月1日", [1, 2]), d => d with { UninsuredScheme = "resident" });
        var second = await ImportAsync(RosterText.FullList("2025年8月1日", [2]));

        var fault = Assert.Single(await Store.ListFaultsAsync(second.ImportId, 0, 10, None));
        Assert.Equal(("NOT_ON_FULL_LIST", false), (fault.Code, fault.Refused));
        Assert.Contains(Key(1), fault.Message, StringComparison.Ordinal);
        Assert.Single((await Register.FindAsync(Token(1), None))!.Identities);
    }

    [ContractFact]
    public async Task A_provisional_identity_is_shown_as_such_until_it_is_certified()
    {
        await ImportAsync(
            RosterText.FullList("2025年7月1日", [1]), d => d with { UninsuredScheme = "resident", CertifyByDate = "2025-09-30" });
        var provisional = await Register.FindAsync(Token(1), None);
        var span = new IdentitySpan(Poor, new DateOnly(2025, 7, 1), new DateOnly(2025, 10, 1));
        Assert.Equal([new ProvisionalIdentity(span, new DateOnly(2025, 9, 30))], provisional!.Provisional);

        await ImportAsync(RosterText.FullList("2025年8月1日", [1]));
        var certified = await Register.FindAsync(Token(1), None);
        Assert.Empty(certified!.Provisional);
        Assert.Equal([new IdentitySpan(Poor, new DateOnly(2025, 7, 1), null)], certified.Identities);
        Assert.Equal(provisional.Version + 1, certified.Version);
    }

    [ContractFact]
    public async Task What_a_roster_said_outlives_a_new_start_and_a_changed_entry_of_the_register()
    {
        var entry = Entry(1) with { Person = Entry(1).Person with { Identities = [new IdentitySpan(Poor, new DateOnly(2025, 1, 1), null)] } };
        await Insured.ImportAsync([entry], None);
        await ImportAsync(RosterText.Changes("2025年9月15日", [(1, "自然减少", "")]));
        IdentitySpan[] ended = [new IdentitySpan(Poor, new DateOnly(2025, 1, 1), new DateOnly(2025, 9, 15))];

        await Insured.ImportAsync([entry], None);
        Assert.Equal(ended, (await Register.FindAsync(Token(1), None))!.Identities);
        await Insured.ImportAsync([entry with { Person = entry.Person with { Scheme = "employee" } }], None);
        var person = await Register.FindAsync(Token(1), None);
        Assert.Equal("employee", person!.Scheme);
        Assert.Equal(ended, person.Identities);
    }

    private protected Task<IReadOnlyList<string>> InsureAsync(int number, string county = "141123") =>
        Insured.ImportAsync([Entry(number, county)], None).WaitAsync(Patience);

    private protected async Task<RosterImport> ImportAsync(byte[] file, Func<RosterDraft, RosterDraft>? with = null)
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        var accepted = await Importer.AcceptAsync((with ?? (d => d))(Draft(file)), None).WaitAsync(Patience);
        await Importer.RunAsync(accepted.Value!.Job!, None).WaitAsync(Patience);
        return (await Store.FindImportAsync(accepted.Value.Import.ImportId, None))!;
    }

    private protected RosterDraft Draft(byte[] file) => new(
        $"R{++requests}",
        System.Text.Encoding.UTF8.GetString(file).Contains("动态调整", StringComparison.Ordinal) ? RosterKind.Changes : RosterKind.FullList,
        new CountyCode("141123"), "", "", "", "", file, [], "测试员", false);

    private protected static InsuredPerson Entry(int number, string county = "141123") => new(
        Token(number),
        new Eligibility
        {
            PersonKey = new(Key(number)), Version = 0, Scheme = "resident", County = new(county),
            BirthDate = IdNumber.BirthDate(RosterText.Id(number))!.Value,
        },
        new PersonDetail($"样{number}", RosterText.Id(number)));

    private protected static string Token(int number) => Tokens.Of(RosterText.Id(number));

    private protected static string Key(int number) => Tokens.NewPersonKey(RosterText.Id(number)).Text;
}
