namespace MedAid.Reports.Making;

/// <summary>A place of a report that is not known: row and column as papers name them, its key, and why.</summary>
internal sealed record UnknownPlace(string Row, string Column, string Place, string Why)
{
    private const int NamedMax = 4;

    /// <summary>A sentence for each reason, however many places it has; what follows from another place is not said again.</summary>
    public static IEnumerable<string> Remarks(IReadOnlyList<UnknownPlace> places) => places
        .Where(p => p.Why != CellMaker.FollowsFromOthers).GroupBy(p => p.Why)
        .Select(g => $"{Named(g.Select(p => p.Row))}：{Named(g.Select(p => p.Column))}不详。{g.Key}位置：{Named(g.Select(p => p.Place))}。");

    private static string Named(IEnumerable<string> names)
    {
        string[] all = [.. names.Distinct()];
        return string.Join('、', all.Take(NamedMax)) + (all.Length > NamedMax ? $" 等 {all.Length} 个" : "");
    }
}
