using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.People;
using MedAid.People.Applications;
using MedAid.People.EntitlementGaps;
using MedAid.People.Premiums;
using MedAid.People.Privacy;
using MedAid.People.Qualifications;
using MedAid.People.Storage;
using MedAid.Precheck.Papers;
using MedAid.Precheck.Review;
using MedAid.Settlement.Capitation;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Writes;
using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Contracts;
using MedAid.Stores.Tests.People;
using MedAid.Tables;

namespace MedAid.Stores.Tests.Postgres;

/// <summary>
/// Every write of the projects beside the ledger, committed while the line to the server dies for good: nobody knows what came of it, and the same
/// request finds that it was done, once.
/// </summary>
[NeedsPostgres]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "xunit calls DisposeAsync of IAsyncLifetime.")]
public sealed class PostgresUnknownWritesTests : IAsyncLifetime
{
    private const string Disease = "M03900";
    private const string County = "141123";

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Patience = Waiting.Longest;
    private static readonly PersonTokens Tokens = new(new byte[PersonTokens.KeyBytes]);
    private static readonly DateOnly Today = new(2026, 3, 16);

    private readonly HandClock clock = new() { HasRealTimers = true };
    private int keys;
    private CutServer cut = null!;
    private PostgresSql sql = null!;
    private InProcessCache cache = null!;

    public async Task InitializeAsync()
    {
        cut = await CutServer.StartAsync();
        sql = new PostgresSql(cut.Database);
        cache = new InProcessCache(clock);
        var vault = new DetailVault(new DetailKeys([("k1", new byte[DetailKeys.KeyBytes])]));
        var insured = new InsuredImport(new PeopleStore(sql, clock), cache, vault, clock);
        await insured.ImportAsync([Person(1), Person(2)], None).WaitAsync(Patience);
    }

    public async Task DisposeAsync()
    {
        await cut.DisposeAsync();
    }

    [ContractFact]
    public async Task What_is_recorded_of_a_person_is_unknown_and_the_same_request_finds_it_done_once()
    {
        var store = new QualificationStore(sql);
        var workflow = new QualificationWorkflow(store, cache, Tokens, Diseases(), clock);
        var draft = new QualificationDraft(QualificationKind.Chronic, Disease, default, 2, [], "受理员");
        var applied = await LoseAsync(key => workflow.ApplyAsync(RosterText.Id(1), draft, key, None));
        var id = applied.Value[0].ApplicationId;
        var decided = await LoseAsync(key => workflow.DecideAsync(id, new Verdict("审核员", null), key, None));

        // Who lost the answer has let no memory go, so whoever asks again does.
        Assert.Equal((ApplicationState.Approved, Tokens.Of(RosterText.Id(1))), (decided.Value[0].State, Assert.Single(decided.Changed)));
        var end = new QualificationEnd(Today.AddDays(2), QualificationEndReason.ByRequest, "", "终止员", default);
        Assert.NotNull((await LoseAsync(key => workflow.EndAsync(id, end, key, None))).Value.End);

        var relief = new ReliefWorkflow(new ReliefStore(sql), cache, Tokens, Papers(), clock);
        var submission = new Submission(ApplicantClass.LowIncome, ReliefPurpose.Identity, new CountyCode(County), "蔚汾镇", "东关村", ["diagnosis"], [], null);
        var submitted = (await LoseAsync(key => relief.SubmitAsync(RosterText.Id(1), submission, key, "受理员", None))).Value;
        var withdrawn = await LoseAsync(key => relief.RecordAsync(submitted.ApplicationId, new Withdrawn("本人撤回"), key, "受理员", None));
        Assert.Equal((ReliefState.Withdrawn, 2), (withdrawn.Value.State, withdrawn.Value.Steps.Count));

        await sql.WriteAsync(
            "readjudication_mark",
            session => session.ExecuteAsync(
                "INSERT INTO readjudication_mark (settlement_id, import_id, line, person_key, noted_us) VALUES ('S1', 'I1', 1, 'P1', 0)"),
            None);
        var resolution = new MarkResolution("", new SettlementId("S1"), MarkOutcome.NoEffect, default, "", "复核员", clock.Now);
        await LoseAsync(key => new MarkStore(sql).ResolveAsync(resolution with { ResolutionId = key.RequestId }, key, None));
        await AssertCountAsync();
    }

    /// <summary>Its first commit is lost: the list has begun and nobody is enrolled. It goes on under its key, and then its answer is kept.</summary>
    [ContractFact]
    public async Task A_managed_list_goes_on_under_its_key_and_is_answered_as_it_was()
    {
        var workflow = new QualificationWorkflow(new QualificationStore(sql), cache, Tokens, Diseases(), clock);
        var list = new ManagedList([new ManagedLine(2, RosterText.Id(2), new ManagedPatient(Disease, new HospitalCode("H1"), true))], []);
        Task<Result<EnrolmentResult>> EnrolAsync() => workflow.EnrolAsync(list, "受理员", "审核员", Results.Key("list"), None).WaitAsync(Patience);

        await LoseAnswerAsync(EnrolAsync);
        clock.Advance(TimeSpan.FromSeconds(1));
        var done = await EnrolAsync();
        var again = await EnrolAsync();
        Assert.Equal((1, false, 1, true), (done.Value.Enrolled, done.Replayed, again.Value.Enrolled, again.Replayed));
        Assert.Empty(again.Value.Faults);
    }

    [ContractFact]
    public async Task What_is_noted_of_contracts_runs_and_findings_is_unknown_and_the_same_request_finds_it_done_once()
    {
        var capitation = new CapitationStore(sql);
        var change = new CapitationChange
        {
            PersonKey = new("P1"), HospitalCode = new("H1"), Programme = "p", Scheme = "resident", Kind = CapitationChangeKind.Join, Day = Today,
            Operator = "王", Noted = clock.Now,
        };
        Assert.Equal(1, (await LoseAsync(key => capitation.ChangeAsync(change, key, None))).Number);
        var claim = new CapitationClaim
        {
            ClaimId = "c", HospitalCode = new("H1"), CountyCode = new(County), Programme = "p", Scheme = "resident", Month = new DateOnly(2026, 3, 1), Pack = "pack",
            RateFen = 1,
            PartMonth = CapitationPartMonth.FirstDay, Heads = 0, BuiltBy = "王", Built = clock.Now, Lines = [],
        };
        await LoseAsync(key => capitation.ClaimAsync(new CapitationClaimRequest("c", new HospitalCode("H1"), "p"), Head(key), _ => Result.Done(claim), None));

        var run = new PremiumRun
        {
            RunId = "", Year = 2026, County = new(County), Scheme = "resident", EnrolledBy = Today, Premium = new Premium(1, 1), Operator = "王",
            Started = clock.Now,
        };
        await LoseAsync(key => new PremiumStore(sql, clock).OpenAsync(run with { RunId = key.RequestId }, key, null, None));

        var findings = new FindingStore(sql);
        var lists = new ReferralListStore(sql);
        var shown = new FindingSnapshot(FindingKind.Burden, new PersonKey("P1"), new CountyCode(County), "2026", Today, 2, 1, 0, "");
        Assert.True(await findings.RecordAsync(
            new FactsCheckpoint(0, ""), [new GapFinding(shown, clock.Now, FindingStanding.Open, clock.Now)], None));
        var proofs = new Dictionary<string, IReadOnlyList<ProvingVisit>> { [shown.FindingId] = [new ProvingVisit(new SettlementId("S1"), Today, 2)] };
        var list = await LoseAsync(key => lists.BuildListAsync(Head(key), MedAid.People.EntitlementGaps.Receiver.CivilAffairs, new CountyCode(County), proofs, None));
        await LoseAsync(key => lists.AcknowledgeAsync(Head(key), list.Head.ListId, [(1, LineOutcome.TakenUp, "")], None));
        await LoseAsync(key => findings.ReferAsync(Head(key), shown.FindingId, "", None));
        await LoseAsync(key => findings.DecideAidAsync(Head(key), shown.FindingId, 1, "", None));
        var act = new UremiaAct(new PersonKey("P1"), new CountyCode(County), Today, null, "", "王", clock.Now);
        await LoseAsync(key => findings.ActOnUremiaAsync(Head(key), act, acts => acts.Count == 0 ? null : EntitlementGapFault.OnUremiaRegister(new PersonKey("P1")), None));
        await AssertCountAsync();
    }

    [ContractFact]
    public async Task A_paper_is_unknown_with_its_signature_and_withdrawal_and_the_same_request_finds_it_done_once_under_one_number()
    {
        var store = new PaperStore(sql);
        var draft = new Paper
        {
            PaperId = "P1", Kind = PaperKind.ItemConsent, Size = PageSize.A4, HospitalCode = new("H1"), Number = new PaperNumber(2026, 0), PersonKey = new("P1"),
            VisitId = "V1", Items = [new PaperItem("X1", 198_000_000)], HtmlHash = "", Operator = "王", Issued = clock.Now,
        };
        var paper = await LoseAsync(key => store.IssueAsync(draft, number => $"编号 {number}", Head(key), None));
        Assert.Equal(("2026-000001", "编号 2026-000001", Paper.HashOf("编号 2026-000001"u8)), ($"{paper.Number}", paper.Html, paper.HtmlHash));
        var signature = new PaperSignature(Signer.Relative, "配偶", Today, "7", "", "王", clock.Now);
        await LoseAsync(key => store.SignAsync("P1", signature, found => found?.Signature is null ? null : new Fault("TWICE"), Head(key), None));
        var withdrawal = new PaperWithdrawal("重打", "王", clock.Now);
        await LoseAsync(key => store.WithdrawAsync("P1", withdrawal, found => found?.Withdrawal is null ? null : new Fault("TWICE"), Head(key), None));
        var kept = (await store.FindAsync("P1", None).WaitAsync(Patience))!;
        Assert.Equal((signature, withdrawal, draft.Items[0]), (kept.Signature, kept.Withdrawal, kept.Items[0]));
        var next = await store.IssueAsync(draft with { PaperId = "P2" }, number => $"{number}", Head(Results.Key($"r-{++keys}")), None);
        Assert.Equal(2, next.Value.Number.Number);
        await AssertCountAsync();
    }

    [ContractFact]
    public async Task What_a_review_found_and_how_it_ended_is_unknown_and_the_same_request_finds_it_done_once()
    {
        var store = new ReviewStore(sql);
        var days = new ReviewDays(new HospitalCode("H1"), Today, Today);
        var finding = new ReviewFinding
        {
            FindingId = "off-path.1", CheckId = "off-path", HospitalCode = new("H1"), Department = "", Doctor = "D1", Day = Today, Text = "不在路径内",
            Basis = "依据", AmountFen = 150_00, Visits = [new ReviewVisit(new SettlementId("S1"), new HospitalCode("H1"), "V1", Today, 1, 150_00)],
        };
        var line = new ReviewLine(new SettlementId("S1"), "", new HospitalCode("H1"), Today, "", "D1", "V1", new PersonKey("P1")) { AmountFen = 150_00 };
        var piece = await LoseAsync(key => store.WriteAsync(
            new ReviewPiece { PieceId = key.RequestId, Days = days, Next = "", Operator = "王", Noted = clock.Now }, [finding], [line], key, None));
        Assert.Equal((1, 1), (piece.Found, piece.Added));
        var outcome = new ReviewOutcome(1, ReviewOutcomeKind.Deducted, 150_00, "", "", "李", clock.Now);
        var ended = await LoseAsync(key => store.RecordAsync(
            finding.FindingId, default, Head(key),
            (known, _) => Result.Done(known! with { Outcomes = [.. known.Outcomes, outcome with { Number = known.Outcomes.Count + 1 }] }), None));
        Assert.Equal((1, 150_00), (ended.Outcomes.Count, ended.Outcomes[0].AmountFen));
        await AssertCountAsync();
    }

    private static InsuredPerson Person(int number) => new(
        Tokens.Of(RosterText.Id(number)),
        new Eligibility
        {
            PersonKey = Tokens.NewPersonKey(RosterText.Id(number)), Version = 0, Scheme = "resident", County = new(County),
            BirthDate = IdNumber.BirthDate(RosterText.Id(number))!.Value, Identities = [],
        });

    private static DiseaseLists Diseases() => new(new Dictionary<string, DiseaseList>
    {
        ["14"] = new([new ListedDisease(Disease, "高血压", true, true, false, 12) { TwoDiseaseAtOnce = true }]),
    });

    private static PaperLists Papers() =>
        new(new Dictionary<string, PaperList> { ["14"] = new([new ListedPaper("diagnosis", "诊断证明", null, null, true, "十一")]) });

    private WriteHead Head(WriteKey key) => new(key, "王", clock.Now);

    private async Task LoseAnswerAsync<T>(Func<Task<T>> write)
    {
        cut.Line.Cut = Cut.AnswerToCommitForGood;
        await Assert.ThrowsAsync<LedgerUnknownException>(write);
        cut.Line.Cut = Cut.Nothing;
    }

    /// <summary>Writes, loses the answer to the commit, and asks again under the same key.</summary>
    private async Task<T> LoseAsync<T>(Func<WriteKey, Task<Result<T>>> write)
    {
        var key = Results.Key($"r-{++keys}");
        await LoseAnswerAsync(() => write(key).WaitAsync(Patience));
        var again = await write(key).WaitAsync(Patience);
        Assert.True(again.Replayed);
        return again.Value;
    }

    private async Task AssertCountAsync() => Assert.Equal(
        [(long)keys],
        await sql.ReadAsync(session => session.QueryAsync("SELECT count(*) FROM write_request", row => row.GetInt64(0)), None).WaitAsync(Patience));
}
