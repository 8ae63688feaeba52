using MedAid.Core.Policy;
using MedAid.Precheck.Checks;
using MedAid.Precheck.Data;
using MedAid.Precheck.Papers;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;

namespace MedAid.Precheck.Review;

/// <summary>Patterns of one visit beside the others of its person.</summary>
internal static class VisitPatterns
{
    /// <summary>
    /// Two hospitals at the same time, both with something for which the patient has to be there. The days of admission and discharge belong to
    /// nobody alone; a stay whose admission is not known says nothing.
    /// </summary>
    public static IEnumerable<ReviewFinding> TwoPlaces(VisitCase visit, PatternEntry pattern)
    {
        var (order, catalogue) = (visit.Order, visit.Order.Opened.Case.Reference.Catalogue);
        if (!NeedsPatient(order.Claim, catalogue, pattern))
        {
            yield break;
        }

        foreach (var other in visit.Elsewhere.Where(e => e.HospitalCode != visit.Document.HospitalCode))
        {
            if (KeptClaim.Read(other) is { } claim && IsSameTime(order.Claim, claim) && NeedsPatient(claim, catalogue, pattern))
            {
                yield return visit.Finding(
                    pattern.Id, order.Books.Checks.BasisOf(pattern.Cite, pattern.Assumed, order.Hospital.County),
                    $"{Days(order.Claim)} 在本院就诊，同时在{order.NameOf(other.HospitalCode)}{(claim.IsStay ? "住院" : "就诊")}（{Days(claim)}），两处都要本人到场",
                    null, visit.Document.Breakdown.TotalFen, other);
            }
        }
    }

    /// <summary>More of a drug at hand than anybody uses: what has not run out, whatever the hospital, and what this visit adds.</summary>
    public static IEnumerable<ReviewFinding> BeyondUse(VisitCase visit, PatternEntry pattern)
    {
        var order = visit.Order;
        if (order.Claim.IsStay)
        {
            return [];
        }

        var atHand = Supply.AtHand(order).ToLookup(s => s.Code, StringComparer.Ordinal);
        return
            from drug in order.Supplied()
            let left = atHand[drug.Code].Select(s => s.DaysFrom(order.Day) ?? 0).DefaultIfEmpty(0).Max()
            where left + drug.Days > pattern.Figure("days_max")
            let of = order.Orders.First(o => o.Item.Code == drug.Code)
            select visit.Finding(
                pattern.Id, order.Books.Checks.BasisOf(pattern.Cite, pattern.Assumed, order.Hospital.County),
                $"{of.Name}：手里还有 {left} 天，本次 {drug.Days} 天，合计 {left + drug.Days} 天，超过 {pattern.Figure("days_max")} 天", of, drug.AmountFen);
    }

    /// <summary>
    /// A drug is billed under its code at a price that is not its own, but that of another of the same substance that the fund pays less of.
    /// </summary>
    public static IEnumerable<ReviewFinding> Swapped(VisitCase visit, PatternEntry pattern)
    {
        var order = visit.Order;
        foreach (var of in order.Orders)
        {
            if (of is not { Entry: { Class: not ItemClass.C } billed, Drug: { PriceMillionths: { } own } drug } || own == of.Item.PriceMillionths)
            {
                continue;
            }

            var other = order.Books.SameIngredient(drug).FirstOrDefault(d =>
                d.Code != drug.Code && d.PriceMillionths == of.Item.PriceMillionths && IsPaidLess(billed, order.Find(d.Code)));
            if (other is not null)
            {
                yield return visit.Finding(
                    pattern.Id, order.Books.Checks.BasisOf(pattern.Cite, pattern.Assumed, order.Hospital.County),
                    $"按{of.Name}收费，单价 {PaperPage.Price(of.Item.PriceMillionths)} 元，本院价 {PaperPage.Price(own)} 元；与同成分的{other.Name}同价，那个品种报销更少", of,
                    of.Item.AmountFen);
            }
        }
    }

    private static bool IsPaidLess(CatalogueItem billed, CatalogueItem? other) => other is null or { Class: ItemClass.C }
        || other.FirstSelfPay.PerMillion > billed.FirstSelfPay.PerMillion || (other.Restricted && !billed.Restricted);

    private static bool NeedsPatient(VisitClaim claim, Catalogue catalogue, PatternEntry pattern) => claim.IsStay || claim.Items.Any(i =>
        catalogue.Find(i.Code, claim.ServiceDate) is var entry
            && (entry is { IsDialysis: true } || pattern.Lists["categories"].Contains(entry?.Category ?? i.Category ?? "")));

    private static bool IsSameTime(VisitClaim one, VisitClaim other) => (one.IsStay, other.IsStay) switch
    {
        (false, false) => one.ServiceDate == other.ServiceDate,
        (true, false) => IsWithin(one, other.ServiceDate),
        (false, true) => IsWithin(other, one.ServiceDate),
        _ => one.AdmissionDay is { } first && other.AdmissionDay is { } second && first < other.ServiceDate && second < one.ServiceDate,
    };

    private static bool IsWithin(VisitClaim stay, DateOnly day) => stay.AdmissionDay < day && day < stay.ServiceDate;

    private static string Days(VisitClaim claim) =>
        claim.AdmissionDay is { } first ? $"{first:yyyy-MM-dd} 至 {claim.ServiceDate:yyyy-MM-dd}" : $"{claim.ServiceDate:yyyy-MM-dd}";
}
