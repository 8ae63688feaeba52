using MedAid.Core;
using MedAid.Settlement.Capitation;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;

namespace MedAid.Stores.Tests.Contracts;

/// <summary>The roll of capitation contracts and their claims on a real database, whatever it is.</summary>
public abstract class CapitationContract : IAsyncLifetime
{
    private const string Hospital = "H37040600101";
    private const string Programme = "dialysis_capitation";
    private static readonly TimeSpan Patience = Waiting.Longest;
    private static readonly DateOnly July = new(2020, 7, 1);
    private static readonly DateTimeOffset Noted = new(2020, 7, 2, 1, 0, 0, TimeSpan.Zero);

    private CapitationStore store = null!;

    protected abstract Task<ISqlDatabase> OpenAsync();

    /// <summary>Runs a statement past the store; what the database says if it refuses, else null.</summary>
    protected abstract Task<string?> RunAsync(string sql);

    protected abstract Task RemoveAsync();

    public async Task InitializeAsync() => store = new CapitationStore(await OpenAsync());

    public Task DisposeAsync() => RemoveAsync();

    [ContractFact]
    public async Task A_change_is_kept_once_with_who_noted_it_when_and_nothing_is_overwritten()
    {
        var join = Change("P1", CapitationChangeKind.Join, July);
        var first = await ChangeAsync("r1", join);
        var again = await ChangeAsync("r1", join with { Noted = Noted.AddDays(1) });
        var other = await store.ChangeAsync(join, Results.Key("r1", "other"), default).WaitAsync(Patience);
        var tried = await ChangeAsync("r2", Change("P1", CapitationChangeKind.Leave, July.AddDays(3)), validateOnly: true);
        await ChangeAsync("r2", Change("P1", CapitationChangeKind.Leave, July.AddDays(9)));

        Assert.Equal((1L, false), (first.Value.Number, first.Replayed));
        Assert.Equal((first.Value, true), (again.Value, again.Replayed));
        Assert.True(other.Reused);
        Assert.Equal(0L, tried.Value.Number);
        var changes = await store.ChangesAsync(new HospitalCode(Hospital), Programme, default).WaitAsync(Patience);
        Assert.Equal(
            [(1L, "王", Noted, July), (2, "王", Noted, July.AddDays(9))], changes.Select(c => (c.Number, c.Operator, c.Noted, c.Day)));
        Assert.Equal([new CapitationSpan(new HospitalCode(Hospital), "resident", July, July.AddDays(9))], CapitationRoll.SpansOf(changes));
        Assert.NotNull(await RunAsync("UPDATE capitation_change SET day = '2020-07-02'"));
        Assert.NotNull(await RunAsync("DELETE FROM capitation_change"));
    }

    [ContractFact]
    public async Task Of_many_joins_of_one_person_at_once_one_is_noted()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            ChangeAsync($"r{i}", Change("P1", CapitationChangeKind.Join, July, i % 2 == 0 ? Hospital : "H2"))));
        Assert.Single(outcomes, o => o.Fault is null);
        Assert.Equal(11, outcomes.Count(o => o.Fault == CapitationFault.EnrolledAlready));
    }

    [ContractFact]
    public async Task Where_a_person_went_is_seen_from_the_hospital_that_was_left()
    {
        await ChangeAsync("r1", Change("P1", CapitationChangeKind.Join, July));
        await ChangeAsync("r2", Change("P1", CapitationChangeKind.Leave, July.AddDays(5)));
        await ChangeAsync("r3", Change("P1", CapitationChangeKind.Join, July.AddDays(5), "H2"));
        await ChangeAsync("r4", Change("P2", CapitationChangeKind.Join, July, "H2"));

        Assert.Equal([1L, 2, 3], (await store.ChangesAsync(new HospitalCode(Hospital), Programme, default).WaitAsync(Patience)).Select(c => c.Number));
        Assert.Empty(await store.ChangesAsync(new HospitalCode(Hospital), "other", default).WaitAsync(Patience));
    }

    /// <summary>P1 whole, P2 joined on the 15th: by days 6,250.00 and 3,427.42. P3 is not on the roll and cost 100.00.</summary>
    [ContractFact]
    public async Task A_claim_is_built_once_and_comes_back_as_it_was_whoever_asks()
    {
        await ChangeAsync("r1", Change("P1", CapitationChangeKind.Join, July));
        await ChangeAsync("r2", Change("P2", CapitationChangeKind.Join, July.AddDays(14)));
        var tried = await ClaimAsync("c0", validateOnly: true);
        Assert.Null(await store.FindClaimAsync(tried.Value.ClaimId, default).WaitAsync(Patience));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ClaimAsync($"c{i}")));
        var built = Assert.Single(outcomes, o => !o.Replayed);
        Assert.Equal((2, 9_677_42, 5_300_00), (built.Value.Heads, built.Value.AmountFen, built.Value.CostFen));
        var kept = (await store.FindClaimAsync(built.Value.ClaimId, default).WaitAsync(Patience))!;
        Assert.Equal(
            [new CapitationLine(new PersonKey("P1"), 31, 6_250_00, 5_200_00), new(new PersonKey("P2"), 17, 3_427_42, 0), new(new PersonKey("P3"), 0, 0, 100_00)], kept.Lines);
        Assert.All(outcomes, o => Assert.Equal(built.Value with { Lines = [] }, o.Value with { Lines = [] }));
        Assert.Equal(built.Value with { Lines = [] }, kept with { Lines = [] });
        Assert.Equal(1, kept.Number);
        Assert.Equal(kept.Lines, (await store.NextClaimAsync(0, default).WaitAsync(Patience))!.Lines);
        Assert.Null(await store.NextClaimAsync(1, default).WaitAsync(Patience));

        // Another scheme is another contract: its month is still open.
        var employee = await ChangeAsync("r9", Change("P9", CapitationChangeKind.Join, July) with { Scheme = "employee" });
        Assert.Null(employee.Fault);
        var left = await ChangeAsync("r10", Change("P9", CapitationChangeKind.Leave, July.AddDays(3)) with { Scheme = "resident" });
        Assert.Equal("employee", left.Value.Scheme);

        var late = await ChangeAsync("r3", Change("P2", CapitationChangeKind.Leave, July.AddDays(20)));
        Assert.Equal(CapitationFault.MonthClaimed, late.Fault);
        Assert.NotNull(await RunAsync("UPDATE capitation_claim SET heads = 3"));
        Assert.NotNull(await RunAsync("DELETE FROM capitation_claim_line"));
    }

    [ContractFact]
    public async Task The_same_key_for_another_claim_is_refused()
    {
        await ClaimAsync("c1");
        var other = await store.ClaimAsync(
            new CapitationClaimRequest("another", new HospitalCode(Hospital), Programme), new WriteHead(Results.Key("c1", "other"), "李会计", Noted),
            _ => throw new InvalidOperationException("not built"), default).WaitAsync(Patience);
        Assert.True(other.Reused);
    }

    private static CapitationChange Change(string person, CapitationChangeKind kind, DateOnly day, string hospital = Hospital) => new()
    {
        PersonKey = new(person), HospitalCode = new(hospital), Programme = Programme, Scheme = "resident", Kind = kind, Day = day,
        Operator = "王", Noted = Noted,
    };

    private Task<Result<CapitationChange>> ChangeAsync(string id, CapitationChange change, bool validateOnly = false) =>
        store.ChangeAsync(change, Results.Key(id, validateOnly: validateOnly), default).WaitAsync(Patience);

    private Task<Result<CapitationClaim>> ClaimAsync(string id, bool validateOnly = false)
    {
        var claimId = CapitationClaim.IdOf(new CountyCode("370406"), new HospitalCode(Hospital), "resident", Programme, July);
        return store.ClaimAsync(
            new CapitationClaimRequest(claimId, new HospitalCode(Hospital), Programme), new WriteHead(Results.Key(id, validateOnly: validateOnly), "李会计", Noted),
            changes => Result.Done(Build(claimId, changes)), default).WaitAsync(Patience);
    }

    private static CapitationClaim Build(string claimId, IReadOnlyList<CapitationChange> changes)
    {
        var costs = new Dictionary<PersonKey, long> { [new("P1")] = 5_200_00, [new("P3")] = 100_00 };
        var (heads, lines) = CapitationClaim.Reckon(
            changes, (new HospitalCode(Hospital), "resident"), July, 6_250_00, CapitationPartMonth.ByDays, costs);
        return new CapitationClaim
        {
            ClaimId = claimId, HospitalCode = new(Hospital), CountyCode = new("370406"), Programme = Programme, Scheme = "resident", Month = July, Pack = "pack",
            RateFen = 6_250_00, PartMonth = CapitationPartMonth.ByDays, Heads = heads, BuiltBy = "李会计", Built = Noted, Lines = lines,
        };
    }
}
