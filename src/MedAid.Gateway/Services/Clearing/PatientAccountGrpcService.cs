using Google.Protobuf;
using Grpc.Core;
using MedAid.Clearing;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Patients;
using MedAid.Contract.Clearing.V1;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Writes;

namespace MedAid.Gateway.Services;

/// <summary>The calls about patients' accounts: check the fields, find the person, one decision, map out.</summary>
internal sealed class PatientAccountGrpcService(
    ClearingBookService clearing, AccountWrites writes, ClaimOpener clock, PatientFinder finder, PersonReader persons,
    MonthlyStatementCalls statements, DepositQuotes deposits, KnownHospitalsAndCounties places)
    : PatientAccountService.PatientAccountServiceBase, IRecall
{
    private const int NoteMax = Settlement.Limits.ReasonMax;

    public IRequestLog Requests => clearing;

    public async Task<IMessage?> AnswerAsync(IMessage request, string subject, ServerCallContext context) =>
        await ResponseAsync(await clearing.RecallAsync(subject, context.CancellationToken), replayed: true, written: true, context);

    public override async Task<PatientRecord> SignAgreement(SignAgreementRequest request, ServerCallContext context)
    {
        var fields = Fields(context, new PersonKey(request.PersonKey), request.IdNumber, new HospitalCode(request.HospitalCode))
            .That(IsNumber(request.Number), "number", FieldRule.Format, $"协议编号要 1 到 {Limits.AgreementNumberMax} 位，只用字母、数字和 - _");
        var day = PastDay(fields, "signed_date", request.SignedDate);
        (await PlacesAsync(fields, new HospitalCode(request.HospitalCode), context)).Check();
        var person = await finder.FindAsync(new PersonKey(request.PersonKey), request.IdNumber, context.CancellationToken);
        return await ResponseAsync(
            await writes.SignAsync(
                RequestKey.Of(context), Callers.OperatorOf(context), person, new HospitalCode(request.HospitalCode), request.Number, day,
                context.CancellationToken),
            context);
    }

    public override Task<PatientRecord> EndAgreement(EndAgreementRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Write(context)
            .Text("agreement_id", request.AgreementId, "协议编号").Text("note", request.Note, "原因", NoteMax);
        var day = request.LastDate.Length == 0 ? clock.Today : fields.Day("last_date", request.LastDate);
        fields.That(day >= clock.Today, "last_date", FieldRule.OutOfRange, "最后一天不能早于今天：已按协议办理的结算不能改变").Check();
        return WriteAsync(
            (books, head) => AgreementDecisions.End(books, head, request.AgreementId, day, request.Note), context);
    }

    public override async Task<PatientRecord> PayDebt(PayDebtRequest request, ServerCallContext context)
    {
        var fields = Fields(context, new PersonKey(request.PersonKey), request.IdNumber, new HospitalCode(request.HospitalCode))
            .Texts("settlement_ids", request.SettlementIds, "结算 ID");
        var day = PastDay(fields.Amount("amount_fen", request.AmountFen), "paid_date", request.PaidDate);
        (await PlacesAsync(fields, new HospitalCode(request.HospitalCode), context)).Check();
        var account = await AccountAsync(new PersonKey(request.PersonKey), request.IdNumber, new HospitalCode(request.HospitalCode), context);
        return await WriteAsync(
            (books, head) => DebtDecisions.Pay(books, head, account, [.. request.SettlementIds.Select(id => new SettlementId(id))],
                request.AmountFen, day), context);
    }

    public override async Task<PatientRecord> RefundPatient(RefundPatientRequest request, ServerCallContext context)
    {
        var fields = Fields(context, new PersonKey(request.PersonKey), request.IdNumber, new HospitalCode(request.HospitalCode));
        var day = PastDay(fields.Amount("amount_fen", request.AmountFen), "paid_date", request.PaidDate);
        (await PlacesAsync(fields, new HospitalCode(request.HospitalCode), context)).Check();
        var account = await AccountAsync(new PersonKey(request.PersonKey), request.IdNumber, new HospitalCode(request.HospitalCode), context);
        return await WriteAsync((books, head) => DebtDecisions.Refund(books, head, account, request.AmountFen, day), context);
    }

    public override async Task<PatientRecord> ProposeWriteOff(ProposeWriteOffRequest request, ServerCallContext context)
    {
        var fields = Fields(context, new PersonKey(request.PersonKey), request.IdNumber, new HospitalCode(request.HospitalCode))
            .Text("note", request.Note, "原因", NoteMax).Texts("settlement_ids", request.SettlementIds, "结算 ID");
        (await PlacesAsync(fields, new HospitalCode(request.HospitalCode), context)).Check();
        var account = await AccountAsync(new PersonKey(request.PersonKey), request.IdNumber, new HospitalCode(request.HospitalCode), context);
        return await WriteAsync(
            (books, head) => DebtDecisions.Propose(books, head, account, [.. request.SettlementIds.Select(id => new SettlementId(id))],
                request.Note), context);
    }

    public override Task<PatientRecord> DecideWriteOff(DecideWriteOffRequest request, ServerCallContext context)
    {
        new RequestFields().Write(context)
            .Text("proposal_id", request.ProposalId, "核销申请").Text("note", request.Note, "原因", NoteMax).Check();
        return WriteAsync(
            (books, head) => DebtDecisions.Decide(books, head, request.ProposalId, request.Approved, request.Note), context);
    }

    public override async Task<PatientRecord> TakeDeposit(TakeDepositRequest request, ServerCallContext context)
    {
        var fields = Fields(context, new PersonKey(request.PersonKey), request.IdNumber, new HospitalCode(request.HospitalCode));
        var day = PastDay(fields.Amount("amount_fen", request.AmountFen), "paid_date", request.PaidDate);
        (await PlacesAsync(fields, new HospitalCode(request.HospitalCode), context)).Check();
        var (account, county) = await AccountAndCountyAsync(new PersonKey(request.PersonKey), request.IdNumber,
            new HospitalCode(request.HospitalCode), context);
        return await WriteAsync(
            (books, head) => DepositDecisions.Take(books, head, account, county, request.AmountFen, day), context);
    }

    public override async Task<PatientRecord> ApplyDeposit(ApplyDepositRequest request, ServerCallContext context)
    {
        var fields = Fields(context, new PersonKey(request.PersonKey), request.IdNumber, new HospitalCode(request.HospitalCode))
            .Text("settlement_id", request.SettlementId, "结算 ID").Amount("amount_fen", request.AmountFen);
        (await PlacesAsync(fields, new HospitalCode(request.HospitalCode), context)).Check();
        var account = await AccountAsync(new PersonKey(request.PersonKey), request.IdNumber, new HospitalCode(request.HospitalCode), context);
        return await ResponseAsync(
            await writes.ApplyDepositAsync(
                RequestKey.Of(context), Callers.OperatorOf(context), account, new SettlementId(request.SettlementId), request.AmountFen,
                context.CancellationToken),
            context);
    }

    public override async Task<PatientRecord> ReturnDeposit(ReturnDepositRequest request, ServerCallContext context)
    {
        var fields = Fields(context, new PersonKey(request.PersonKey), request.IdNumber, new HospitalCode(request.HospitalCode));
        var day = PastDay(fields.Amount("amount_fen", request.AmountFen), "paid_date", request.PaidDate);
        (await PlacesAsync(fields, new HospitalCode(request.HospitalCode), context)).Check();
        var account = await AccountAsync(new PersonKey(request.PersonKey), request.IdNumber, new HospitalCode(request.HospitalCode), context);
        return await WriteAsync(
            (books, head) => DepositDecisions.Return(books, head, account, request.AmountFen, day), context);
    }

    public override async Task<PatientAccount> GetPatientAccount(GetPatientAccountRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Text("hospital_code", request.HospitalCode, "机构编号");
        (await PlacesAsync(fields, new HospitalCode(request.HospitalCode), context)).Check();
        var view = await persons.GetAsync(new PersonKey(request.PersonKey), request.IdNumber, request.Purpose, context);
        return await clearing.ReadAsync(
            books => PatientOut.Account(books, new AccountKey(view.Facts.PersonKey, new HospitalCode(request.HospitalCode)), view.Name ?? ""),
            context.CancellationToken);
    }

    public override Task<GetMonthlyStatementResponse> GetMonthlyStatement(GetMonthlyStatementRequest request, ServerCallContext context) =>
        statements.GetAsync(request, context);

    public override Task<ListMonthlyStatementsResponse> ListMonthlyStatements(ListMonthlyStatementsRequest request, ServerCallContext context) =>
        statements.ListAsync(request, context);

    public override Task<QuoteDepositResponse> QuoteDeposit(QuoteDepositRequest request, ServerCallContext context) =>
        deposits.QuoteAsync(request, context.CancellationToken);

    public override async Task<AgeDebtsResponse> AgeDebts(AgeDebtsRequest request, ServerCallContext context)
    {
        var fields = new RequestFields();
        var asOf = request.AsOfDate.Length == 0 ? clock.Today : fields.Day("as_of_date", request.AsOfDate);
        (await PlacesAsync(fields, new HospitalCode(request.HospitalCode), context)).Check();
        var ages = await clearing.ReadAsync(books => PatientOut.Ages(books, asOf, new HospitalCode(request.HospitalCode)), context.CancellationToken);
        await persons.NoteAsync(ages.Patients.Select(p => new PersonKey(p.PersonKey)), "欠费账龄", context);
        return ages;
    }

    public override async Task<ListWriteOffsResponse> ListWriteOffs(ListWriteOffsRequest request, ServerCallContext context)
    {
        var fields = new RequestFields();
        var page = fields.Page(request, Page.IsNumber);
        (await PlacesAsync(fields, new HospitalCode(request.HospitalCode), context)).Check();
        var (found, next) = await clearing.ReadAsync(
            books => page.CutByNumber(
                books.Patients.Proposals.Values.Where(p => p.Open
                    && (request.HospitalCode.Length == 0 || p.HospitalCode.Text == request.HospitalCode)),
                p => p.Number, PatientOut.WriteOff),
            context.CancellationToken);
        await persons.NoteAsync(found.Select(w => new PersonKey(w.PersonKey)), "欠费核销", context);
        return new ListWriteOffsResponse { WriteOffs = { found }, NextPageToken = next };
    }

    private static RequestFields Fields(ServerCallContext context, PersonKey personKey, string idNumber, HospitalCode hospitalCode) =>
        PatientFinder.Check(new RequestFields().Write(context), personKey, idNumber)
            .Text("hospital_code", hospitalCode.Text, "机构编号");

    private static bool IsNumber(string number) =>
        number.Length is > 0 and <= Limits.AgreementNumberMax && number.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private DateOnly PastDay(RequestFields fields, string field, string value) =>
        value.Length == 0 ? clock.Today : fields.PastDay(field, value, clock.Today);

    private Task<RequestFields> PlacesAsync(RequestFields fields, HospitalCode hospitalCode, ServerCallContext context) =>
        places.CheckAsync(fields, hospitalCode, default, context.CancellationToken);

    private async Task<AccountKey> AccountAsync(PersonKey personKey, string idNumber, HospitalCode hospitalCode, ServerCallContext context) =>
        (await AccountAndCountyAsync(personKey, idNumber, hospitalCode, context)).Account;

    private async Task<(AccountKey Account, CountyCode County)> AccountAndCountyAsync(
        PersonKey personKey, string idNumber, HospitalCode hospitalCode, ServerCallContext context)
    {
        var person = await finder.FindAsync(personKey, idNumber, context.CancellationToken);
        return (new AccountKey(person.PersonKey, hospitalCode), person.County);
    }

    private async Task<PatientRecord> WriteAsync(Func<ClearingState, RecordHead, Decision> decide, ServerCallContext context) => await ResponseAsync(
        await clearing.WriteAsync(RequestKey.Of(context), Callers.OperatorOf(context), decide, context.CancellationToken), context);

    private async Task<PatientRecord> ResponseAsync(Result<ClearingRecord> result, ServerCallContext context)
    {
        var (record, replayed) = Faults.DoneOf(result);
        return await ResponseAsync(record, replayed, written: replayed || !RequestKey.Of(context).ValidateOnly, context);
    }

    private async Task<PatientRecord> ResponseAsync(ClearingRecord made, bool replayed, bool written, ServerCallContext context)
    {
        var record = PatientOut.Record(made, written);
        record.Replayed = replayed;
        (record.Balance, record.LeftFen) = await clearing.LookAsync(
            books => (PatientOut.Balance(books, new AccountKey(new PersonKey(record.PersonKey), new HospitalCode(record.HospitalCode))),
                PatientOut.LeftFen(books, made, written)),
            context.CancellationToken);
        return record;
    }
}
