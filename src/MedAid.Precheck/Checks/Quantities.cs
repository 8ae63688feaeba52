using System.Globalization;
using MedAid.Core.Calculation;
using MedAid.Precheck.Data;
using MedAid.Settlement.Claims;

namespace MedAid.Precheck.Checks;

/// <summary>Changes of one line of the bill, and quantities as they are read.</summary>
internal static class Quantities
{
    /// <summary>One unit in ten-thousandths.</summary>
    public const long One = 10_000;

    /// <summary>A quantity as text, without zeros at its end.</summary>
    public static string Text(long tenThousandths) => tenThousandths % One == 0
        ? (tenThousandths / One).ToString(CultureInfo.InvariantCulture)
        : $"{tenThousandths / One}.{tenThousandths % One:0000}".TrimEnd('0');

    /// <summary>The least number of whole units for so much, or null if nobody orders so many.</summary>
    public static long? WholeUnits(Int128 amount, Int128 ofUnit)
    {
        var units = (amount + ofUnit - 1) / ofUnit;
        return units > 0 && units * One <= Settlement.Limits.ItemAmountMaxFen ? (long)units : null;
    }

    /// <summary>The visit without a line.</summary>
    public static VisitChange Without(OrderCase order, Order of) =>
        new(order.Claim with { Items = [.. order.Claim.Items.Where((_, i) => i != of.Index)] });

    /// <summary>The visit with another line in its place, its amount worked out; null if the amount is out of bounds.</summary>
    public static VisitChange? With(OrderCase order, Order of, ClaimItem line)
    {
        if ((Int128)line.PriceMillionths * line.QuantityTenThousandths > (Int128)Settlement.Limits.ItemAmountMaxFen * 100_000_000)
        {
            return null;
        }

        var priced = line with { AmountFen = Charges.AmountFen(line.PriceMillionths, line.QuantityTenThousandths) };
        return new VisitChange(order.Claim with { Items = [.. order.Claim.Items.Select((item, i) => i == of.Index ? priced : item)] });
    }

    /// <summary>
    /// A suggestion to order so much of a line, none if it is what is ordered; for so many days, or for as many as the quantity lasts.
    /// </summary>
    public static IReadOnlyList<Suggestion> Suggest(OrderCase order, Order of, long tenThousandths, string label, int? days = null) =>
        tenThousandths != of.Item.QuantityTenThousandths
        && With(order, of, of.Item with { QuantityTenThousandths = tenThousandths, Days = days }) is { } change
            ? [new Suggestion(label, SuggestionKind.ChangeQuantity, change, of.Item.ItemNumber)]
            : [];

    /// <summary>A suggestion to leave a line out.</summary>
    public static Suggestion Remove(OrderCase order, Order of, string label) =>
        new(label, SuggestionKind.RemoveItem, Without(order, of), of.Item.ItemNumber);

    /// <summary>
    /// Suggestions to give another drug that the fund pays here today and of which the hospital's price is known, for the same days: by strength
    /// where it is the same substance, by days of supply where both are known, else the same number of packs.
    /// </summary>
    public static IReadOnlyList<Suggestion> Replace(OrderCase order, Order of, IEnumerable<Drug> drugs) =>
        [.. drugs.Select(d => Replace(order, of, d)).OfType<Suggestion>().Take(Limits.SuggestionsMax)];

    private static Suggestion? Replace(OrderCase order, Order of, Drug drug)
    {
        var entry = order.Find(drug.Code);
        if (entry is null or { Class: Core.Policy.ItemClass.C } || drug.PriceMillionths is not { } price
            || (entry.Restricted && !order.HasDiagnosis(drug.Indications)) || QuantityOf(of, drug, entry) is not { } quantity)
        {
            return null;
        }

        var line = of.Item with
        {
            Code = drug.Code, Name = drug.Name, Category = null, PriceMillionths = price, QuantityTenThousandths = quantity,
            Approval = entry.Restricted ? 1 : 0,
            DailyDoseMillionths = of.Drug?.Ingredient == drug.Ingredient ? of.Item.DailyDoseMillionths : null,
        };
        return With(order, of, line) is { } change
            ? new Suggestion($"改用{drug.Name} {Text(quantity)} 份", SuggestionKind.ReplaceItem, change, of.Item.ItemNumber)
            : null;
    }

    private static long? QuantityOf(Order of, Drug drug, Core.Policy.CatalogueItem entry)
    {
        var ordered = (Int128)of.Item.QuantityTenThousandths;
        if (of.Drug is { StrengthMillionths: { } strength, Units: { } units } known && known.Ingredient == drug.Ingredient
            && drug is { StrengthMillionths: { } other, Units: { } otherUnits })
        {
            return (Int128)strength * units == (Int128)other * otherUnits
                ? of.Item.QuantityTenThousandths
                : WholeUnits(ordered * strength * units, (Int128)other * otherUnits * One) * One;
        }

        return of.DaysOfUnit is { } days && entry.DaysOfSupply is { } otherDays
            ? WholeUnits(ordered * days, (Int128)otherDays * One) * One
            : of.Item.QuantityTenThousandths;
    }
}
