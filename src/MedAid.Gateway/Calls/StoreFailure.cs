using Grpc.Core;
using MedAid.Contract.Errors.V1;
using MedAid.Settlement.Ports;

namespace MedAid.Gateway.Calls;

/// <summary>What the stores throw, as the caller sees it, by whatever door.</summary>
internal static class StoreFailure
{
    /// <summary>The error of an exception of the stores, logged once; null: it is none.</summary>
    public static RpcException? Of(Exception exception, string method, ILogger logger)
    {
        switch (exception)
        {
            case LedgerDamagedException damage:
                Log.LedgerDamaged(logger, damage, method, damage.Message);
                return Damaged(damage).ToException();
            case LedgerUnavailableException outage:
                Log.StoreUnavailable(logger, method, outage.Message);
                return new ApiError(outage.Busy ? ErrorReason.Overloaded : ErrorReason.StoreUnavailable).ToException();
            case LedgerUnknownException outage:
                Log.OutcomeUnknown(logger, outage, method);
                return new ApiError(ErrorReason.OutcomeUnknown).ToException();
            default:
                return null;
        }
    }

    private static ApiError Damaged(LedgerDamagedException damage) => damage.SettlementId is not { } settlementId
        ? new ApiError(ErrorReason.LedgerDamaged)
        : new ApiError(ErrorReason.LedgerDamaged)
        {
            Chinese = damage.Message, Metadata = new Dictionary<string, string> { ["settlement_id"] = settlementId.Text },
        };
}
