using Grpc.Core;
using MedAid.Clearing;
using MedAid.Clearing.Books;
using MedAid.Clearing.Reports;
using MedAid.Clearing.Sheets;
using MedAid.Contract.Clearing.V1;
using MedAid.Contract.Errors.V1;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Reference;

namespace MedAid.Gateway.Services;

/// <summary>What a hospital writes to a county about its account: statements and dunning letters. For gRPC and HTTP/JSON alike.</summary>
internal sealed class StatementGrpcService(
    ClearingBookService clearing, ClaimOpener clock, ReferenceDataHolder reference, HospitalAndCountyNames places, KnownHospitalsAndCounties known)
    : StatementService.StatementServiceBase
{
    // From no document; whoever wants another age says so.
    private const int AgeDaysDefault = 60;

    public override async Task<Statement> GetStatement(GetStatementRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Text("county_code", request.CountyCode, "县区编码");
        var (from, to) = (fields.Day("from_date", request.FromDate), fields.Day("to_date", request.ToDate));
        fields.That(from <= to, "to_date", FieldRule.OutOfRange, "止日不能早于起日")
            .That(request.RecordNumber >= 0, "record_number", FieldRule.OutOfRange, "记录号不能小于 0");
        (await known.CheckAsync(fields, new HospitalCode(request.HospitalCode), default, context.CancellationToken)).Check();
        var order = new StatementOrder(new HospitalCode(request.HospitalCode), new CountyCode(request.CountyCode), from, to, request.RecordNumber);
        var policies = reference.Current.Policies;
        var (statement, afterFen) = await clearing.ReadAsync(
            books => Knows(books, new CountyCode(request.CountyCode))
                ? (StatementFold.Of(books, order), OnlineDates.AdvancedAfterFen(books, policies, order))
                : (null, 0L),
            context.CancellationToken);
        if (statement is null)
        {
            throw new ApiError(ErrorReason.CountyNotInBook).ToException();
        }

        statement = statement with { Online = OnlineDates.Of(policies, new CountyCode(request.CountyCode), to), AdvancedAfterOnlineFen = afterFen };
        var message = StatementOut.Statement(statement);
        message.Page = request.WithPage ? StatementPage.Of(statement, places) : "";
        return message;
    }

    public override async Task<ClearingV1.DunningLetter> GetDunningLetter(GetDunningLetterRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Text("county_code", request.CountyCode, "县区编码")
            .Text("hospital_code", request.HospitalCode, "机构编号")
            .That(request.AgeDays is >= 0 and <= Clearing.Limits.AgeDaysMax, "age_days", FieldRule.OutOfRange, "天数要在 0 和 36500 之间")
            .Amount("amount_fen", request.AmountFen);
        var asOf = request.AsOfDate.Length == 0 ? clock.Today : fields.Day("as_of_date", request.AsOfDate);
        (await known.CheckAsync(fields, new HospitalCode(request.HospitalCode), default, context.CancellationToken)).Check();
        var order = new DunningOrder(
            new HospitalCode(request.HospitalCode), new CountyCode(request.CountyCode), asOf, request.AgeDays == 0 ? AgeDaysDefault
                : request.AgeDays, request.AmountFen);
        var (isKnown, letter) = await clearing.ReadAsync(
            books => (
                Knows(books, new CountyCode(request.CountyCode)),
                    MedAid.Clearing.Reports.DunningLetter.Of(BookCopy.AtEndOf(books, order.AsOf), order)),
            context.CancellationToken);
        return letter is null
            ? throw new ApiError(isKnown ? ErrorReason.NothingToDun : ErrorReason.CountyNotInBook).ToException()
            : StatementOut.Letter(letter, places);
    }

    private static bool Knows(ClearingState books, CountyCode county) =>
        books.Receivables.Values.Any(r => r.CountyCode == county) || books.Payments.Values.Any(p => p.CountyCode == county);
}
