namespace MedAid.Core.Calculation;

/// <summary>
/// One part of a visit: the items that treat one disease, as a visit with that disease. <paramref name="Places"/> holds their places on
/// the bill; null if they are the whole bill.
/// </summary>
internal readonly record struct VisitPart(VisitInput Visit, int[]? Places)
{
    /// <summary>The place on the bill of an item of the part.</summary>
    public int PlaceOf(int item) => Places is null ? item : Places[item];
}

/// <summary>
/// Several diseases in one visit (一次就诊多个病种): each is a part, in the order in which they first appear on the bill. Having none
/// counts as one. Where all items treat one disease it takes the place of the visit's.
/// </summary>
internal static class VisitParts
{
    /// <summary>The parts of a visit; null if it stands as it is, which allocates nothing.</summary>
    public static VisitPart[]? Of(VisitInput visit) =>
        visit.ItemsNameDiseases && visit.Charges is null ? ByDisease(visit) : null;

    private static VisitPart[] ByDisease(VisitInput visit)
    {
        var byDisease = visit.Items.Select((item, place) => (Disease: item.Disease ?? visit.Facts.Disease, Place: place))
            .GroupBy(i => i.Disease, i => i.Place, StringComparer.Ordinal).ToArray();
        return byDisease.Length == 1
            ? [new VisitPart(visit with { Facts = visit.Facts with { Disease = byDisease[0].Key } }, null)]
            : [.. byDisease.Select(d => Part(visit, d.Key, [.. d]))];
    }

    private static VisitPart Part(VisitInput visit, string? disease, int[] places) => new(
        visit with { Facts = visit.Facts with { Disease = disease }, Items = [.. places.Select(p => visit.Items[p])] }, places);
}
