using System.Text;
using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>
/// What a rule did with a bill, in the words of a bill: what it started from, the deductible and how far it is filled, each ratio with its part,
/// the limit and what is left of it, and what is paid. Every figure can be reckoned again from the others.
/// </summary>
internal readonly ref struct RuleText(Breakdown breakdown, ReadOnlySpan<long> usedFen, StringBuilder text)
{
    private readonly ReadOnlySpan<long> usedFen = usedFen;

    /// <summary>Whether a rule for some items only found none of them in what was left to pay.</summary>
    public static bool HasNoneOfItsItems(in LayerLine line) => line is { Rule.Only: not null, BaseFen: 0, RoomFen: > 0 };

    /// <summary>Says all that a line of a rule did.</summary>
    public void Append(in LayerLine line)
    {
        var title = line.Rule!.Citation.Title;
        if (HasNoneOfItsItems(line))
        {
            text.Append($"{title}只支付{NameOf(line.Rule.Only!)}，本次{What(line)} {Yuan(line.RoomFen)}中没有，不支付");
            return;
        }

        if (line.OwedFen == 0 && title.Length > 0 && breakdown.SharesOf(line) is [{ Rate.Numerator: 0 }] && line.Rule.Bands is not { Count: > 1 })
        {
            AppendNothing(line, title);
            return;
        }

        text.Append(title.Length > 0 && title != Explanation.LayerName(line) ? title + "，" : "").Append(Base(line));
        if (line.EligibleFen < line.BaseFen)
        {
            AppendBaseCap(line, line.EligibleFen);
        }

        AppendDeductible(line);
        if (line.AssessedFen < line.EligibleFen - line.DeductibleFen)
        {
            AppendBaseCap(line, line.AssessedFen);
        }

        if (line.AssessedFen == 0)
        {
            text.Append("，本次不支付");
            return;
        }

        if (line.ComputedFen == 0 && line.Rule.Bands is { } bands && FirstPaidFen(bands) is > 0 and var from)
        {
            text.Append(bands.Basis == Period.Visit ? "" : $"，{This(bands.Basis)}累计 {Yuan(line.AssessedBeforeFen + line.AssessedFen)}")
                .Append($"，未超过 {Yuan(from)}，本次不支付");
            return;
        }

        AppendPayment(line);
    }

    /// <summary>Where the first band begins that pays anything; 0 if none does.</summary>
    private static long FirstPaidFen(BandTerms bands)
    {
        for (var i = 0; i < bands.Count; i++)
        {
            if (bands.Rate(i).Numerator > 0)
            {
                return bands.OverFen(i);
            }
        }

        return 0;
    }

    /// <summary>A rule that pays nothing: its title says why, and where the patient asks for relief.</summary>
    private void AppendNothing(in LayerLine line, string title)
    {
        text.Append($"{title}（涉及费用 {Yuan(line.BaseFen)}）");
        if (title.Contains("书面", StringComparison.Ordinal))
        {
            text.Append("。窗口不能结算，请您先付费，再持诊断书、费用票据、医保报销凭证等向户籍地乡镇（街道）申请");
        }
    }

    private string Base(in LayerLine line)
    {
        if (line.Rule!.Only is not { } only)
        {
            return $"{What(line)} {Yuan(line.BaseFen)}";
        }

        return $"{What(line)} {Yuan(line.RoomFen)}" + (HasOthers(line)
            ? $"，其中{NameOf(only)} {Yuan(line.BaseFen)}（其余 {Yuan(line.RoomFen - line.BaseFen)}不在此项支付范围）" : $"（均为{NameOf(only)}）");
    }

    private string What(in LayerLine line)
    {
        var covers = line.Layer!.Covers;
        var what = covers is [Component.InScope] ? "政策范围内费用" : covers is [Component.Package] ? "病种限额内费用" : "费用";
        return line.Rule!.OfCharged || IsFirst(line) ? what : $"个人负担的{what}";
    }

    /// <summary>Whether a rule for some items only met others beside them.</summary>
    private static bool HasOthers(in LayerLine line) => line.Rule!.Only is not null && line.BaseFen < line.RoomFen;

    private static string NameOf(OnlyTerms only) => only.Title.Length > 0 ? only.Title : "规定的项目";

    /// <summary>Whether nothing was paid before this line.</summary>
    private bool IsFirst(in LayerLine line)
    {
        var layers = line.Layer!.Covers is [Component.Package, ..] ? breakdown.Programme?.Layers ?? [] : breakdown.Terms.Layers;
        return ReferenceEquals(line.Layer, layers.FirstOrDefault(l => !l.External));
    }

    private void AppendBaseCap(in LayerLine line, long withinFen)
    {
        var limit = line.Rule!.BaseCap!.Limit;
        text.Append($"，费用限额{Every(limit.Period)} {Yuan(limit.AmountFen)}{EarlierInStay("、", limit.StaySlot, "已计入")}，本次计入 {Yuan(withinFen)}");
    }

    private void AppendDeductible(in LayerLine line)
    {
        if (line.Rule!.Deductible is not { Limit: var limit } terms || line.EligibleFen == 0)
        {
            return;
        }

        if (limit.Period == Period.Visit)
        {
            AppendDeductibleOfVisit(line, terms);
            return;
        }

        var borne = $"{This(limit.Period)}累计 {ExactNumber.Yuan(After(limit))}／{Yuan(limit.AmountFen)}";
        text.Append(line switch
        {
            { DeductibleFen: 0 } => $"，{This(limit.Period)}起付线 {Yuan(limit.AmountFen)}已满",
            { AssessedFen: 0 } when After(limit) < limit.AmountFen => $"，全部计入起付线（{borne}），未达到起付线",
            _ => $"，扣除起付线 {Yuan(line.DeductibleFen)}（{borne}）",
        });
    }

    private void AppendDeductibleOfVisit(in LayerLine line, DeductibleTerms terms)
    {
        var (amountFen, takenFen) = (terms.Limit.AmountFen, line.DeductibleFen);
        if (OfStay(terms.Limit.StaySlot) > 0)
        {
            text.Append($"，本次住院起付线 {Yuan(amountFen)}{EarlierInStay("，", terms.Limit.StaySlot, "已扣")}")
                .Append(takenFen > 0 ? $"，本次再扣 {Yuan(takenFen)}" : "，本次不再扣");
            return;
        }

        text.Append(takenFen > 0 ? $"，扣除起付线 {Yuan(takenFen)}" : "");
        if (terms.YearCeilingFen is { } ceilingFen && takenFen < Math.Min(amountFen, line.EligibleFen) && After(terms.Limit) >= ceilingFen)
        {
            text.Append($"，起付线本年累计已到上限 {Yuan(ceilingFen)}，不再{(takenFen > 0 ? "多" : "")}扣");
        }
        else if (takenFen == 0)
        {
            text.Append("，起付线已扣足");
        }
    }

    /// <summary>What earlier parts of the stay have added to a counter of it; nothing for a visit of its own and for a first part.</summary>
    private string EarlierInStay(string before, int staySlot, string what) =>
        OfStay(staySlot) is var fen and > 0 ? $"{before}此前各次结算{what} {Yuan(fen)}" : "";

    private long OfStay(int staySlot) => staySlot >= 0 && breakdown.InStay ? Used(breakdown.FirstStaySlot + staySlot) : 0;

    private void AppendPayment(in LayerLine line)
    {
        var shares = breakdown.SharesOf(line);
        var isPlain = shares.Length == 1 && line.OwedFen == line.ComputedFen;
        foreach (ref readonly var share in shares)
        {
            text.Append($"，{Part(line, share)}按 {PlainText.Percent(share.Rate)} {(isPlain ? Paying(line) : "计")} {Yuan(share.PaidFen)}");
        }

        text.Append(line.OwedFen + line.CappedFen < line.ComputedFen ? $"，以个人负担的 {Yuan(line.RoomFen)}为限" : "");
        AppendCap(line);
        text.Append(isPlain ? "" : $"，{Paying(line)} {Yuan(line.OwedFen)}");
        if (line.CappedFen > 0)
        {
            text.Append($"，超出的 {Yuan(line.CappedFen)}不支付");
        }
        else
        {
            AppendLeft(line);
        }

        text.Append(line.AsideFen > 0 ? $"，余下的 {Yuan(line.AsideFen)}由个人负担" : "");
    }

    private void AppendCap(in LayerLine line)
    {
        if (line.CappedFen > 0 && Tightest(line.Rule!.Caps) is { } cap)
        {
            text.Append(cap.Period == Period.Visit
                ? $"，每次限额 {Yuan(cap.AmountFen)}{EarlierInStay("、", cap.StaySlot, "已支付")}"
                : $"，{Every(cap.Period)}限额 {Yuan(cap.AmountFen)}、{This(cap.Period)}还剩 {Yuan(Before(cap))}");
        }
    }

    /// <summary>What the narrowest limit over a period leaves for later visits.</summary>
    private void AppendLeft(in LayerLine line)
    {
        if (Tightest(line.Rule!.Caps) is { Period: not Period.Visit } cap)
        {
            text.Append($"（{Every(cap.Period)}限额 {Yuan(cap.AmountFen)}，{This(cap.Period)}还剩 {Yuan(Math.Max(0, cap.AmountFen - After(cap)))}）");
        }
    }

    private Limit? Tightest(IReadOnlyList<Limit> caps)
    {
        Limit? tightest = null;
        foreach (var cap in caps)
        {
            tightest = tightest is null || Before(cap) < Before(tightest) ? cap : tightest;
        }

        return tightest;
    }

    private long Before(Limit limit) => Math.Max(0, limit.AmountFen - (limit.Period == Period.Visit ? OfStay(limit.StaySlot) : Used(limit.Slot)));

    private long After(Limit limit) => Used(limit.Slot) + (limit.Slot < 0 ? 0 : breakdown.CounterAddedFen[limit.Slot]);

    private long Used(int slot) => slot >= 0 && slot < usedFen.Length ? usedFen[slot] : 0;

    private string Part(in LayerLine line, in Share share)
    {
        if (share.Class is { } itemClass)
        {
            return $"{Vocabulary.ItemClass.ChineseOf(itemClass)} {Yuan(share.PartFen)}";
        }

        var bands = line.Rule!.Bands!;
        if (bands.Count == 1)
        {
            return share.PartFen == line.BaseFen ? HasOthers(line) ? $"{NameOf(line.Rule.Only!)} {Yuan(share.PartFen)}" : ""
                : line.DeductibleFen > 0 && share.PartFen == line.EligibleFen - line.DeductibleFen
                    ? $"余下 {Yuan(share.PartFen)}" : $"其中 {Yuan(share.PartFen)}";
        }

        var over = share.OverFen;
        var upTo = Enumerable.Range(0, bands.Count).Where(i => bands.OverFen(i) == over).Select(bands.UpToFen).First();
        var band = over == 0 ? $"{Yuan(upTo)}以内" : upTo == long.MaxValue ? $"{Yuan(over)}以上" : $"{ExactNumber.Yuan(over)} 至 {Yuan(upTo)}";
        return $"{BasisOf(bands)}{band}的部分 {Yuan(share.PartFen)}";
    }

    private string BasisOf(BandTerms bands) => bands.Basis != Period.Visit ? This(bands.Basis) + "累计 "
        : OfStay(bands.StaySlot) > 0 ? "本次住院累计 " : "";

    private static string Paying(in LayerLine line) => line.DeferredFen > 0 ? "应支付" : "支付";

    private static string Every(Period period) => PeriodWords.Every(period);

    private static string This(Period period) => PeriodWords.This(period);

    private static string Yuan(long amountFen) => Explanation.Yuan(amountFen);
}
