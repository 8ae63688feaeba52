using MedAid.Core.Policy;
using MedAid.People;
using MedAid.People.Privacy;
using MedAid.People.Storage;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;

namespace MedAid.Stores.Tests.Contracts;

/// <summary>What every register of insured persons does, whatever it stands on. Each test has a store of its own.</summary>
public abstract class RegisterContract : IAsyncLifetime
{
    private static readonly TimeSpan Patience = Waiting.Longest;

    private static readonly Eligibility Person = new()
    {
        PersonKey = new("P1"),
        Version = 0,
        Scheme = "resident",
        County = new("141102"),
        BirthDate = new DateOnly(1961, 2, 3),
        Identities = [new IdentitySpan(IdentityKind.SubsistenceAllowance, new DateOnly(2024, 1, 1), null)],
        Qualifications = [new Qualification(QualificationKind.Chronic, "M01", new DateOnly(2025, 4, 1), new DateOnly(2027, 4, 1))],
    };

    private ISqlDatabase database = null!;

    private IEligibilityRegister Register { get; set; } = null!;

    private InsuredImport Import { get; set; } = null!;

    public async Task InitializeAsync()
    {
        (Register, database) = await OpenAsync();
        var vault = new DetailVault(new DetailKeys([("k1", new byte[DetailKeys.KeyBytes])]));
        Import = new InsuredImport(
            new PeopleStore(database, TimeProvider.System), new InProcessCache(TimeProvider.System), vault, TimeProvider.System);
    }

    public Task DisposeAsync() => RemoveAsync();

    /// <summary>A register on an empty store, and the store itself.</summary>
    protected abstract Task<(IEligibilityRegister Register, ISqlDatabase Database)> OpenAsync();

    protected abstract Task RemoveAsync();

    [ContractFact]
    public async Task An_imported_person_is_found_with_everything_that_is_known()
    {
        Assert.Equal(["t1"], await ImportAsync(("t1", Person)));
        var found = await FindAsync("t1");

        Assert.Equal(("P1", 1L, "resident", "141102"), (found!.PersonKey.Text, found.Version, found.Scheme, found.County.Text));
        Assert.Equal(Person.BirthDate, found.BirthDate);
        Assert.Equal(Person.Identities, found.Identities);
        Assert.Equal(Person.Qualifications, found.Qualifications);
        Assert.Null(found.Employment);
    }

    [ContractFact]
    public async Task Work_without_an_end_stops_when_its_caller_has_gone_and_leaves_the_store_in_order()
    {
        using var read = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => database.ReadAsync(Endless, read.Token).WaitAsync(Patience));
        using var write = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => database.WriteAsync("person_detail", Endless, write.Token).WaitAsync(Patience));

        Assert.Equal(["t1"], await ImportAsync(("t1", Person)).WaitAsync(Patience));

        static Task<List<long>> Endless(SqlSession session) => session.QueryAsync(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n", row => row.GetInt64(0));
    }

    [ContractFact]
    public async Task Nobody_stands_behind_an_unknown_token()
    {
        await ImportAsync(("t1", Person));
        Assert.Null(await FindAsync("t2"));
    }

    [ContractFact]
    public async Task Importing_the_same_again_changes_nothing()
    {
        await ImportAsync(("t1", Person), ("t2", Person with { PersonKey = new("P2") }));

        Assert.Empty(await ImportAsync(("t1", Person), ("t2", Person with { PersonKey = new("P2") })));
        Assert.Equal(1, (await FindAsync("t1"))!.Version);
    }

    [ContractFact]
    public async Task A_change_raises_the_version_of_that_person_only()
    {
        await ImportAsync(("t1", Person), ("t2", Person with { PersonKey = new("P2") }));

        Assert.Equal(["t1"], await ImportAsync(("t1", Person with { County = new("141121") }), ("t2", Person with { PersonKey = new("P2") })));
        Assert.Equal((2L, "141121"), ((await FindAsync("t1"))!.Version, (await FindAsync("t1"))!.County.Text));
        Assert.Equal(1, (await FindAsync("t2"))!.Version);
    }

    [ContractFact]
    public async Task The_key_and_the_version_are_the_registers_own_whatever_an_import_says()
    {
        await ImportAsync(("t1", Person));
        Assert.Empty(await ImportAsync(("t1", Person with { PersonKey = new("P9"), Version = 77 })));
        Assert.Equal(["t1"], await ImportAsync(("t1", Person with { PersonKey = new("P9"), Version = 77, County = new("141121") })));

        Assert.Equal(("P1", 2L), ((await FindAsync("t1"))!.PersonKey.Text, (await FindAsync("t1"))!.Version));
    }

    [ContractFact]
    public async Task An_import_is_done_whole_or_not_at_all()
    {
        await ImportAsync(("t1", Person));

        // The second would give P1 to another person.
        await Assert.ThrowsAnyAsync<Exception>(
            () => ImportAsync(("t2", Person with { PersonKey = new("P2") }), ("t3", Person)));
        Assert.Null(await FindAsync("t2"));
    }

    [ContractFact]
    public async Task Of_a_person_who_is_twice_in_one_import_the_last_word_counts()
    {
        Assert.Equal(["t1"], await ImportAsync(("t1", Person), ("t1", Person with { County = new("141121") })));
        Assert.Equal("141121", (await FindAsync("t1"))!.County.Text);
    }

    [ContractFact]
    public async Task An_import_of_nobody_changes_nothing() => Assert.Empty(await ImportAsync());

    [ContractFact]
    public async Task Five_thousand_persons_are_imported_at_once_and_who_changed_is_named()
    {
        var persons = Enumerable.Range(0, 5_000).Select(i => ($"t{i:0000}", Person with { PersonKey = new($"P{i}") })).ToArray();

        Assert.Equal(persons.Select(p => p.Item1), await ImportAsync(persons));
        Assert.Empty(await ImportAsync(persons));

        // One of the first two thousand, which are one statement, and one of the last.
        persons[7].Item2 = persons[7].Item2 with { County = new("141121") };
        persons[4_321].Item2 = persons[4_321].Item2 with { County = new("141121") };
        Assert.Equal(["t0007", "t4321"], await ImportAsync(persons));
        Assert.Equal("P4999", (await FindAsync("t4999"))!.PersonKey.Text);
    }

    [ContractFact]
    public async Task The_first_key_is_remembered_and_another_is_refused()
    {
        Assert.True(await ClaimAsync("one"));
        Assert.True(await ClaimAsync("one"));
        Assert.False(await ClaimAsync("two"));
        Assert.True(await ClaimAsync("one"));
    }

    private Task<Eligibility?> FindAsync(string token) => Register.FindAsync(token, CancellationToken.None).WaitAsync(Patience);

    private Task<bool> ClaimAsync(string fingerprint) =>
        Register.ClaimKeyAsync(fingerprint, CancellationToken.None).WaitAsync(Patience);

    private async Task<string[]> ImportAsync(params (string Token, Eligibility Person)[] persons)
    {
        InsuredPerson[] insured = [.. persons.Select(p => new InsuredPerson(p.Token, p.Person))];
        return [.. (await Import.ImportAsync(insured, CancellationToken.None).WaitAsync(Patience)).Order(StringComparer.Ordinal)];
    }
}
