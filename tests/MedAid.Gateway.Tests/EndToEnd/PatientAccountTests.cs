using Grpc.Core;
using MedAid.Contract.Clearing.V1;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// Patients' accounts over both doors. A stay of 样例甲 (低保, 兴县) at the county hospital, 3,000.00 in scope, by
/// packs/lvliang/2022-07-12-dialysis.yaml: (3,000 - 400) × 75 % = 1,950.00; left 1,050.00 within the 5,000 of catastrophic insurance;
/// relief 1,050 × 70 % = 735.00; the patient 315.00.
/// </summary>
public sealed class PatientAccountTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private const string Hospital = Requests.CountyHospital;
    private const long ShareFen = 315_00;

    private readonly GatewayProcess gateway = shared.Gateway;

    private PatientAccountService.PatientAccountServiceClient Accounts => new(gateway.Channel);

    /// <summary>The split is the same to the fen; only the window's figure differs. 315.00 owed, 115.00 paid, 200.00 owed, undone: 115.00 due back.</summary>
    [Fact]
    public async Task Under_an_agreement_the_window_asks_for_nothing_and_the_debt_is_paid_later()
    {
        var signed = (await gateway.PostAsync("/v1/agreements", Sign("sign-1", Requests.Jia, "2026-001"))).Read<PatientRecord>();
        Assert.Equal($"{Hospital}.2026-001", signed.AgreementId);
        Assert.Contains("晋医保发〔2019〕46号 四（十五）", signed.Sentence, StringComparison.Ordinal);
        Assert.Contains("低保对象", signed.Sentence, StringComparison.Ordinal);

        var quote = await gateway.Settlements.QuoteAsync(new() { Visit = Stay("q", Requests.Jia, signed.AgreementId).Visit, Compare = true });
        Assert.Equal((0, PaymentArrangement.PayLater, ShareFen), (quote.PayNowFen, quote.PaymentArrangement, quote.Breakdown.PatientFen));
        Assert.Equal(2, quote.Alternatives.Count);
        var plain = await gateway.Settlements.QuoteAsync(new() { Visit = Stay("q", Requests.Jia).Visit });
        Assert.Equal((ShareFen, PaymentArrangement.Window), (plain.PayNowFen, plain.PaymentArrangement));
        Assert.Equal(plain.Breakdown.Layers, quote.Breakdown.Layers);

        var settled = (await gateway.Settlements.SettleAsync(Stay("later-1", Requests.Jia, signed.AgreementId))).Settlement;
        Assert.Equal((0, ShareFen, signed.AgreementId), (settled.PayNowFen, settled.Breakdown.PatientFen, settled.AgreementId));
        Assert.Contains(settled.Breakdown.Sentences, s => s.Contains("现在付 0.00 元，个人负担 315.00 元记入应付", StringComparison.Ordinal));
        var again = await gateway.Settlements.SettleAsync(Stay("later-1", Requests.Jia, signed.AgreementId));
        Assert.True(again.Replayed);
        Assert.Equal(0, again.Settlement.PayNowFen);

        var paid = await Accounts.PayDebtAsync(new()
        {
            RequestId = "pay-1", PersonKey = settled.PersonKey, HospitalCode = Hospital, AmountFen = 115_00,
        });
        Assert.Equal((115_00, 200_00), (paid.MoneyFen, paid.Balance.OwedFen));
        Assert.Equal([("patient_cash", 115_00L), ("patient_receivable", -115_00)], paid.Entries.Select(e => (e.Account, e.AmountFen)));
        Assert.NotEmpty(paid.ReceiptNumber);
        var age = (await gateway.GetAsync($"/v1/patientAccounts:age?hospital_code={Hospital}&as_of_date=2026-04-15")).Read<AgeDebtsResponse>();
        Assert.Equal(315_00, Assert.Single(age.Patients, p => p.PersonKey == settled.PersonKey).Days31To60Fen);
        age = (await gateway.GetAsync($"/v1/patientAccounts:age?hospital_code={Hospital}")).Read<AgeDebtsResponse>();
        Assert.Equal(200_00, Assert.Single(age.Patients, p => p.PersonKey == settled.PersonKey).OwedFen);

        // Half of the bill given back: less is to be paid later, and of what was paid already the account knows what is due back.
        var tried = await gateway.Settlements.RefundItemsAsync(new()
        {
            RequestId = "half-1", HospitalCode = Hospital, SettlementId = settled.SettlementId, Reason = "退回一半", ValidateOnly = true,
            Items = { new ReturnedItem { ItemNumber = settled.Breakdown.Items[0].ItemNumber, Quantity = "0.5" } },
        });
        Assert.Equal((0, ShareFen - tried.Settlement.Breakdown.PatientFen), (tried.RefundCashFen, tried.DebtLessFen));
        Assert.StartsWith("按退费后的明细重新结算：后付的金额减少 ", tried.Sentence, StringComparison.Ordinal);
        Assert.EndsWith("其中已经付过的，请到收费处从患者账户退还。", tried.Sentence, StringComparison.Ordinal);

        var undone = await gateway.Settlements.ReverseAsync(
            new() { RequestId = "undo-1", HospitalCode = Requests.CountyHospital, SettlementId = settled.SettlementId, Reason = "录入错误" });
        Assert.Equal(0, undone.Settlement.PayNowFen);
        var account = (await gateway.PostAsync("/v1/patientAccounts:get", new GetPatientAccountRequest
        {
            IdNumber = Requests.Jia, HospitalCode = Hospital, Purpose = "退费",
        })).Read<PatientAccount>();
        Assert.Equal((0, 115_00), (account.Balance.OwedFen, account.Balance.RefundDueFen));
        Assert.Equal("样*", account.Name);
        Assert.Single(account.Agreements);
        Assert.Equal("结算已撤销：欠款注销 200.00 元，应退已付 115.00 元，退回押金 0.00 元。", account.Records[^1].Sentence);
        var refunded = await Accounts.RefundPatientAsync(new()
        {
            RequestId = "refund-1", IdNumber = Requests.Jia, HospitalCode = Hospital, AmountFen = 115_00,
        });
        Assert.Equal((-115_00, 0), (refunded.MoneyFen, refunded.Balance.RefundDueFen));
        Assert.Empty((await new ClearingService.ClearingServiceClient(gateway.Channel).ProveAsync()).Differences);
    }

    [Fact]
    public async Task Who_may_not_pay_later_is_told_why_and_an_agreement_covers_only_its_own_visits()
    {
        var none = await DoorError.ByGrpcAsync(Accounts.SignAgreementAsync(Sign("sign-2", Requests.Yi, "2026-010")));
        var city = await DoorError.ByGrpcAsync(Accounts.SignAgreementAsync(Sign("sign-3", Requests.Wu, "2026-011", Requests.CityHospital)));
        var signed = await Accounts.SignAgreementAsync(Sign("sign-4", Requests.Wu, "2026-012"));
        var replayed = await Accounts.SignAgreementAsync(Sign("sign-4", Requests.Wu, "2026-012"));
        var twice = await DoorError.ByGrpcAsync(Accounts.SignAgreementAsync(Sign("sign-5", Requests.Wu, "2026-013")));
        Assert.Equal((StatusCode.FailedPrecondition, "PAY_LATER_IDENTITY_MISSING"), (none.Status, none.Reason));
        Assert.Equal("PAY_LATER_HOSPITAL_NOT_COVERED", city.Reason);
        Assert.Equal((StatusCode.AlreadyExists, "AGREEMENT_EXISTS"), (twice.Status, twice.Reason));
        Assert.True(replayed.Replayed);

        // Another's, out-patient care, and none at all.
        var others = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(Stay("later-2", Requests.Jia, signed.AgreementId)));
        var outpatient = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(
            Stay("later-3", Requests.Wu, signed.AgreementId).With(v => v.Care = Care.Outpatient)));
        var unknown = await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(Stay("later-4", Requests.Wu, $"{Hospital}.none")));
        Assert.Equal(["AGREEMENT_NOT_FOR_VISIT", "AGREEMENT_NOT_FOR_VISIT"], [others.Reason, outpatient.Reason]);
        Assert.StartsWith("该协议是另一位患者签订的，请核对协议编号。", others.Chinese.Message, StringComparison.Ordinal);
        Assert.StartsWith("该协议只用于“住院”，不适用于本次医疗类别；", outpatient.Chinese.Message, StringComparison.Ordinal);
        Assert.Equal((signed.AgreementId, "care"), (outpatient.Info.Metadata["agreement_id"], outpatient.Info.Metadata["cause"]));
        Assert.Equal((StatusCode.NotFound, "AGREEMENT_NOT_FOUND"), (unknown.Status, unknown.Reason));

        var early = await DoorError.ByGrpcAsync(Accounts.EndAgreementAsync(new()
        {
            RequestId = "end-1", AgreementId = signed.AgreementId, LastDate = "2026-01-01", Note = "出院",
        }));
        Assert.Equal(["last_date OUT_OF_RANGE"], early.Fields);
        await Accounts.EndAgreementAsync(new() { RequestId = "end-2", AgreementId = signed.AgreementId, Note = "出院" });
    }

    /// <summary>Deposited 500.00; a stay without an agreement: 315.00 from the deposit; 185.00 go back. Nothing personal is in the book.</summary>
    [Fact]
    public async Task A_deposit_is_taken_applied_and_returned()
    {
        var taken = await Accounts.TakeDepositAsync(new()
        {
            RequestId = "deposit-1", IdNumber = Requests.Wei, HospitalCode = Hospital, AmountFen = 500_00,
        });
        Assert.Equal((500_00, 500_00), (taken.MoneyFen, taken.Balance.DepositFen));

        // 样例未 has no identity: 3,000 - 1,950 = 1,050.00 are the patient's; 1,050 - 315 = 735.00 are left, with all of the deposit 550.00.
        var settled = (await gateway.Settlements.SettleAsync(Stay("stay-1", Requests.Wei))).Settlement;
        Assert.Equal((1_050_00, 1_050_00), (settled.Breakdown.PatientFen, settled.PayNowFen));
        var applied = await Accounts.ApplyDepositAsync(new()
        {
            RequestId = "apply-1", PersonKey = taken.PersonKey, HospitalCode = Hospital, SettlementId = settled.SettlementId, AmountFen = 315_00,
        });
        Assert.Equal((185_00, 735_00), (applied.Balance.DepositFen, applied.LeftFen));
        var tried = await Accounts.ApplyDepositAsync(new()
        {
            RequestId = "apply-2", PersonKey = taken.PersonKey, HospitalCode = Hospital, SettlementId = settled.SettlementId,
            ValidateOnly = true,
        });
        Assert.Equal((0, 185_00, 550_00), (tried.RecordNumber, tried.Balance.DepositFen, tried.LeftFen));
        var above = await DoorError.ByGrpcAsync(Accounts.ReturnDepositAsync(Return("return-1", 185_01)));
        var returned = await Accounts.ReturnDepositAsync(Return("return-2", 0));
        Assert.Equal("ABOVE_DEPOSIT", above.Reason);
        Assert.Equal((-185_00, 0), (returned.MoneyFen, returned.Balance.DepositFen));
    }

    [Fact]
    public async Task All_bad_fields_are_named_at_once()
    {
        var refused = await DoorError.ByGrpcAsync(Accounts.SignAgreementAsync(
            new() { RequestId = "?", IdNumber = "1", Number = "五", SignedDate = "2999-01-01" }, DefaultOperator.By("")));
        Assert.Equal(
            ["request_id", "medaid-operator", "id_number", "hospital_code", "number", "signed_date"], refused.Fields.Select(f => f.Split(' ')[0]));
        var unknown = await DoorError.ByGrpcAsync(Accounts.PayDebtAsync(new()
        {
            RequestId = "pay-9", PersonKey = "P-nobody", HospitalCode = Hospital, AmountFen = 1,
        }));
        Assert.Equal("PERSON_NOT_FOUND", unknown.Reason);
    }

    private static SignAgreementRequest Sign(string requestId, string idNumber, string number, string hospital = Hospital) => new()
    {
        RequestId = requestId, IdNumber = idNumber, HospitalCode = hospital, Number = number, SignedDate = "2026-03-02",
    };

    private static ReturnDepositRequest Return(string requestId, long fen) =>
        new() { RequestId = requestId, IdNumber = Requests.Wei, HospitalCode = Hospital, AmountFen = fen };

    private static SettleRequest Stay(string requestId, string idNumber, string agreement = "") =>
        Requests.Outpatient(requestId, idNumber, "2026-03-02", 3_000_00).With(v =>
        {
            v.Care = Care.Inpatient;
            v.AgreementId = agreement;
        });
}
