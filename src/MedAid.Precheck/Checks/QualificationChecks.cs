using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Precheck.Data;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;

namespace MedAid.Precheck.Checks;

/// <summary>Qualifications for out-patient benefit (门诊慢特病、“两病”) that are missing, have ended, are about to end or stand in the way.</summary>
internal static class QualificationChecks
{
    /// <summary>A diagnosis may give a qualification and none is held, or one begins only later.</summary>
    public static IEnumerable<Finding> Missing(OrderCase order, CheckEntry check) =>
        from wanted in Wanted(order)
        where !Held(order, wanted).Any() && LastEnd(order, wanted) is null
        let begins = Begins(order, wanted)
        select new Finding
        {
            Subject = $"{NameOf(wanted)}（{wanted.Name}）",
            What = begins is not null ? $"自 {begins:yyyy-MM-dd} 起生效，今天还不能按它结算" : "还没有资格，本次按普通门诊计",
            Action = begins is not null ? $"可把就诊改在 {begins:yyyy-MM-dd} 之后" : "现在申请",
            Detail = begins is null ? StartText(order, wanted) : "资格从批准的时候起算，生效前的费用不能补按它结算。",
            Key = [wanted.Disease, $"{wanted.Chronic}", $"{begins:yyyy-MM-dd}"],
            Facts = [CardFacts.Qualification],
            Suggestions = begins is null ? With(order, wanted) : [],
        };

    /// <summary>The qualification has ended.</summary>
    public static IEnumerable<Finding> Ended(OrderCase order, CheckEntry check) =>
        from wanted in Wanted(order)
        where !Held(order, wanted).Any() && Begins(order, wanted) is null
        let end = LastEnd(order, wanted)
        where end is not null
        select new Finding
        {
            Subject = $"{NameOf(wanted)}（{wanted.Name}）",
            What = $"资格到 {end.Value.AddDays(-1):yyyy-MM-dd} 为止，已经到期",
            Action = "申请续办",
            Detail = StartText(order, wanted),
            Key = [wanted.Disease, $"{wanted.Chronic}", $"{end:yyyy-MM-dd}"],
            Facts = [CardFacts.Qualification],
            Suggestions = With(order, wanted),
        };

    /// <summary>The qualification ends soon.</summary>
    public static IEnumerable<Finding> Ending(OrderCase order, CheckEntry check) =>
        from wanted in Wanted(order)
        let until = Held(order, wanted).Select(q => q.Until ?? DateOnly.MaxValue).DefaultIfEmpty(DateOnly.MaxValue).Max()
        where until < DateOnly.MaxValue && until.DayNumber - order.Day.DayNumber <= check.Figure("days_before")
        select new Finding
        {
            Subject = $"{NameOf(wanted)}（{wanted.Name}）",
            What = $"资格到 {until.AddDays(-1):yyyy-MM-dd} 为止",
            Action = "提醒病人续办",
            Detail = $"还有 {until.DayNumber - order.Day.DayNumber} 天。到期后不能按{NameOf(wanted)}结算。",
            Key = [wanted.Disease, $"{wanted.Chronic}", $"{until:yyyy-MM-dd}"],
            Facts = [CardFacts.Qualification],
        };

    /// <summary>The chronic benefit and that of the two diseases exclude each other (未享受门诊慢性病待遇).</summary>
    public static IEnumerable<Finding> Excluded(OrderCase order, CheckEntry check)
    {
        if (order.CareRefusal != Refusal.ChronicBenefitHeld)
        {
            yield break;
        }

        var asked = order.Draft.Claim;
        yield return new Finding
        {
            Subject = "“两病”用药",
            What = "病人已享受门诊慢特病待遇，两种待遇不能同享",
            Action = "改按门诊慢特病开",
            Detail = "“两病”用药保障的对象是未享受门诊慢特病待遇的高血压、糖尿病患者。",
            Key = [asked.DiseaseCode ?? ""],
            Facts = [CardFacts.Qualification],
            Suggestions =
            [
                new Suggestion(
                    "改按门诊慢特病", SuggestionKind.ChangeWay, new VisitChange(order.Claim with { Care = Care.OutpatientChronic, Mode = asked.Mode })),
            ],
        };
    }

    /// <summary>The qualification holds at another hospital that the patient chose (定点).</summary>
    public static IEnumerable<Finding> Bound(OrderCase order, CheckEntry check)
    {
        var asked = order.Draft.Claim;
        if (order.CareRefusal == Refusal.BoundToOtherHospital
            && order.Person.Qualifications.FirstOrDefault(
                q => q.Kind == QualificationKind.Chronic && q.Disease == asked.DiseaseCode && q.HoldsOn(order.Day))?.Hospital is { } chosen)
        {
            yield return new Finding
            {
                Subject = "门诊慢特病定点",
                What = $"病人选定的医院是{order.NameOf(chosen)}",
                Action = "转到选定的医院，或先变更定点",
                Detail = "当地规定这一病种只在选定的医院享受待遇；在本院按普通门诊计。",
                Key = [asked.DiseaseCode ?? "", chosen.Text],
                Facts = [CardFacts.Qualification, CardFacts.Place],
                Suggestions =
                [
                    new Suggestion(
                        $"到{order.NameOf(chosen)}", SuggestionKind.ChangeWay, new VisitChange(asked with { HospitalCode = chosen, Stay = null })),
                ],
            };
        }
    }

    /// <summary>
    /// The qualifications that the visit asks for or its diagnoses may give; of the two diseases only where no chronic benefit is held for them.
    /// </summary>
    private static IEnumerable<QualifyingDiagnosis> Wanted(OrderCase order)
    {
        var asked = order.Draft.Claim;
        if (asked.Care is not (Care.Outpatient or Care.OutpatientChronic or Care.TwoDisease)
            || order.CareRefusal is Refusal.ChronicBenefitHeld or Refusal.BoundToOtherHospital)
        {
            return [];
        }

        var diagnoses = order.Books.Diagnoses;
        if (asked.Care is Care.OutpatientChronic or Care.TwoDisease)
        {
            var chronic = asked.Care == Care.OutpatientChronic;
            return asked.Diseases.OfType<string>().Select(disease => diagnoses.FirstOrDefault(d => d.Chronic == chronic && d.Disease == disease)
                ?? new QualifyingDiagnosis("", chronic, disease, disease));
        }

        return diagnoses.Where(d => order.HasDiagnosis([d.Diagnosis])).DistinctBy(d => (d.Chronic, d.Disease))
            .Where(d => d.Chronic || !Holds(order, QualificationKind.Chronic, d.Disease).Any());
    }

    private static IEnumerable<Qualification> Held(OrderCase order, QualifyingDiagnosis wanted) => Holds(order, KindOf(wanted), wanted.Disease);

    private static IEnumerable<Qualification> Holds(OrderCase order, QualificationKind kind, string disease) =>
        order.Person.Qualifications.Where(q => q.Kind == kind && q.Disease == disease && q.HoldsOn(order.Day));

    private static DateOnly? Begins(OrderCase order, QualifyingDiagnosis wanted) => order.Person.Qualifications
        .Where(q => q.Kind == KindOf(wanted) && q.Disease == wanted.Disease && q.Approved >= order.Day && !(q.Until <= q.Approved.AddDays(1)))
        .Select(q => (DateOnly?)q.Approved.AddDays(1)).Min();

    private static DateOnly? LastEnd(OrderCase order, QualifyingDiagnosis wanted) => order.Person.Qualifications
        .Where(q => q.Kind == KindOf(wanted) && q.Disease == wanted.Disease && q.Until <= order.Day).Select(q => q.Until).Max();

    private static IReadOnlyList<Suggestion> With(OrderCase order, QualifyingDiagnosis wanted)
    {
        var qualification = new Qualification(KindOf(wanted), wanted.Disease, order.Day.AddDays(-1), null);
        var claim = order.Claim with
        {
            Care = wanted.Chronic ? Care.OutpatientChronic : Care.TwoDisease, Mode = order.Draft.Claim.Mode, DiseaseCode = wanted.Disease,
        };
        return
        [
            new Suggestion(
                $"取得{NameOf(wanted)}资格后", SuggestionKind.AddQualification,
                new VisitChange(claim, order.Person with { Qualifications = [.. order.Person.Qualifications, qualification] })),
        ];
    }

    private static string StartText(OrderCase order, QualifyingDiagnosis wanted) =>
        order.Starts(order.Person.County, wanted.Chronic, wanted.Disease) is { } start
            ? $"申请认定{(start.AtOnce ? "当场办结" : "后由经办机构按期办结")}，从批准的{(start.SameDay ? "当日" : "次日")}起享受；之前的费用不补。"
            : "从哪一天起享受以当地规定为准，之前的费用不补。";

    private static string NameOf(QualifyingDiagnosis wanted) => wanted.Chronic ? "门诊慢特病" : "“两病”用药";

    private static QualificationKind KindOf(QualifyingDiagnosis wanted) =>
        wanted.Chronic ? QualificationKind.Chronic : QualificationKind.TwoDisease;
}
