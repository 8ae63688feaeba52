using System.Globalization;
using MedAid.Tables;

namespace MedAid.People.Qualifications;

/// <summary>The diseases of a region: data, because regions list different ones, decide and begin them differently.</summary>
public sealed class DiseaseList
{
    private const string Yes = "是";
    private const string No = "否";
    private const string SameDay = "当日";
    private const string NextDay = "次日";
    private const string Any = "任一病种";
    private const string Same = "同一病种";

    private static readonly string[] Columns =
    [
        "病种编码", "病种名称", "门诊慢特病", "两病", "即时办结", "有效月数", "限选定机构", "两病即时办结", "办结月数", "慢特病起始", "两病起始",
        "最低认定级别", "两名医师签字", "慢特病排除两病", "依据", "暂设",
    ];

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

        if (table.Lines.Count == 0 || !table.Lines[0].Cells.SequenceEqual(Columns))
        {
            return (null, [$"病种表的第一行应为 {string.Join(',', Columns)}"]);
        }

        var faults = new List<string>();
        var found = new Dictionary<string, ListedDisease>(StringComparer.Ordinal);
        foreach (var line in table.Lines.Skip(1))
        {
            string[] cells = [.. line.Cells.Concat(Enumerable.Repeat("", Columns.Length)).Take(Columns.Length)];
            if (FaultOf(cells) is { } fault)
            {
                faults.Add($"第 {line.Number} 行：{fault}");
            }
            else if (!found.TryAdd(cells[0], Disease(cells)))
            {
                faults.Add($"第 {line.Number} 行：病种编码重复");
            }
        }

        return faults.Count > 0 ? (null, faults) : (new DiseaseList(found.Values), []);
    }

    private static string? FaultOf(string[] cells)
    {
        int[] flags = [2, 3, 4, 6, 7, 12, 15];
        var flag = Array.Find(flags, c => cells[c] is not (Yes or No));
        return cells[0].Length == 0 || cells[1].Length == 0 ? "编码和名称不能空"
            : flag > 0 ? $"“{Columns[flag]}”要填是或否"
            : cells[5].Length > 0 && Number(cells[5], Limits.QualificationMonthsMax) is null
                ? $"有效月数要空着或是 1 到 {Limits.QualificationMonthsMax}"
            : Number(cells[8], Limits.QualificationMonthsMax) is null ? "办结月数要是 1 以上的整数；即时办结的也要填"
            : cells[9] is not (SameDay or NextDay) || cells[10] is not (SameDay or NextDay) ? "“慢特病起始”和“两病起始”要填当日或次日"
            : Number(cells[11], 3) is null ? "最低认定级别要是 1、2 或 3"
            : cells[13] is not (Any or Same) ? $"“慢特病排除两病”要填{Same}或{Any}"
            : cells[14].Length == 0 && cells[15] == No ? "没有依据的，“暂设”要填是"
            : null;
    }

    private static ListedDisease Disease(string[] cells) =>
        new(cells[0], cells[1], cells[2] == Yes, cells[3] == Yes, cells[4] == Yes, Number(cells[5], Limits.QualificationMonthsMax), cells[6] == Yes)
        {
            TwoDiseaseAtOnce = cells[7] == Yes,
            DecisionMonths = Number(cells[8], Limits.QualificationMonthsMax)!.Value,
            ChronicSameDay = cells[9] == SameDay,
            TwoDiseaseSameDay = cells[10] == SameDay,
            LowestLevel = Number(cells[11], 3)!.Value,
            TwoDoctors = cells[12] == Yes,
            AnyChronicBars = cells[13] == Any,
        };

    private static int? Number(string cell, int most) =>
        int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number : null;
}
