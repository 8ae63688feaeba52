using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MedAid.Contract.People.V1;
using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Gateway.Calls;
using MedAid.People.Premiums;
using MedAid.People.Storage;
using MedAid.Settlement.Writes;
using MedAid.Tables;

namespace MedAid.Gateway.Services;

/// <summary>The calls about aid with the premium: map in, one use case, map out. For gRPC and HTTP/JSON alike.</summary>
internal sealed class PremiumGrpcService(
    PremiumWorkflow workflow, PremiumStore store, PersonReader persons, TimeProvider time, IRequestLog requests)
    : PremiumService.PremiumServiceBase, IRecall
{
    private const string Purpose = "资助参保";
    private const string Resident = "resident";
    private const int FirstYear = 2019;
    private const int LastYear = 2100;

    public IRequestLog Requests => requests;

    public async Task<IMessage?> AnswerAsync(IMessage request, string subject, ServerCallContext context) =>
        await store.FindAsync(subject, context.CancellationToken) is { Ended: not null } run ? Run(run) : null;

    public override async Task<RunPremiumAidResponse> RunPremiumAid(RunPremiumAidRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Write(context);
        CheckCounty(fields, request.Year, request.CountyCode);
        fields.That(request.PersonalFen > 0, "personal_fen", FieldRule.OutOfRange, "个人缴费标准要大于零")
            .That(request.FiscalFen >= 0, "fiscal_fen", FieldRule.OutOfRange, "财政补助标准不能为负")
            .That(
                Math.Max(request.PersonalFen, request.FiscalFen) <= Settlement.Limits.ItemAmountMaxFen, "personal_fen", FieldRule.OutOfRange,
                "标准太大，请核对是否写成了元");
        var enrolledBy = fields.DayOrNone("enrolled_by_date", request.EnrolledByDate);
        fields.Check();
        return Run(Faults.ValueOf(await workflow.RunAsync(
            new PremiumRun
            {
                RunId = request.RequestId,
                Year = request.Year,
                County = new(request.CountyCode),
                Scheme = request.Scheme.Length > 0 ? request.Scheme : Resident,
                EnrolledBy = enrolledBy ?? new DateOnly(request.Year - 1, 12, 31),
                Premium = new Premium(request.PersonalFen, request.FiscalFen),
                Operator = Callers.OperatorOf(context),
                Started = time.GetUtcNow(),
            },
            RequestKey.Of(context), context.CancellationToken)));
    }

    public override async Task<ListPremiumEntitlementsResponse> ListPremiumEntitlements(
        ListPremiumEntitlementsRequest request, ServerCallContext context)
    {
        var fields = new RequestFields();
        var page = fields.Page(request);
        if (request.PersonKey.Length > 0)
        {
            fields.Check();
            var (history, more) = page.Cut([.. (await store.HistoryAsync(new PersonKey(request.PersonKey), context.CancellationToken)).Skip(
                page.Skip)]);
            await persons.NoteAsync([new PersonKey(request.PersonKey)], Purpose, context);
            return new ListPremiumEntitlementsResponse { Entitlements = { history.Select(Line) }, NextPageToken = more };
        }

        CheckCounty(fields, request.Year, request.CountyCode);
        fields.Check();
        var (shown, next) = page.Cut(await store.ListAsync(
            request.Year, new CountyCode(request.CountyCode), request.Township, page.Skip, page.Size + 1, context.CancellationToken));
        await persons.NoteAsync(shown.Select(s => s.Entitlement.PersonKey), Purpose, context);
        return new ListPremiumEntitlementsResponse { Entitlements = { shown.Select(Line) }, NextPageToken = next };
    }

    public override async Task<ExportPremiumEntitlementsResponse> ExportPremiumEntitlements(
        ExportPremiumEntitlementsRequest request, ServerCallContext context)
    {
        var fields = new RequestFields();
        var kind = fields.Format(request.Format, PremiumWorkflow.Kinds);
        CheckCounty(fields, request.Year, request.CountyCode);
        fields.Check();
        var file = await workflow.ExportAsync(
            request.Year, new CountyCode(request.CountyCode), request.Township, kind, persons.ViewerOf(context), context.CancellationToken);
        new RequestFields()
            .That(file is not null, "township", FieldRule.TooMany, $"名单超过 {People.Limits.PremiumExportMax} 行，请按乡镇分开导出").Check();
        return new ExportPremiumEntitlementsResponse
        {
            FileName = $"premium-aid-{request.Year}-{request.CountyCode}.{OutputFormats.EndingOf(kind)}", File = ByteString.CopyFrom(file),
        };
    }

    private static void CheckCounty(RequestFields fields, int year, string county) => fields
        .That(year is >= FirstYear and <= LastYear, "year", FieldRule.OutOfRange, $"年度要在 {FirstYear} 和 {LastYear} 之间").County(county);

    private static RunPremiumAidResponse Run(PremiumRun run) => new()
    {
        RunId = run.RunId,
        StartedTime = run.Started.ToTimestamp(),
        EndedTime = run.Ended?.ToTimestamp(),
        Persons = run.Persons,
        Changed = run.Changed,
        DifferenceFen = run.DifferenceFen,
    };

    private static PeopleV1.PremiumEntitlement Line(PremiumLine line)
    {
        var (e, shares) = (line.Entitlement, line.Entitlement.Shares);
        return new PeopleV1.PremiumEntitlement
        {
            PersonKey = e.PersonKey.Text,
            Year = e.Year,
            Revision = e.Revision,
            RunId = e.RunId,
            CountyCode = e.County.Text,
            Township = e.Township,
            Rule = PremiumRules.WordOf(e.Rule),
            ObjectFromDate = PlainText.Day(e.ObjectFrom),
            Identities = { e.Identities.Split(' ', StringSplitOptions.RemoveEmptyEntries) },
            PersonalFen = e.Premium.PersonalFen,
            FiscalFen = e.Premium.FiscalFen,
            ReliefFen = shares.ReliefFen,
            VeteransAidFen = shares.VeteransAidFen,
            ProvinceFen = shares.ProvinceFen,
            CountyFen = shares.CountyFen,
            InsuredFen = shares.PersonFen,
            DifferenceFen = line.DifferenceFen,
            Pack = e.Pack,
            Cite = e.Cite,
            Assumed = e.Assumed,
            NotedTime = e.Noted.ToTimestamp(),
        };
    }
}
