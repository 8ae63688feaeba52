using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MedAid.Core;
using MedAid.Tables;

namespace MedAid.People.EntitlementGaps;

/// <summary>The indicators of a region, as its clerk writes them beside the disease list.</summary>
public static class IndicatorList
{
    private static readonly string[] Columns = ["病种编码", "线索", "编码前缀", "最少天数", "最少相隔天数", "依据", "暂设"];

    /// <summary>Reads a region's file; without indicators there are faults that say what to do.</summary>
    public static (IReadOnlyList<DiseaseIndicator> Indicators, IReadOnlyList<string> Faults) Read(byte[] file)
    {
        var table = TableFile.Read(file);
        if (table.Faults.Count > 0)
        {
            return ([], [.. table.Faults.Select(f => $"第 {f.Line} 行：{f.Message}")]);
        }

        if (table.Lines.Count == 0 || !table.Lines[0].Cells.Take(Columns.Length).SequenceEqual(Columns))
        {
            return ([], [$"线索表的第一行应为 {string.Join(',', Columns)}"]);
        }

        var indicators = new List<DiseaseIndicator>();
        var faults = new List<string>();
        foreach (var line in table.Lines.Skip(1))
        {
            if (Indicator(line.Cells) is not { } indicator)
            {
                faults.Add(
                    $"第 {line.Number} 行：线索填 项目、药品 或 病种，编码前缀用空格分开，最少天数 1 到 {Limits.IndicatorDaysMax}，相隔天数 0 到 {Limits.IndicatorDaysMax}，暂设填是或否");
            }
            else if (indicators.Any(s => s.Disease == indicator.Disease && s.IndicatorId == indicator.IndicatorId))
            {
                faults.Add($"第 {line.Number} 行：同一病种同一线索的第一个前缀重复");
            }
            else
            {
                indicators.Add(indicator);
            }
        }

        return faults.Count > 0 ? ([], faults) : (indicators, []);
    }

    private static DiseaseIndicator? Indicator(IReadOnlyList<string> cells)
    {
        var padded = cells.Concat(Enumerable.Repeat("", Columns.Length)).Take(Columns.Length).ToArray();
        var prefixes = padded[2].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return padded[0].Length > 0 && IndicatorWords.KindOf(padded[1]) is { } kind && prefixes.Length > 0 && padded[6] is "是" or "否"
            && Number(padded[3], 1) is { } days && Number(padded[4], 0) is { } span
            ? new DiseaseIndicator(padded[0], kind, prefixes, days, span, padded[5], padded[6] == "是")
            : null;
    }

    private static int? Number(string text, int least) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
        && number <= Limits.IndicatorDaysMax
            ? number
            : null;
}

/// <summary>The indicators of all regions; the longest region code that begins a county's counts.</summary>
public sealed class DiseaseIndicators
{
    /// <summary>Changes with what a fact holds, so that facts of an older form are drawn anew: since 2, the benefit of the visit.</summary>
    private const string FactsForm = "2\n";

    private readonly IReadOnlyDictionary<string, IReadOnlyList<DiseaseIndicator>> byRegion;

    /// <summary>Indicators by region code.</summary>
    public DiseaseIndicators(IReadOnlyDictionary<string, IReadOnlyList<DiseaseIndicator>> byRegion)
    {
        this.byRegion = byRegion;
        var text = new StringBuilder(FactsForm);
        foreach (var (region, indicators) in byRegion.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            text.Append(region).Append('\n');
            foreach (var indicator in indicators)
            {
                text.Append(CultureInfo.InvariantCulture, $"{indicator.Disease} {indicator.IndicatorId} {string.Join(' ', indicator.Prefixes)}\n");
            }
        }

        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>
    /// Tells whether facts were drawn with the same indicators; how often an indicator has to be seen is asked later and not part of
    /// it.
    /// </summary>
    public string Hash { get; }

    /// <summary>Whether what was seen suffices in any region; it spares looking up persons of whom too little was seen.</summary>
    public bool MaySuffice(IndicatorSeen seen) => byRegion.Values.SelectMany(s => s)
        .Any(s => s.Disease == seen.Disease && s.IndicatorId == seen.IndicatorId && s.Suffices(seen.First, seen.Last, seen.Days));

    /// <summary>The indicators for a county; none where no region is known.</summary>
    public IReadOnlyList<DiseaseIndicator> For(CountyCode county) =>
        byRegion.Where(r => county.Text.StartsWith(r.Key, StringComparison.Ordinal)).OrderBy(r => r.Key.Length)
            .Select(r => r.Value).LastOrDefault([]);
}
