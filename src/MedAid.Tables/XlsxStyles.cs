using System.Globalization;
using DocumentFormat.OpenXml.Packaging;

namespace MedAid.Tables;

/// <summary>Which styles of a workbook show a number as a day.</summary>
internal static class XlsxStyles
{
    /// <summary>Whether each style of cells is a day's, by its index.</summary>
    public static IReadOnlyList<bool> AreDays(WorkbookStylesPart? part, CancellationToken cancellationToken)
    {
        var styles = new List<bool>();
        if (part is null)
        {
            return styles;
        }

        using var reader = new PartReader(part, cancellationToken);
        var custom = new Dictionary<int, bool>();
        var inCells = false;
        while (reader.Read())
        {
            inCells = reader.Begins("cellXfs") ? !reader.IsEmpty : inCells && !reader.Ends("cellXfs");
            if (reader.Begins("numFmt"))
            {
                custom[Number(reader.Attribute("numFmtId"))] = IsDay(reader.Attribute("formatCode") ?? "");
            }
            else if (inCells && reader.Begins("xf"))
            {
                var format = Number(reader.Attribute("numFmtId"));
                styles.Add(custom.TryGetValue(format, out var isDay) ? isDay : IsDay(format));
            }

            if (styles.Count > Limits.StylesMax || custom.Count > Limits.StylesMax)
            {
                throw new TableFaultException(1, "工作簿的格式太多，请把要导入的内容粘贴到新的工作簿");
            }
        }

        return styles;
    }

    /// <summary>Formats that every workbook has without saying so; the higher ones are days in Chinese programs.</summary>
    private static bool IsDay(int format) => format is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58);

    /// <summary>Whether a format has a letter of day or time outside of quotes, brackets and escapes.</summary>
    private static bool IsDay(string format)
    {
        for (var i = 0; i < format.Length; i++)
        {
            switch (format[i])
            {
                case '"':
                    i = End(format, i, '"');
                    break;
                case '[':
                    i = End(format, i, ']');
                    break;
                case '\\' or '_' or '*':
                    i++;
                    break;
                case 'y' or 'Y' or 'm' or 'M' or 'd' or 'D' or 'h' or 'H' or 's' or 'S':
                    return true;
                case ';':
                    return false;
            }
        }

        return false;
    }

    private static int End(string format, int begin, char mark) =>
        format.IndexOf(mark, begin + 1) is var end && end >= 0 ? end : format.Length;

    private static int Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
