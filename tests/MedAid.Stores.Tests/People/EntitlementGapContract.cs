using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.People;
using MedAid.People.EntitlementGaps;
using MedAid.People.Privacy;
using MedAid.People.Qualifications;
using MedAid.People.Storage;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;
using MedAid.Stores.Tests.Books;
using MedAid.Stores.Tests.Contracts;

namespace MedAid.Stores.Tests.People;

/// <summary>
/// the search for entitlement gaps on every database, over a ledger whose law pays nothing: what a visit costs is the patient's burden. Each
/// visit is of dialysis; three days of it within 14 days or more are an indicator. It is 2026-03-16 in the morning.
/// </summary>
public abstract class EntitlementGapContract : IAsyncLifetime
{
    private const string County = "141102";
    private const string Dialysis = "M07800";

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Patience = Waiting.Longest;
    private static readonly PersonTokens Tokens = new(new byte[PersonTokens.KeyBytes]);

    private static readonly DiseaseIndicators Indicators = new(new Dictionary<string, IReadOnlyList<DiseaseIndicator>>
    {
        ["1411"] = [new DiseaseIndicator(Dialysis, IndicatorKind.Item, ["D001"], 3, 14, "", true)],
    });

    private readonly HandClock clock = new() { HasRealTimers = true };

    private ILedger ledger = null!;
    private ISqlDatabase database = null!;
    private Gateway here = null!;
    private InsuredImport insured = null!;
    private QualificationWorkflow qualifications = null!;
    private int visits;

    public async Task InitializeAsync()
    {
        (ledger, database) = await OpenAsync();
        here = new Gateway(ledger, database, clock);
        insured = new InsuredImport(
            new PeopleStore(database, clock), new InProcessCache(clock), new DetailVault(new DetailKeys([("k1", new byte[DetailKeys.KeyBytes])])),
            clock);
        var diseases = new DiseaseLists(new Dictionary<string, DiseaseList>
        {
            ["1411"] = new DiseaseList([new ListedDisease(Dialysis, "尿毒症透析", true, false, true, null)]),
        });
        qualifications = new QualificationWorkflow(new QualificationStore(database), new InProcessCache(clock), Tokens, diseases, clock);
    }

    public async Task DisposeAsync()
    {
        await ((IAsyncDisposable)ledger).DisposeAsync();
        await RemoveAsync();
    }

    protected abstract Task<(ILedger Ledger, ISqlDatabase Database)> OpenAsync();

    protected abstract Task RemoveAsync();

    /// <summary>Runs a statement past the stores; what the database says if it refuses, else null.</summary>
    protected abstract Task<string?> RunAsync(string sql);

    [ContractFact]
    public async Task Dialysis_without_a_qualification_is_found_once_and_settled_when_it_is_granted()
    {
        await InsureAsync(1);
        await SettleAsync(1, "2026-02-20", 100_00);
        await SettleAsync(1, "2026-03-01", 100_00);
        Assert.Empty(await FindAsync());

        // The third day is the 14th after the first.
        await SettleAsync(1, "2026-03-06", 100_00);
        var found = Assert.Single(await FindAsync());
        Assert.Equal(
            (FindingKind.Qualification, Dialysis, new DateOnly(2026, 2, 20), 3, "item:D001", FindingStanding.Open),
            (found.Snapshot.Kind, found.Snapshot.Subject, found.Snapshot.Since, found.Snapshot.Days, found.Snapshot.IndicatorId, found.Standing));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal([found], await FindAsync());
        Assert.Equal(3, (await here.Finder.FindWithListsAsync(found.FindingId, None))!.Value.Proofs.Count);

        var draft = new QualificationDraft(QualificationKind.Chronic, Dialysis, new HospitalCode("H1"), 2, [], "受理员");
        var applied = await qualifications.ApplyAsync(RosterText.Id(1), draft, Results.Key("apply"), None).WaitAsync(Patience);
        Assert.Equal(FindingStanding.Pending, Assert.Single(await FindAsync()).Standing);
        Assert.Equal("NOTHING_TO_PUSH", (await PushAsync(here, Receiver.InsuranceBureau, "l-1")).Fault?.Code);
        await qualifications.DecideAsync(applied.Value.Value[0].ApplicationId, new Verdict("审核员", null), Results.Key("decide"), None).WaitAsync(Patience);
        Assert.Equal(FindingStanding.Settled, Assert.Single(await FindAsync()).Standing);
    }

    [ContractFact]
    public async Task Who_applied_before_anybody_looked_is_not_found_and_neither_is_whose_signs_are_old()
    {
        await InsureAsync(1, qualified: true);
        await InsureAsync(2);
        await InsureAsync(3);
        foreach (var day in new[] { "2026-02-01", "2026-02-10", "2026-02-20" })
        {
            await SettleAsync(1, day, 1_00);
        }

        // Three years back from 2026-03-16: the day itself still counts, the one before does not.
        foreach (var (person, day) in new[] { (2, "2023-03-15"), (3, "2023-03-16") })
        {
            await SettleAsync(person, day, 1_00);
            await SettleAsync(person, "2023-03-20", 1_00);
            await SettleAsync(person, "2023-04-20", 1_00);
        }

        Assert.Equal([Key(3)], (await FindAsync()).Select(f => f.Snapshot.PersonKey.Text));
    }

    /// <summary>4,000.00 + 2,000.00 are at the line of the poor, one fen more is above it; 20,000.00 and 20,000.01 likewise of others.</summary>
    [ContractFact]
    public async Task The_line_is_passed_one_fen_above_it()
    {
        await InsureAsync(1, IdentityKind.SubsistenceAllowance);
        await InsureAsync(2, IdentityKind.SubsistenceAllowance);
        await InsureAsync(3);
        await InsureAsync(4);
        await SettleAsync(1, "2026-01-05", 4_000_00);
        await SettleAsync(1, "2026-02-05", 2_000_00);
        await SettleAsync(2, "2026-01-05", 4_000_00);
        await SettleAsync(2, "2026-02-05", 2_000_01);
        await SettleAsync(3, "2026-01-05", 20_000_00);
        await SettleAsync(4, "2026-01-05", 20_000_01);

        Assert.Equal(
            [
                (Key(2), "2026", new DateOnly(2026, 2, 5), 6_000_01, 6_000_00),
                (Key(4), "2026", new DateOnly(2026, 1, 5), 20_000_01, 20_000_00),
            ],
            (await FindAsync()).Select(f => (f.Snapshot.PersonKey.Text, f.Snapshot.Subject, f.Snapshot.Since, f.Snapshot.AmountFen, f.Snapshot.LineFen))
                .OrderBy(f => f.LineFen));
    }

    [ContractFact]
    public async Task A_reversal_takes_the_burden_back_before_the_list_is_built()
    {
        await InsureAsync(1, IdentityKind.ExtremelyPoor);
        await SettleAsync(1, "2026-01-05", 6_000_00);
        var second = await SettleAsync(1, "2026-02-05", 1_00);
        Assert.Equal(FindingStanding.Open, Assert.Single(await FindAsync()).Standing);

        await ReverseAsync(second);
        Assert.Equal("NOTHING_TO_PUSH", (await PushAsync(here, Receiver.CivilAffairs, "l-1")).Fault?.Code);
        Assert.Equal(FindingStanding.Withdrawn, Assert.Single(await FindAsync()).Standing);

        // It is the same finding when the line is passed again.
        await SettleAsync(1, "2026-03-05", 2_00);
        var list = (await PushAsync(here, Receiver.CivilAffairs, "l-2")).Value;
        Assert.Equal($"civil_affairs-{County}-1", list.Head.ListId);
        var line = Assert.Single(list.Lines);
        Assert.Equal((6_002_00, new DateOnly(2026, 3, 5), 2), (line.Snapshot.AmountFen, line.Snapshot.Since, line.SettlementIds.Count));
        Assert.DoesNotContain(second.SettlementId, line.SettlementIds);
    }

    [ContractFact]
    public async Task Two_gateways_push_a_finding_to_a_receiver_once()
    {
        for (var person = 1; person <= 6; person++)
        {
            await InsureAsync(person, IdentityKind.ReturnedToPoverty);
            await SettleAsync(person, "2026-01-05", 6_000_01);
        }

        var there = new Gateway(ledger, database, clock);
        var pushes = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => PushAsync(i % 2 == 0 ? here : there, Receiver.CivilAffairs, $"l-{i}")))
            .WaitAsync(Patience);
        Assert.Equal(1, pushes.Count(p => p.Fault is null));
        Assert.Equal(5, pushes.Count(p => p.Fault?.Code == "NOTHING_TO_PUSH"));
        Assert.Equal(6, pushes.Sum(p => p.Fault is null ? p.Value.Lines.Count : 0));

        // The other receiver gets them too, once; and the database refuses a second line whatever the program thinks.
        Assert.Equal(6, (await PushAsync(there, Receiver.RuralRevitalisation, "r-1")).Value.Lines.Count);
        Assert.Equal("NOTHING_TO_PUSH", (await PushAsync(here, Receiver.RuralRevitalisation, "r-2")).Fault?.Code);
        Assert.NotNull(await RunAsync(
            """
            INSERT INTO gap_line
            SELECT list_id, line_number + 100, receiver, finding_id, kind, person_key, county_code, subject, since_date, amount_fen, line_fen,
                days, indicator_id, settlement_ids, outcome, note, answered_by, answered_us
            FROM gap_line WHERE line_number = 1 AND receiver = 1
            """));
    }

    [ContractFact]
    public async Task Facts_that_are_drawn_anew_come_to_the_same()
    {
        var there = new Gateway(ledger, database, clock);
        for (var i = 0; i < 60; i++)
        {
            var settled = await SettleAsync(i % 4, $"2026-0{1 + (i % 3)}-0{1 + (i % 9)}", (i + 1) * 1_00);
            await (i % 2 == 0 ? here : there).Follower.CatchUpAsync(null, None).WaitAsync(Patience);
            if (i % 5 == 0)
            {
                await ReverseAsync(settled);
            }
        }

        var before = await DumpAsync();
        await here.Follower.RebuildAsync(None).WaitAsync(Patience);
        await new EntitlementGapFacts(database).EmptyAsync(500, None).WaitAsync(Patience);
        Assert.Empty(await DumpAsync(catchUp: false));
        Assert.Equal(before, await DumpAsync());

        // 60 visits, every fifth undone: 48 are left.
        Assert.Equal(48, before.Count(row => row.StartsWith("visit", StringComparison.Ordinal)));
        Assert.Equal(48, before.Count(row => row.StartsWith("indicator", StringComparison.Ordinal)));
    }

    /// <summary>While settlements and reversals go on, two gateways follow: nothing is left out and nothing comes twice.</summary>
    [ContractFact]
    public async Task What_is_settled_meanwhile_is_in_the_facts_once()
    {
        var there = new Gateway(ledger, database, clock);
        var settling = Enumerable.Range(0, 120).Select(async i =>
        {
            var settled = await SettleAsync(i % 7, "2026-01-05", 1_00);
            if (i % 3 == 0)
            {
                await ReverseAsync(settled);
            }
        }).ToArray();
        while (!Array.TrueForAll(settling, s => s.IsCompleted))
        {
            await Task.WhenAll(here.Follower.CatchUpAsync(null, None), there.Follower.CatchUpAsync(null, None)).WaitAsync(Patience);
        }

        await Task.WhenAll(settling).WaitAsync(Patience);

        // 120 visits of 1.00, every third undone: 80 are left.
        Assert.Equal(80, (await DumpAsync()).Count(row => row.StartsWith("visit", StringComparison.Ordinal)));
        var years = await database.ReadAsync(session => session.QueryAsync("SELECT burden_fen FROM gap_year", row => row.GetInt64(0)), None);
        Assert.Equal((7, 80_00), (years.Count, years.Sum()));
    }

    [ContractFact]
    public async Task Whoever_is_shown_is_noted_first()
    {
        await InsureAsync(1);
        var vault = new DetailVault(new DetailKeys([("k1", new byte[DetailKeys.KeyBytes])]));
        var directory = new PersonDirectory(new PeopleStore(database, clock), Tokens, vault, clock);
        var labels = await directory.LabelAsync([new PersonKey(Key(1)), new PersonKey(Key(1)), new PersonKey("P0")], "排查", new Viewer("李经办", "clerk", "call", false), None).WaitAsync(Patience);
        Assert.Equal([Key(1), "P0"], labels.Keys.Select(k => k.Text));
        Assert.Null(await RunAsync($"INSERT INTO household_member VALUES ('{Key(1)}', '{Key(1)}', '{County}', '蔚汾镇', '东关村')"));
        var place = Assert.Single(await new SearchSource(database).PlacesAsync([new PersonKey(Key(1)), new PersonKey("P0")], None).WaitAsync(Patience));
        Assert.Equal((Key(1), ("蔚汾镇", "东关村")), (place.Key.Text, place.Value));
        var noted = await database.ReadAsync(
            session => session.QueryAsync(
                "SELECT operator || person_key || purpose FROM person_access ORDER BY access_number", row => row.GetString(0)),
            None).WaitAsync(Patience);
        Assert.Equal([$"李经办{Key(1)}排查", "李经办P0排查"], noted);
    }

    [ContractFact]
    public async Task Facts_are_drawn_anew_with_changed_signs_and_two_gateways_that_differ_say_so_without_end_of_their_own()
    {
        await SettleAsync(1, "2026-01-05", 1_00);
        Assert.True((await here.Finder.RefreshAsync(None)).IndicatorsCurrent);
        var none = new DiseaseIndicators(new Dictionary<string, IReadOnlyList<DiseaseIndicator>>());
        here.Holder.Current = none;
        Assert.True((await here.Finder.RefreshAsync(None)).IndicatorsCurrent);
        Assert.DoesNotContain(await DumpAsync(), row => row.StartsWith("indicator", StringComparison.Ordinal));

        // Each gateway draws them anew once for its file; then they are nobody's, and it stays so until the files are the same again.
        var other = new Gateway(ledger, database, clock);
        Assert.True((await other.Finder.RefreshAsync(None)).IndicatorsCurrent);
        Assert.False((await here.Finder.RefreshAsync(None)).IndicatorsCurrent);
        await SettleAsync(1, "2026-01-06", 1_00);
        Assert.False((await here.Finder.RefreshAsync(None)).IndicatorsCurrent);
        Assert.False((await other.Finder.RefreshAsync(None)).IndicatorsCurrent);
        other.Holder.Current = none;
        Assert.True((await other.Finder.RefreshAsync(None)).IndicatorsCurrent);
        Assert.True((await here.Finder.RefreshAsync(None)).IndicatorsCurrent);
    }

    [ContractFact]
    public async Task A_line_is_answered_once_all_of_a_call_or_none_and_lists_grow_overdue()
    {
        for (var person = 1; person <= 3; person++)
        {
            await InsureAsync(person, IdentityKind.PovertyMonitored);
            await SettleAsync(person, "2026-01-05", 7_000_00);
        }

        var list = (await PushAsync(here, Receiver.CivilAffairs, "l-1")).Value.Head.ListId;
        Assert.Null((await AnswerAsync("a-1", list, (1, LineOutcome.TakenUp, ""))).Fault);
        Assert.Equal(
            "LINE_ANSWERED", (await AnswerAsync("a-2", list, (2, LineOutcome.TakenUp, ""), (1, LineOutcome.TakenUp, ""))).Fault?.Code);
        Assert.Equal("LINE_NOT_ON_LIST", (await AnswerAsync("a-3", list, (4, LineOutcome.TakenUp, ""))).Fault?.Code);
        Assert.Equal("FINDING_LIST_NOT_FOUND", (await AnswerAsync("a-4", "x", (1, LineOutcome.TakenUp, ""))).Fault?.Code);
        Assert.True((await AnswerAsync("a-1", list, (1, LineOutcome.TakenUp, ""))).Replayed);
        Assert.NotNull(await RunAsync("UPDATE gap_line SET note = 'x' WHERE line_number = 1"));
        Assert.NotNull(await RunAsync("DELETE FROM gap_line"));

        // Made on 03-16, to be answered by 03-31; on 04-01 it is overdue.
        clock.Advance(TimeSpan.FromDays(15));
        Assert.Empty(await OverdueAsync());
        clock.Advance(TimeSpan.FromDays(1));
        var head = Assert.Single(await OverdueAsync());
        Assert.Equal((3, 1, true), (head.Lines, head.Acknowledged, head.IsOverdue(EntitlementGapTerms.Default, new DateOnly(2026, 4, 1))));
        await AnswerAsync("a-5", list, (2, LineOutcome.NotApplicable, "已在外地纳入"), (3, LineOutcome.TakenUp, ""));
        Assert.Empty(await OverdueAsync());
        var check = await CheckAsync();
        Assert.Equal((3, 3, 3, 1, 2), (check.Found, check.Pushed, check.Acknowledged, check.NotApplicable, check.Open));
    }

    [ContractFact]
    public async Task A_referral_is_decided_once_and_a_grant_settles_the_finding()
    {
        for (var person = 1; person <= 2; person++)
        {
            await InsureAsync(person, IdentityKind.SubsistenceAllowance);
            await SettleAsync(person, "2026-01-05", 6_500_00);
        }

        var found = (await FindAsync()).OrderBy(f => f.Snapshot.PersonKey.Text == Key(1) ? 0 : 1).Select(f => f.FindingId).ToArray();
        Assert.Equal("NO_OPEN_REFERRAL", (await here.Store.DecideAidAsync(Head("d-0"), found[0], 1, "", None)).Fault?.Code);
        Assert.Null((await here.Store.ReferAsync(Head("r-0", validateOnly: true), found[0], "", None)).Fault);
        Assert.Null((await here.Store.ReferAsync(Head("r-1"), found[0], "三重保障后仍重", None)).Fault);
        Assert.Equal("REFERRED_ALREADY", (await here.Store.ReferAsync(Head("r-2"), found[0], "", None)).Fault?.Code);
        Assert.Equal("FINDING_NOT_FOUND", (await here.Store.ReferAsync(Head("r-3"), "F0", "", None)).Fault?.Code);
        Assert.Null((await here.Store.ReferAsync(Head("r-4"), found[1], "", None)).Fault);
        await here.Store.DecideAidAsync(Head("d-1"), found[0], 3_000_00, "", None);
        await here.Store.DecideAidAsync(Head("d-2"), found[1], 0, "收入不符", None);
        Assert.Equal("NO_OPEN_REFERRAL", (await here.Store.DecideAidAsync(Head("d-3"), found[0], 1, "", None)).Fault?.Code);
        Assert.NotNull(await RunAsync("UPDATE gap_referral SET granted_fen = 1"));

        // More visits do not open again what was granted.
        await SettleAsync(1, "2026-02-05", 1_000_00);
        Assert.Equal([FindingStanding.Settled, FindingStanding.Open], (await FindAsync()).OrderBy(f => f.Snapshot.PersonKey.Text == Key(1) ? 0 : 1).Select(f => f.Standing));
        var check = await CheckAsync();
        Assert.Equal((2, 1, 1, 0), (check.Found, check.Settled, check.Refused, check.Open));
        Assert.Equal(3_000_00, (await here.Finder.FindWithListsAsync(found[0], None))!.Value.Finding.Referral!.Decision!.GrantedFen);
    }

    [ContractFact]
    public async Task A_repeated_request_gets_its_list_and_another_content_is_refused()
    {
        await InsureAsync(1, IdentityKind.SubsistenceAllowance);
        await SettleAsync(1, "2026-01-05", 7_000_00);
        var tried = await here.Finder.BuildListAsync(Head("l-1", validateOnly: true), Receiver.CivilAffairs, new CountyCode(County), None);
        Assert.Single(tried.Value.Lines);
        var first = await PushAsync(here, Receiver.CivilAffairs, "l-1");
        var again = await PushAsync(here, Receiver.CivilAffairs, "l-1");
        Assert.Equal((first.Value.Head.ListId, true), (again.Value.Head.ListId, again.Replayed));
        Assert.Equal(first.Value.Lines.Select(l => l.FindingId), again.Value.Lines.Select(l => l.FindingId));
        var other = await here.Finder.BuildListAsync(Head("l-1", "other"), Receiver.RuralRevitalisation, new CountyCode(County), None);
        Assert.True(other.Reused);
    }

    [ContractFact]
    public async Task Uremia_patients_are_on_the_register_by_themselves_and_an_end_holds_until_a_later_visit()
    {
        await InsureAsync(1);
        await InsureAsync(2, qualified: true);
        await InsureAsync(3);
        await SettleAsync(1, "2026-02-01", 1_00);
        await SettleAsync(1, "2026-02-15", 1_00);
        await SettleAsync(1, "2026-03-01", 1_00);

        // The qualification was approved on 2025-01-10, so it began the day after.
        var files = await here.Uremia.ListAsync(new CountyCode(County), false, None);
        Assert.Equal([(Key(2), new DateOnly(2025, 1, 11)), (Key(1), new DateOnly(2026, 2, 1))], files.Select(f => (f.PersonKey.Text, f.Since)));
        Assert.Equal((null, 3, new DateOnly(2026, 3, 1)), (files[1].Qualification, files[1].Visits!.Days, files[1].Visits!.Last));
        Assert.Equal("ON_UREMIA_REGISTER", (await here.Uremia.FileAsync(Head("f-1"), Act(1, "2026-01-01", null), None)).Fault?.Code);
        Assert.Null((await here.Uremia.FileAsync(Head("f-2"), Act(3, "2024-05-01", null), None)).Fault);
        Assert.Equal(new DateOnly(2024, 5, 1), (await here.Uremia.FindAsync(new PersonKey(Key(3)), None))!.Since);
        Assert.Equal("NOT_ON_UREMIA_REGISTER", (await here.Uremia.EndAsync(Head("e-0"), Act(4, "2026-03-10", UremiaEnd.Died), None)).Fault?.Code);

        // Who has died is not owed a qualification any more.
        Assert.Equal(FindingStanding.Open, Assert.Single(await FindAsync()).Standing);
        await here.Uremia.EndAsync(Head("e-1"), Act(1, "2026-03-10", UremiaEnd.Died), None);
        Assert.Equal(FindingStanding.Withdrawn, Assert.Single(await FindAsync()).Standing);
        Assert.Equal([Key(3), Key(2)], (await here.Uremia.ListAsync(new CountyCode(County), false, None)).Select(f => f.PersonKey.Text));
        Assert.Equal(UremiaEnd.Died, (await here.Uremia.ListAsync(new CountyCode(County), true, None)).Single(f => f.Ended is not null).Ended!.End);
        Assert.NotNull(await RunAsync("DELETE FROM uremia_act"));

        // Whoever comes again was ended by mistake.
        await SettleAsync(1, "2026-03-11", 1_00);
        Assert.Null((await here.Uremia.FindAsync(new PersonKey(Key(1)), None))!.Ended);
        Assert.Equal(FindingStanding.Open, Assert.Single(await FindAsync()).Standing);

        await here.Uremia.EndAsync(Head("e-2"), Act(2, "2026-03-10", UremiaEnd.Transplanted), None);
        Assert.NotNull((await here.Uremia.FindAsync(new PersonKey(Key(2)), None))!.Ended);
        await SettleAsync(2, "2026-03-12", 1_00);
        Assert.Null((await here.Uremia.FindAsync(new PersonKey(Key(2)), None))!.Ended);
    }

    /// <summary>Of three with a chronic qualification two come in the first quarter, and one of these visits is undone; the third comes for other
    /// benefits only: 1 of 3 is 33.33 %.</summary>
    [ContractFact]
    public async Task Performance_counts_who_is_enrolled_and_who_was_served()
    {
        for (var person = 1; person <= 3; person++)
        {
            await InsureAsync(person, qualified: true);
        }

        await SettleAsync(1, "2026-02-01", 1_00, Care.OutpatientChronic);
        await ReverseAsync(await SettleAsync(2, "2026-02-01", 1_00, Care.OutpatientChronic));
        await SettleAsync(3, "2025-12-31", 1_00, Care.OutpatientChronic);
        await SettleAsync(3, "2026-02-01", 1_00, Care.Outpatient);
        await SettleAsync(3, "2026-02-02", 1_00, Care.TwoDisease);

        var quarter = Assert.Single(await here.Performance.OfAsync(new CountyCode(County), new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 31), None));
        Assert.Equal(
            new BenefitMeasure(new CountyCode(County), QualificationKind.Chronic, 3, 1), quarter);
        Assert.Equal(3333, quarter.SharePerTenThousand);
        Assert.Empty(await here.Performance.OfAsync(new CountyCode("141123"), new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 31), None));

        // Approved on 2025-01-10: nobody is enrolled up to that day, all are from the next on.
        Assert.Empty(await here.Performance.OfAsync(default, new DateOnly(2025, 1, 1), new DateOnly(2025, 1, 10), None));
        Assert.Equal(3, Assert.Single(await here.Performance.OfAsync(default, new DateOnly(2025, 1, 1), new DateOnly(2025, 1, 11), None)).Enrolled);
    }

    private static string Key(int number) => Tokens.NewPersonKey(RosterText.Id(number)).Text;

    private WriteHead Head(string requestId, string content = "", bool validateOnly = false) =>
        new(Results.Key(requestId, content, validateOnly), "李经办", clock.Now);

    private UremiaAct Act(int person, string day, UremiaEnd? end) =>
        new(new PersonKey(Key(person)), new CountyCode(County), DateOnly.Parse(day, null), end, "", "李经办", clock.Now);

    private async Task<IReadOnlyList<GapFinding>> FindAsync()
    {
        await here.Finder.RefreshAsync(None).WaitAsync(Patience);
        return await here.Store.ListAsync(new FindingFilter(null, default, null), 0, 100, None).WaitAsync(Patience);
    }

    private Task<Result<ReferralList>> PushAsync(Gateway at, Receiver receiver, string requestId) =>
        at.Finder.BuildListAsync(Head(requestId, $"{receiver}"), receiver, new CountyCode(County), None).WaitAsync(Patience);

    private Task<Result<string>> AnswerAsync(string requestId, string list, params (int, LineOutcome, string)[] answers) =>
        here.Lists.AcknowledgeAsync(Head(requestId), list, answers, None).WaitAsync(Patience);

    private Task<IReadOnlyList<ReferralListHead>> OverdueAsync() =>
        here.Lists.ListListsAsync(null, new CountyCode(County), here.Finder.Today.AddDays(-15), 0, 10, None).WaitAsync(Patience);

    private async Task<KindCheck> CheckAsync()
    {
        await here.Finder.RefreshAsync(None).WaitAsync(Patience);
        return ImplementationCheck.Of(new CountyCode(County), await here.Store.FindingsOfCountyAsync(new CountyCode(County), None)).Kinds.Single(k => k.Kind == FindingKind.Burden);
    }

    private async Task<List<string>> DumpAsync(bool catchUp = true)
    {
        if (catchUp)
        {
            await here.Follower.CatchUpAsync(null, None).WaitAsync(Patience);
        }

        return await database.ReadAsync(
            async session => (await session.QueryAsync(
                """
                SELECT 'visit ' || person_key || service_date || settlement_id || county_code || burden_fen FROM gap_visit
                UNION ALL SELECT 'indicator ' || person_key || disease || indicator_id || service_date || settlement_id FROM gap_indicator
                UNION ALL SELECT 'year ' || year || person_key || burden_fen FROM gap_year
                """,
                row => row.GetString(0))).Order(StringComparer.Ordinal).ToList(),
            None).WaitAsync(Patience);
    }

    private async Task<SettlementDocument> SettleAsync(int person, string day, long fen, Care? care = null) => (await ledger.PostAsync(
        new Visit($"V{Interlocked.Increment(ref visits)}", fen) 
        {
            Person = Key(person), ServiceDate = DateOnly.Parse(day, null), CapFen = 0, Care = care,
        }.Posting(), None)
        .WaitAsync(Patience)).Document!;

    private Task<PostingResult> ReverseAsync(SettlementDocument settled) =>
        ledger.ReverseAsync(new Undoing($"U{Interlocked.Increment(ref visits)}", settled.SettlementId.Text).Posting(), None).WaitAsync(Patience);

    private Task<IReadOnlyList<string>> InsureAsync(int number, IdentityKind? identity = null, bool qualified = false) => insured.ImportAsync(
        [
            new InsuredPerson(
                Tokens.Of(RosterText.Id(number)),
                new Eligibility
                {
                    PersonKey = new(Key(number)), Version = 0, Scheme = "resident", County = new(County),
                    BirthDate = IdNumber.BirthDate(RosterText.Id(number))!.Value,
                    Identities = identity is { } kind ? [new IdentitySpan(kind, new DateOnly(2025, 1, 1), null)] : [],
                    Qualifications = qualified ? [new Qualification(QualificationKind.Chronic, Dialysis, new DateOnly(2025, 1, 10), null)] : [],
                }),
        ],
        None).WaitAsync(Patience);

    /// <summary>What one gateway has of the search.</summary>
    private sealed class Gateway
    {
        public Gateway(ILedger ledger, ISqlDatabase database, TimeProvider time, DiseaseIndicators? indicators = null)
        {
            var source = new SearchSource(database);
            var indicatorHolder = Holder = new IndicatorHolder(indicators ?? Indicators);
            Store = new FindingStore(database);
            Lists = new ReferralListStore(database);
            Follower = new FactsFollower(ledger, new EntitlementGapFacts(database), indicatorHolder);
            Finder = new EntitlementGapFinder(Follower, source, Store, Lists, indicatorHolder, EntitlementGapTerms.Default, time);
            Uremia = new UremiaRegister(Follower, source, Store, new PeopleStore(database, time), Tokens, time);
            Performance = new Performance(Follower, source);
        }

        public IndicatorHolder Holder { get; }

        public FindingStore Store { get; }

        public ReferralListStore Lists { get; }

        public FactsFollower Follower { get; }

        public EntitlementGapFinder Finder { get; }

        public UremiaRegister Uremia { get; }

        public Performance Performance { get; }
    }
}
