using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MedAid.Clearing;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Reports;
using MedAid.Contract.Clearing.V1;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Writes;

namespace MedAid.Gateway.Services;

/// <summary>The general ledger to the outside: balances, account statements, the head of the chain.</summary>
internal sealed class JournalGrpcService(
    ClearingBookService clearing, AccountStatements statements, KnownHospitalsAndCounties places, TimeProvider time)
    : JournalService.JournalServiceBase, IRecall
{
    public IRequestLog Requests => clearing;

    public async Task<IMessage?> AnswerAsync(IMessage request, string subject, ServerCallContext context) =>
        Response(await clearing.RecallAsync(subject, context.CancellationToken), replayed: true, written: true);

    public override async Task<ClearingV1.TrialBalance> GetTrialBalance(GetTrialBalanceRequest request, ServerCallContext context)
    {
        var query = await QueryAsync(
            new RequestFields(), request.FromDate, request.ToDate, new HospitalCode(request.HospitalCode),
            new CountyCode(request.CountyCode), context.CancellationToken) with
        {
            ByCounty = request.ByCounty,
            ByFund = request.ByFund,
        };
        var balance = await clearing.ReadAsync(books => Clearing.Reports.TrialBalance.Of(books.GeneralLedger, query), context.CancellationToken);
        return new ClearingV1.TrialBalance
        {
            FromDate = request.FromDate, ToDate = request.ToDate, TurnoverFen = balance.TurnoverFen.Value, Rows = { balance.Rows.Select(Row) },
        };
    }

    public override async Task<ListAccountEntriesResponse> ListAccountEntries(ListAccountEntriesRequest request, ServerCallContext context)
    {
        var account = Account.Find(request.Account);
        var fields = new RequestFields()
            .That(account is not null, "account", FieldRule.UnknownWord, "没有这个科目；科目见 docs/ACCOUNTS.md");
        var page = fields.Page(request, place => PlaceOf(place) is not null);
        var query = await QueryAsync(
            fields, request.FromDate, request.ToDate, new HospitalCode(request.HospitalCode), new CountyCode(request.CountyCode),
            context.CancellationToken);
        var read = await statements.ReadAsync(account!.Value, query, PlaceOf(page.Place), page.Size, context.CancellationToken);
        return new ListAccountEntriesResponse
        {
            OpeningFen = read.OpeningFen.Value,
            Entries = { read.Lines.Select(Entry) },
            NextPageToken = read.Next is { } next
                ? page.TokenOf(string.Create(CultureInfo.InvariantCulture, $"{next.Number}.{next.Told}.{next.BalanceFen}"))
                : "",
        };
    }

    public override async Task<BookHead> GetBookHead(GetBookHeadRequest request, ServerCallContext context)
    {
        var (number, hash, setAside) = await clearing.HeadAsync(context.CancellationToken);
        return new BookHead
        {
            RecordNumber = number,
            Hash = hash,
            Time = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
            SetAsideRecords =
            {
                setAside.Select(r => new ClearingV1.SetAsideRecord
                {
                    RecordNumber = r.Number, Kind = r.Kind.ToString(), Title = RecordNames.Of(r.Kind), Reason = r.Reason,
                }),
            },
        };
    }

    public override async Task<VoidRecordResponse> VoidRecord(VoidRecordRequest request, ServerCallContext context)
    {
        new RequestFields().Write(context)
            .Text("checked_by", request.CheckedBy, "复核人").Text("note", request.Note, "原因", Settlement.Limits.ReasonMax)
            .That(request.RecordNumber > 0, "record_number", FieldRule.Required, "请写明要作废第几条记录").Check();
        var key = RequestKey.Of(context);
        Decision Decide(ClearingState books, RecordHead head) =>
            VoidDecisions.Take(books, head, request.RecordNumber, request.CheckedBy, request.Note);
        var (record, replayed) = Faults.DoneOf(await clearing.WriteAsync(key, Callers.OperatorOf(context), Decide, context.CancellationToken));
        return Response(record, replayed, written: replayed || !key.ValidateOnly);
    }

    private static VoidRecordResponse Response(ClearingRecord record, bool replayed, bool written) => new()
    {
        RecordNumber = written ? record.Number : 0, VoidedRecordNumber = record.Voided?.Number ?? 0, Replayed = replayed,
    };

    private async Task<BalanceQuery> QueryAsync(
        RequestFields fields, string fromDate, string toDate, HospitalCode hospital, CountyCode county, CancellationToken cancellationToken)
    {
        var (from, to) = (fields.Day("from_date", fromDate), fields.Day("to_date", toDate));
        fields.That(from <= to, "to_date", FieldRule.OutOfRange, "结束日期不能早于开始日期");
        (await places.CheckAsync(fields, hospital, county, cancellationToken)).Check();
        return new BalanceQuery(from, to) { HospitalCode = hospital, CountyCode = county };
    }

    private static StatementPlace? PlaceOf(string place) =>
        place.Split('.') is [var record, var told, var balance]
        && long.TryParse(record, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && int.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && long.TryParse(balance, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var balanceFen)
            ? new StatementPlace(number, count, new Fen(balanceFen))
            : null;

    private static ClearingV1.BalanceRow Row(Clearing.Reports.BalanceRow row) => new()
    {
        Account = row.Account.Text,
        Name = ChartOfAccounts.Find(row.Account)?.Name ?? "",
        Class = (ClearingV1.AccountClass)(int)(ChartOfAccounts.Find(row.Account)?.Class ?? 0),
        CountyCode = row.CountyCode.Text,
        Fund = row.Fund.Text,
        OpeningFen = row.OpeningFen.Value,
        DebitFen = row.DebitFen.Value,
        CreditFen = row.CreditFen.Value,
        ClosingFen = row.ClosingFen.Value,
    };

    private static AccountEntry Entry(AccountLine line) => new()
    {
        Time = Timestamp.FromDateTimeOffset(line.Time),
        Reference = line.Reference,
        Kind = line.Kind,
        Title = line.Title,
        HospitalCode = line.HospitalCode.Text,
        CountyCode = line.CountyCode.Text,
        Fund = line.Fund.Text,
        AmountFen = line.AmountFen.Value,
        BalanceFen = line.BalanceFen.Value,
    };
}
