using MedAid.Precheck.Data;

namespace MedAid.Precheck.Checks;

/// <summary>Drugs that the patient still has, or has twice: across visits, hospitals and the draft itself.</summary>
internal static class SupplyChecks
{
    /// <summary>
    /// The drug that is ordered has not run out. A repeat shortly before the end, or one that stays within what a prescription may last, is told
    /// as a remark only.
    /// </summary>
    public static IEnumerable<Finding> Overlapping(OrderCase order, CheckEntry check)
    {
        var atHand = Supply.AtHand(order).ToLookup(s => s.Code, StringComparer.Ordinal);
        foreach (var of in order.Orders.DistinctBy(o => o.Item.Code))
        {
            if (atHand[of.Item.Code].OrderByDescending(s => s.LastDay ?? DateOnly.MaxValue).FirstOrDefault() is { } supply)
            {
                yield return Overlap(order, check, of, supply);
            }
        }
    }

    /// <summary>The same code stands on two lines.</summary>
    public static IEnumerable<Finding> TwiceInList(OrderCase order, CheckEntry check) =>
        from lines in order.Orders.Where(o => o.Drug is not null).GroupBy(o => o.Item.Code, StringComparer.Ordinal)
        where lines.Count() > 1
        let last = lines.Last()
        let numbers = string.Join('、', lines.Select(l => l.Item.ItemNumber))
        let all = lines.Aggregate(0L, (sum, l) => sum + l.Item.QuantityTenThousandths)
        select new Finding
        {
            Subject = last.Name,
            ItemNumber = last.Item.ItemNumber,
            What = $"第 {numbers} 项是同一种药，共 {Quantities.Text(all)} 份",
            Action = "核对后合并，或删去一项",
            Detail = "确需分开开的（不同用法、不同疗程），照开即可。",
            Key = [last.Item.Code, numbers],
            Facts = [CardFacts.Quantity],
            Suggestions = [Quantities.Remove(order, last, $"删去第 {last.Item.ItemNumber} 项")],
        };

    private static Finding Overlap(OrderCase order, CheckEntry check, Order of, Supply supply)
    {
        var left = supply.DaysFrom(order.Day);
        var (daysMax, _) = PrescriptionChecks.DaysMax(order, check.Figure("days_max"), check.Figure("days_max"));
        var isRepeat = left <= check.Figure("near_end_days") || (left is { } days && of.Days is { } own && days + own <= daysMax);
        var allowed = AllowedUnits(of, left, daysMax);
        return new Finding
        {
            Subject = of.Name,
            ItemNumber = of.Item.ItemNumber,
            What = supply.LastDay is { } last ? $"手里的药可用到 {last:yyyy-MM-dd}" : "同一种药正在使用",
            Action = isRepeat ? "问明余量后再签" : allowed > 0 ? $"减到 {allowed} 份，或到期后再开" : "到期后再开",
            Detail = $"{supply.Text(order)}。{(left is { } n && of.Days is { } add ? $"连同本次共 {n + add} 天，一次最长 {daysMax} 天。" : "")}",
            Key = [of.Item.Code, $"{supply.LastDay:yyyy-MM-dd}", supply.HospitalCode.Text, isRepeat ? "repeat" : $"{of.Days}"],
            Facts = [.. supply.Facts(order)],
            AtMost = isRepeat ? Severity.Info : Severity.Critical,
            Suggestions = isRepeat ? []
                :
                [
                    .. allowed > 0
                        ? Quantities.Suggest(order, of, allowed * Quantities.One, $"{of.Name}减到 {allowed} 份")
                        : [],
                    Quantities.Remove(order, of, $"本次不开{of.Name}"),
                ],
        };
    }

    /// <summary>How many units, of those ordered, stay within what a prescription may last.</summary>
    private static long AllowedUnits(Order of, int? left, int daysMax) => left is { } days && of.DaysOfUnit is { } ofUnit
        ? Math.Min(of.Item.QuantityTenThousandths / Quantities.One, Math.Max(0, daysMax - days) / ofUnit)
        : 0;
}
