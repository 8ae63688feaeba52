using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using MedAid.Contract.Errors.V1;
using MedAid.Core;
using MedAid.Settlement.Claims;

namespace MedAid.Gateway.Calls;

/// <summary>
/// An error as the caller gets it: reason, outcome, the cashier's Chinese sentence, bad fields, and when to try again. It becomes an
/// <see cref="RpcException"/> with the standard details of google.rpc, which gRPC and HTTP/JSON pass on alike. The texts come from the table of
/// reasons unless given; none may hold a name, an id number or a diagnosis.
/// </summary>
public sealed class ApiError
{
    /// <summary>Where the serialized google.rpc.Status travels.</summary>
    internal const string DetailsKey = "grpc-status-details-bin";

    private const string Domain = "medaid";

    private readonly ErrorReasonRow row;

    /// <summary>An error for a reason, with the texts, outcome and retry delay that the reason always has.</summary>
    /// <param name="reason">Any reason but the unspecified one.</param>
    public ApiError(ErrorReason reason)
    {
        row = ErrorReasons.Of(reason);
        Chinese = row.Chinese;
        Outcome = row.Outcome;
        RetryAfter = row.RetryAfter;
    }

    /// <summary>Why.</summary>
    public ErrorReason Reason => row.Reason;

    /// <summary>One sentence that a cashier may be shown.</summary>
    public string Chinese { get; init; }

    /// <summary>Whether the effect has come about.</summary>
    public Outcome Outcome { get; init; }

    /// <summary>When the same call may succeed; null if trying again is of no use.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>All bad fields at once; they become BadRequest.</summary>
    public IReadOnlyList<FieldViolation> Fields { get; init; } = [];

    /// <summary>How many more fields are bad than <see cref="Fields"/> holds.</summary>
    public int FieldsLeftOut { get; init; }

    /// <summary>What the failed precondition is about, e.g. a layer's or a pack's id; only used with FAILED_PRECONDITION.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Further facts for programs, e.g. <c>settlement_id</c>; no personal data.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>INVALID_REQUEST with the fields given.</summary>
    /// <param name="fields">At least one bad field.</param>
    public static ApiError Invalid(params IReadOnlyList<FieldViolation> fields) =>
        new(ErrorReason.InvalidRequest) { Fields = fields };

    /// <summary>
    /// The same error, of a refusal that is kept under its request id: nothing can ever succeed under that id, so metadata and sentence ask for
    /// a new one. The sentence does so unless it has said what to do, or nothing can be done.
    /// </summary>
    public ApiError UnderNewRequestId() => new(Reason)
    {
        Chinese = Reason is ErrorReason.AlreadyReversed or ErrorReason.NotReversible or ErrorReason.VisitAlreadySettled
            or ErrorReason.NotRefundableInPart ? Chinese
            : (Reason == ErrorReason.RequestIdReused ? "该请求编号上次提交的业务没有办成，这次内容又不同。" : Chinese)
                + "如需再办，请重新提交（须用新的请求编号）。",
        Outcome = Outcome,
        RetryAfter = RetryAfter,
        Fields = Fields,
        FieldsLeftOut = FieldsLeftOut,
        Subject = Subject,
        Metadata = new Dictionary<string, string>(Metadata) { ["retry"] = "new_request_id" },
    };

    /// <summary>The exception to throw from a handler.</summary>
    public RpcException ToException() => ToStatus().ToRpcException();

    /// <summary>The details of an exception, or null if it was not made here.</summary>
    internal static Google.Rpc.Status? DetailsOf(RpcException exception) => exception.GetRpcStatus();

    /// <summary>The same error, with so many of its bad fields left out that it fits among the trailers of gRPC.</summary>
    internal static RpcException FitTrailers(RpcException exception)
    {
        return exception.Trailers.GetValueBytes(DetailsKey) is { Length: > Limits.TrailerDetailBytesMax }
            ? BadFields.Shortened(DetailsOf(exception)!, Limits.TrailerDetailBytesMax).ToRpcException()
            : exception;
    }

    /// <summary>The reason of an exception, or its bare status if it was not made here.</summary>
    internal static string ReasonOf(RpcException exception) =>
        DetailsOf(exception)?.GetDetail<ErrorInfo>()?.Reason
            ?? $"{exception.StatusCode}";

    /// <summary>A defect, with the trace id under which the log holds its cause.</summary>
    internal static ApiError Defect(out string traceId)
    {
        traceId = Activity.Current?.TraceId.ToHexString() ?? ActivityTraceId.CreateRandom().ToHexString();
        return new(ErrorReason.Defect) { Metadata = new Dictionary<string, string> { ["trace_id"] = traceId } };
    }

    internal static ApiError TooLarge(int limitBytes = Limits.MessageBytesMax) => new(ErrorReason.MessageTooLarge)
    {
        Metadata = new Dictionary<string, string> { ["limit_bytes"] = $"{limitBytes}" },
    };

    /// <summary>The name of a reason as ErrorInfo carries it.</summary>
    internal static string NameOf(ErrorReason reason) =>
        ErrorReasonReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)reason).Name;

    internal Google.Rpc.Status ToStatus()
    {
        var status = new Google.Rpc.Status { Code = (int)row.Status, Message = row.English };
        status.Details.Add(Any.Pack(ErrorInfoOf()));
        status.Details.Add(Any.Pack(new LocalizedMessage { Locale = "zh-CN", Message = NumbersOut.Of(Chinese) }));
        if (Fields.Count > 0)
        {
            status.Details.Add(Any.Pack(BadFields.Of(Fields, FieldsLeftOut, out var leftOut)));
            BadFields.Note(status, leftOut);
        }

        if (row.Status == StatusCode.FailedPrecondition)
        {
            var violation = new PreconditionFailure.Types.Violation
            {
                Type = NameOf(Reason),
                Subject = NumbersOut.Of(Subject),
                Description = row.English,
            };
            status.Details.Add(Any.Pack(new PreconditionFailure { Violations = { violation } }));
        }

        if (RetryAfter is { } delay)
        {
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) }));
        }

        return status;
    }

    private ErrorInfo ErrorInfoOf()
    {
        var info = new ErrorInfo { Reason = NameOf(Reason), Domain = Domain };
        foreach (var (key, value) in Metadata)
        {
            info.Metadata[key] = NumbersOut.Of(value);
        }

        info.Metadata["outcome"] = Outcome switch
        {
            Outcome.NotDone => "not_done",
            Outcome.Done => "done",
            Outcome.Unknown => "unknown",
            _ => throw InvariantBrokenException.NoWordFor(Outcome),
        };
        return info;
    }
}
