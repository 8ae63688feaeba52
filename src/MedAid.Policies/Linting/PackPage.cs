using System.Net;
using System.Text;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Policies.Examples;

namespace MedAid.Policies.Linting;

/// <summary>A pack as one Chinese page for people who do not read YAML: self-contained, no script, fit for print.</summary>
public sealed class PackPage
{
    private readonly StringBuilder html = new();
    private readonly PackOnFile pack;

    private PackPage(PackOnFile pack) => this.pack = pack;

    private PolicyTerms Terms => pack.Terms;

    /// <summary>The page of a pack file; null, with problems, if the pack cannot be used.</summary>
    public static string? Of(string path, PackProblems problems, ReadingChoices? choices = null)
    {
        var (node, hash) = PackFile.Read(path, problems);
        var terms = node is null ? null : Compiling.PackCompiler.Compile(node, "", hash, problems, choices);
        return terms is null ? null : new PackPage(new PackOnFile(path, terms, node!)).Write();
    }

    private string Write()
    {
        var identity = Terms.Identity;
        var title = identity.Title.Length > 0 ? identity.Title : identity.Pack;
        html.Append($"<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>{Text(title)}</title>")
            .Append("<meta name=\"viewport\" content=\"width=device-width\"><style>").Append(Style).Append("</style></head><body>");
        Header(title, identity);
        Readings();
        foreach (var (programme, i) in Terms.Programmes.Select((p, i) => (p, i)))
        {
            Section(i == 0 ? "支付方式" : null, Title(programme.Citation, programme.Id), programme.Citation, TermWords.Of(programme));
            Layers(programme.Layers, Title(programme.Citation, programme.Id) + " · ");
        }

        Layers(Terms.Layers, "");
        Items();
        NothingPaid();
        OneStop();
        ExamplesTable();
        Sources();
        return html.Append("</body></html>\n").ToString();
    }

    private void Header(string title, PackIdentity identity)
    {
        html.Append($"<h1>{Text(title)}</h1><dl class=\"head\">");
        Entry("适用地区", identity.Region.Length > 0 ? identity.Region : "未写明");
        Entry("险种", CodeNames.Scheme(identity.Scheme));
        Entry("施行", $"{identity.Effective:yyyy-MM-dd} 至 {(identity.Ends is { } ends ? $"{ends:yyyy-MM-dd}" : "另有规定为止")}");
        Entry("公布", identity.Published is { } published ? $"{published:yyyy-MM-dd}" : "未写明");
        Entry("文件摘要", identity.ContentHash[..Math.Min(16, identity.ContentHash.Length)]);
        html.Append("</dl><p class=\"legend\">可信度：A 原文或官方报道，B 几处二手资料一致，C 一处二手资料，D 没有见到。")
            .Append("<mark>暂设</mark> 的数字没有文件依据，使用前请与医保局核对。各层按下面的次序支付；同一层从上到下第一条符合的算数。</p>");
        html.Append(pack.Node["note"] is { Text.Length: > 0 } note ? $"<p class=\"note\">{Text(note.Text)}</p>" : "");
    }

    private void Layers(IReadOnlyList<Layer> layers, string under)
    {
        foreach (var (layer, i) in layers.Select((l, i) => (l, i)))
        {
            var covers = string.Join("、", layer.Covers.Select(Vocabulary.Component.ChineseOf));
            html.Append($"<h2>{Text(under)}{i + 1}. {Text(TermWords.Name(layer))}{Badges(layer.Citation)}</h2><p>支付范围：{Text(covers)}。")
                .Append(layer.External ? $"{Text(PolicyWords.Who(layer.When))}：金额由就诊带入，照此扣减。" : "").Append("</p>");
            Note(layer.Citation);
            foreach (var rule in layer.Rules)
            {
                Section(null, Title(rule.Citation, rule.Id), rule.Citation, TermWords.Of(Terms, rule), Details(rule));
            }
        }
    }

    /// <summary>Figures of a rule that have a source of their own.</summary>
    private IEnumerable<Term> Details(LayerRule rule)
    {
        (string Name, Limit? Limit)[] limits =
        [
            ("起付线", rule.Deductible?.Limit), ("费用限额", rule.BaseCap?.Limit), .. rule.Caps.Select(c => ("封顶线", (Limit?)c)),
        ];
        return limits.Where(l => l.Limit is { Citation: { Cite.Length: > 0 } or { Source.Length: > 0 } or { Assumed: true } }).Select(l => new Term(
            $"{l.Name} {PolicyWords.Yuan(l.Limit!.AmountFen)}的依据",
            string.Join("，", new[]
            {
                Terms.Sources.SpellAll(l.Limit.Citation),
                l.Limit.Citation.Confidence.Length > 0 ? $"可信度 {l.Limit.Citation.Confidence}" : "",
                l.Limit.Citation.Assumed ? "暂设" : "", l.Limit.Citation.Note,
            }.Where(t => t.Length > 0))));
    }

    private void Section(string? heading, string title, Citation citation, IEnumerable<Term> terms, IEnumerable<Term>? details = null)
    {
        html.Append(heading is null ? "" : $"<h2>{Text(heading)}</h2>").Append("<section><h3>").Append(Text(title)).Append(Badges(citation))
            .Append("</h3><dl>");
        foreach (var term in terms)
        {
            Entry(term.Name, term.Text);
        }

        Entry("依据", citation.Cite.Length > 0 ? Terms.Sources.Spell(citation.Cite) : "无");
        if (citation.Source.Length > 0)
        {
            Entry("数字出处", Terms.Sources.Spell(citation.Source));
        }

        foreach (var detail in details ?? [])
        {
            Entry(detail.Name, detail.Text);
        }

        html.Append("</dl>");
        html.Append(citation.Reading.Length > 0 ? $"<p class=\"note\">{Text(citation.Reading)}。</p>" : "");
        Note(citation);
        html.Append("</section>");
    }

    private void Readings()
    {
        foreach (var (reading, i) in Terms.Identity.Readings.Select((r, i) => (r, i)))
        {
            Section(
                i == 0 ? "有几种读法的规定" : null, Title(reading.Citation, reading.Id), reading.Citation,
                [new Term("现在的读法", $"{reading.ChoiceTitle}（{reading.Choice}）"), new Term("别的读法", string.Join("、", reading.Others))]);
        }
    }

    private void Items()
    {
        foreach (var (rule, i) in Terms.ItemRules.Select((r, i) => (r, i)))
        {
            Section(
                i == 0 ? "先行自付比例的特别规定" : null, Title(rule.Citation, rule.Id), rule.Citation,
                [new Term("适用", PolicyWords.Who(rule.When)), new Term("先行自付比例", PlainText.Percent(rule.FirstSelfPay))]);
        }
    }

    private void NothingPaid()
    {
        foreach (var (rule, i) in Terms.NothingPaid.Select((r, i) => (r, i)))
        {
            Section(
                i == 0 ? "不支付的就诊" : null, Title(rule.Citation, $"第 {i + 1} 条"), rule.Citation,
                [new Term("适用", PolicyWords.Who(rule.When)), new Term("说明", rule.Text.Length > 0 ? rule.Text : "基本医疗保险不支付")]);
        }

        if (Terms.AccountCovers is { } covers)
        {
            html.Append("<h2>个人账户</h2><p>可以支付：")
                .Append(Text(string.Join("、", covers.Select(Vocabulary.Component.ChineseOf)))).Append("。</p>");
        }
    }

    private void OneStop()
    {
        html.Append("<h2>“一站式”联网结算</h2>");
        var entries = pack.Layers.Select(l => l.Layer).DistinctBy(l => l.Id).SelectMany(l => l.OneStop.Select(e => (l, e))).ToArray();
        html.Append(entries.Length == 0 ? "<p>没有规定。</p>" : "");
        foreach (var (layer, entry) in entries)
        {
            Section(null, $"{TermWords.Name(layer)}：{Title(entry.Citation, "联网结算")}", entry.Citation, TermWords.Of(entry));
        }
    }

    private void ExamplesTable()
    {
        var outcomes = ExampleFile.Run(pack.File).ToDictionary(o => o.Example, o => o.Passed);
        html.Append("<h2>算例</h2><table><thead><tr><th>例</th><th>手算</th><th>个人付（元）</th><th>核对</th></tr></thead><tbody>");
        foreach (var (example, i) in (pack.Node["examples"]?.Items ?? []).Select((e, i) => (e, i)))
        {
            var name = example["example"]?.Text ?? $"examples[{i}]";
            var passed = outcomes.GetValueOrDefault(name);
            html.Append($"<tr><td>{Text(name)}</td><td>{Text(example["source"]?.Text ?? "")}</td>")
                .Append($"<td class=\"amount\">{Text(example["expect"]?["patient"]?.Text ?? "—")}</td><td>{(passed ? "相符" : "不符")}</td></tr>");
        }

        html.Append("</tbody></table>");
    }

    private void Sources()
    {
        html.Append("<h2>文件</h2><ul>");
        foreach (var document in Terms.Sources.Documents)
        {
            var verified = document.Verified is { } day ? $"，{day:yyyy-MM-dd} 核对" : "";
            html.Append($"<li>{Text(document.Id)} {Text(document.Reference)}{verified}</li>");
        }

        html.Append("</ul>");
    }

    private void Note(Citation citation) => html.Append(citation.Note.Length > 0 ? $"<p class=\"note\">{Text(citation.Note)}</p>" : "");

    private void Entry(string name, string text) => html.Append($"<dt>{Text(name)}</dt><dd>{Text(text)}</dd>");

    private static string Badges(Citation citation) =>
        (citation.Confidence.Length > 0 ? $" <span class=\"grade\">可信度 {Text(citation.Confidence)}</span>" : "")
        + (citation.Assumed ? " <mark>暂设</mark>" : "");

    private static string Title(Citation citation, string otherwise) => citation.Title.Length > 0 ? citation.Title : otherwise;

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private const string Style = """
        body{font:15px/1.7 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif}
        body{max-width:58rem;margin:2rem auto;padding:0 1.5rem;color:#1d2733}
        h1{font-size:1.5rem;border-bottom:3px solid #1f5f8b;padding-bottom:.5rem}h2{font-size:1.2rem;color:#1f5f8b;margin:2rem 0 .5rem}
        h3{font-size:1rem;margin:0 0 .3rem}section{border:1px solid #d5dde5;border-radius:6px;padding:.7rem 1rem;margin:.6rem 0;break-inside:avoid}
        dl{display:grid;grid-template-columns:11rem 1fr;gap:.1rem .8rem;margin:0}dt{color:#5a6875}dd{margin:0;overflow-wrap:anywhere}
        mark{background:#ffe08a;border:1px solid #c99700;border-radius:3px;padding:0 .3rem;font-size:.85rem}
        .grade{font-size:.8rem;font-weight:normal;color:#5a6875;border:1px solid #b9c4ce;border-radius:3px;padding:0 .3rem}
        .note,.legend{color:#5a6875;font-size:.88rem;margin:.4rem 0 0}table{border-collapse:collapse;width:100%;font-size:.88rem}
        th,td{border:1px solid #d5dde5;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#eef3f7}
        tr{break-inside:avoid}.amount{text-align:right;white-space:nowrap}td:last-child,th{white-space:nowrap}td:first-child{min-width:14rem}
        @media print{body{margin:0;max-width:none;font-size:11pt}mark,th{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
        """;
}
