using Grpc.Core;
using MedAid.Clearing.Decisions;
using MedAid.Contract.Errors.V1;
using MedAid.Gateway.Services;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Writes;

namespace MedAid.Gateway.Calls;

/// <summary>Maps the outcome of a write to its value or the caller's error.</summary>
internal static class Faults
{
    private static readonly Dictionary<string, ErrorReason> Reasons = Enum.GetValues<ErrorReason>().ToDictionary(ApiError.NameOf);

    /// <summary>The value; throws if it was not done.</summary>
    public static T ValueOf<T>(Result<T> result) => DoneOf(result).Value;

    /// <summary>The value and whether it was done before; throws if it was not done.</summary>
    public static (T Value, bool Replayed) DoneOf<T>(Result<T> result) => result.Match(
        (value, replayed) => (value, replayed), () => throw new ApiError(ErrorReason.RequestIdReused).ToException(), fault => throw Error(fault));

    /// <summary>A fault of a field is INVALID_REQUEST with its rule; any other has the reason that its code names.</summary>
    public static RpcException Error(Fault fault) => fault is ClearingFault ofBook
        ? ClearingErrors.Error(ofBook)
        : fault.Field.Length > 0
        ? ApiError.Invalid(new FieldViolation(fault.Field, FieldRules.Named(fault.Code), fault.Message)).ToException()
        : new ApiError(Reasons[fault.Code])
        {
            Chinese = fault.Message.Length > 0 ? fault.Message : ErrorReasons.Of(Reasons[fault.Code]).Chinese,
            Subject = fault.Subject,
            Metadata = fault.SubjectName.Length > 0 ? new Dictionary<string, string> { [fault.SubjectName] = fault.Subject } : [],
        }.ToException();
}
