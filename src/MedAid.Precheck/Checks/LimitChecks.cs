using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Precheck.Data;

namespace MedAid.Precheck.Checks;

/// <summary>Limits of month and year that are nearly or wholly used, and the line of catastrophic insurance when it is near.</summary>
internal static class LimitChecks
{
    private const int Hundred = 100;

    /// <summary>A limit (封顶线、费用限额) is used up, or will nearly be.</summary>
    public static IEnumerable<Finding> Near(OrderCase order, CheckEntry check)
    {
        var found = new List<Finding>();
        foreach (var (layer, limit, ofRule) in LimitsOf(order.Opened.Breakdown))
        {
            var used = order.Opened.UsedFen(limit)!.Value;
            var after = checked(used + order.Opened.Breakdown.CounterAddedFen[limit.Slot]);
            if ((Int128)after * Hundred >= (Int128)limit.AmountFen * check.Figure("percent"))
            {
                found.Add(Of(order, layer, limit, used, after) with { Law = LawOf(order, limit, ofRule) });
            }
        }

        return found;
    }

    /// <summary>Little is left of the line (起付线) above which catastrophic insurance pays.</summary>
    public static IEnumerable<Finding> CatastrophicNear(OrderCase order, CheckEntry check)
    {
        var found = new List<Finding>();
        foreach (ref readonly var line in order.Opened.Breakdown.Lines)
        {
            if (!check.Lists["layers"].Contains(line.LayerId)
                || line.Rule?.Deductible?.Limit is not { Slot: >= 0, AmountFen: > 0 } limit || limit.Period == Period.Visit)
            {
                continue;
            }

            var used = order.Opened.UsedFen(limit)!.Value;
            var left = limit.AmountFen - checked(used + order.Opened.Breakdown.CounterAddedFen[limit.Slot]);
            if (used < limit.AmountFen && (Int128)left * Hundred <= (Int128)limit.AmountFen * check.Figure("percent"))
            {
                var name = Explanation.LayerName(line);
                found.Add(new Finding
                {
                    Subject = $"{name}起付线",
                    What = left > 0 ? $"本次以后还差 {ExactNumber.Yuan(left)} 元" : "本次达到",
                    Action = "告知病人，此后的费用由它分担",
                    Detail = $"{PeriodWords.Name(limit.Period)}起付线 {ExactNumber.Yuan(limit.AmountFen)} 元，已累计 {ExactNumber.Yuan(used)} 元；"
                        + "要做的检查治疗不必为此拖延或提前。",
                    Key = [line.LayerId, KeyOf(order, limit), left > 0 ? "near" : "reached"],
                    Law = LawOf(order, limit, line.Citation),
                    Facts = [CardFacts.Limit],
                });
            }
        }

        return found;
    }

    private static Finding Of(OrderCase order, string layer, Limit limit, long used, long after)
    {
        var period = PeriodWords.Name(limit.Period);
        var isUsed = used >= limit.AmountFen;
        return new Finding
        {
            Subject = $"{layer}{period}限额",
            What = isUsed ? $"{ExactNumber.Yuan(limit.AmountFen)} 元已用完"
                : after >= limit.AmountFen ? "本次用完"
                : $"本次以后只剩 {ExactNumber.Yuan(limit.AmountFen - after)} 元",
            Action = "告知病人，超出部分自付",
            Detail = $"{period}限额 {ExactNumber.Yuan(limit.AmountFen)} 元，本次以前已用 {ExactNumber.Yuan(used)} 元。不急的项目可与病人商量安排。",
            Key = [layer, KeyOf(order, limit), isUsed ? "used" : after >= limit.AmountFen ? "last" : "near"],
            Facts = [CardFacts.Limit],
        };
    }

    /// <summary>Every limit with a counter of the rules that applied, each once.</summary>
    private static List<(string Layer, Limit Limit, Citation OfRule)> LimitsOf(Breakdown breakdown)
    {
        var limits = new List<(string Layer, Limit Limit, Citation OfRule)>();
        foreach (ref readonly var line in breakdown.Lines)
        {
            var (name, citation) = (Explanation.LayerName(line), line.Citation);
            Limit?[] limitsOfRule = line.Rule is { } rule ? [.. rule.Caps, rule.BaseCap?.Limit] : [];
            limits.AddRange(
                from limit in limitsOfRule.OfType<Limit>()
                where limit is { Slot: >= 0, AmountFen: > 0 } && limit.Period != Period.Visit
                select (name, limit, citation));
        }

        return [.. limits.DistinctBy(l => l.Limit.Slot)];
    }

    /// <summary>
    /// The limit is that of the patient's law, and so is what it rests on; where no document is in hand, where its figure was found.
    /// </summary>
    private static string LawOf(OrderCase order, Limit limit, Citation ofRule)
    {
        var sources = order.Opened.Case.Terms.Sources;
        var cite = limit.Citation.Cite.Length > 0 ? limit.Citation.Cite : ofRule.Cite;
        var source = limit.Citation.Source.Length > 0 ? limit.Citation.Source : ofRule.Source;
        return cite.Length > 0 ? sources.OnPapers(cite) : source.Length > 0 ? $"数字出处：{sources.OnPapers(source)}" : "";
    }

    private static string KeyOf(OrderCase order, Limit limit) => order.Opened.Case.CounterKeys[limit.Slot];
}
