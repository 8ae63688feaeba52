using Grpc.Core;
using MedAid.Contract.Settlement.V1;
using MedAid.Core;
using MedAid.Settlement.Claims;

namespace MedAid.Gateway.Services;

/// <summary>The calls about fee reductions: check the fields, read, map out. For gRPC and HTTP/JSON alike.</summary>
internal sealed class WaiverGrpcService(WaiverReports reports, ClaimOpener clock) : WaiverService.WaiverServiceBase
{
    public override async Task<ListWaiversResponse> ListWaivers(ListWaiversRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Text("hospital_code", request.HospitalCode, "机构编号")
            .That(request.Year is 0 or (>= 2000 and <= 9999), "year", FieldRule.OutOfRange, "年份要写成 2026 的形式");
        var page = fields.Page(request);
        fields.Check();
        var year = request.Year == 0 ? clock.Today.Year : request.Year;
        var answer = await reports.StandingsAsync(new HospitalCode(request.HospitalCode), year, context.CancellationToken);
        var (programmes, next) = page.Cut([.. SettlementErrors.ValueOf(answer).Skip(page.Skip)]);
        return new ListWaiversResponse { Programmes = { programmes.Select(WaiverOut.Programme) }, NextPageToken = next };
    }

    public override async Task<ReportWaiversResponse> ReportWaivers(ReportWaiversRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Text("hospital_code", request.HospitalCode, "机构编号");
        var month = fields.Month("month", request.Month, clock.Today);
        fields.Check();
        var answer = await reports.MonthAsync(new HospitalCode(request.HospitalCode), month, context.CancellationToken);
        return WaiverOut.Report(SettlementErrors.ValueOf(answer));
    }
}
