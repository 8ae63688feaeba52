using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Policies.Linting;

/// <summary>One difference between two packs: where, what in sentences, and a visit for which the patient pays differently.</summary>
public sealed record PackChange(string Path, string Title, IReadOnlyList<string> Sentences, IReadOnlyList<SampleOutcome> Samples);

/// <summary>What changes for whom between two packs, from when.</summary>
public sealed record PackDiff(PackIdentity Before, PackIdentity After, IReadOnlyList<PackChange> Changes)
{
    /// <summary>From when the differences hold.</summary>
    public string Headline => $"自 {After.Effective:yyyy-MM-dd} 起，{Name(After)} 与 {Name(Before)} 相比："
        + (Changes.Count == 0 ? "没有变化" : $"{Changes.Count} 处变化");

    /// <summary>Compares two packs.</summary>
    public static PackDiff Of(PolicyTerms before, PolicyTerms after)
    {
        var pair = new VersionPair(before, after);
        var old = Entries(before).ToArray();
        var now = Entries(after).ToArray();
        var changes = new List<PackChange>();
        foreach (var path in now.Select(e => e.Path).Concat(old.Select(e => e.Path)).Distinct())
        {
            var (was, becomes) = (Array.Find(old, e => e.Path == path), Array.Find(now, e => e.Path == path));
            var sentences = Sentences(was, becomes);
            if (sentences.Count > 0)
            {
                var entry = becomes ?? was!;
                changes.Add(new PackChange(path, entry.Title, sentences, Samples(pair, entry)));
            }
        }

        return new PackDiff(before.Identity, after.Identity, changes);
    }

    private static SampleOutcome[] Samples(VersionPair pair, Entry entry) => entry.Rule is null ? [] : pair.Find(entry.Layer, entry.Rule);

    private static List<string> Sentences(Entry? was, Entry? becomes)
    {
        if (was is null)
        {
            return [$"新增：{Text(becomes!)}"];
        }

        if (becomes is null)
        {
            return [$"取消：{Text(was)}"];
        }

        var sentences = new List<string>();
        foreach (var name in becomes.Terms.Concat(was.Terms).Select(t => t.Name).Distinct())
        {
            var old = was.Terms.FirstOrDefault(t => t.Name == name)?.Text ?? "无";
            var now = becomes.Terms.FirstOrDefault(t => t.Name == name)?.Text ?? "无";
            if (!string.Equals(old, now, StringComparison.Ordinal))
            {
                sentences.Add($"{name}由“{old}”改为“{now}”");
            }
        }

        return sentences;
    }

    private static string Text(Entry entry) => string.Join("；", entry.Terms.Select(t => $"{t.Name}：{t.Text}"));

    private static string Name(PackIdentity identity) => identity.Title.Length > 0 ? $"《{identity.Title}》" : identity.Pack;

    private static IEnumerable<Entry> Entries(PolicyTerms terms) =>
    [
        .. terms.Programmes.Select(p => new Entry($"programmes.{p.Id}", Title(p.Citation, p.Id), TermWords.Of(p))),
        .. terms.Layers.SelectMany(l => Rules(terms, "layers", l)),
        .. terms.Programmes.SelectMany(p => p.Layers.SelectMany(l => Rules(terms, $"programmes.{p.Id}.layers", l))),
        .. terms.ItemRules.Select(r => new Entry(
            $"items.{PolicyWords.Who(r.When)}", Title(r.Citation, "先行自付比例"),
            [new Term("适用", PolicyWords.Who(r.When)), new Term("先行自付比例", PlainText.Percent(r.FirstSelfPay))])),
        .. terms.NothingPaid.Select(r => new Entry(
            $"nothing_paid.{PolicyWords.Who(r.When)}", Title(r.Citation, "不支付的就诊"),
            [new Term("适用", PolicyWords.Who(r.When)), new Term("说明", r.Text)])),
        .. terms.AccountCovers is { } covers
            ? [new Entry("account", "个人账户", [new Term("支付范围", string.Join("、", covers.Select(Vocabulary.Component.ChineseOf)))])]
            : Array.Empty<Entry>(),
        .. terms.Layers.SelectMany(l => l.OneStop.Select(e => new Entry(
            $"one_stop.{l.Id}.{PolicyWords.Who(e.When)}", Title(e.Citation, $"{TermWords.Name(l)}“一站式”结算"), TermWords.Of(e)))),
    ];

    private static IEnumerable<Entry> Rules(PolicyTerms terms, string path, Layer layer)
    {
        var covers = string.Join("、", layer.Covers.Select(Vocabulary.Component.ChineseOf));
        var kind = layer.External ? "由就诊带入金额" : "按规则支付";
        yield return new Entry(
            $"{path}.{layer.Id}", TermWords.Name(layer), [new Term("支付范围", covers), new Term("方式", kind), .. When(layer)]);
        foreach (var rule in layer.Rules)
        {
            yield return new Entry(
                $"{path}.{layer.Id}.rules.{rule.Id}", $"{TermWords.Name(layer)}·{Title(rule.Citation, rule.Id)}",
                TermWords.Of(terms, rule), layer.Id, rule.Id);
        }
    }

    private static Term[] When(Layer layer) => layer.External ? [new Term("适用", PolicyWords.Who(layer.When))] : [];

    private static string Title(Citation citation, string otherwise) => citation.Title.Length > 0 ? citation.Title : otherwise;

    private sealed record Entry(string Path, string Title, IReadOnlyList<Term> Terms, string? Layer = null, string? Rule = null);
}
