using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Precheck.Data;

namespace MedAid.Precheck.Checks;

/// <summary>How much and for how long: quantity against dose and days, days against what a prescription may last (长处方).</summary>
internal static class PrescriptionChecks
{
    /// <summary>Id of the check <see cref="TooLong"/>.</summary>
    public const string LongPrescription = "long-prescription";

    private const int Week = 7;

    /// <summary>More packs than dose and days need.</summary>
    public static IEnumerable<Finding> OverQuantity(OrderCase order, CheckEntry check) =>
        from of in order.Orders
        where of.Item.Days is not null
        let needed = Needed(of)
        where needed is not null && of.Item.QuantityTenThousandths > (needed + check.Figure("spare_packs")) * Quantities.One
        select new Finding
        {
            Subject = of.Name,
            ItemNumber = of.Item.ItemNumber,
            What = $"开 {Quantities.Text(of.Item.QuantityTenThousandths)} 份，{of.Item.Days} 天只要 {needed} 份",
            Action = $"减到 {needed} 份",
            Detail = $"按用量和天数算，{of.Item.Days} 天用 {needed} 份；最多可开 {needed + check.Figure("spare_packs")} 份。",
            Key = [of.Item.Code, $"{of.Item.QuantityTenThousandths}", $"{of.Item.Days}", $"{of.Item.DailyDoseMillionths}"],
            Facts = [CardFacts.Quantity],
            Suggestions = Quantities.Suggest(order, of, needed.Value * Quantities.One, $"{of.Name}减到 {needed} 份", of.Item.Days),
        };

    /// <summary>It lasts longer than a prescription may.</summary>
    public static IEnumerable<Finding> TooLong(OrderCase order, CheckEntry check)
    {
        var (unstable, unsigned) = (check.Figure("unstable_weeks") * Week, check.Figure("unsigned_weeks") * Week);
        var (daysMax, basis) = DaysMax(order, unstable, unsigned);
        if (basis.Length == 0)
        {
            yield break;
        }

        foreach (var of in order.Orders.Where(o => o.Days > daysMax))
        {
            var units = of.DaysOfUnit is { } days ? daysMax / days : 0;
            yield return new Finding
            {
                Subject = of.Name,
                ItemNumber = of.Item.ItemNumber,
                What = $"可用 {of.Days} 天，一张处方最长 {daysMax} 天",
                Action = units > 0 ? $"减到 {units} 份" : $"减到 {daysMax} 天",
                Detail = $"{basis}最长 {daysMax / Week} 周（{daysMax} 天）。",
                Key = [of.Item.Code, $"{of.Days}", $"{daysMax}"],
                Facts = [CardFacts.Quantity],
                Suggestions = units > 0 ? Quantities.Suggest(order, of, units * Quantities.One, $"{of.Name}减到 {units} 份") : [],
            };
        }
    }

    /// <summary>A stable patient of the two diseases who comes again and again for less than four weeks.</summary>
    public static IEnumerable<Finding> LongPossible(OrderCase order, CheckEntry check)
    {
        if (!order.Draft.Stable || order.Claim.Care != Care.TwoDisease || Rule(order) is not { } rule)
        {
            yield break;
        }

        var (from, to) = (check.Figure("weeks_min") * Week, rule.WeeksMax * Week);
        foreach (var of in order.Orders.Where(o => o.Days < from && o.DaysOfUnit is not null))
        {
            var before = order.Earlier.Count(v => v.Supplies.Any(s => s.Code == of.Item.Code));
            if (before < check.Figure("visits_min") || Quantities.WholeUnits(from, of.DaysOfUnit!.Value) is not { } units
                || units * of.DaysOfUnit > to)
            {
                continue;
            }

            yield return new Finding
            {
                Subject = of.Name,
                ItemNumber = of.Item.ItemNumber,
                What = $"病情稳定，已连续开过 {before} 次",
                Action = $"可改开 {check.Figure("weeks_min")}—{rule.WeeksMax} 周长处方",
                Detail = $"病情稳定的“两病”患者一次可开 {check.Figure("weeks_min")}—{rule.WeeksMax} 周，少跑几趟；是否稳定由医师判断。",
                Key = [of.Item.Code, $"{of.Days}"],
                Facts = [CardFacts.Quantity],
                Suggestions = Quantities.Suggest(order, of, units * Quantities.One, $"改开 {units} 份（{units * of.DaysOfUnit} 天）"),
            };
        }
    }

    /// <summary>
    /// How many days a prescription may last by the law of the day, and for whom; where the law says nothing, so many as are given. A patient of
    /// the two diseases who is not stable, and one who would have to be signed and is not, has less. Where one has to be signed, the entry of
    /// <see cref="TooLong"/> says for every check.
    /// </summary>
    public static (int Days, string For) DaysMax(OrderCase order, int otherwise, int unsigned)
    {
        if (Rule(order) is not { } rule)
        {
            return (otherwise, "");
        }

        var signedRegions = order.Books.Checks.Find(LongPrescription)?.Lists["signed_regions"] ?? [];
        if (!order.Draft.HasFamilyDoctor && signedRegions.Any(r => order.Person.County.Text.StartsWith(r, StringComparison.Ordinal)))
        {
            return (unsigned, "没有签约家庭医生的，");
        }

        return !order.Draft.Stable && order.Claim.Care == Care.TwoDisease
            ? (otherwise, "病情没有注明稳定的“两病”患者，")
            : (rule.WeeksMax * Week, "按当地规定，");
    }

    /// <summary>What of a line is above what dose and days need, in fen.</summary>
    public static long AboveNeedFen(Order of) => Charges.AmountFen(
        of.Item.PriceMillionths, of.Item.QuantityTenThousandths - ((Needed(of) ?? 0) * Quantities.One));

    private static PrescriptionRule? Rule(OrderCase order) => order.Opened.Case.Terms.Prescriptions.FirstOrDefault(r => r.When.Holds(order.Facts));

    private static long? Needed(Order of)
    {
        var days = of.Item.Days!.Value;
        return of is { Drug: { StrengthMillionths: { } strength, Units: { } units }, Item.DailyDoseMillionths: { } dose }
            ? Quantities.WholeUnits((Int128)dose * days, (Int128)strength * units)
            : of.DaysOfUnit is { } ofUnit ? Quantities.WholeUnits(days, ofUnit) : null;
    }
}
