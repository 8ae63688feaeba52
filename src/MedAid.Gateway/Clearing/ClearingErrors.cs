using MedAid.Clearing.Decisions;
using MedAid.Gateway.Grpc;
using MedAid.Gateway.Wire.Errors.V1;
using MedAid.Settlement.Claims;

namespace MedAid.Gateway.Clearing;

/// <summary>From bad fields and refusals of the clearing book to the error that the wire tells.</summary>
internal static class ClearingErrors
{
    // The refusals of the book follow those of a visit in the list of reasons.
    private const int FirstReason = 40;

    /// <summary>Throws if any field is bad.</summary>
    public static void ThrowIfAny(List<FieldViolation> violations)
    {
        if (violations.Count > 0)
        {
            throw WireError.Invalid([.. violations.Select(v => new FieldProblem(v.Field, v.Description, v.Rule))]).ToException();
        }
    }

    /// <summary>Throws the refusal, if there is one.</summary>
    public static void ThrowIfRefused(ClearingRefusal refusal, string subject)
    {
        if (refusal == ClearingRefusal.None)
        {
            return;
        }

        var reason = refusal == ClearingRefusal.RequestIdReused ? ErrorReason.RequestIdReused : (ErrorReason)(FirstReason + (int)refusal);
        throw new WireError(reason)
        {
            Subject = subject,
            Metadata = subject.Length > 0 && KeyOf(refusal) is { } key ? new Dictionary<string, string> { [key] = subject } : [],
        }.ToException();
    }

    private static string? KeyOf(ClearingRefusal refusal) => refusal switch
    {
        ClearingRefusal.LineNotInClaim or ClearingRefusal.LineGivenTwice or ClearingRefusal.LineNotOpenToReply
            or ClearingRefusal.AcceptedAboveClaimed or ClearingRefusal.ReceivableNotFound or ClearingRefusal.NothingThere
            or ClearingRefusal.ReasonMissing => "receivable_id",
        ClearingRefusal.PaymentRecordedBefore or ClearingRefusal.PaymentNotFound or ClearingRefusal.DeductedAboveAccepted
            or ClearingRefusal.NothingToMatch or ClearingRefusal.AboveCountyRefundDue or ClearingRefusal.RefundRecordedBefore
            or ClearingRefusal.SetOffAboveAccepted => "payment_id",
        ClearingRefusal.ClaimNotFound => "claim_id",
        ClearingRefusal.AgreementNotFound or ClearingRefusal.AgreementEnded or ClearingRefusal.DepositUnderAgreement => "agreement_id",
        ClearingRefusal.PatientDebtNotFound or ClearingRefusal.SettlementNotOfPatient => "settlement_id",
        ClearingRefusal.ProposalNotOpen or ClearingRefusal.SecondOperatorNeeded => "proposal_id",
        _ => null,
    };
}
