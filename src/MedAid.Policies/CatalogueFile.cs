using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Policies;

/// <summary>
/// Reads the catalogue (医保目录) from CSV: one line an item and period. Every bad line is reported with its number and column;
/// a catalogue with problems is not put in force.
/// </summary>
public static class CatalogueFile
{
    private static readonly string[] Columns =
    [
        "code", "hospital_item_code", "name", "category", "class", "first_self_pay", "ceiling", "restricted", "restriction",
        "unit", "effective", "ends", "note",
    ];

    /// <summary>The entries of a file; those that cannot be read are problems.</summary>
    public static IReadOnlyList<CatalogueItem> Read(string path, PackProblems problems)
    {
        try
        {
            using var text = new StreamReader(path);
            using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture) { MissingFieldFound = null });
            return Read(csv, problems);
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

    private static List<CatalogueItem> Read(CsvReader csv, PackProblems problems)
    {
        var items = new List<CatalogueItem>();
        if (!csv.Read() || !csv.ReadHeader())
        {
            problems.Add(PackProblemCode.Malformed, 1, "", "文件是空的");
            return items;
        }

        foreach (var missing in Columns.Except(csv.HeaderRecord!, StringComparer.Ordinal))
        {
            problems.Add(PackProblemCode.MissingKey, 1, missing, "缺少这一列");
        }

        foreach (var unknown in csv.HeaderRecord!.Except(Columns, StringComparer.Ordinal))
        {
            problems.Add(PackProblemCode.UnknownKey, 1, unknown, "没有这一列");
        }

        if (problems.Found.Count > 0)
        {
            return items;
        }

        while (csv.Read())
        {
            if (new Row(csv, problems).Item() is { } item)
            {
                items.Add(item);
            }
        }

        ReportOverlaps(items, problems);
        return items;
    }

    private static void ReportOverlaps(List<CatalogueItem> items, PackProblems problems)
    {
        foreach (var versions in items.GroupBy(i => i.Code, StringComparer.Ordinal))
        {
            CatalogueItem? before = null;
            foreach (var version in versions.OrderBy(v => v.Effective))
            {
                if (before is not null && !(before.Ends < version.Effective))
                {
                    problems.Add(PackProblemCode.DatesOverlap, 1, version.Code, "同一编码有两条在同一天有效，请给前一条写 ends");
                }

                before = version;
            }
        }
    }

    /// <summary>One line of the file.</summary>
    private readonly struct Row(CsvReader csv, PackProblems problems)
    {
        public CatalogueItem? Item()
        {
            var before = problems.Found.Count;
            var item = new CatalogueItem
            {
                Code = Required("code"),
                Name = Required("name"),
                Category = Required("category"),
                Class = Class(),
                FirstSelfPay = FirstSelfPay(),
                CeilingMillionths = Number("ceiling", 6),
                Restricted = Flag("restricted"),
                Effective = Day("effective", required: true) ?? default,
                Ends = Day("ends", required: false),
            };
            return problems.Found.Count == before ? item : null;
        }

        private string Text(string column) => csv.GetField(column)?.Trim() ?? "";

        private void Problem(PackProblemCode code, string column, string message) =>
            problems.Add(code, csv.Context.Parser!.RawRow, column, message);

        private string Required(string column)
        {
            var text = Text(column);
            if (text.Length == 0)
            {
                Problem(PackProblemCode.MissingKey, column, "不能为空");
            }

            return text;
        }

        private ItemClass Class()
        {
            if (Vocabulary.ItemClass.TryFind(Text("class"), out var found))
            {
                return found;
            }

            Problem(PackProblemCode.UnknownWord, "class", "只能是 A、B、C");
            return ItemClass.C;
        }

        private Rate FirstSelfPay()
        {
            if (Number("first_self_pay", Rate.DecimalsMax) is not { } scaled)
            {
                return Rate.Zero;
            }

            if (!Rate.TryCreate(scaled, out var rate))
            {
                Problem(PackProblemCode.OutOfRange, "first_self_pay", "比例要在 0 和 1 之间，10% 写成 0.1");
            }

            return rate;
        }

        private long? Number(string column, int decimals)
        {
            var text = Text(column);
            if (text.Length == 0)
            {
                return null;
            }

            switch (ExactNumber.Read(text, decimals, out var scaled))
            {
                case NumberProblem.None when scaled >= 0:
                    return scaled;
                case NumberProblem.None:
                    Problem(PackProblemCode.Negative, column, "不能为负");
                    return null;
                case NumberProblem.TooManyDecimals:
                    Problem(PackProblemCode.TooManyDecimals, column, $"最多 {decimals} 位小数");
                    return null;
                default:
                    Problem(PackProblemCode.NotANumber, column, "应是数字");
                    return null;
            }
        }

        private bool Flag(string column)
        {
            var text = Text(column);
            if (text is not ("true" or "false" or ""))
            {
                Problem(PackProblemCode.WrongType, column, "只能是 true 或 false");
            }

            return text == "true";
        }

        private DateOnly? Day(string column, bool required)
        {
            var text = Text(column);
            if (text.Length == 0 && !required)
            {
                return null;
            }

            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return day;
            }

            Problem(PackProblemCode.BadDate, column, "日期要写成 2022-07-12 这样，且要真有这一天");
            return null;
        }
    }
}
