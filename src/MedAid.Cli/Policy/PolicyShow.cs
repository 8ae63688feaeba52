using System.CommandLine;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Policies;
using MedAid.Policies.Linting;
using Spectre.Console;

namespace MedAid.Cli;

/// <summary>`medaid policy show`: what a pack says, rule by rule, with article and confidence.</summary>
internal static class PolicyShow
{
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "政策包文件", DefaultValueFactory = _ => "packs" };
        PolicyCommands.RefuseOptions(path);
        var json = Input.Json();
        var reading = PolicyCommands.ReadingOption();
        var command = new Command("show", "逐条显示政策包的规则、数字、依据和可信度") { path, reading, json };
        command.SetAction(parsed =>
        {
            var library = PackLibrary.Read(parsed.GetRequiredValue(path), parsed.GetValue(reading));
            foreach (var problem in library.Problems)
            {
                Console.Error.WriteLine(problem);
            }

            if (parsed.GetValue(json))
            {
                Terminal.Json(library.Packs.Select(PackJson));
            }
            else
            {
                library.Packs.ToList().ForEach(Print);
            }

            return library.Packs.Count > 0 ? ExitCode.Done : ExitCode.Configuration;
        });
        return command;
    }

    private static void Print(PolicyTerms terms)
    {
        var identity = terms.Identity;
        Terminal.Out.WriteLine($"{identity.Pack}  {identity.Title}");
        Terminal.Out.WriteLine(
            $"地区 {identity.Region}  险种 {identity.Scheme}  施行 {Day(identity.Effective)} 至 {Day(identity.Ends)}  "
            + $"公布 {Day(identity.Published)}  摘要 {identity.ContentHash[..Math.Min(12, identity.ContentHash.Length)]}");
        foreach (var reading in identity.Readings)
        {
            Terminal.Out.WriteLine(
                $"读法 {reading.Id}：{reading.Sentence}（{reading.Choice}，{(reading.Usual ? "政策包所定" : "另行选定")}）；"
                + $"另有 {string.Join("、", reading.Others)}");
        }

        var table = new Table().AddColumns("层次", "规则", "怎么付", "依据", "可信度");
        foreach (var (layer, rule) in RulesOf(terms))
        {
            table.AddRow(
                Markup.Escape(layer.Id), Markup.Escape(rule.Id), Markup.Escape(Payment(terms, rule)),
                Markup.Escape(terms.Sources.SpellAll(rule.Citation)), rule.Citation.Confidence + (rule.Citation.Assumed ? " 暂设" : ""));
        }

        Terminal.Out.Write(table);
    }

    private static IEnumerable<(Layer Layer, LayerRule Rule)> RulesOf(PolicyTerms terms) =>
        terms.Layers.Concat(terms.Programmes.SelectMany(p => p.Layers)).SelectMany(l => l.Rules.Select(r => (l, r)));

    private static string Payment(PolicyTerms terms, LayerRule rule)
    {
        var parts = new List<string>();
        if (rule.Only is { } only)
        {
            parts.Add($"只付{TermWords.Items(only)}");
        }

        if (rule.BaseCap is { } baseCap)
        {
            parts.Add($"限额{Amount(terms, baseCap.Limit)}");
        }

        if (rule.Deductible is { } deductible)
        {
            parts.Add($"起付线{Amount(terms, deductible.Limit)}");
        }

        if (rule.Bands is { } bands)
        {
            parts.Add(string.Join("，", Enumerable.Range(0, bands.Count).Select(i =>
                bands.OverFen(i) == 0 ? $"付 {bands.Rate(i)}" : $"{ExactNumber.Yuan(bands.OverFen(i))} 以上付 {bands.Rate(i)}")));
        }

        if (rule.ByClass is { } byClass)
        {
            parts.Add($"甲类付 {byClass.A}，乙类付 {byClass.B}");
        }

        parts.AddRange(rule.Caps.Select(cap => $"封顶{Amount(terms, cap)}"));
        return string.Join("；", parts);
    }

    private static string Amount(PolicyTerms terms, Limit limit) =>
        $"{Vocabulary.Period.ChineseOf(limit.Period)} {ExactNumber.Yuan(limit.AmountFen)}"
        + (limit.Slot >= 0 ? $"（{terms.Counters[limit.Slot].Name}）" : "");

    private static object PackJson(PolicyTerms terms) => new
    {
        Pack = terms.Identity.Pack,
        Title = terms.Identity.Title,
        Region = terms.Identity.Region,
        Scheme = terms.Identity.Scheme,
        Effective = Day(terms.Identity.Effective),
        Ends = terms.Identity.Ends is null ? null : Day(terms.Identity.Ends),
        Published = terms.Identity.Published is null ? null : Day(terms.Identity.Published),
        ContentHash = terms.Identity.ContentHash,
        Readings = terms.Identity.Readings.Select(r => new
        {
            Id = r.Id,
            Title = r.Citation.Title,
            Choice = r.Choice,
            ChoiceTitle = r.ChoiceTitle,
            ChosenByThePack = r.Usual,
            Cite = terms.Sources.Spell(r.Citation.Cite),
        }),
        Rules = RulesOf(terms).Select(r => new
        {
            Layer = r.Layer.Id,
            Rule = r.Rule.Id,
            Payment = Payment(terms, r.Rule),
            Cite = terms.Sources.Spell(r.Rule.Citation.Cite),
            Source = terms.Sources.Spell(r.Rule.Citation.Source),
            Confidence = r.Rule.Citation.Confidence,
            Assumed = r.Rule.Citation.Assumed,
        }),
    };

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd") ?? "…";
}
