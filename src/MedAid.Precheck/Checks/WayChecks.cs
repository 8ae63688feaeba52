using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Precheck.Data;
using MedAid.Precheck.Papers;
using MedAid.Settlement.Claims;

namespace MedAid.Precheck.Checks;

/// <summary>Identity, place and mode: what the figures rest on, and whether another way costs the patient less.</summary>
internal static class WayChecks
{
    private const int FenPerYuan = 100;

    /// <summary>An identity that is granted before its certificate (先保障后认证).</summary>
    public static IEnumerable<Finding> Provisional(OrderCase order, CheckEntry check) =>
        from provisional in order.Person.Provisional
        where provisional.Span.HoldsOn(order.Day)
        let name = Vocabulary.Identity.ChineseOf(provisional.Span.Kind)
        select new Finding
        {
            Subject = $"{name}身份",
            What = $"先保障后认证，{provisional.CertifyBy:yyyy-MM-dd} 前要认证",
            Action = "提醒病人按期认证",
            Detail = "以上金额按这一身份计算；到期没有认证的，本次费用重新核算。",
            Key = [$"{provisional.Span.Kind}", $"{provisional.CertifyBy:yyyy-MM-dd}"],
            Facts = [CardFacts.Identity],
        };

    /// <summary>The hospital lies outside the patient's county and nothing is filed; some diseases need a signed notice in any case.</summary>
    public static IEnumerable<Finding> CrossCounty(OrderCase order, CheckEntry check)
    {
        var place = order.Hospital.PlaceFor(order.Person.County);
        var needsNotice = !order.Signed.Notice && PaperNeeds.NeedsNotice(order.Opened.Case, order.Draft.Claim.Diseases, check);
        if (place == Place.HomeCounty || (order.Claim.Filed && !needsNotice))
        {
            yield break;
        }

        var filed = order.Claim.Filed;
        yield return new Finding
        {
            Subject = "跨县就诊",
            What = filed ? "透析患者在参保县外治疗，须先告知" : $"{Vocabulary.Place.ChineseOf(place)}，没有转诊或备案",
            Action = needsNotice ? "先签《跨县透析患者治疗知情告知书》" : "先办转诊或备案",
            Detail = needsNotice
                ? "告知书写明两地的起付线、支付比例和价格；在本县不能透析、长期异地居住、病情严重的可以跨县。"
                : "没有备案的，基本医保比例可能降低，医疗救助可能不在窗口结算。",
            Key = [$"{place}", $"{filed}", $"{needsNotice}"],
            Facts = [CardFacts.Place],
            AtMost = filed ? Severity.Info : Severity.Critical,
            Suggestions = filed ? []
                : [new Suggestion("办理备案后", SuggestionKind.ChangeWay, new VisitChange(order.Claim with { Filed = true }))],
        };
    }

    /// <summary>The same orders cost the patient less in another mode here, or at another hospital.</summary>
    public static IEnumerable<Finding> Cheaper(OrderCase order, CheckEntry check)
    {
        var ways = order.Opened.Ways();
        var asked = ways.Single(w => w.Asked);
        Alternative[] better =
        [
            .. ways.Where(w => w.Filed == asked.Filed && asked.PatientFen - w.PatientFen >= check.Figure("yuan_min") * FenPerYuan)
                .OrderBy(w => w.Hospital.Code != asked.Hospital.Code).ThenBy(w => w.PatientFen).Take(Limits.SuggestionsMax),
        ];
        if (better.Length == 0)
        {
            yield break;
        }

        yield return new Finding
        {
            Subject = "就诊方式",
            What = $"{NameOf(better[0])}个人少付 {ExactNumber.Yuan(asked.PatientFen - better[0].PatientFen)} 元",
            Action = $"可与病人商量改为{NameOf(better[0])}",
            Detail = string.Join("", better.Select(w => $"{NameOf(w)}：{w.Reason}")),
            Key = [.. better.Select(w => $"{w.Hospital.Code} {w.Mode}")],
            Facts = [CardFacts.Place],
            Suggestions = [.. better.Select(w => new Suggestion($"改为{NameOf(w)}", SuggestionKind.ChangeWay, Change(order, w)))],
        };
    }

    private static VisitChange Change(OrderCase order, Alternative way) => new(order.Claim with
    {
        HospitalCode = way.Hospital.Code, Mode = way.Mode, Filed = way.Filed,
        Stay = way.Hospital.Code == order.Claim.HospitalCode ? order.Claim.Stay : null,
    });

    private static string NameOf(Alternative way) => $"{way.Hospital.Name}{Vocabulary.Mode.ChineseOf(way.Mode)}";
}
