using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace MedAid.Tables;

/// <summary>The lines of a CSV file.</summary>
internal static class CsvTable
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly Encoding Chinese = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    /// <summary>All lines; what cannot be read is a fault, and then there are none.</summary>
    public static Table Read(byte[] content)
    {
        try
        {
            using var text = new StringReader(Text(content));
            using var csv = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture));
            var lines = new List<TableLine>();
            while (csv.Read())
            {
                lines.Add(new TableLine(csv.RawRow, csv.Record!, []));
            }

            return new Table(lines, []);
        }
        catch (CsvHelperException e)
        {
            return Table.Broken(e.Context?.Parser?.RawRow ?? 1, "不是规范的 CSV，请检查引号和逗号");
        }
    }

    /// <summary>What is no UTF-8 was saved by a program that still writes the national encoding.</summary>
    private static string Text(byte[] content)
    {
        var mark = Encoding.UTF8.Preamble;
        var plain = content.AsSpan().StartsWith(mark) ? content.AsSpan(mark.Length) : content;
        try
        {
            return StrictUtf8.GetString(plain);
        }
        catch (DecoderFallbackException)
        {
            return Chinese.GetString(plain);
        }
    }
}
