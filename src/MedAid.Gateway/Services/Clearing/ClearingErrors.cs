using System.Globalization;
using Grpc.Core;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Contract.Errors.V1;
using MedAid.Gateway.Calls;
using MedAid.Settlement.People;

namespace MedAid.Gateway.Services;

/// <summary>Maps refusals of the clearing book to the caller's error.</summary>
internal static class ClearingErrors
{
    // The refusals of the book follow those of a visit in the list of reasons.
    private const int FirstReason = 40;

    /// <summary>Throws the refusal, if there is one.</summary>
    public static void ThrowIfRefused(ClearingRefusal refusal, string subject)
    {
        if (refusal != ClearingRefusal.None)
        {
            throw Error(new ClearingFault(refusal, subject));
        }
    }

    /// <summary>The error of a refusal; it names the later record that has to be corrected first.</summary>
    public static RpcException Error(ClearingFault fault)
    {
        var (refusal, subject, later) = (fault.Refusal, fault.About, fault.Later);
        var reason = refusal == ClearingRefusal.RequestIdReused ? ErrorReason.RequestIdReused : (ErrorReason)(FirstReason + (int)refusal);
        // A number of a person that was typed into another field must not come back.
        subject = IdNumber.IsInside(subject) ? "" : subject;
        var metadata = new Dictionary<string, string>();
        if (subject.Length > 0 && KeyOf(refusal) is { } key)
        {
            metadata.Add(key, subject);
        }

        if (later is not null)
        {
            metadata.Add("later_record", later.Number.ToString(CultureInfo.InvariantCulture));
        }

        return new ApiError(reason)
        {
            Subject = subject,
            Metadata = metadata,
            Chinese = later is not null ? CorrectionText.First(later)
                : refusal == ClearingRefusal.RecordUnfit ? $"与往来账前面的记录不相容，没有写入：{subject}。"
                : ErrorReasons.Of(reason).Chinese,
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
        ClearingRefusal.ClaimNotFound or ClearingRefusal.ClaimWithdrawn => "claim_id",
        ClearingRefusal.RecordNotFound or ClearingRefusal.RecordNotCorrectable or ClearingRefusal.RecordCorrectedBefore
            or ClearingRefusal.LaterRecordFirst => "record_number",
        ClearingRefusal.CorrectionProposedBefore or ClearingRefusal.CorrectionNotOpen or ClearingRefusal.CorrectionSamePerson => "correction_id",
        ClearingRefusal.AgreementNotFound or ClearingRefusal.AgreementEnded or ClearingRefusal.DepositUnderAgreement => "agreement_id",
        ClearingRefusal.PatientDebtNotFound or ClearingRefusal.SettlementNotOfPatient => "settlement_id",
        ClearingRefusal.RecordSetAside or ClearingRefusal.RecordNotSetAside => "record_number",
        ClearingRefusal.ProposalNotOpen or ClearingRefusal.SecondOperatorNeeded => "proposal_id",
        _ => null,
    };
}
