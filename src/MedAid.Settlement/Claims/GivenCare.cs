using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;

namespace MedAid.Settlement.Claims;

/// <summary>
/// What a claim gives that other visits of the person are compared with, from the catalogue: dialyses, and drugs by code over all lines of the
/// bill. To in-patients drugs are given day by day, and a bill of a stay covers many days: it gives neither.
/// </summary>
internal static class GivenCare
{
    private const long TenThousand = 10_000;
    private const int DaysMax = 9_999;
    private const int DialysesMax = 999;

    /// <summary>Whether a kind of care is a stay.</summary>
    public static bool IsStay(Care care) => care is Care.Inpatient or Care.DaySurgery;

    /// <summary>The dialyses of a bill; one that has begun counts.</summary>
    public static int Dialyses(VisitClaim claim, Catalogue catalogue)
    {
        if (IsStay(claim.Care))
        {
            return 0;
        }

        var all = Int128.Zero;
        foreach (var item in claim.Items)
        {
            if (catalogue.Find(item.Code, claim.ServiceDate) is { IsDialysis: true })
            {
                all += item.QuantityTenThousandths;
            }
        }

        return (int)Int128.Min((all + TenThousand - 1) / TenThousand, DialysesMax);
    }

    /// <summary>The drugs of a bill of which the catalogue says how long a unit lasts, in the order of their first lines.</summary>
    public static IReadOnlyList<DrugSupply> Supplies(VisitClaim claim, Catalogue catalogue) =>
        IsStay(claim.Care) ? [] : [.. Drugs(claim, catalogue).Select(d => d.Supply).Where(s => s.Days > 0)];

    /// <summary>The same with the numbers of their lines, for any kind of care.</summary>
    public static IEnumerable<(IReadOnlyList<int> Lines, DrugSupply Supply)> Drugs(VisitClaim claim, Catalogue catalogue)
    {
        List<(ClaimItem Item, int DaysOfUnit)> drugs = [];
        foreach (var item in claim.Items)
        {
            if (catalogue.Find(item.Code, claim.ServiceDate)?.DaysOfSupply is { } days)
            {
                drugs.Add((item, days));
            }
        }

        return drugs.GroupBy(d => d.Item.Code, StringComparer.Ordinal).Select(g => ((IReadOnlyList<int>)[.. g.Select(d => d.Item.ItemNumber)],
            new DrugSupply(g.Key, Days(g.Aggregate(Int128.Zero, (sum, d) => sum + ((Int128)d.Item.QuantityTenThousandths * d.DaysOfUnit))))));
    }

    private static int Days(Int128 tenThousandths) => (int)Int128.Min(tenThousandths / TenThousand, DaysMax);
}
