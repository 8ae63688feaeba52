using MedAid.Core.Policy;

namespace MedAid.Policies.Catalogues;

/// <summary>What can only be seen of several lines together.</summary>
internal static class CatalogueChecks
{
    /// <summary>Reports lines that do not fit each other.</summary>
    public static void Inspect(IReadOnlyList<(int Line, CatalogueItem Item)> items, PackProblems problems)
    {
        var byCode = items.GroupBy(i => i.Item.Code, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToArray());
        foreach (var lines in byCode.Values)
        {
            ReportOverlaps(lines, problems);
            ReportVariants(lines, problems);
        }

        ReportHospitalCodes(items, problems);
        ReportSubstitutes(items, byCode.ContainsKey, problems);
    }

    private static void ReportOverlaps((int Line, CatalogueItem Item)[] lines, PackProblems problems)
    {
        foreach (var versions in lines.GroupBy(l => l.Item.Variant))
        {
            CatalogueItem? before = null;
            foreach (var (line, item) in versions.OrderBy(v => v.Item.Effective))
            {
                if (before is not null && !(before.Ends < item.Effective))
                {
                    problems.Add(PackProblemCode.DatesOverlap, line, item.Code, "同一编码有两条在同一天有效，请给前一条写 ends");
                }

                before = item;
            }
        }
    }

    /// <summary>
    /// A line for some hospitals sets their ceiling and nothing else. Without a line for the others the item would silently be
    /// out of scope there.
    /// </summary>
    private static void ReportVariants((int Line, CatalogueItem Item)[] lines, PackProblems problems)
    {
        CatalogueItem[] general = [.. lines.Select(l => l.Item).Where(i => i.Variant == (null, null))];
        foreach (var (line, item) in lines.Where(l => l.Item.Variant != (null, null)))
        {
            if (!Array.Exists(general, g => g.HoldsOn(item.Effective))
                || !Array.Exists(general, g => g.HoldsOn(item.Ends ?? DateOnly.MaxValue)))
            {
                problems.Add(
                    PackProblemCode.MissingKey, line, item.Code,
                    "同一时期要另有一行不写 ceiling_level 和 ceiling_county，给其他医院用");
            }

            if (Array.Exists(general, g => Overlap(g, item) && !SameButCeiling(g, item)))
            {
                problems.Add(
                    PackProblemCode.NotAllowedHere, line, item.Code, "写了 ceiling_level 或 ceiling_county 的行只能改 ceiling，其余要与通用行相同");
            }
        }
    }

    private static bool Overlap(CatalogueItem one, CatalogueItem other) => !(one.Ends < other.Effective) && !(other.Ends < one.Effective);

    private static bool SameButCeiling(CatalogueItem one, CatalogueItem other) =>
        (one.Category, one.Class, one.FirstSelfPay, one.Restricted) == (other.Category, other.Class, other.FirstSelfPay, other.Restricted);

    private static void ReportHospitalCodes(IReadOnlyList<(int Line, CatalogueItem Item)> items, PackProblems problems)
    {
        var national = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (line, item) in items)
        {
            if (item.HospitalItemCode is { } code && !national.TryAdd(code, item.Code) && national[code] != item.Code)
            {
                problems.Add(PackProblemCode.Duplicate, line, "hospital_item_code", $"院内编码 {code} 已对应 {national[code]}");
            }
        }
    }

    private static void ReportSubstitutes(
        IReadOnlyList<(int Line, CatalogueItem Item)> items, Func<string, bool> isKnown, PackProblems problems)
    {
        foreach (var (line, item) in items)
        {
            foreach (var substitute in item.Substitutes.Where(s => s == item.Code || !isKnown(s)))
            {
                problems.Add(
                    PackProblemCode.UnknownReference, line, "substitutes",
                    substitute == item.Code ? "不能替代自己" : $"目录里没有 {substitute}");
            }
        }
    }
}
