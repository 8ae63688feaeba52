using System.Globalization;
using MedAid.Tables;

namespace MedAid.People.Qualifications;

/// <summary>A disease of a region's list.</summary>
/// <param name="Code">National code (门诊慢特病病种代码).</param>
/// <param name="Name">Name as shown.</param>
/// <param name="Chronic">Whether it gives a chronic qualification.</param>
/// <param name="TwoDisease">Whether it is hypertension or diabetes of the two-disease benefit.</param>
/// <param name="AtOnce">Decided at once (即时办结); others within a month.</param>
/// <param name="Months">Months for which a qualification holds; null: without end.</param>
/// <param name="Bound">Whether a chronic qualification holds at the chosen hospital only.</param>
public sealed record ListedDisease(string Code, string Name, bool Chronic, bool TwoDisease, bool AtOnce, int? Months, bool Bound = false);

/// <summary>The diseases of a region: data, because regions list different ones and renew them at different times.</summary>
public sealed class DiseaseList
{
    private const string Yes = "是";

    private const string No = "否";

    private static readonly string[] Columns = ["病种编码", "病种名称", "门诊慢特病", "两病", "即时办结", "有效月数"];

    /// <summary>May be left out: then nothing is bound.</summary>
    private const string BoundColumn = "限选定机构";

    private readonly Dictionary<string, ListedDisease> diseases;

    /// <summary>A list of diseases, each once.</summary>
    public DiseaseList(IEnumerable<ListedDisease> diseases) =>
        this.diseases = diseases.ToDictionary(d => d.Code, StringComparer.Ordinal);

    /// <summary>The diseases.</summary>
    public IEnumerable<ListedDisease> Diseases => diseases.Values;

    /// <summary>The disease of a code; null: the region does not list it.</summary>
    public ListedDisease? Find(string code) => diseases.GetValueOrDefault(code);

    /// <summary>Reads a region's file; without a list there are faults that say what to do.</summary>
    public static (DiseaseList? List, IReadOnlyList<string> Faults) Read(byte[] file)
    {
        var table = TableFile.Read(file);
        if (table.Faults.Count > 0)
        {
            return (null, [.. table.Faults.Select(f => $"第 {f.Line} 行：{f.Message}")]);
        }

        if (table.Lines.Count == 0 || !table.Lines[0].Cells.Take(Columns.Length).SequenceEqual(Columns))
        {
            return (null, [$"病种表的第一行应为 {string.Join(',', Columns)}，后面可加 {BoundColumn}"]);
        }

        var hasBound = table.Lines[0].Cells.ElementAtOrDefault(Columns.Length) == BoundColumn;
        var faults = new List<string>();
        var found = new Dictionary<string, ListedDisease>(StringComparer.Ordinal);
        foreach (var line in table.Lines.Skip(1))
        {
            if (Disease(line.Cells, hasBound) is not { } disease)
            {
                faults.Add($"第 {line.Number} 行：编码和名称不能空，“是/否”列要填是或否，有效月数要空着或是 1 到 600");
            }
            else if (!found.TryAdd(disease.Code, disease))
            {
                faults.Add($"第 {line.Number} 行：病种编码重复");
            }
        }

        return faults.Count > 0 ? (null, faults) : (new DiseaseList(found.Values), []);
    }

    private static ListedDisease? Disease(IReadOnlyList<string> cells, bool hasBound)
    {
        var padded = cells.Concat(Enumerable.Repeat("", Columns.Length + 1)).Take(Columns.Length + 1).ToArray();
        var bound = hasBound ? padded[^1] : No;
        var hasMonths = int.TryParse(padded[5], NumberStyles.None, CultureInfo.InvariantCulture, out var months);
        var isMonths = padded[5].Length == 0 || (hasMonths && months is >= 1 and <= Limits.QualificationMonthsMax);
        var areFlags = padded[2..5].Append(bound).All(c => c is Yes or No);
        return isMonths && areFlags && padded[0].Length > 0 && padded[1].Length > 0
            ? new ListedDisease(padded[0], padded[1], padded[2] == Yes, padded[3] == Yes, padded[4] == Yes, hasMonths ? months : null, bound == Yes)
            : null;
    }
}
