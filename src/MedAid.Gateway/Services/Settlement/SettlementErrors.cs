using MedAid.Contract.Errors.V1;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;

namespace MedAid.Gateway.Services;

/// <summary>Maps bad fields and refusals to the caller's error. A refusal and its reason have the same number.</summary>
internal static class SettlementErrors
{
    private const string LayerKey = "layer";

    /// <summary>The value of an answer; anything else is thrown as the wire's error.</summary>
    public static T ValueOf<T>(Answer<T> answer)
        where T : class => answer switch
        {
            { Value: { } value } => value,
            { Refusal: { } refusal } => throw Of(refusal, answer.NeedsNewRequestId).ToException(),
            _ => throw ApiError.Invalid(answer.Violations).ToException(),
        };

    private static ApiError Of(RefusalRecord refusal, bool needsNewRequestId)
    {
        var error = refusal.Reason switch
        {
            Refusal.NoRuleForCare when NoRuleText.Of(refusal.Subject) is { } text => NoRule(text),
            Refusal.NoPolicyForDate when NoPolicyText.Of(refusal.Subject) is { } text => NoPolicy(text),
            Refusal.NotQualified when QualificationText.Of(refusal.Subject) is { } text => NotQualified(text),
            Refusal.AgreementNotForVisit when AgreementText.Of(refusal.Subject) is { } text => NotUnderAgreement(text),
            _ when KeyOf(refusal.Reason) == LayerKey && LayerText.Of(refusal.Subject) is { } text => OfLayer(refusal.Reason, text),
            _ => WithSubject(refusal),
        };
        return needsNewRequestId ? error.UnderNewRequestId() : error;
    }

    private static ApiError WithSubject(RefusalRecord refusal)
    {
        var metadata = new Dictionary<string, string>();
        if (refusal.Subject.Length > 0 && KeyOf(refusal.Reason) is { } key)
        {
            metadata[key] = refusal.Subject;
        }

        var error = new ApiError((ErrorReason)(int)refusal.Reason) { Subject = refusal.Subject, Metadata = metadata };
        return refusal.Subject.Length == 0 || ChineseOf(refusal) is not { } chinese ? error : new ApiError(error.Reason)
        {
            Subject = refusal.Subject, Metadata = metadata, Chinese = chinese,
        };
    }

    /// <summary>The sentence of a refusal that names its subject; null if the usual one does.</summary>
    private static string? ChineseOf(RefusalRecord refusal) => refusal.Reason switch
    {
        Refusal.VisitAlreadySettled =>
            $"该次就诊已经结算（结算编号 {refusal.Subject}），本次没有再结；确需重新结算的，先撤销原结算，再用新的请求编号提交。",
        _ => null,
    };

    private static ApiError OfLayer(Refusal reason, LayerText text)
    {
        var error = new ApiError((ErrorReason)(int)reason)
        {
            Subject = text.Layer,
            Metadata = new Dictionary<string, string> { [LayerKey] = text.Layer },
        };
        return text.SentenceOf(reason) is { } sentence
            ? new ApiError(error.Reason) { Subject = error.Subject, Metadata = error.Metadata, Chinese = sentence }
            : error;
    }

    private static ApiError NoPolicy(NoPolicyText text) => new(ErrorReason.NoPolicyForDate)
    {
        Chinese = text.Sentence,
        Subject = text.Day,
        Metadata = new Dictionary<string, string> { ["service_date"] = text.Day, ["county_code"] = text.County },
    };

    private static ApiError NotQualified(QualificationText text)
    {
        var metadata = new Dictionary<string, string> { ["disease_code"] = text.Disease };
        if (text.ValidFrom.Length > 0)
        {
            metadata["valid_from"] = text.ValidFrom;
        }

        return new ApiError(ErrorReason.NotQualified) { Chinese = text.Sentence, Subject = text.Disease, Metadata = metadata };
    }

    private static ApiError NotUnderAgreement(AgreementText text) => new(ErrorReason.AgreementNotForVisit)
    {
        Chinese = text.Sentence,
        Subject = text.AgreementId,
        Metadata = new Dictionary<string, string> { ["agreement_id"] = text.AgreementId, ["cause"] = text.Cause },
    };

    private static ApiError NoRule(NoRuleText noRule) => new(ErrorReason.NoRuleForCare)
    {
        Chinese = noRule.Sentence,
        Subject = noRule.Care,
        Metadata = new Dictionary<string, string>
        {
            ["care"] = noRule.Care, ["hospital_tier"] = noRule.Tier, ["hospital_level"] = noRule.Level, ["place"] = noRule.Place,
            ["service_date"] = noRule.Law.Day, ["county_code"] = noRule.Law.County,
        },
    };

    private static string? KeyOf(Refusal reason) => reason switch
    {
        Refusal.HospitalNotFound => "hospital_code",
        Refusal.HospitalNotDesignated => "service_date",
        Refusal.LayerGivenTwice or Refusal.LayerNotInForce or Refusal.UpstreamAboveRoom or Refusal.ExternalAboveRoom
            or Refusal.ExternalForNotCovered or Refusal.UpstreamBesideDiseases => LayerKey,
        Refusal.VisitAlreadySettled => "standing_settlement_id",
        Refusal.LaterPartStands => "later_settlement_id",
        Refusal.AlreadyReversed => "reversed_by_settlement_id",
        Refusal.NotReversible or Refusal.NotRefundableInPart => "settlement_id",
        Refusal.AgreementNotFound => "agreement_id",
        _ => null,
    };
}
