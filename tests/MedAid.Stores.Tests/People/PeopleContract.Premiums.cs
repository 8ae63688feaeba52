using System.Text;
using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.People;
using MedAid.People.Premiums;
using MedAid.People.Storage;
using MedAid.Settlement.Reference;
using MedAid.Stores.Tests.Contracts;
using MedAid.Tables;

namespace MedAid.Stores.Tests.People;

/// <content>
/// Aid with the premium of 2026 (晋医保发〔2019〕46号 五、十): 400 yuan from the person, 700 from the treasury, 低保 in full. Collected until 31
/// December 2025.
/// </content>
public abstract partial class PeopleContract
{
    private const long Personal = 400_00;
    private const long Fiscal = 700_00;

    private static readonly Viewer Clerk = new("经办员", "", "test", SeesAll: false);

    /// <summary>
    /// 1: 低保 since 2025 and insured: 400 by relief. 2: new on 1 March and insured before: nothing is refunded. 3: new on 1 March, not insured,
    /// taken in by the roster: 400 + 700 = 1,100 by relief. 4: insured, no identity: not an object. Together 1,500.
    /// </summary>
    [ContractFact]
    public async Task An_object_at_enrolment_is_aided_a_new_insured_one_not_refunded_and_a_new_uninsured_one_paid_in_full()
    {
        await InsureAsync(1);
        await InsureAsync(2);
        await InsureAsync(4);
        await ImportAsync(RosterText.FullList("2025年7月1日", [1]));
        await ImportAsync(RosterText.Changes("2026年3月1日", [(2, "新识别", ""), (3, "新识别", "")]), d => d with { UninsuredScheme = "resident" });

        var run = await RunAsync("run-1", PremiumRunOf());
        Assert.Equal((3, 3, 1_500_00L), Counts(run));
        var lines = await Premiums.ListAsync(2026, new CountyCode("141123"), "", 0, 10, None);
        Assert.Equal(
            [
                (Key(1), PremiumRule.AtEnrolment, 400_00L, 0L), (Key(2), PremiumRule.NewInsured, 0, 400_00), (Key(3), PremiumRule.NewUninsured, 1_100_00, 0),
            ],
            lines.Select(l => (Person: l.Entitlement.PersonKey.Text, l.Entitlement.Rule, l.Entitlement.Shares.ReliefFen, l.Entitlement.Shares.PersonFen))
                .OrderBy(l => Array.IndexOf([Key(1), Key(2), Key(3)], l.Person)));
        Assert.All(lines, l => Assert.Equal(("test-law", "第十条", true), (l.Entitlement.Pack, l.Entitlement.Cite, l.Entitlement.Assumed)));
    }

    [ContractFact]
    public async Task A_run_again_changes_nothing_and_the_same_request_is_answered_as_it_was()
    {
        await InsureAsync(1);
        await ImportAsync(RosterText.FullList("2025年7月1日", [1]));
        var first = await RunAsync("run-1", PremiumRunOf());
        Assert.Equal(first, await RunAsync("run-1", PremiumRunOf()));
        Assert.Equal((1, 0, 0L), Counts(await RunAsync("run-2", PremiumRunOf())));
        Assert.Single(await Premiums.HistoryAsync(new PersonKey(Key(1)), None));
        Assert.True((await PremiumWorkflowOf().RunAsync(PremiumRunOf() with { RunId = "run-1" }, Results.Key("run-1", "other"), None)).Reused);
        var lawless = await PremiumWorkflowOf().RunAsync(PremiumRunOf() with { RunId = "run-3", County = new("371300") }, Results.Key("run-3"), None);
        Assert.Equal("PREMIUM_AID_NOT_IN_FORCE", lawless.Fault?.Code);
    }

    /// <summary>
    /// New on 1 March and not insured: 1,100. Later the register brings the insurance that this aid paid for: that changes nothing. Then a
    /// certificate says that they were 低保 since November 2025: at enrolment, 400, so 700 too much. Then the entry turns out to be void.
    /// </summary>
    [ContractFact]
    public async Task What_is_learnt_later_gives_a_revision_with_the_difference_and_the_aids_own_insurance_gives_none()
    {
        await ImportAsync(RosterText.Changes("2026年3月1日", [(3, "新识别", "")]), d => d with { UninsuredScheme = "resident" });
        Assert.Equal(1_100_00, (await RunAsync("run-1", PremiumRunOf())).DifferenceFen);
        Clock.Advance(TimeSpan.FromDays(1));
        await InsureAsync(3);
        Assert.Equal(0, (await RunAsync("run-2", PremiumRunOf())).Changed);

        await ImportAsync(RosterText.Changes("2025年11月1日", [(3, "新识别", "")]));
        Assert.Equal((1, 1, -700_00L), Counts(await RunAsync("run-3", PremiumRunOf())));
        await ImportAsync(RosterText.Changes("2025年11月2日", [(3, "自然减少", "2025-11-01")]));
        Assert.Equal((0, 1, -400_00L), Counts(await RunAsync("run-4", PremiumRunOf())));
        Assert.Equal(
            [(1, PremiumRule.NewUninsured, 1_100_00L), (2, PremiumRule.AtEnrolment, -700_00), (3, PremiumRule.None, -400_00)],
            (await Premiums.HistoryAsync(new PersonKey(Key(3)), None)).Select(l => (l.Entitlement.Revision, l.Entitlement.Rule, l.DifferenceFen)));
        Assert.NotNull(await RunAsync("UPDATE premium_entitlement SET relief_fen = 0"));
        Assert.NotNull(await RunAsync("DELETE FROM premium_entitlement"));
    }

    /// <summary>A premium is paid once a year: the new county finds it paid, and the old one has nothing to say any more.</summary>
    [ContractFact]
    public async Task Who_moves_to_another_county_is_not_paid_for_twice()
    {
        await InsureAsync(1);
        await ImportAsync(RosterText.FullList("2025年7月1日", [1]));
        await RunAsync("run-1", PremiumRunOf());
        await InsureAsync(1, county: "141124");
        Assert.Equal((1, 1, 0L), Counts(await RunAsync("run-2", PremiumRunOf() with { County = new("141124") })));
        Assert.Equal((0, 0, 0L), Counts(await RunAsync("run-3", PremiumRunOf())));
        Assert.Equal(["141123", "141124"], (await Premiums.HistoryAsync(new PersonKey(Key(1)), None)).Select(l => l.Entitlement.County.Text));
    }

    [ContractFact]
    public async Task A_run_that_stops_half_way_goes_on_where_it_stopped()
    {
        await ImportAsync(RosterText.FullList("2025年7月1日", Enumerable.Range(1, 30)), d => d with { UninsuredScheme = "resident" });
        var run = (await Premiums.OpenAsync(PremiumRunOf() with { RunId = "run-1" }, Results.Key("run-1"), null, None)).Value;
        run = await Premiums.GoOnAsync(run.RunId, 20, c => c.Decide(run, PremiumLaw.Policies), None);
        Assert.Equal((20, null), (run.Persons, run.Ended));
        var done = await RunAsync("run-1", PremiumRunOf());
        Assert.Equal((30, 30, 30 * Personal), (done.Persons, done.Changed, done.DifferenceFen));
        Assert.NotNull(done.Ended);
    }

    [ContractFact]
    public async Task The_list_of_a_county_is_a_file_with_masked_names_and_every_person_in_it_is_noted()
    {
        await InsureAsync(1);
        await ImportAsync(RosterText.FullList("2025年7月1日", [1]));
        await RunAsync("run-1", PremiumRunOf());
        var file = Encoding.UTF8.GetString((await PremiumWorkflowOf().ExportAsync(2026, new CountyCode("141123"), "蔚汾镇", OutputFormat.Csv, Clerk, None))!).Split("\r\n");
        Assert.StartsWith("2026,141123,蔚汾镇,样*,1411**********", file[1], StringComparison.Ordinal);
        Assert.Contains(",400.00,0.00,0.00,0.00,0.00,400.00,1,test-law,第十条,是", file[1], StringComparison.Ordinal);
        var elsewhere = Encoding.UTF8.GetString((await PremiumWorkflowOf().ExportAsync(2026, new CountyCode("141123"), "别处", OutputFormat.Csv, Clerk, None))!);
        var lines = elsewhere.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((2, "合计（0 人）"), (lines.Length, lines[^1].Split(',')[0]));
        Assert.Equal("PK", Encoding.UTF8.GetString((await PremiumWorkflowOf().ExportAsync(2026, new CountyCode("141123"), "", OutputFormat.Xlsx, Clerk, None))!, 0, 2));
        Assert.NotNull(await RunAsync("DELETE FROM person_access"));
    }

    private PremiumStore Premiums => new(Database, Clock);

    private static ReferenceData PremiumLaw { get; } = new(
        new PolicyBook([
            new PolicyTerms
            {
                Identity = new PackIdentity { Pack = "test-law", Region = "1411", Scheme = "resident", Effective = new DateOnly(2025, 1, 1) },
                Layers = [],
                Counters = [],
                PremiumAid = new PremiumAidTerms { OldAge = 60, FullAge = 18, Citation = new Citation { Cite = "第十条", Assumed = true } },
            },
        ]),
        new Catalogue([]), []);

    private static PremiumRun PremiumRunOf() => new()
    {
        RunId = "", Year = 2026, County = new("141123"), Scheme = "resident", EnrolledBy = new DateOnly(2025, 12, 31),
        Premium = new Premium(Personal, Fiscal), Operator = "经办员", Started = new DateTimeOffset(2026, 3, 16, 1, 0, 0, TimeSpan.Zero),
    };

    private PremiumWorkflow PremiumWorkflowOf() => new(
        Premiums, new ReferenceDataHolder(PremiumLaw), Vault, new PersonDirectory(Store, Tokens, Vault, Clock), Clock);

    private static (int Persons, int Changed, long DifferenceFen) Counts(PremiumRun run) => (run.Persons, run.Changed, run.DifferenceFen);

    private async Task<PremiumRun> RunAsync(string id, PremiumRun run) =>
        (await PremiumWorkflowOf().RunAsync(run with { RunId = id }, Results.Key(id), None).WaitAsync(Patience)).Value;
}
