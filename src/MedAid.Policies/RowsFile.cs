using MedAid.Tables;

namespace MedAid.Policies;

/// <summary>One line of a list, by column; a column that the file lacks is empty.</summary>
public sealed record Row(int Line, IReadOnlyDictionary<string, string> Cells)
{
    /// <summary>The cell of a column, without blanks around it.</summary>
    public string this[string column] => Cells.GetValueOrDefault(column, "");
}

/// <summary>Reads a list of people or visits that a clerk keeps as CSV (UTF-8, first line the names of the columns).</summary>
public static class RowsFile
{
    /// <summary>The lines; with problems, if a column is missing, unknown or doubled.</summary>
    public static IReadOnlyList<Row> Read(string path, string[] required, string[] optional, PackProblems problems)
    {
        var table = TableFile.Read(path);
        foreach (var fault in table.Faults)
        {
            problems.Add(PackProblemCode.Malformed, fault.Line, "", fault.Message);
        }

        var lines = table.Lines;
        if (lines.Count == 0)
        {
            return [];
        }

        string[] names = [.. lines[0].Cells.Select(c => c.Trim().TrimStart('\uFEFF'))];
        foreach (var missing in required.Except(names))
        {
            problems.Add(PackProblemCode.MissingKey, 1, missing, "缺少这一列，请补上");
        }

        foreach (var unknown in names.Except(required).Except(optional))
        {
            problems.Add(PackProblemCode.UnknownKey, 1, unknown, $"没有这一列，只能是：{string.Join("、", required.Concat(optional))}");
        }

        if (names.Distinct().Count() < names.Length)
        {
            problems.Add(PackProblemCode.DuplicateKey, 1, "", "同一列写了两次，请删去一列");
        }

        return problems.FirstError is not null
            ? []
            : [.. lines.Skip(1).Select(l => new Row(
                l.Number, names.Zip(l.Cells).ToDictionary(c => c.First, c => c.Second.Trim())))];
    }
}
