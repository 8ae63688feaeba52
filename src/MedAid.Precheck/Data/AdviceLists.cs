using System.Globalization;
using MedAid.Core;
using MedAid.Tables;

namespace MedAid.Precheck.Data;

/// <summary>
/// Reads the lists of drugs, care paths and diagnoses (CSV, UTF-8, first line the names of the columns). Every line says in <c>mark</c> where it
/// comes from: 样例 (invented), 暂设 (assumed), or the document.
/// </summary>
public static class AdviceLists
{
    private const int UnitsMax = 10_000;
    private const int EveryDaysMax = 366;

    private static readonly string[] DrugColumns =
    [
        "code", "name", "ingredient", "form", "strength_mg", "units", "price", "indications", "substitutes", "procured", "mark", "note",
    ];

    /// <summary>The drugs, and every fault.</summary>
    public static (IReadOnlyList<Drug> Drugs, IReadOnlyList<string> Faults) Drugs(byte[] content)
    {
        var faults = new List<string>();
        var rows = Rows(content, DrugColumns, faults);
        var drugs = rows.Select(r => Drug(r, faults)).ToList();
        foreach (var twice in drugs.GroupBy(d => d.Code).Where(g => g.Count() > 1))
        {
            faults.Add($"{twice.Key} 写了两次，请删去一行");
        }

        string[] known = [.. drugs.Select(d => d.Code)];
        foreach (var (drug, code) in drugs.SelectMany(d => d.Substitutes.Select(s => (d, s))))
        {
            if (code == drug.Code || !known.Contains(code, StringComparer.Ordinal))
            {
                faults.Add($"{drug.Code} 的 substitutes {code} 不在名单里，请补上这种药或删去");
            }
        }

        return (drugs, faults);
    }

    /// <summary>The examinations of care paths, and every fault.</summary>
    public static (IReadOnlyList<PathItem> Items, IReadOnlyList<string> Faults) Paths(byte[] content)
    {
        var faults = new List<string>();
        return ([
            .. Rows(content, ["path", "disease", "code", "name", "every_days", "mark", "note"], faults)
                .Select(r => new PathItem(
                    Needed(r, "path", faults), Needed(r, "disease", faults), Needed(r, "code", faults),
                    Count(r, "every_days", EveryDaysMax, faults))),
        ], faults);
    }

    /// <summary>The diagnoses that may give a qualification, and every fault.</summary>
    public static (IReadOnlyList<QualifyingDiagnosis> Diagnoses, IReadOnlyList<string> Faults) Diagnoses(byte[] content)
    {
        var faults = new List<string>();
        return ([.. Rows(content, ["diagnosis", "kind", "disease", "name", "mark", "note"], faults).Select(r => Diagnosis(r, faults))], faults);
    }

    private static QualifyingDiagnosis Diagnosis(Line line, List<string> faults)
    {
        if (line["kind"] is not ("chronic" or "two_disease"))
        {
            faults.Add($"第 {line.Number} 行 kind 只能是 chronic、two_disease");
        }

        return new QualifyingDiagnosis(
            Needed(line, "diagnosis", faults), line["kind"] == "chronic", Needed(line, "disease", faults), Needed(line, "name", faults));
    }

    private static Drug Drug(Line line, List<string> faults) => new(
        Needed(line, "code", faults), Needed(line, "name", faults), Needed(line, "ingredient", faults), Needed(line, "form", faults),
        Number(line, "strength_mg", 6, faults), Count(line, "units", UnitsMax, faults), Number(line, "price", 6, faults), Codes(line["indications"]),
        Codes(line["substitutes"]), Flag(line, faults));

    private static bool Flag(Line line, List<string> faults)
    {
        if (line["procured"] is not ("" or "true" or "false"))
        {
            faults.Add($"第 {line.Number} 行 procured 只能是 true、false");
        }

        return line["procured"] == "true";
    }

    private static int? Count(Line line, string column, int most, List<string> faults)
    {
        if (line[column].Length == 0)
        {
            return null;
        }

        if (int.TryParse(line[column], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 && count <= most)
        {
            return count;
        }

        faults.Add($"第 {line.Number} 行 {column} 要是 1 到 {most} 的整数");
        return null;
    }

    private static long? Number(Line line, string column, int decimals, List<string> faults)
    {
        if (line[column].Length == 0)
        {
            return null;
        }

        if (ExactNumber.Read(line[column], decimals, out var scaled) == NumberProblem.None && scaled > 0)
        {
            return scaled;
        }

        faults.Add($"第 {line.Number} 行 {column} 要是大于 0 的数，最多 {decimals} 位小数");
        return null;
    }

    private static string Needed(Line line, string column, List<string> faults)
    {
        if (line[column].Length == 0)
        {
            faults.Add($"第 {line.Number} 行 {column} 不能空");
        }

        return line[column];
    }

    private static string[] Codes(string text) => text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static List<Line> Rows(byte[] content, string[] columns, List<string> faults)
    {
        var table = TableFile.Read(content);
        faults.AddRange(table.Faults.Select(f => $"第 {f.Line} 行：{f.Message}"));
        string[] names = table.Lines.Count == 0 ? [] : [.. table.Lines[0].Cells.Select(c => c.Trim().TrimStart('\uFEFF'))];
        if (!names.SequenceEqual(columns))
        {
            faults.Add($"第 1 行的列要是：{string.Join(',', columns)}");
            return [];
        }

        var rows = table.Lines.Skip(1).Select(l => new Line(l.Number, columns, l.Cells)).ToList();
        faults.AddRange(rows.Where(r => r["mark"].Length == 0).Select(r => $"第 {r.Number} 行 mark 要写来源：样例、暂设或文件"));
        return rows;
    }

    private readonly record struct Line(int Number, string[] Columns, IReadOnlyList<string> Cells)
    {
        public string this[string column] =>
            Array.IndexOf(Columns, column) is var at && at < Cells.Count ? Cells[at].Trim() : "";
    }
}
