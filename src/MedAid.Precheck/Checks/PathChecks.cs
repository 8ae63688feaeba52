using MedAid.Core.Policy;
using MedAid.Precheck.Data;

namespace MedAid.Precheck.Checks;

/// <summary>Examinations that the care path of the disease does not have.</summary>
internal static class PathChecks
{
    /// <summary>An examination of a visit for the disease that stands outside the path.</summary>
    public static IEnumerable<Finding> OffPath(OrderCase order, CheckEntry check)
    {
        // The disease that was asked for counts, also where the qualification for it is missing.
        var disease = order.Draft.Claim.DiseaseCode;
        var path = order.Books.Paths.Where(p => CodeWords.Allow([p.Disease], disease)).ToArray();
        if (disease is null || path.Length == 0)
        {
            return [];
        }

        var codes = path.Select(p => p.Code).ToHashSet(StringComparer.Ordinal);
        return
            from of in order.Orders
            where check.Lists["categories"].Contains(of.Entry?.Category ?? of.Item.Category ?? "") && !codes.Contains(of.Item.Code)
            select new Finding
            {
                Subject = of.Name,
                ItemNumber = of.Item.ItemNumber,
                What = $"不在{path[0].Path}内",
                Action = "写明指征，或改在其他就诊中开",
                Detail = $"{path[0].Path}之外的检查检验，有指征的写入病历后照开；与本病无关的按普通门诊开。",
                Key = [of.Item.Code, path[0].Path],
                Facts = [CardFacts.Examination],
                Suggestions = [Quantities.Remove(order, of, $"本次不开{of.Name}")],
            };
    }
}
