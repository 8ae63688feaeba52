using MedAid.Contract.Precheck.V1;
using MedAid.Core;
using MedAid.Precheck.Checks;
using MedAid.Precheck.Feedback;
using MedAid.Settlement.Claims;

namespace MedAid.Gateway.Services;

/// <summary>From wire messages to drafts; every bad field is named at once.</summary>
internal static class PrecheckIn
{
    public static OrderDraft? Draft(CheckOrdersRequest request, ClaimValidation validation, DateOnly today, List<FieldViolation> violations)
    {
        var claim = validation.Check(SettlementIn.Draft(request.Visit), today, violations);
        Key("department_code", request.DepartmentCode, "科室编码", violations);
        Bound("diagnosis_codes", request.DiagnosisCodes.Count, Precheck.Limits.DiagnosesMax, "个诊断", violations);
        for (var i = 0; i < Math.Min(request.DiagnosisCodes.Count, Precheck.Limits.DiagnosesMax); i++)
        {
            ClaimValidation.CheckKey($"diagnosis_codes[{i}]", request.DiagnosisCodes[i], MedAid.Settlement.Limits.CodeMax, "诊断编码", violations);
        }

        var running = Running(request, violations);
        return claim is null || violations.Count > 0 ? null : new OrderDraft
        {
            Claim = claim with
            {
                Department = request.DepartmentCode.Length > 0 ? request.DepartmentCode : claim.Department,
                Diagnoses = request.DiagnosisCodes.Count > 0 ? [.. request.DiagnosisCodes] : claim.Diagnoses,
            },
            Running = running, Stable = request.Stable, HasFamilyDoctor = request.SignedFamilyDoctor,
        };
    }

    public static FeedbackDraft Feedback(RecordCardFeedbackRequest request, string operatorName, RequestFields fields)
    {
        fields.Key("hospital_code", request.HospitalCode, "机构编号").Key("visit_id", request.VisitId, "就诊 ID")
            .KeyOrNone("department_code", request.DepartmentCode, "科室编码").KeyOrNone("doctor_code", request.DoctorCode, "医师编码")
            .That(Enum.IsDefined(request.WarnType), "warn_type", FieldRule.UnknownWord, "提醒类型只能是事前、事中")
            .That(request.Answers.Count > 0, "answers", FieldRule.Required, "至少要答复一张提示卡")
            .That(request.Answers.Count <= Precheck.Limits.AnswersMax, "answers", FieldRule.TooMany, $"一次最多答复 {Precheck.Limits.AnswersMax} 张");
        var answers = request.Answers.Take(Precheck.Limits.AnswersMax).Select((answer, i) => Answer(answer, $"answers[{i}]", fields)).ToList();
        var cards = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < answers.Count; i++)
        {
            fields.That(cards.Add(answers[i].CardId), $"answers[{i}].card_id", FieldRule.Duplicate, "同一张提示卡一次只能答复一回，请去掉重复的");
        }

        var type = request.WarnType == Contract.Precheck.V1.WarnType.Unspecified ? Contract.Precheck.V1.WarnType.Before : request.WarnType;
        return new FeedbackDraft(
            new HospitalCode(request.HospitalCode), request.DepartmentCode, request.DoctorCode, request.VisitId,
            (MedAid.Precheck.Feedback.WarnType)(int)type, answers, operatorName);
    }

    private static MedAid.Precheck.Feedback.CardAnswer Answer(Contract.Precheck.V1.CardAnswer answer, string at, RequestFields fields)
    {
        fields.Key($"{at}.card_id", answer.CardId, "提示卡编号").Known($"{at}.disposition", answer.Disposition, "处理方式")
            .KeyOrNone($"{at}.reason_code", answer.ReasonCode, "理由").KeyOrNone($"{at}.suggestion_id", answer.SuggestionId, "建议")
            .Note($"{at}.own_reason", answer.OwnReason, "理由", Precheck.Limits.OwnReasonMax);
        return new(
            answer.CardId, (Disposition)(int)answer.Disposition, answer.ReasonCode, answer.OwnReason, answer.SuggestionId,
            fields.DayOrNone($"{at}.until_date", answer.UntilDate));
    }

    private static List<MedAid.Precheck.Checks.RunningOrder> Running(CheckOrdersRequest request, List<FieldViolation> violations)
    {
        var running = new List<MedAid.Precheck.Checks.RunningOrder>();
        Bound("running_orders", request.RunningOrders.Count, Precheck.Limits.RunningOrdersMax, "条医嘱", violations);
        for (var i = 0; i < Math.Min(request.RunningOrders.Count, Precheck.Limits.RunningOrdersMax); i++)
        {
            var (order, at) = (request.RunningOrders[i], $"running_orders[{i}]");
            ClaimValidation.CheckKey($"{at}.code", order.Code, MedAid.Settlement.Limits.CodeMax, "项目编码", violations);
            Key($"{at}.hospital_code", order.HospitalCode, "医疗机构编码", violations);
            That(
                order.Name.Length <= MedAid.Settlement.Limits.NameMax && !order.Name.Any(char.IsControl), $"{at}.name", FieldRule.Format,
                $"项目名称最多 {MedAid.Settlement.Limits.NameMax} 个字，不能有控制字符", violations);
            var last = order.StopDate.Length == 0 ? null : ClaimValidation.ReadDay($"{at}.stop_date", order.StopDate, violations);
            running.Add(new(order.Code, order.Name, last, new HospitalCode(order.HospitalCode)));
        }

        return running;
    }

    /// <summary>A code that may be left out.</summary>
    private static void Key(string field, string value, string name, List<FieldViolation> violations)
    {
        if (value.Length > 0)
        {
            ClaimValidation.CheckKey(field, value, MedAid.Settlement.Limits.CodeMax, name, violations);
        }
    }

    private static void Bound(string field, int count, int most, string what, List<FieldViolation> violations) =>
        That(count <= most, field, FieldRule.TooMany, $"一次最多 {most} {what}", violations);

    private static void That(bool holds, string field, FieldRule rule, string description, List<FieldViolation> violations)
    {
        if (!holds)
        {
            violations.Add(new FieldViolation(field, rule, description));
        }
    }
}
