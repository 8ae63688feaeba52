using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace MedAid.Policies.Catalogues;

/// <summary>The lines of a CSV file, UTF-8.</summary>
internal static class CsvTable
{
    /// <summary>All lines; what cannot be read is a problem, and then there are none.</summary>
    public static IReadOnlyList<TableLine> Read(string path, PackProblems problems)
    {
        try
        {
            using var text = new StreamReader(path);
            using var csv = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture));
            var lines = new List<TableLine>();
            while (csv.Read())
            {
                lines.Add(new TableLine(csv.RawRow, csv.Record!));
            }

            return lines;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(PackProblemCode.Malformed, 1, "", "文件打不开，请检查路径和权限");
        }
        catch (CsvHelperException e)
        {
            problems.Add(PackProblemCode.Malformed, e.Context?.Parser?.RawRow ?? 1, "", "不是规范的 CSV，请检查引号和逗号");
        }

        return [];
    }
}
