using System.Text.RegularExpressions;
using Grpc.Core;
using MedAid.Contract.Errors.V1;
using MedAid.Gateway.Calls;
using MedAid.Gateway.Json;
using MedAid.Gateway.Services;

namespace MedAid.Gateway.CdsHooks;

/// <summary>CDS Hooks 2.0: discovery, the hooks patient-view, order-select and order-sign, and feedback.</summary>
internal sealed partial class CdsHooksDoor(
    CdsDraftReader drafts, PrecheckCalls calls, TimeProvider time, ILogger<CdsHooksDoor> logger)
{
    /// <summary>Where discovery is.</summary>
    public const string Path = "/cds-services";

    /// <summary>Name of the rule that says which pages may call from a browser.</summary>
    public const string CorsPolicy = "workstations";

    private const string NoIdNumber = "病人资料里没有身份证号码，本次不作提示。";

    private static readonly string Discovery = CdsMessage.Write(new { services = CdsService.All });

    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Path).RequireCors(CorsPolicy);
        group.MapGet("", http => JsonAnswer.WriteAsync(http, StatusCodes.Status200OK, Discovery, http.RequestAborted));
        group.MapPost("/{id}", http => ServeAsync(http, AdviseAsync));
        group.MapPost("/{id}/feedback", http => ServeAsync(http, RecordAsync));
    }

    private async Task ServeAsync(HttpContext http, Func<HttpContext, CdsService, CallTimer, Task> answer)
    {
        try
        {
            var service = CdsService.All.FirstOrDefault(s => s.Id == (string)http.Request.RouteValues["id"]!)
                ?? throw new ApiError(ErrorReason.PathNotFound) { Chinese = "没有这项服务，请按 /cds-services 列出的调用。" }.ToException();
            await CallTimer.WithinAsync(http, time, timer => answer(http, service, timer));
        }
        catch (Exception exception)
        {
            if (HttpFailure.Of(exception, http, Path, logger) is { } error)
            {
                await JsonAnswer.WriteErrorAsync(http, error);
            }
        }
    }

    private async Task AdviseAsync(HttpContext http, CdsService service, CallTimer timer)
    {
        var request = await CdsMessage.ReadAsync<CdsRequest>(http.Request, timer.Token);
        if (service.Hook == CdsService.PatientView)
        {
            var opened = drafts.ReadOpened(request, service);
            var reason = opened.IdNumber.Length == 0 ? NoIdNumber
                : (await NamedAsync(calls.PrepareAsync(opened, http, timer), OpenedFieldOf)).Reason;
            var none = reason.Length == 0 ? new CdsCards([]) : CdsAnswer.Nothing(reason);
            await JsonAnswer.WriteAsync(http, StatusCodes.Status200OK, CdsMessage.Write(none), http.RequestAborted);
            return;
        }

        var draft = drafts.Read(request, service);
        var cards = draft.CanBeChecked
            ? await AdviseAsync(http, draft, timer)
            : CdsAnswer.Nothing(draft.Orders.Count == 0 ? "没有带医保编码、单价和数量的医嘱，本次不作提示。" : NoIdNumber);
        await JsonAnswer.WriteAsync(http, StatusCodes.Status200OK, CdsMessage.Write(cards), http.RequestAborted);
    }

    /// <summary>
    /// The cards; none where a quote would be refused for what the patient is or has, for then there is nothing to be said at signing.
    /// </summary>
    private async Task<CdsCards> AdviseAsync(HttpContext http, CdsDraft draft, CallTimer timer)
    {
        try
        {
            return CdsAnswer.Of(await NamedAsync(calls.CheckAsync(draft.Request, http, timer), field => FieldOf(field, draft)), draft);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.FailedPrecondition)
        {
            return CdsAnswer.Nothing(ApiError.DetailsOf(exception)?.GetDetail<Google.Rpc.LocalizedMessage>()?.Message ?? "");
        }
    }

    /// <summary>The answer of a call; where it is refused, bad fields have the names under which the caller wrote them.</summary>
    private static async Task<T> NamedAsync<T>(Task<T> call, Func<string, string> name)
    {
        try
        {
            return await call;
        }
        catch (RpcException exception) when (ApiError.DetailsOf(exception) is { } status)
        {
            BadFields.Rename(status, name);
            throw status.ToRpcException();
        }
    }

    private async Task RecordAsync(HttpContext http, CdsService service, CallTimer timer)
    {
        var feedback = await CdsMessage.ReadAsync<CdsFeedback>(http.Request, timer.Token);
        var writes = CdsFeedbackReader.Read(feedback, service, Callers.IsNamed(http.Request.Headers));
        foreach (var only in writes.Count > 1 ? new[] { true, false } : [false])
        {
            foreach (var write in writes)
            {
                // Where there are several, none is written before all are known to be right.
                write.Request.ValidateOnly = only;
                await NamedAsync(calls.RecordAsync(write.Request, write.OperatorName, http, timer), field => FieldOf(field, write));
            }
        }

        await JsonAnswer.WriteAsync(http, StatusCodes.Status200OK, "{}", http.RequestAborted);
    }

    /// <summary>Where a field of ours came from.</summary>
    private static string FieldOf(string field, CdsDraft draft) => field switch
    {
        "visit.id_number" => "prefetch.patient.identifier",
        "visit.visit_id" => "context.encounterId",
        _ when LineNumber().Match(field) is { Success: true } line && draft.OrderOf(int.Parse(line.ValueSpan) + 1) is { } order =>
            $"context.draftOrders.entry[{order.Entry}].resource ({field[(field.LastIndexOf('.') + 1)..]})",
        _ when field.StartsWith("diagnosis_codes", StringComparison.Ordinal) => "prefetch.conditions",
        _ => $"extension.{CdsMessage.Extension}.{field}",
    };

    private static string OpenedFieldOf(string field) =>
        field == "id_number" ? "prefetch.patient.identifier" : $"extension.{CdsMessage.Extension}.visit.{field}";

    private static string FieldOf(string field, CdsFeedbackWrite write) =>
        AnswerNumber().Match(field) is { Success: true } line && int.Parse(line.ValueSpan) is var index && index < write.At.Count
            ? $"{write.At[index]}.{(field.Contains("reason", StringComparison.Ordinal) ? "overrideReason" : "card")}"
            : "feedback";

    [GeneratedRegex(@"(?<=^visit\.items\[)\d+")]
    private static partial Regex LineNumber();

    [GeneratedRegex(@"(?<=^answers\[)\d+")]
    private static partial Regex AnswerNumber();
}
