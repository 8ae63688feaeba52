using MedAid.Contract.Errors.V1;
using MedAid.Core;
using MedAid.Gateway.Grpc;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;

namespace MedAid.Gateway.Settlement;

/// <summary>From bad fields and refusals to the error that the wire tells. A refusal and its reason have the same number.</summary>
internal static class SettlementErrors
{
    /// <summary>The value of an answer; anything else is thrown as the wire's error.</summary>
    public static T ValueOf<T>(Answer<T> answer)
        where T : class => answer switch
        {
            { Value: { } value } => value,
            { Refusal: { } refusal } => throw Of(refusal, answer.NeedsNewRequestId).ToException(),
            _ => throw WireError.Invalid([.. answer.Violations.Select(v => new FieldProblem(v.Field, v.Description, v.Rule))])
                .ToException(),
        };

    private static WireError Of(RefusalRecord refusal, bool needsNewRequestId)
    {
        if (refusal.Reason == Refusal.NoRuleForCare && NoRuleText.Of(refusal.Subject) is { } noRule)
        {
            return Finished(NoRule(noRule), needsNewRequestId);
        }

        var metadata = new Dictionary<string, string>();
        if (refusal.Subject.Length > 0 && KeyOf(refusal.Reason) is { } key)
        {
            metadata[key] = refusal.Subject;
        }

        var error = new WireError((ErrorReason)(int)refusal.Reason) { Subject = refusal.Subject, Metadata = metadata };
        if (refusal is { Reason: Refusal.NotQualified, Subject: { Length: > 0 } begins })
        {
            error = new WireError(ErrorReason.NotQualified)
            {
                Subject = begins, Metadata = metadata,
                Chinese = $"该资格自 {begins} 起生效，就诊当日还没有生效，不能按门诊慢特病或“两病”结算。",
            };
        }

        return Finished(error, needsNewRequestId);
    }

    private static WireError Finished(WireError error, bool needsNewRequestId) => needsNewRequestId ? error.UnderNewRequestId() : error;

    private static WireError NoRule(NoRuleText noRule) => new(ErrorReason.NoRuleForCare)
    {
        Chinese = noRule.Sentence,
        Subject = noRule.Care,
        Metadata = new Dictionary<string, string>
        {
            ["care"] = noRule.Care, ["hospital_tier"] = noRule.Tier, ["hospital_level"] = noRule.Level, ["place"] = noRule.Place,
        },
    };

    private static string? KeyOf(Refusal reason) => reason switch
    {
        Refusal.HospitalNotFound => "hospital_code",
        Refusal.NoPolicyForDate or Refusal.HospitalNotDesignated => "service_date",
        Refusal.NotQualified => "valid_from",
        Refusal.LayerGivenTwice or Refusal.LayerNotInForce or Refusal.UpstreamAboveRoom or Refusal.ExternalAboveRoom
            or Refusal.ExternalForNotCovered or Refusal.UpstreamBesideDiseases => "layer",
        Refusal.VisitAlreadySettled => "standing_settlement_id",
        Refusal.LaterPartStands => "later_settlement_id",
        Refusal.AlreadyReversed => "reversed_by_settlement_id",
        Refusal.NotReversible => "settlement_id",
        Refusal.AgreementNotFound or Refusal.AgreementNotForVisit => "agreement_id",
        _ => null,
    };
}
