using Grpc.Core;
using MedAid.Clearing.Patients;
using MedAid.Clearing.Sheets;
using MedAid.Contract.Clearing.V1;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Reference;

namespace MedAid.Gateway.Services;

/// <summary>The monthly statements: of one patient, with the name as the caller's role sees it, and of a hospital, by keys alone.</summary>
internal sealed class MonthlyStatementCalls(
    StatementReader statements, PersonReader persons, ReferenceDataHolder reference, KnownHospitalsAndCounties places,
    HospitalAndCountyNames names, ClaimOpener clock)
{
    public async Task<GetMonthlyStatementResponse> GetAsync(GetMonthlyStatementRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Text("hospital_code", request.HospitalCode, "机构编号");
        var month = fields.Texts("disease_codes", request.DiseaseCodes, "病种编码").Month("period", request.Period, clock.Today);
        (await places.CheckAsync(fields, new HospitalCode(request.HospitalCode), default, context.CancellationToken)).Check();
        var view = await persons.GetAsync(new PersonKey(request.PersonKey), request.IdNumber, request.Purpose, context);
        var found = await ReadAsync(
            new StatementQuery(new HospitalCode(request.HospitalCode), month, view.Facts.PersonKey, request.DiseaseCodes), context.CancellationToken);
        var cite = found.All.Select(s => statements.RuleFor(s.CountyCode, month)).FirstOrDefault(r => r is not null)?.Citation.Cite ?? "";
        var hospital = reference.Current.Hospital(new HospitalCode(request.HospitalCode))?.Name ?? request.HospitalCode;
        return new GetMonthlyStatementResponse
        {
            Statements = { found.All.Select(s => MonthlyStatementOut.Statement(s, withVisits: true)) },
            Name = view.Name ?? "",
            Cite = cite,
            Html = request.WithPage ? MonthlyStatementPage.Of(hospital, view.Name ?? "", month, cite, found, names) : "",
            UnclassifiedCount = found.Unclassified,
        };
    }

    public async Task<ListMonthlyStatementsResponse> ListAsync(ListMonthlyStatementsRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Text("hospital_code", request.HospitalCode, "机构编号");
        var month = fields.Texts("disease_codes", request.DiseaseCodes, "病种编码").Month("period", request.Period, clock.Today);
        var page = fields.Page(request);
        (await places.CheckAsync(fields, new HospitalCode(request.HospitalCode), default, context.CancellationToken)).Check();
        var found = await ReadAsync(
            new StatementQuery(new HospitalCode(request.HospitalCode), month, null, request.DiseaseCodes), context.CancellationToken);
        var (shown, next) = page.Cut([.. found.All.Skip(page.Skip)]);
        await persons.NoteAsync(found.All.Select(s => s.PersonKey), "月度结算单", context);
        return new ListMonthlyStatementsResponse
        {
            Statements = { shown.Select(s => MonthlyStatementOut.Statement(s, withVisits: false)) },
            NextPageToken = next,
            Total = MonthlyStatementOut.Total(Clearing.Patients.StatementTotal.Of([.. found.All.Select(s => s.Total)])),
            Csv = request.WithCsv ? MonthlyStatementSheet.Csv(found.All, names) : "",
            UnclassifiedCount = found.Unclassified,
        };
    }

    private async Task<Statements> ReadAsync(StatementQuery query, CancellationToken cancellationToken) =>
        await statements.ReadAsync(query, cancellationToken) ?? throw ApiError.Invalid(new FieldViolation(
            "period", FieldRule.TooMany,
            $"该机构这个月的结算超过 {Clearing.Limits.StatementSettlementsMax} 笔，请按患者查询")).ToException();
}
