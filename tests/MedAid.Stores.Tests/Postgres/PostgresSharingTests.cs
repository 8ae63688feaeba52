using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Books;
using MedAid.Stores.Tests.Contracts;

namespace MedAid.Stores.Tests.Postgres;

/// <summary>Three gateways on one database.</summary>
[NeedsPostgres]
public sealed class PostgresSharingTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = Waiting.Longest;

    private readonly List<PostgresDatabase> databases = [];
    private readonly List<PostgresLedger> ledgers = [];
    private PostgresSchema schema = null!;

    public async Task InitializeAsync()
    {
        schema = await PostgresSchema.CreateAsync();
        for (var i = 0; i < 3; i++)
        {
            databases.Add(schema.Open());
            ledgers.Add(new PostgresLedger(databases[i]));
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var (ledger, database) in ledgers.Zip(databases))
        {
            await ledger.DisposeAsync();
            await database.DisposeAsync();
        }

        await schema.RemoveAsync();
    }

    [ContractFact]
    public async Task A_request_that_comes_to_every_gateway_at_once_is_settled_once()
    {
        // 40 requests, each to all three gateways, of 4 persons: a lock of one is waited for by the others all the time.
        var outcomes = await Task.WhenAll(
            from i in Enumerable.Range(0, 40)
            from ledger in ledgers
            select PostAsync(ledger, new Visit($"R{i}", 10_00) { Person = $"P{i % 4}" }));

        Assert.Equal(40, outcomes.Count(o => o.Result == PostingEffect.Done));
        Assert.Equal(80, outcomes.Count(o => o.Result == PostingEffect.Replayed));
        Assert.All(
            outcomes.GroupBy(o => o.Document!.RequestId, StringComparer.Ordinal),
            same => Assert.Single(same.Select(o => Convert.ToHexString(SettlementCodec.Encode(o.Document!))).Distinct(StringComparer.Ordinal)));

        // Ten visits a person, 5.00 each.
        Assert.Equal(50_00, await UsedFenAsync("P0"));
        await AssertProvenAsync(40);
    }

    /// <summary>Two persons lock each other out of nothing, and a whole visit and a bill of it are two keys.</summary>
    [ContractFact]
    public async Task A_visit_stands_whole_or_by_bills_and_of_one_person_also_at_three_gateways_at_once()
    {
        var outcomes = await Task.WhenAll(
            from i in Enumerable.Range(0, 60)
            from gateway in Enumerable.Range(0, 3)
            select PostAsync(ledgers[gateway], new Visit($"R{i}-{gateway}", 2_00)
            {
                VisitId = $"V{i}", Person = $"P{gateway}-{i}", Bill = (gateway + i) % 3 is var bill && bill == 0 ? null : bill,
            }));

        Assert.Equal(60, outcomes.Count(o => o.Document is not null));
        Assert.Equal(60, outcomes.Where(o => o.Document is not null).Select(o => o.Document!.VisitId).Distinct().Count());
        Assert.All(outcomes, o => Assert.True(o.Document is not null || o.Refusal!.Reason == Refusal.VisitAlreadySettled));
        await AssertProvenAsync(60);
    }

    [ContractFact]
    public async Task Visits_of_one_person_at_every_gateway_at_once_never_pass_the_cap()
    {
        // 50.00 each of a cap of 1,000.00: twenty of sixty get it whole.
        var outcomes = await Task.WhenAll(
            from i in Enumerable.Range(0, 60) select PostAsync(ledgers[i % 3], new Visit($"R{i}", 100_00)));

        Assert.Equal(20, outcomes.Count(o => o.Document!.Breakdown.PatientFen == 50_00));
        Assert.Equal(40, outcomes.Count(o => o.Document!.Breakdown.PatientFen == 100_00));
        Assert.Equal(1_000_00, await UsedFenAsync("P1"));
        await AssertProvenAsync(60);
    }

    [ContractFact]
    public async Task Persons_in_opposite_orders_at_two_gateways_do_not_lock_each_other_out()
    {
        var outcomes = await Task.WhenAll(
            from round in Enumerable.Range(0, 10)
            from i in Enumerable.Range(0, 20)
            from gateway in new[] { 0, 1 }
            let person = gateway == 0 ? i : 19 - i
            select PostAsync(ledgers[gateway], new Visit($"R{round}-{i}-{gateway}", 2_00) { Person = $"P{person}" }));

        // Ten rounds at two gateways, 1.00 each.
        Assert.All(outcomes, o => Assert.Equal(PostingEffect.Done, o.Result));
        Assert.Equal(20_00, await UsedFenAsync("P7"));
        await AssertProvenAsync(400);
    }

    /// <summary>
    /// Two hospitals of 100.00 each and persons in opposite orders at three gateways: every batch locks persons and hospitals. 7.00 a visit
    /// and 40.00 a month, so that each of twenty persons asks for 9 × 7.00 at each hospital: both budgets are spent, and neither is passed.
    /// </summary>
    [ContractFact]
    public async Task Budgets_of_two_hospitals_at_three_gateways_are_never_overspent_and_nobody_waits_in_a_circle()
    {
        var outcomes = await Task.WhenAll(
            from round in Enumerable.Range(0, 3)
            from i in Enumerable.Range(0, 20)
            from gateway in new[] { 0, 1, 2 }
            from hospital in gateway == 1 ? new[] { "H2", "H1" } : ["H1", "H2"]
            let person = gateway == 0 ? i : 19 - i
            select ledgers[gateway].PostAsync(
                new WaivedVisit($"R{round}-{i}-{gateway}-{hospital}", 7_00) { Person = $"P{person}", Hospital = hospital }.Posting(),
                CancellationToken.None).WaitAsync(Patience));

        Assert.All(outcomes, o => Assert.Equal(PostingEffect.Done, o.Result));
        Assert.All(
            outcomes.GroupBy(o => o.Document!.HospitalCode),
            at => Assert.Equal(WaivedVisit.YearFen, at.Sum(o => o.Document!.Breakdown.WaivedFen)));
        await AssertProvenAsync(360);
    }

    [ContractFact]
    public async Task One_settlement_reversed_at_every_gateway_at_once_is_reversed_once()
    {
        var original = (await PostAsync(ledgers[0], new Visit("R1", 300_00))).Document!;
        var outcomes = await Task.WhenAll(
            from i in Enumerable.Range(0, 30)
            select ledgers[i % 3].ReverseAsync(new Undoing($"U{i}", original.SettlementId.Text).Posting(), CancellationToken.None)
                .WaitAsync(Patience));

        var done = Assert.Single(outcomes, o => o.Document is not null).Document!;
        Assert.All(
            outcomes.Where(o => o.Document is null),
            o => Assert.Equal(new RefusalRecord(Refusal.AlreadyReversed, done.SettlementId.Text), o.Refusal));
        Assert.Equal(0, await UsedFenAsync("P1"));
        await AssertProvenAsync(2);
    }

    /// <summary>
    /// 40 visits, each at three gateways under three request ids: of one person, whose counters are locked, and of three persons, where only the
    /// database's rule stands between the gateways.
    /// </summary>
    [ContractFact]
    public async Task One_visit_under_other_request_ids_at_every_gateway_at_once_is_settled_once()
    {
        var outcomes = await Task.WhenAll(
            from i in Enumerable.Range(0, 40)
            from gateway in new[] { 0, 1, 2 }
            let person = i % 2 == 0 ? "P1" : $"P{gateway}"
            select PostAsync(ledgers[gateway], new Visit($"R{i}-{gateway}", 2_00) { VisitId = $"V{i}", Person = person }));

        Assert.All(outcomes, o => Assert.Equal(PostingEffect.Done, o.Result));
        var settled = outcomes.Where(o => o.Document is not null).ToDictionary(o => o.Document!.SettlementId, o => o.Document!.VisitId);
        Assert.Equal(40, settled.Values.Distinct().Count());
        Assert.Equal(40, settled.Count);
        Assert.All(outcomes.Where(o => o.Document is null), o => Assert.Equal(Refusal.VisitAlreadySettled, o.Refusal!.Reason));
        Assert.All(outcomes.Where(o => o.Document is null), o => Assert.True(settled.ContainsKey(new SettlementId(o.Refusal!.Subject))));
        await AssertProvenAsync(40);

        // Undone at one gateway and settled again at the others, all at once: a visit still stands at most once.
        await Task.WhenAll(settled.Select(async (s, i) =>
        {
            await ledgers[i % 3].ReverseAsync(new Undoing($"U{i}", s.Key.Text).Posting(), CancellationToken.None).WaitAsync(Patience);
            await Task.WhenAll(ledgers.Select((ledger, g) => PostAsync(ledger, new Visit($"A{i}-{g}", 2_00) { VisitId = s.Value, Person = $"P{g}" })));
        }));
        await AssertProvenAsync(120);
    }

    [ContractFact]
    public async Task One_refused_request_at_every_gateway_at_once_is_kept_once()
    {
        // Nobody's counters are locked for these: only the request id stands between the gateways.
        var outcomes = await Task.WhenAll(
            from i in Enumerable.Range(0, 90)
            select ledgers[i % 3].PostAsync(Refused($"R{i / 3}"), CancellationToken.None).WaitAsync(Patience));

        Assert.Equal(30, outcomes.Count(o => o.Result == PostingEffect.Done));
        Assert.Equal(60, outcomes.Count(o => o.Result == PostingEffect.Replayed));
        Assert.Equal(30L, await schema.AskAsync("SELECT count(*) FROM request"));
    }

    [ContractFact]
    public async Task The_same_id_with_other_content_at_two_gateways_has_one_winner()
    {
        var outcomes = await Task.WhenAll(
            from i in Enumerable.Range(0, 30)
            from gateway in new[] { 0, 1 }
            select PostAsync(ledgers[gateway], new Visit($"R{i}", 10_00 + gateway) { Person = $"P{gateway}" }));

        Assert.Equal(30, outcomes.Count(o => o.Result == PostingEffect.Done));
        Assert.Equal(30, outcomes.Count(o => o.Result == PostingEffect.RequestIdReused));
        await AssertProvenAsync(30);
    }

    private static SettlementPosting Refused(string requestId) => new()
    {
        RequestId = requestId,
        ContentHash = new byte[32],
        Visit = new VisitKey(new HospitalCode("H1"), requestId),
        Prepare = (_, _) => PostingDecision.Of(new RefusalRecord(Refusal.PersonNotFound)),
    };

    private static Task<PostingResult> PostAsync(PostgresLedger ledger, Visit visit) =>
        ledger.PostAsync(visit.Posting(), CancellationToken.None).WaitAsync(Patience);

    private async Task<long> UsedFenAsync(string person) =>
        (await ledgers[0].ReadCountersAsync(new PersonKey(person), Visit.Scheme, [Visit.Counter], CancellationToken.None).WaitAsync(Patience))[0];

    private async Task AssertProvenAsync(long settlements)
    {
        var proof = await ledgers[0].VerifyAsync(CancellationToken.None).WaitAsync(Patience);
        Assert.Empty(proof.Differences);
        Assert.Equal(settlements, proof.Settlements);
    }
}
