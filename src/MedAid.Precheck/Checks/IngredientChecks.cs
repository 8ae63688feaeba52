using MedAid.Precheck.Data;

namespace MedAid.Precheck.Checks;

/// <summary>The same substance twice, in another form or from another maker. Two strengths of one form make up a dose and are no fault.</summary>
internal static class IngredientChecks
{
    /// <summary>Beside another order of the draft, or what the patient has at hand.</summary>
    public static IEnumerable<Finding> SameIngredient(OrderCase order, CheckEntry check)
    {
        var atHand = Supply.AtHand(order);
        foreach (var substance in order.Orders.Where(o => o.Drug is not null).GroupBy(o => o.Drug!.Ingredient, StringComparer.Ordinal))
        {
            var seen = new List<Order>();
            foreach (var of in substance.DistinctBy(o => o.Item.Code))
            {
                if (seen.FirstOrDefault(s => IsTheSameAgain(s.Drug!, of.Drug!)) is { } other)
                {
                    yield return InList(order, of, other);
                }
                else if (Besides(order, of.Drug!, atHand) is { } supply)
                {
                    yield return AtHand(order, of, supply);
                }

                seen.Add(of);
            }
        }
    }

    private static Supply? Besides(OrderCase order, Drug drug, IReadOnlyList<Supply> atHand) => atHand
        .FirstOrDefault(s => s.Code != drug.Code && order.Books.Drug(s.Code) is { } other && other.Ingredient == drug.Ingredient
            && IsTheSameAgain(other, drug));

    /// <summary>Another form, or the same strength again. Where a strength is not known, nothing is claimed of one form.</summary>
    private static bool IsTheSameAgain(Drug one, Drug other) => one.Form != other.Form
        || (one.StrengthMillionths is { } strength && strength == other.StrengthMillionths);

    private static Finding InList(OrderCase order, Order of, Order other) => new()
    {
        Subject = of.Name,
        ItemNumber = of.Item.ItemNumber,
        What = $"与第 {other.Item.ItemNumber} 项{other.Name}是同一成分（{of.Drug!.Ingredient}）",
        Action = "核对后只留一种",
        Detail = "同一成分的另一剂型或另一厂家同时使用，剂量会相加。同一剂型用两种规格凑剂量的不在此列。",
        Key = [of.Item.Code, other.Item.Code],
        Facts = [CardFacts.SameIngredient],
        Suggestions = [Quantities.Remove(order, of, $"不开{of.Name}"), Quantities.Remove(order, other, $"不开{other.Name}")],
    };

    private static Finding AtHand(OrderCase order, Order of, Supply supply) => new()
    {
        Subject = of.Name,
        ItemNumber = of.Item.ItemNumber,
        What = $"病人正在用同一成分的{order.Books.Drug(supply.Code)!.Name}",
        Action = "核对后只用一种",
        Detail = $"{supply.Text(order)}。同一成分（{of.Drug!.Ingredient}）的另一剂型或另一厂家同时使用，剂量会相加；换药的请告诉病人停用原来的。",
        Key = [of.Item.Code, supply.Code, $"{supply.LastDay:yyyy-MM-dd}"],
        Facts = [CardFacts.SameIngredient, .. supply.Facts(order)],
        Suggestions = [Quantities.Remove(order, of, $"本次不开{of.Name}")],
    };
}
