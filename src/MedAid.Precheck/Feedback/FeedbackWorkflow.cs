using System.Security.Cryptography;
using System.Text;
using MedAid.Core;
using MedAid.Precheck.Cards;
using MedAid.Precheck.Data;
using MedAid.Settlement;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;
using MedAid.Settlement.Writes;

namespace MedAid.Precheck.Feedback;

/// <summary>Answers as they come in.</summary>
public sealed record FeedbackDraft(
    HospitalCode HospitalCode, string Department, string Doctor, string VisitId, WarnType WarnType, IReadOnlyList<CardAnswer> Answers,
        string Operator);

/// <summary>What a report of acceptance says of a check in a department.</summary>
/// <param name="Check">The check.</param>
/// <param name="Department">The department.</param>
/// <param name="Count">Its answers.</param>
/// <param name="Demoted">Whether it has stepped back there.</param>
public sealed record AcceptanceLine(CheckEntry Check, string Department, AnswerCount Count, bool Demoted);

/// <summary>Records what was answered to cards, and counts it.</summary>
public sealed class FeedbackWorkflow(FeedbackStore store, AdviceDataHolder data, AcceptanceCache acceptance, TimeProvider time)
{
    private const int IdBytes = 12;

    /// <summary>Records answers once; every one has to be of a card of a known check, and going on has to have its reason.</summary>
    public async Task<Result<CardFeedback>> RecordAsync(FeedbackDraft draft, WriteKey key, CancellationToken cancellationToken)
    {
        var now = Instants.Now(time);
        if (draft.Answers.Select((answer, i) => FaultOf(answer, i, ChinaTime.DayOf(now))).FirstOrDefault(f => f is not null) is { } fault)
        {
            return Result.Refused<CardFeedback>(fault);
        }

        var recorded = await store.RecordAsync(
            new CardFeedback
            {
                FeedbackId = key.ValidateOnly ? "" : IdOf(key.RequestId),
                HospitalCode = draft.HospitalCode, Department = draft.Department, Doctor = draft.Doctor, VisitId = draft.VisitId,
                WarnType = draft.WarnType, Answers = draft.Answers, Operator = draft.Operator, Noted = now,
            },
            key, cancellationToken);
        acceptance.Forget(draft.HospitalCode, draft.Department);
        return recorded;
    }

    /// <summary>How often each check was answered and accepted, by department, in a span of days.</summary>
    public async Task<IReadOnlyList<AcceptanceLine>> ReportAsync(
        HospitalCode hospitalCode, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var book = data.Current.Checks;
        var now = time.GetUtcNow();
        var counts = await store.CountAsync(hospitalCode, null, ChinaTime.StartOf(from), ChinaTime.StartOf(to.AddDays(1)), cancellationToken);
        var lately = (await store.CountAsync(hospitalCode, null, now.AddDays(-book.Demotion.Days), now.AddDays(1), cancellationToken))
            .ToDictionary(c => (c.CheckId, c.Department), c => c.Count);
        return
        [
            .. from count in counts
               let check = book.Find(count.CheckId)
               where check is not null
               orderby check.Id, count.Department
               select new AcceptanceLine(
                   check, count.Department, count.Count,
                   lately.GetValueOrDefault((count.CheckId, count.Department)).IsUnheeded(book.Demotion)),
        ];
    }

    private static string IdOf(string requestId) =>
        "F" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(requestId)).AsSpan(0, IdBytes));

    private Fault? FaultOf(CardAnswer answer, int index, DateOnly today)
    {
        string Field(string name) => $"answers[{index}].{name}";
        if (CardIds.CheckOf(answer.CardId) is not { } id || data.Current.Checks.Find(id) is not { } check)
        {
            return Fault.Of(FieldRule.UnknownWord, "没有这张提示卡，请照提示里的编号填写", Field("card_id"));
        }

        if (answer.ReasonCode.Length > 0 && !check.Reasons.Contains(answer.ReasonCode))
        {
            return Fault.Of(FieldRule.UnknownWord, "不是这张提示卡的理由，请从卡上列出的理由中选，或另写明", Field("reason_code"));
        }

        var goesOn = answer.Disposition == Disposition.GoOn;
        if (goesOn && answer.ReasonCode.Length == 0 && !SeenText.IsAny(answer.OwnReason))
        {
            return Fault.Of(FieldRule.Required, "继续执行的要写理由：选一条，或另写明", Field("reason_code"));
        }

        if (answer.SuggestionId.Length > 0 && (goesOn || answer.SuggestionId is not [>= '1' and <= (char)('0' + Limits.SuggestionsMax)]))
        {
            return goesOn
                ? Fault.Of(FieldRule.OnlyOne, "继续执行的不写采用的建议，请去掉", Field("suggestion_id"))
                : Fault.Of(FieldRule.UnknownWord, $"建议只能是 1 到 {Limits.SuggestionsMax}，照提示卡填写", Field("suggestion_id"));
        }

        return answer.Until is not { } until ? null
            : !goesOn ? Fault.Of(FieldRule.OnlyOne, "返回修改的不用写不再提示的日期，请去掉", Field("until_date"))
            : until < today || until > today.AddDays(Limits.DismissalDaysMax)
            ? Fault.Of(FieldRule.OutOfRange, $"不再提示的日期要在今天和以后 {Limits.DismissalDaysMax} 天之内", Field("until_date"))
            : null;
    }
}
