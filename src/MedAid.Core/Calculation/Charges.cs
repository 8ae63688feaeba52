using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>
/// From items to charges (费用分解): waiver, class, restriction, ceiling, first self-pay; what remains is in scope. Each
/// product is rounded once, half-up; the other part is got by subtraction: 545.50 at 5 % is 27.28 first self-pay, 518.22 in scope.
/// </summary>
public static class Charges
{
    // A price has six decimals and a quantity four; their product has ten, a fen has two.
    private const long ProductPerFen = 100_000_000;

    /// <summary>The amount of an item: price × quantity, rounded half-up to the fen.</summary>
    public static long AmountFen(long priceMillionths, long quantityTenThousandths) =>
        Rounding.HalfUp((Int128)priceMillionths * quantityTenThousandths, ProductPerFen);

    /// <summary>Splits all items of a part and sums them up; refuses an item whose given amount differs.</summary>
    internal static Refusal Split(
        PolicyTerms terms, VisitPart part, ReadOnlySpan<long> usedFen, Breakdown result, out ChargeSplit charges)
    {
        var visit = part.Visit;
        charges = visit.Charges ?? default;
        if (visit.Charges is not null)
        {
            result.Charges = charges;
            result.GrossFen = result.TotalFen = charges.TotalFen;
            return Refusal.None;
        }

        long inScope = 0, firstSelfPay = 0, overCeiling = 0, outOfScope = 0;
        for (var i = 0; i < visit.Items.Count; i++)
        {
            var split = Split(terms, visit, usedFen, result, visit.Items[i]);
            if (visit.Items[i].GivenAmountFen is { } given && given != split.AmountFen)
            {
                return Refusal.ItemAmountDiffers;
            }

            result.Put(part.PlaceOf(i), split);
            result.GrossFen += split.AmountFen;
            result.WaivedFen += split.WaivedFen;
            inScope += split.Charges.InScopeFen;
            firstSelfPay += split.Charges.FirstSelfPayFen;
            overCeiling += split.Charges.OverCeilingFen;
            outOfScope += split.Charges.OutOfScopeFen;
        }

        result.TotalFen = result.GrossFen - result.WaivedFen;
        charges = new ChargeSplit(inScope, firstSelfPay, overCeiling, outOfScope);
        result.Charges = result.Charges.Plus(charges);
        Invariant.Holds(result.Charges.TotalFen == result.TotalFen, "the charges add up to the total");
        return Refusal.None;
    }

    private static ItemSplit Split(
        PolicyTerms terms, VisitInput visit, ReadOnlySpan<long> usedFen, Breakdown result, in Item item)
    {
        var amount = AmountFen(item.PriceMillionths, item.QuantityTenThousandths);
        var (waiver, waived) = Waivers.Of(terms, visit, usedFen, result, item.Category, amount);
        var rest = amount - waived;
        var itemClass = item.Class is ItemClass.A or ItemClass.B ? item.Class : ItemClass.C;
        if (itemClass == ItemClass.C || item.Approval == 2 || (item.Restricted && item.Approval != 1))
        {
            return new ItemSplit(amount, waived, itemClass, Rate.Zero, new ChargeSplit(0, 0, 0, rest)) { Waiver = waiver };
        }

        var overCeiling = Math.Min(rest, OverCeilingFen(item));
        var rate = FirstSelfPayRate(terms, visit.Facts, item) ?? item.FirstSelfPay;
        var firstSelfPay = rate.Of(rest - overCeiling);
        var inScope = rest - overCeiling - firstSelfPay;
        return new ItemSplit(amount, waived, itemClass, rate, new ChargeSplit(inScope, firstSelfPay, overCeiling, 0)) { Waiver = waiver };
    }

    private static long OverCeilingFen(in Item item) =>
        item.CeilingMillionths is { } ceiling && item.PriceMillionths > ceiling
            ? AmountFen(item.PriceMillionths - ceiling, item.QuantityTenThousandths)
            : 0;

    private static Rate? FirstSelfPayRate(PolicyTerms terms, Facts facts, in Item item)
    {
        for (var i = 0; i < terms.ItemRules.Count; i++)
        {
            if (terms.ItemRules[i].When.Holds(facts, item.Class, item.Category, item.Code))
            {
                return terms.ItemRules[i].FirstSelfPay;
            }
        }

        return null;
    }
}
