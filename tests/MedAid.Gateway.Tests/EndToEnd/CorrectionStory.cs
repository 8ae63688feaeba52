using System.Globalization;
using Grpc.Core;
using MedAid.Contract.Clearing.V1;
using MedAid.Contract.Settlement.V1;
using MedAid.Settlement;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// What goes wrong in an office and how it is put right, through a gateway on whatever database. samples/dialysis-visit.json has relief of
/// 33.13 advanced for 兴县 (141123) on 2026-03-02.
/// </summary>
internal sealed class CorrectionStory(GatewayProcess gateway)
{
    private static readonly Metadata Second = DefaultOperator.By("赵科长");

    private const string County = "141123";
    private const string Hospital = Requests.CountyHospital;
    private const string FirstClaim = $"Q{County}-{Hospital}-2026-03-1";
    private const string SecondClaim = $"Q{County}-{Hospital}-2026-03-2";

    private readonly string today = ChinaTime.Today(TimeProvider.System).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private ClearingService.ClearingServiceClient Clearing { get; } = new(gateway.Channel);

    private CorrectionService.CorrectionServiceClient Corrections { get; } = new(gateway.Channel);

    private PatientAccountService.PatientAccountServiceClient Accounts { get; } = new(gateway.Channel);

    /// <summary>A claim is withdrawn and built anew; after the reply it cannot be withdrawn.</summary>
    public async Task ClaimAnewAsync()
    {
        var settled = (await gateway.Settlements.SettleAsync(Requests.Sample("wrong-1"))).Settlement;
        await ClaimAsync("claim-1");
        var withdraw = new WithdrawClaimRequest { RequestId = "withdraw-1", ClaimId = FirstClaim, Note = "漏了一笔" };
        var tried = await Corrections.WithdrawClaimAsync(new(withdraw) { ValidateOnly = true });
        var withdrawn = (await gateway.PostAsync($"/v1/claims/{FirstClaim}:withdraw", withdraw)).Read<WriteResponse>();
        var again = await Corrections.WithdrawClaimAsync(withdraw);
        Assert.Equal((0, false, true, withdrawn.RecordNumber), (tried.RecordNumber, withdrawn.Replayed, again.Replayed, again.RecordNumber));
        Assert.Equal([("advance_receivable", 33_13L), ("claimed_receivable", -33_13)], withdrawn.Entries.Select(e => (e.Account, e.AmountFen)));

        Assert.Equal(SecondClaim, (await ClaimAsync("claim-2")).ClaimId);
        var first = await Clearing.GetClaimAsync(new() { ClaimId = FirstClaim });
        Assert.Equal((true, SecondClaim), (first.Withdrawn, first.Lines.Single().ClaimId));
        RecordReplyRequest Reply(string claim) => new()
        {
            RequestId = $"reply-{claim}", ClaimId = claim,
            Lines = { new ReplyLine { ReceivableId = $"{settled.SettlementId}.relief", AcceptedFen = 33_13 } },
        };
        Assert.Equal("CLAIM_WITHDRAWN", (await DoorError.ByGrpcAsync(Clearing.RecordReplyAsync(Reply(FirstClaim)))).Reason);
        var sheet = await DoorError.ByHttpAsync(gateway.GetAsync($"/v1/claims/{FirstClaim}/sheet?format=FILE_FORMAT_CSV"));
        Assert.Equal("CLAIM_WITHDRAWN", sheet.Reason);
        var reply = await Clearing.RecordReplyAsync(Reply(SecondClaim));
        var late = await DoorError.ByGrpcAsync(Corrections.WithdrawClaimAsync(new(withdraw) { RequestId = "withdraw-2", ClaimId = SecondClaim }));
        AssertRests(late, reply.RecordNumber, "审核回复");
    }

    /// <summary>
    /// The county pays 23.13 on 10 April and keeps 10.00 back, which come on the 20th; it really was 33.13 on 1 May. The release is corrected
    /// first, then the payment. Then 33.13 are paid 29 + 30 + 1 = 60 days after the service.
    /// </summary>
    public async Task PayAnewAsync()
    {
        var paid = await Clearing.RecordPaymentAsync(Payment("pay-1", "2026-04-10", 23_13, retainedFen: 10_00));
        var released = await Clearing.ReleaseRetentionAsync(new()
        {
            RequestId = "late-1", PaymentId = "L-1", HospitalCode = Hospital, CountyCode = County, PaidDate = "2026-04-20", ReceivedFen = 10_00,
        });
        var found = (await gateway.GetAsync("/v1/clearing/records?payment_id=B-1")).Read<ListBookRecordsResponse>().Records.Single();
        Assert.Equal((paid.RecordNumber, "到账", 23_13, 0), (found.RecordNumber, found.Title, found.AmountFen, found.VoidedBy));

        AssertRests(await DoorError.ByGrpcAsync(Corrections.ProposeCorrectionAsync(Propose("p-1", paid.RecordNumber))), released.RecordNumber, "质保金拨付");
        await CorrectAsync("r", released.RecordNumber);
        var corrected = await CorrectAsync("b", paid.RecordNumber);
        Assert.Equal(
            [("accepted_receivable", 33_13L), ("bank", -23_13), ("retained_receivable", -10_00)], corrected.Entries.Select(e => (e.Account, e.AmountFen)));
        Assert.Equal("RECORD_CORRECTED_BEFORE", (await DoorError.ByGrpcAsync(Corrections.ProposeCorrectionAsync(Propose("p-9", paid.RecordNumber)))).Reason);

        await Clearing.RecordPaymentAsync(Payment("pay-2", "2026-05-01", 33_13));
        var statement = (await gateway.GetAsync($"/v1/statements/{County}?from_date=2026-03-01&to_date={today}")).Read<Statement>();
        Assert.Equal((33_13, 33_13, 0, 60), (statement.AdvancedFen, statement.PaidFen, statement.ClosingFen, statement.Forecast.DaysToPay));
        Assert.Equal(("B-1", 33_13, "2026-05-01"), statement.Payments.Select(p => (p.PaymentId, p.ReceivedFen, p.PaidDate)).Single());
        var age = Assert.Single((await Clearing.AgeReceivablesAsync(new())).Counties);
        Assert.Equal((0, 33_13, 60, 0), (age.OutstandingFen, age.PaidFen, age.DaysToPay, age.UnmatchedFen));

        var bank = await new JournalService.JournalServiceClient(gateway.Channel).ListAccountEntriesAsync(new()
        {
            Account = "bank", FromDate = "2026-03-01", ToDate = "2099-12-31",
        });
        Assert.Equal([23_13, 10_00, -10_00, -23_13, 33_13], bank.Entries.Select(e => e.AmountFen));
        Assert.Equal(($"到账（已由第 {corrected.RecordNumber} 条冲正）", $"冲正第 {paid.RecordNumber} 条"), (bank.Entries[0].Title, bank.Entries[3].Title));
        await AssertProvedAsync();
    }

    /// <summary>9,999.00 were typed for 99.00; 315.00 of them paid a stay of 样例未. First that is corrected, then the deposit; 99.00 are there.</summary>
    public async Task DepositAnewAsync()
    {
        var taken = await Accounts.TakeDepositAsync(Deposit("deposit-1", 9_999_00));
        var settled = (await gateway.Settlements.SettleAsync(
            Requests.Outpatient("wrong-stay", Requests.Wei, "2026-03-02", 3_000_00).With(v => v.Care = Care.Inpatient))).Settlement;
        var applied = await Accounts.ApplyDepositAsync(new()
        {
            RequestId = "apply-1", PersonKey = taken.PersonKey, HospitalCode = Hospital, SettlementId = settled.SettlementId, AmountFen = 315_00,
        });
        AssertRests(await DoorError.ByGrpcAsync(Corrections.ProposeCorrectionAsync(Propose("d-1", taken.RecordNumber))), applied.RecordNumber, "押金抵付");
        await CorrectAsync("a", applied.RecordNumber);

        // The first proposal is rejected: nothing moves, and it can be proposed again.
        var proposed = await Corrections.ProposeCorrectionAsync(Propose("d-2", taken.RecordNumber));
        var rejected = await Corrections.DecideCorrectionAsync(Decide("d-3", proposed.Correction.CorrectionId, approved: false), Second);
        Assert.Equal((CorrectionState.Rejected, 0), (rejected.Correction.State, rejected.Entries.Count));
        var corrected = await CorrectAsync("d", taken.RecordNumber);
        Assert.Equal([("patient_cash", -9_999_00L), ("patient_deposit", 9_999_00)], corrected.Entries.Select(e => (e.Account, e.AmountFen)));
        var right = await Accounts.TakeDepositAsync(Deposit("deposit-2", 99_00));
        Assert.Equal(99_00, right.Balance.DepositFen);

        var account = await Accounts.GetPatientAccountAsync(new() { PersonKey = taken.PersonKey, HospitalCode = Hospital, Purpose = "核对" });
        Assert.Contains(account.Records, r => r.RecordNumber == taken.RecordNumber);
        Assert.Equal(-9_999_00, account.Records.Single(r => r.RecordNumber == corrected.RecordNumber).MoneyFen);
        var all = (await gateway.GetAsync($"/v1/corrections?include_decided=true&hospital_code={Hospital}")).Read<ListCorrectionsResponse>();
        Assert.Equal(2, all.Corrections.Count(c => c.Record.RecordNumber == taken.RecordNumber && c.Record.PersonKey == taken.PersonKey));
        await AssertPagedAsync();
        Assert.Empty((await Corrections.ListCorrectionsAsync(new())).Corrections);
        await AssertProvedAsync();
    }

    /// <summary>A payment that waits for its claim is corrected; deciders at several gateways, at the same time.</summary>
    public async Task DecideAtOnceAsync(params GatewayProcess[] gateways)
    {
        var paid = await Clearing.RecordPaymentAsync(Payment("pay-3", "2026-05-02", 7_00, paymentId: "B-3"));
        Assert.Equal(7_00, paid.UnmatchedFen);
        var id = (await Corrections.ProposeCorrectionAsync(Propose("once", paid.RecordNumber))).Correction.CorrectionId;
        var deciders = gateways.Select(g => new CorrectionService.CorrectionServiceClient(g.Channel)).ToArray();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => OutcomeAsync(
            deciders[i % deciders.Length], Decide($"once-{i / 4}", id, approved: true)))).WaitAsync(GatewayProcess.Patience);

        // Three keys, each sent four times: one key is the decision and gets it four times, the others are too late.
        Assert.Equal(1, outcomes.Count(o => o == "decided"));
        Assert.Equal(3, outcomes.Count(o => o == "replayed"));
        Assert.Equal(8, outcomes.Count(o => o == "CORRECTION_NOT_OPEN"));
        var age = Assert.Single((await Clearing.AgeReceivablesAsync(new())).Counties);
        Assert.Equal(0, age.UnmatchedFen);
        await AssertProvedAsync();
    }

    /// <summary>Page by page comes what comes at once.</summary>
    private async Task AssertPagedAsync()
    {
        var whole = await Corrections.ListCorrectionsAsync(new() { IncludeDecided = true });
        var (paged, token) = (new List<Correction>(), "");
        do
        {
            var page = await Corrections.ListCorrectionsAsync(new() { IncludeDecided = true, PageSize = 1, PageToken = token });
            Assert.Single(page.Corrections);
            paged.AddRange(page.Corrections);
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        Assert.Equal(whole.Corrections, paged);
        var bad = await DoorError.ByGrpcAsync(Corrections.ListBookRecordsAsync(new() { PaymentId = "B-1", PageToken = "x" }));
        Assert.Equal(["page_token FORMAT"], bad.Fields);
    }

    private static async Task<string> OutcomeAsync(CorrectionService.CorrectionServiceClient decider, DecideCorrectionRequest request)
    {
        try
        {
            return (await decider.DecideCorrectionAsync(request, Second)).Replayed ? "replayed" : "decided";
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.FailedPrecondition)
        {
            return (await DoorError.ByGrpcAsync(decider.DecideCorrectionAsync(request, Second))).Reason;
        }
    }

    /// <summary>Proposed by one, decided by another, each call repeated; who proposed it is refused.</summary>
    private async Task<CorrectionRecord> CorrectAsync(string key, long recordNumber)
    {
        var propose = Propose($"{key}-propose", recordNumber);
        var tried = await Corrections.ProposeCorrectionAsync(new(propose) { ValidateOnly = true });
        var proposed = (await gateway.PostAsync("/v1/corrections", propose)).Read<CorrectionRecord>();
        var again = await Corrections.ProposeCorrectionAsync(propose);
        var id = proposed.Correction.CorrectionId;
        Assert.Equal((0, "", true, id), (tried.RecordNumber, tried.Correction.CorrectionId, again.Replayed, again.Correction.CorrectionId));
        Assert.Equal(id, Assert.Single((await Corrections.ListCorrectionsAsync(new())).Corrections).CorrectionId);

        var same = await DoorError.ByGrpcAsync(Corrections.DecideCorrectionAsync(Decide($"{key}-same", id, true)));
        Assert.Equal((StatusCode.FailedPrecondition, "CORRECTION_SAME_PERSON"), (same.Status, same.Reason));
        var decide = Decide($"{key}-decide", id, approved: true);
        var would = await Corrections.DecideCorrectionAsync(new(decide) { ValidateOnly = true }, Second);
        var decided = (await gateway.PostAsync($"/v1/corrections/{id}:decide", decide, DefaultOperator.HeaderOf("赵科长"))).Read<CorrectionRecord>();
        var once = await Corrections.DecideCorrectionAsync(decide, Second);
        Assert.Equal((0, would.Entries), (would.RecordNumber, decided.Entries));
        Assert.Equal((CorrectionState.Approved, "赵科长", decided.RecordNumber), (decided.Correction.State, decided.Correction.DecidedBy, decided.Correction.Record.VoidedBy));
        Assert.Equal((true, decided.RecordNumber), (once.Replayed, once.RecordNumber));
        Assert.Equal("CORRECTION_NOT_OPEN", (await DoorError.ByGrpcAsync(Corrections.DecideCorrectionAsync(new(decide) { RequestId = $"{key}-late" }, Second))).Reason);
        return decided;
    }

    private static void AssertRests(DoorError refused, long laterNumber, string name)
    {
        Assert.Equal((StatusCode.FailedPrecondition, "LATER_RECORD_FIRST", "not_done"), (refused.Status, refused.Reason, refused.Outcome));
        Assert.Equal(laterNumber.ToString(CultureInfo.InvariantCulture), refused.Info.Metadata["later_record"]);
        Assert.Contains($"往来账第 {laterNumber} 条（{name}，", refused.Chinese.Message, StringComparison.Ordinal);
    }

    private async Task AssertProvedAsync() => Assert.Empty((await Clearing.ProveAsync()).Differences);

    private async Task<WriteResponse> ClaimAsync(string requestId) => await Clearing.BuildClaimAsync(new()
    {
        RequestId = requestId, HospitalCode = Hospital, CountyCode = County, Period = "2026-03",
    });

    private static ProposeCorrectionRequest Propose(string requestId, long recordNumber) =>
        new() { RequestId = requestId, RecordNumber = recordNumber, Note = "金额录错" };

    private static DecideCorrectionRequest Decide(string requestId, string id, bool approved) =>
        new() { RequestId = requestId, CorrectionId = id, Approved = approved, Note = "已核对回单" };

    private static RecordPaymentRequest Payment(string requestId, string day, long fen, long retainedFen = 0, string paymentId = "B-1") => new()
    {
        RequestId = requestId, PaymentId = paymentId, HospitalCode = Hospital, CountyCode = County, PaidDate = day, ReceivedFen = fen,
        RetainedFen = retainedFen,
    };

    private static TakeDepositRequest Deposit(string requestId, long fen) =>
        new() { RequestId = requestId, IdNumber = Requests.Wei, HospitalCode = Hospital, AmountFen = fen };
}
