using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MedAid.Tables;

namespace MedAid.People.Overlooked;

/// <summary>The signs of a region, as its clerk writes them beside the disease list.</summary>
public static class SignList
{
    private static readonly string[] Columns = ["病种编码", "线索", "编码前缀", "最少天数", "最少相隔天数", "依据", "暂设"];

    /// <summary>Reads a region's file; without signs there are faults that say what to do.</summary>
    public static (IReadOnlyList<DiseaseSign> Signs, IReadOnlyList<string> Faults) Read(byte[] file)
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

        var signs = new List<DiseaseSign>();
        var faults = new List<string>();
        foreach (var line in table.Lines.Skip(1))
        {
            if (Sign(line.Cells) is not { } sign)
            {
                faults.Add(
                    $"第 {line.Number} 行：线索填 项目、药品 或 病种，编码前缀用空格分开，最少天数 1 到 {Limits.SignDaysMax}，相隔天数 0 到 {Limits.SignDaysMax}，暂设填是或否");
            }
            else if (signs.Any(s => s.Disease == sign.Disease && s.SignId == sign.SignId))
            {
                faults.Add($"第 {line.Number} 行：同一病种同一线索的第一个前缀重复");
            }
            else
            {
                signs.Add(sign);
            }
        }

        return faults.Count > 0 ? ([], faults) : (signs, []);
    }

    private static DiseaseSign? Sign(IReadOnlyList<string> cells)
    {
        var padded = cells.Concat(Enumerable.Repeat("", Columns.Length)).Take(Columns.Length).ToArray();
        var prefixes = padded[2].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return padded[0].Length > 0 && SignWords.KindOf(padded[1]) is { } kind && prefixes.Length > 0 && padded[6] is "是" or "否"
            && Number(padded[3], 1) is { } days && Number(padded[4], 0) is { } span
            ? new DiseaseSign(padded[0], kind, prefixes, days, span, padded[5], padded[6] == "是")
            : null;
    }

    private static int? Number(string text, int least) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
        && number <= Limits.SignDaysMax
            ? number
            : null;
}

/// <summary>The signs of all regions; the longest region code that begins a county's counts.</summary>
public sealed class DiseaseSigns
{
    /// <summary>Changes with what a fact holds, so that facts of an older form are drawn anew: since 2, the benefit of the visit.</summary>
    private const string FactsForm = "2\n";

    private readonly IReadOnlyDictionary<string, IReadOnlyList<DiseaseSign>> byRegion;

    /// <summary>Signs by region code.</summary>
    public DiseaseSigns(IReadOnlyDictionary<string, IReadOnlyList<DiseaseSign>> byRegion)
    {
        this.byRegion = byRegion;
        var text = new StringBuilder(FactsForm);
        foreach (var (region, signs) in byRegion.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            text.Append(region).Append('\n');
            foreach (var sign in signs)
            {
                text.Append(CultureInfo.InvariantCulture, $"{sign.Disease} {sign.SignId} {string.Join(' ', sign.Prefixes)}\n");
            }
        }

        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Tells whether facts were drawn with the same signs; how often a sign has to be seen is asked later and not part of it.</summary>
    public string Hash { get; }

    /// <summary>Whether what was seen suffices in any region; it spares looking up persons of whom too little was seen.</summary>
    public bool MaySuffice(SignSeen seen) => byRegion.Values.SelectMany(s => s)
        .Any(s => s.Disease == seen.Disease && s.SignId == seen.SignId && s.Suffices(seen.First, seen.Last, seen.Days));

    /// <summary>The signs for a county; none where no region is known.</summary>
    public IReadOnlyList<DiseaseSign> For(string county) =>
        byRegion.Where(r => county.StartsWith(r.Key, StringComparison.Ordinal)).OrderBy(r => r.Key.Length)
            .Select(r => r.Value).LastOrDefault([]);
}
