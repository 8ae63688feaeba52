using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Precheck.Data;
using MedAid.Precheck.Papers;

namespace MedAid.Precheck.Checks;

/// <summary>Items that the fund does not pay, or pays less of than of others: outside the catalogue, above the ceiling, dearer.</summary>
internal static class CoverageChecks
{
    private const int Hundred = 100;

    /// <summary>Outside the catalogue: the patient pays it whole, and has to agree before.</summary>
    public static IEnumerable<Finding> OutsideCatalogue(OrderCase order, CheckEntry check)
    {
        foreach (var of in order.Orders.Where(o => o.Split is { Class: ItemClass.C, Charges.OutOfScopeFen: > 0 }))
        {
            if (order.Signed.AgreedLines.Contains(of.Item.ItemNumber)
                || !check.Lists["categories"].Contains(of.Entry?.Category ?? of.Item.Category ?? ""))
            {
                continue;
            }

            var replace = Quantities.Replace(order, of, Substitutes(order, of));
            yield return new Finding
            {
                Subject = of.Name,
                ItemNumber = of.Item.ItemNumber,
                What = $"目录外，全自费 {ExactNumber.Yuan(of.Split.Charges.OutOfScopeFen)} 元",
                Action = replace.Count > 0 ? replace[0].Label : "先签知情同意书",
                Detail = "目录外的药品、耗材非必要不用；确需使用的，先向病人说明价格和目录内可用的品种，签知情同意书。",
                Key = [of.Item.Code],
                Facts = [CardFacts.SelfPaid, .. replace.Count > 0 ? [CardFacts.Substitute] : Array.Empty<string>()],
                Suggestions = [.. replace, Quantities.Remove(order, of, $"不开{of.Name}")],
            };
        }
    }

    /// <summary>The price is above the ceiling of payment: the patient pays the difference.</summary>
    public static IEnumerable<Finding> OverCeiling(OrderCase order, CheckEntry check)
    {
        foreach (var of in order.Orders.Where(o => o is { Split.Charges.OverCeilingFen: > 0, Entry.CeilingMillionths: not null }
            && !order.Signed.AgreedLines.Contains(o.Item.ItemNumber)))
        {
            var replace = Quantities.Replace(order, of, Substitutes(order, of).Where(d => d.PriceMillionths <= of.Entry!.CeilingMillionths));
            yield return new Finding
            {
                Subject = of.Name,
                ItemNumber = of.Item.ItemNumber,
                What = $"单价高于支付限价 {PaperPage.Price(of.Entry!.CeilingMillionths!.Value)} 元，"
                    + $"超出的 {ExactNumber.Yuan(of.Split.Charges.OverCeilingFen)} 元由病人付",
                Action = replace.Count > 0 ? replace[0].Label : "选限价内的规格，或先告知病人",
                Detail = $"单价 {PaperPage.Price(of.Item.PriceMillionths)} 元，限价 {PaperPage.Price(of.Entry.CeilingMillionths.Value)} 元；超出部分各项保障都不支付。",
                Key = [of.Item.Code, $"{of.Item.PriceMillionths}", $"{of.Entry.CeilingMillionths}"],
                Facts = [CardFacts.SelfPaid, .. replace.Count > 0 ? [CardFacts.Substitute] : Array.Empty<string>()],
                Suggestions = replace,
            };
        }
    }

    /// <summary>The same substance, form and strength was won in central procurement.</summary>
    public static IEnumerable<Finding> CentrallyProcured(OrderCase order, CheckEntry check) =>
        from of in order.Orders
        where of is { Drug.Procured: false } and not { Entry.CentrallyProcured: true }
        let replace = Quantities.Replace(order, of, Equals(order, of).Where(d => IsProcured(order, d)))
        where replace.Count > 0
        select new Finding
        {
            Subject = of.Name,
            ItemNumber = of.Item.ItemNumber,
            What = "同成分、同剂型、同规格有集中采购中选药",
            Action = replace[0].Label,
            Detail = "集中采购中选的药品优先使用；病人要求用其他品种的，先告知差价。",
            Key = [of.Item.Code, replace[0].Change.Claim.Items[of.Index].Code],
            Facts = [CardFacts.Substitute],
            Suggestions = replace,
        };

    /// <summary>The same substance, form and strength costs the patient less.</summary>
    public static IEnumerable<Finding> DearerThanEqual(OrderCase order, CheckEntry check) =>
        from of in order.Orders
        where of.Drug is not null
        let replace = Quantities.Replace(order, of, Equals(order, of).Where(d => IsCheaper(of, d, check.Figure("percent_min"))))
        where replace.Count > 0
        select new Finding
        {
            Subject = of.Name,
            ItemNumber = of.Item.ItemNumber,
            What = "有同成分、同剂型、同规格而病人少付的品种",
            Action = replace[0].Label,
            Detail = "病人要求用较贵品种的，先告知差价并签知情同意书。",
            Key = [of.Item.Code, replace[0].Change.Claim.Items[of.Index].Code],
            Facts = [CardFacts.Substitute],
            Suggestions = replace,
            OnlyIfCheaper = true,
        };

    private static bool IsProcured(OrderCase order, Drug drug) => drug.Procured || order.Find(drug.Code) is { CentrallyProcured: true };

    private static bool IsCheaper(Order of, Drug other, int percentMin) =>
        other.PriceMillionths is { } price && (Int128)of.Item.PriceMillionths * (Hundred - percentMin) >= (Int128)price * Hundred;

    private static IEnumerable<Drug> Equals(OrderCase order, Order of) => order.Books.SameIngredient(of.Drug!)
        .Where(d => d.IsEqualTo(of.Drug!)).OrderBy(d => d.PriceMillionths ?? long.MaxValue).ThenBy(d => d.Code, StringComparer.Ordinal);

    /// <summary>Equal drugs first, the cheapest first of them; then what the catalogue and the list name.</summary>
    private static IEnumerable<Drug> Substitutes(OrderCase order, Order of) =>
        (of.Drug is null ? [] : Equals(order, of))
            .Concat((of.Entry?.Substitutes ?? []).Concat(of.Drug?.Substitutes ?? []).Select(order.Books.Drug).OfType<Drug>()).Distinct();
}
