using System.Text;
using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>
/// Says a split in plain Chinese, one sentence a line, so that a cashier can read it to the patient: what came in, what was
/// taken off, what each band paid, and by which article. Not for the hot path: it makes text.
/// </summary>
public static class Explanation
{
    // Ten to the power of Rate.DecimalsMax; as many zeros as the format of a percentage has places.
    private const long MostDecimals = 1_000_000_000_000;

    /// <summary>All sentences of a split, from the bill to what the patient pays.</summary>
    public static IReadOnlyList<string> Sentences(Breakdown breakdown)
    {
        List<string> sentences = [BillSentence(breakdown), .. breakdown.Waivers.Select(w => WaiverSentence(breakdown, w))];
        if (breakdown.Programme is { } programme)
        {
            sentences.Add(ProgrammeSentence(breakdown, programme));
        }

        foreach (ref readonly var line in breakdown.Lines)
        {
            sentences.Add(Sentence(breakdown, line));
        }

        if (breakdown.NothingPaid is { } nothing)
        {
            sentences.Add($"{(nothing.Text.Length > 0 ? nothing.Text : "按规定，这类就诊基本医疗保险不支付")}。{Basis(breakdown.Terms, nothing.Citation)}");
        }

        if (breakdown.NoRule)
        {
            sentences.Add("政策包里没有这类就诊的支付规定，以上按不支付试算，不能结算；请联系医保办。");
        }

        sentences.Add(PatientSentence(breakdown));
        return sentences;
    }

    /// <summary>The sentence of one line.</summary>
    public static string Sentence(Breakdown breakdown, in LayerLine line)
    {
        var text = new StringBuilder(LayerName(line)).Append('：');
        switch (line.Kind)
        {
            case LineKind.Upstream:
                text.Append($"医保平台已结算 {Yuan(line.PaidFen)}，照此扣减");
                break;
            case LineKind.External:
                text.Append($"本次带入 {Yuan(line.PaidFen)}，照此扣减");
                break;
            case LineKind.Capitation:
                text.Append($"按人头包干，基金全额支付 {Yuan(line.PaidFen)}");
                break;
            default:
                AppendRule(text, breakdown, line);
                break;
        }

        return text.Append(line.Advanced ? "；尚未联网结算，由医院先行垫付，您无需支付这部分" : "")
            .Append(line.DeferredFen > 0 ? $"；这 {Yuan(line.DeferredFen)} 不在窗口结算，请您先付，再凭票据向参保地申领" : "")
            .Append('。').Append(Basis(breakdown.Terms, line.Rule?.Citation)).ToString();
    }

    /// <summary>The Chinese name of a line's layer: the pack's title, or the usual name of its id.</summary>
    public static string LayerName(in LayerLine line) => line.Layer switch
    {
        null => "按人头包干",
        { Citation.Title: { Length: > 0 } title } => title,
        { Id: "basic" } => "基本医疗保险",
        { Id: "catastrophic" } => "大病保险",
        { Id: "relief" } => "医疗救助",
        { Id: "relief_tilt" } => "倾斜救助",
        { Id: var id } => id,
    };

    private static string PatientSentence(Breakdown breakdown)
    {
        var text = new StringBuilder($"您本次应付 {Yuan(breakdown.PatientFen)}");
        if (breakdown.Account is { } account)
        {
            text.Append($"，其中个人账户支付 {Yuan(account.AmountFen)}");
            text.Append(account.HelperFen > 0 ? $"（含家庭共济 {Yuan(account.HelperFen)}）" : "");
            text.Append($"，另付 {Yuan(breakdown.CashFen)}");
        }

        return text.Append('。').ToString();
    }

    private static string BillSentence(Breakdown breakdown)
    {
        var text = new StringBuilder($"本次费用 {Yuan(breakdown.GrossFen)}");
        if (breakdown.WaivedFen > 0)
        {
            text.Append($"，医院减免 {Yuan(breakdown.WaivedFen)}，减免后 {Yuan(breakdown.TotalFen)}");
        }

        var charges = breakdown.Charges;
        text.Append($"；其中符合政策范围 {Yuan(charges.InScopeFen)}");
        AppendPart(text, Component.FirstSelfPay, charges.FirstSelfPayFen);
        AppendPart(text, Component.OverCeiling, charges.OverCeilingFen);
        AppendPart(text, Component.OutOfScope, charges.OutOfScopeFen);
        return text.Append('。').ToString();
    }

    private static string WaiverSentence(Breakdown breakdown, WaiverTally waiver)
    {
        var text = new StringBuilder($"{waiver.Title}：本次减免 {Yuan(waiver.WaivedFen)}");
        AppendCut(text, "受每次减免限额所限", waiver.CutByVisitFen);
        AppendCut(text, "受本人本月减免限额所限", waiver.CutByMonthFen);
        AppendCut(text, "医院本年度减免预算已用完", waiver.CutByBudgetFen);
        if (waiver is { MonthLeftFen: { } left, BudgetLeftFen: not 0 })
        {
            text.Append($"；您本月还可减免 {Yuan(left)}");
        }

        return text.Append('。').Append(Basis(breakdown.Terms, waiver.Rule.Citation)).ToString();
    }

    private static void AppendCut(StringBuilder text, string why, long cutFen)
    {
        if (cutFen > 0)
        {
            text.Append($"；{why}，少减 {Yuan(cutFen)}");
        }
    }

    private static void AppendPart(StringBuilder text, Component component, long amountFen)
    {
        if (amountFen > 0)
        {
            text.Append($"，{Vocabulary.Component.ChineseOf(component)} {Yuan(amountFen)}");
        }
    }

    private static string ProgrammeSentence(Breakdown breakdown, Programme programme)
    {
        var name = programme.Citation.Title.Length > 0 ? programme.Citation.Title : programme.Id;
        var text = programme.Kind switch
        {
            ProgrammeKind.CasePackage when breakdown.HospitalBorneFen > 0 =>
                $"{name}：超出病种限额的 {Yuan(breakdown.HospitalBorneFen)} 由医院承担",
            ProgrammeKind.CasePackage => $"{name}：费用在病种限额之内",
            ProgrammeKind.Capitation => $"{name}：按人头包干，患者不付费",
            _ => $"{name}：患者负担按普通规定计算，医保与医院按病种定额结算",
        };
        return text + "。" + Basis(breakdown.Terms, programme.Citation);
    }

    private static void AppendRule(StringBuilder text, Breakdown breakdown, in LayerLine line)
    {
        text.Append(line.Rule switch { { Only: not null } => "对其中的单独支付项目 ", { OfCharged: true } => "按费用 ", _ => "对剩余 " })
            .Append(Yuan(line.BaseFen));
        if (line.EligibleFen < line.BaseFen)
        {
            text.Append($"，限额内计入 {Yuan(line.EligibleFen)}");
        }

        if (line.Rule!.Deductible is not null)
        {
            text.Append($"，扣起付线 {Yuan(line.DeductibleFen)}");
        }

        if (line.AssessedFen < line.EligibleFen - line.DeductibleFen)
        {
            text.Append($"，限额内计入 {Yuan(line.AssessedFen)}");
        }

        AppendShares(text, breakdown, line);
        if (line.OwedFen + line.CappedFen < line.ComputedFen)
        {
            text.Append($"，以剩余费用 {Yuan(line.RoomFen)} 为限");
        }

        if (line.CappedFen > 0)
        {
            text.Append($"，超过封顶线 {Yuan(line.CappedFen)} 不付");
        }

        text.Append($"，支付 {Yuan(line.OwedFen)}");
        text.Append(line.AsideFen > 0 ? $"，余下的 {Yuan(line.AsideFen)} 后面的层次不再计算" : "");
    }

    private static void AppendShares(StringBuilder text, Breakdown breakdown, in LayerLine line)
    {
        foreach (ref readonly var share in breakdown.SharesOf(line))
        {
            var what = share.Class is { } itemClass ? Vocabulary.ItemClass.ChineseOf(itemClass) : BandName(line, share);
            text.Append($"，{what} {Yuan(share.PartFen)} × {Percent(share.Rate)} = {Yuan(share.PaidFen)}");
        }
    }

    private static string BandName(in LayerLine line, in Share share) =>
        line.Rule!.Bands!.Count == 1 ? "计" : $"{ExactNumber.Yuan(share.OverFen)} 元以上段";

    private static string Basis(PolicyTerms terms, Citation? citation)
    {
        if (citation is null)
        {
            return "";
        }

        var cite = citation.Cite.Length > 0 ? $"依据：{terms.Sources.Spell(citation.Cite)}。" : "";
        cite += citation.Reading.Length > 0 ? $"（{citation.Reading}）" : "";
        return citation.Assumed ? cite + "（所用数字尚无文件依据，为暂设，请与医保经办机构核对）" : cite;
    }

    private static string Yuan(long amountFen) => ExactNumber.Yuan(amountFen) + " 元";

    /// <summary>The ratio to its last decimal: whoever multiplies again is to get the same fen.</summary>
    private static string Percent(Rate rate)
    {
        var (whole, rest) = Math.DivRem(rate.Numerator * 100, rate.Denominator);
        var decimals = rest * (MostDecimals / rate.Denominator);
        return rest == 0 ? $"{whole}%" : $"{whole}.{decimals:000000000000}".TrimEnd('0') + "%";
    }
}
