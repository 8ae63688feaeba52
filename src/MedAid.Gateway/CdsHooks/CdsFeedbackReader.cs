using System.Security.Cryptography;
using System.Text;
using MedAid.Contract.Precheck.V1;
using MedAid.Gateway.Calls;
using MedAid.Settlement.Claims;

namespace MedAid.Gateway.CdsHooks;

/// <summary>A write.</summary>
/// <param name="Request">Answers to cards of one visit.</param>
/// <param name="OperatorName">Who gave them; null where the header says so.</param>
/// <param name="At">Where each answer stood.</param>
internal sealed record CdsFeedbackWrite(RecordCardFeedbackRequest Request, string? OperatorName, IReadOnlyList<string> At);

/// <summary>
/// From feedback to <c>RecordCardFeedback</c>, one request for each visit. CDS Hooks has no key for it; the same feedback, with the time of
/// its outcome, has the same, so what is sent again is not counted again.
/// </summary>
internal static class CdsFeedbackReader
{
    private const string Accepted = "accepted";
    private const string Overridden = "overridden";
    private const string NoDoctor = "cds-hooks";
    private const int HashBytes = 24;

    /// <summary>The writes.</summary>
    /// <param name="feedback">The feedback.</param>
    /// <param name="service">The service that it came to.</param>
    /// <param name="hasOperator">Whether the header names who calls.</param>
    public static IReadOnlyList<CdsFeedbackWrite> Read(CdsFeedback feedback, CdsService service, bool hasOperator)
    {
        var bad = new List<FieldViolation>();
        var answers = (feedback.Feedback ?? []).Take(MedAid.Precheck.Limits.AnswersMax + 1)
            .Select((answer, i) => Answer(answer, $"feedback[{i}]", bad)).ToList();
        Require(answers.Count > 0, "feedback", FieldRule.Required, "至少要答复一张提示卡", bad);
        Require(
            answers.Count <= MedAid.Precheck.Limits.AnswersMax, "feedback", FieldRule.TooMany, $"一次最多答复 {MedAid.Precheck.Limits.AnswersMax} 张", bad);
        if (bad.Count > 0)
        {
            throw ApiError.Invalid(bad).ToException();
        }

        return
        [
            .. from answer in answers.DistinctBy(a => (a.Key, a.Answer, a.Time))
               group answer by answer.Key with { CardId = "" } into visit
               let doctor = visit.Key.DoctorCode.Length > 0 ? visit.Key.DoctorCode : NoDoctor
               select new CdsFeedbackWrite(Request(visit.Key, [.. visit], service), hasOperator ? null : doctor, [.. visit.Select(g => g.At)]),
        ];
    }

    private static RecordCardFeedbackRequest Request(CardKey visit, List<Given> answers, CdsService service)
    {
        var request = new RecordCardFeedbackRequest
        {
            HospitalCode = visit.HospitalCode.Text, DepartmentCode = visit.DepartmentCode, DoctorCode = visit.DoctorCode, VisitId = visit.VisitId,
            WarnType = WarnType.Before, Answers = { answers.Select(a => a.Answer) },
        };
        var content = $"{service.Id}\n{visit}\n{string.Join('\n', answers.Select(a => $"{a.Answer} {a.Time}"))}";
        request.RequestId = $"cds-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, HashBytes))}";
        return request;
    }

    private static Given Answer(CdsCardFeedback? given, string at, List<FieldViolation> bad)
    {
        var key = CardKey.Read(given?.Card ?? "");
        Require(key is not null, $"{at}.card", FieldRule.UnknownWord, "不是本系统的提示卡，请照提示卡的 uuid 填写", bad);
        Require(given?.Outcome is Accepted or Overridden, $"{at}.outcome", FieldRule.UnknownWord, $"只能是 {Accepted} 或 {Overridden}", bad);
        Require(!string.IsNullOrEmpty(given?.OutcomeTimestamp), $"{at}.outcomeTimestamp", FieldRule.Required, "必填", bad);
        var isAccepted = given?.Outcome == Accepted;
        var chosen = isAccepted ? given?.AcceptedSuggestions.Present().FirstOrDefault()?.Id : null;
        var suggestion = chosen is null ? "" : key?.SuggestionIn(chosen);
        Require(suggestion is not null, $"{at}.acceptedSuggestions", FieldRule.UnknownWord, "不是这张提示卡的建议，请照建议的 uuid 填写", bad);
        return new Given(
            key ?? new CardKey("", default, "", "", ""),
            new CardAnswer
            {
                CardId = key?.CardId ?? "",
                Disposition = isAccepted ? CardDisposition.GoBack : CardDisposition.GoOn,
                SuggestionId = suggestion ?? "",
                ReasonCode = isAccepted ? "" : given?.OverrideReason?.Reason?.Code ?? "",
                OwnReason = isAccepted ? "" : given?.OverrideReason?.UserComment ?? "",
            },
            given?.OutcomeTimestamp ?? "", at);
    }

    private static void Require(bool holds, string field, FieldRule rule, string text, List<FieldViolation> bad)
    {
        if (!holds)
        {
            bad.Add(new FieldViolation(field, rule, text));
        }
    }

    private sealed record Given(CardKey Key, CardAnswer Answer, string Time, string At);
}
