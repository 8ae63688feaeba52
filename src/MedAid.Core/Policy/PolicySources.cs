using System.Collections.Concurrent;
using System.Text;

namespace MedAid.Core.Policy;

/// <summary>A document that rules cite by its id.</summary>
public sealed record PolicySource
{
    /// <summary>Id within the pack, e.g. S0.</summary>
    public required string Id { get; init; }

    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>Official number (文号), or empty.</summary>
    public string Number { get; init; } = "";

    /// <summary>Who issued it, or empty.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>Day of publication.</summary>
    public DateOnly? Published { get; init; }

    /// <summary>Day on which its figures were last compared with the authority's text, or null.</summary>
    public DateOnly? Verified { get; init; }

    /// <summary>
    /// Whether it is a regulation; false of a brief or a report, which no patient can look up and which orders nothing. Bills of patients name
    /// regulations only.
    /// </summary>
    public bool IsRegulation { get; init; } = true;

    /// <summary>Where it can be read, or empty.</summary>
    public string Link { get; init; } = "";

    /// <summary>What the document is called in a sentence: its number, or its title where it has none.</summary>
    public string Name => Number.Length > 0 ? Number : $"《{Title}》";

    /// <summary>The same on papers: a title without what stands in brackets behind it.</summary>
    public string PaperName =>
        Number.Length == 0 && Title.EndsWith('）') && Title.LastIndexOf('（') is var bracket and > 0 ? $"《{Title[..bracket]}》" : Name;

    /// <summary>The whole reference: title, number, issuer, day.</summary>
    public string Reference
    {
        get
        {
            string[] parts = [Number, Issuer, Published is { } day ? $"{day:yyyy-MM-dd}" : "", Link];
            var known = string.Join("，", parts.Where(p => p.Length > 0));
            return known.Length > 0 ? $"《{Title}》（{known}）" : $"《{Title}》";
        }
    }
}

/// <summary>
/// The documents of a pack. A citation names them by id, <c>S0 附件 ¶1; W4</c>: an id stands first or after a semicolon. For people
/// the ids are spelled out.
/// </summary>
public sealed class PolicySources(IReadOnlyList<PolicySource> documents)
{
    // A pack has some dozen citations, and every settlement spells out a few of them.
    private readonly ConcurrentDictionary<string, string> spelled = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> printed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> onBills = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> referenced = new(StringComparer.Ordinal);

    /// <summary>No documents.</summary>
    public static PolicySources None { get; } = new([]);

    /// <summary>The documents, in the order of the pack.</summary>
    public IReadOnlyList<PolicySource> Documents { get; } = documents;

    /// <summary>The citation with every known id replaced by the document's name.</summary>
    public string Spell(string cite) => spelled.GetOrAdd(cite, text => SpellOut(text, d => d.Name));

    /// <summary>The citation as papers print it: titles without what stands in brackets behind them, in full-width type.</summary>
    public string OnPapers(string cite) => printed.GetOrAdd(
        cite,
        text => SpellOut(text, d => d.PaperName)
            .Replace("》 ", "》", StringComparison.Ordinal).Replace("; ", "；", StringComparison.Ordinal).Replace('(', '（').Replace(')', '）'));

    /// <summary>The regulations of a citation as a patient's bill names them; empty where it names none.</summary>
    public string OnBills(string cite) => onBills.GetOrAdd(
        cite,
        text => OnPapers(string.Join("; ", text.Split(';', '；').Select(p => p.Trim()).Where(
            p => IdsIn(p).All(id => Find(id) is not { IsRegulation: false })))));

    /// <summary>The whole references of the documents that a citation names.</summary>
    public string References(string cite) => referenced.GetOrAdd(cite, ReferencesOf);

    /// <summary>What a figure rests on and, in brackets, where it was found, for who checks the law and not for papers.</summary>
    public string SpellAll(Citation citation) =>
        citation.Source.Length == 0 ? Spell(citation.Cite) : $"{Spell(citation.Cite)}（数字出处：{Spell(citation.Source)}）";

    /// <summary>The whole references of what a figure rests on and of where it was found; what names no document stands as it is.</summary>
    public string ReferencesOf(Citation citation)
    {
        if (citation.Source.Length == 0)
        {
            return References(citation.Cite);
        }

        var found = References(citation.Source) is { Length: > 0 } known ? known : citation.Source;
        return string.Join("；", new[] { References(citation.Cite), found }.Where(t => t.Length > 0).Distinct(StringComparer.Ordinal));
    }

    /// <summary>The ids that a citation names; whatever stands where an id belongs and looks like one.</summary>
    public static IEnumerable<string> IdsIn(string cite) => Parts(cite).Select(p => p.Id).Where(id => id.Length > 0);

    /// <summary>The document of an id, or null.</summary>
    public PolicySource? Find(string id) => Documents.FirstOrDefault(d => string.Equals(d.Id, id, StringComparison.Ordinal));

    private string SpellOut(string cite, Func<PolicySource, string> name)
    {
        var text = new StringBuilder();
        foreach (var (before, id) in Parts(cite))
        {
            text.Append(before).Append(Find(id) is { } document ? name(document) : id);
        }

        return text.ToString();
    }

    private string ReferencesOf(string cite) => string.Join(
        "；", IdsIn(cite).Select(Find).OfType<PolicySource>().Select(d => d.Reference).Distinct(StringComparer.Ordinal));

    /// <summary>Cuts a citation into what stands before each id, and the id; a last part may have none.</summary>
    private static IEnumerable<(string Before, string Id)> Parts(string cite)
    {
        var from = 0;
        for (var at = 0; at < cite.Length;)
        {
            var start = at;
            while (start < cite.Length && cite[start] == ' ')
            {
                start++;
            }

            var end = start;
            while (end < cite.Length && char.IsAsciiLetterOrDigit(cite[end]))
            {
                end++;
            }

            if (IsId(cite, start, end))
            {
                yield return (cite[from..start], cite[start..end]);
                from = end;
            }

            var next = cite.AsSpan(end).IndexOfAny(';', '；');
            at = next < 0 ? cite.Length : end + next + 1;
        }

        yield return (cite[from..], "");
    }

    /// <summary>An id is a capital letter and digits.</summary>
    private static bool IsId(string cite, int start, int end) =>
        end - start >= 2 && char.IsAsciiLetterUpper(cite[start]) && cite.AsSpan(start + 1, end - start - 1).IndexOfAnyExceptInRange('0', '9') < 0;
}
