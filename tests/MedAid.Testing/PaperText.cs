using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MedAid.Testing;

/// <summary>
/// What nobody outside may read on a paper or a slip: codes of programs, half-width punctuation beside Chinese, unofficial sources, doubled
/// punctuation; and pages that are not well formed or whose tables have rows of another length than their heads.
/// </summary>
public static partial class PaperText
{
    /// <summary>What is wrong with a sentence, each with the place.</summary>
    public static IEnumerable<string> Faults(string text)
    {
        foreach (var (what, pattern) in new[]
        {
            ("a code", Code()), ("half-width punctuation", HalfWidth()), ("doubled punctuation", Doubled()), ("a word for clerks", Inside()),
        })
        {
            foreach (Match match in pattern.Matches(text))
            {
                var from = Math.Max(0, match.Index - 8);
                yield return $"{what}: {text[from..Math.Min(text.Length, match.Index + match.Length + 8)]}";
            }
        }
    }

    /// <summary>What is wrong with a page to print.</summary>
    public static IEnumerable<string> FaultsOfPage(string html)
    {
        var page = XDocument.Parse(
            html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).Replace("<meta charset=\"utf-8\">", "", StringComparison.Ordinal)
                .Replace("<br>", "<br/>", StringComparison.Ordinal));
        var body = page.Root!.Element("body")!;
        var texts = body.DescendantNodes().OfType<XText>().SelectMany(t => Faults(t.Value));
        var tables = body.Descendants("table").Where(t => t.Descendants("tr").Select(r => r.Elements().Count()).Distinct().Count() > 1)
            .Select(t => $"rows of different lengths: {t.Value[..Math.Min(40, t.Value.Length)]}");
        var heads = body.Descendants("th").Where(h => h.Value.Trim().Length == 0).Select(_ => "a column without a head");
        var parts = new[] { page.Root.Element("head")?.Element("title")?.Value, body.Element("h1")?.Value };
        return [.. texts, .. tables, .. heads, .. parts[0]?.Length > 0 && parts[0] == parts[1] ? (string[])[] : ["title and heading differ"]];
    }

    // Words of several parts, as programs write them; a claim's or agreement's number has figures.
    [GeneratedRegex("[A-Za-z]{2,}[_-][A-Za-z]{2,}[A-Za-z_-]*")]
    private static partial Regex Code();

    [GeneratedRegex(@"[\p{IsCJKUnifiedIdeographs}》”][(),;:!?]|[(),;:!?][\p{IsCJKUnifiedIdeographs}《“]")]
    private static partial Regex HalfWidth();

    [GeneratedRegex("[，。；：、]{2}|（）|《》|“”")]
    private static partial Regex Doubled();

    [GeneratedRegex("二手|网页|暂设|政策包|层次")]
    private static partial Regex Inside();
}
