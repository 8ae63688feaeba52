namespace MedAid.Policies.Linting;

/// <summary>
/// Law in force whose sources nobody has compared with the authority's text for a year (<c>verified: DATE</c> of a source).
/// </summary>
internal static class Verification
{
    /// <summary>Looks at the sources of a pack that is in force on a day.</summary>
    public static IEnumerable<LintFinding> Inspect(PackOnFile pack, DateOnly today)
    {
        if (pack.Terms.Identity.Ends < today || pack.Node["sources"] is not { } list)
        {
            yield break;
        }

        var never = new List<string>();
        foreach (var (source, i) in pack.Terms.Sources.Documents.Select((s, i) => (s, i)))
        {
            if (source.Verified is not { } verified)
            {
                never.Add(source.Id);
            }
            else if (verified.AddYears(1) < today)
            {
                yield return pack.Find(
                    FindingCode.NotVerified, Severity.Warning, list.Items[i].Line, $"sources.{source.Id}",
                    $"{source.Name} 上次核对是 {verified:yyyy-MM-dd}，已超过一年；请对照原文核对引用它的数字，再改 verified");
            }
        }

        if (never.Count > 0)
        {
            yield return pack.Find(
                FindingCode.NotVerified, Severity.Notice, pack.Node.LineOf("sources"), "sources",
                $"{string.Join("、", never)} 没有写核对日期；请对照原文核对后写上 verified: {today:yyyy-MM-dd}");
        }
    }
}
