using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using CsvHelper;
using CsvHelper.Configuration;

namespace MedAid.Tables;

/// <summary>The lines of a CSV file.</summary>
internal static partial class CsvTable
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Encoding Chinese = CodePagesEncodingProvider.Instance.GetEncoding(
        "GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <summary>All lines; what cannot be read is a fault, and then there are none.</summary>
    public static Table Read(byte[] content, CancellationToken cancellationToken)
    {
        var (encoding, markLength) = EncodingOf(content);
        using var text = new PacedText(
            new StreamReader(new MemoryStream(content, markLength, content.Length - markLength), encoding, detectEncodingFromByteOrderMarks: false),
            cancellationToken);
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = HasTabs(content, encoding) ? "\t" : "," };
        using var csv = new CsvParser(text, configuration);
        try
        {
            return new Table(Lines(csv, text), []);
        }
        catch (TableFaultException e)
        {
            return Table.Broken(e.Line, e.Message);
        }
        catch (CsvHelperException)
        {
            return Table.Broken(Math.Max(csv.RawRow, 1), "不是规范的 CSV，请检查引号和逗号");
        }
        catch (DecoderFallbackException)
        {
            return Table.Broken(Math.Max(csv.RawRow, 1), "文字编码不对，请用 Excel 或 WPS 另存为 CSV（UTF-8）");
        }
    }

    private static IReadOnlyList<TableLine> Lines(CsvParser csv, PacedText text)
    {
        var lines = new TableLines();
        while (csv.Read())
        {
            TableLines.CheckColumn(csv.RawRow, csv.Count - 1);
            var cells = csv.Record!;
            List<int>? numeric = null;
            for (var i = 0; i < cells.Length; i++)
            {
                lines.Count(csv.RawRow, cells[i]);
                cells[i] = FormulaMark.Without(cells[i]);
                if (cells[i].Length is > 0 and < 30 && Scientific().IsMatch(cells[i]))
                {
                    (numeric ??= []).Add(i);
                }
            }

            lines.Add(csv.RawRow, cells, numeric ?? (IReadOnlyList<int>)[]);
            text.Step(csv.RawRow + 1);
        }

        return lines.Found;
    }

    /// <summary>What is no UTF-8 was saved by a program that still writes the national encoding, or as "Unicode text" by Excel.</summary>
    private static (Encoding Encoding, int MarkLength) EncodingOf(ReadOnlySpan<byte> content) =>
        content.StartsWith(Encoding.UTF8.Preamble) ? (StrictUtf8, 3)
        : content.StartsWith(Encoding.Unicode.Preamble) ? (StrictUtf16(bigEndian: false), 2)
        : content.StartsWith(Encoding.BigEndianUnicode.Preamble) ? (StrictUtf16(bigEndian: true), 2)
        : Utf8.IsValid(content) ? (StrictUtf8, 0)
        : (Chinese, 0);

    private static UnicodeEncoding StrictUtf16(bool bigEndian) => new(bigEndian, byteOrderMark: true, throwOnInvalidBytes: true);

    /// <summary>Whether a file in UTF-16 parts its cells by tabs, as Excel does in its "Unicode text".</summary>
    private static bool HasTabs(byte[] content, Encoding encoding)
    {
        const int Head = 8192;
        if (encoding is not UnicodeEncoding)
        {
            return false;
        }

        var lenient = encoding.CodePage == Encoding.Unicode.CodePage ? Encoding.Unicode : Encoding.BigEndianUnicode;
        var line = lenient.GetString(content, 0, Math.Min(content.Length, Head)).Split('\n')[0];
        return line.Contains('\t') && !line.Contains(',');
    }

    /// <summary>A number that a spreadsheet shortened when it wrote the text: 1.41123E+17.</summary>
    [GeneratedRegex(@"^\s*\d(\.\d+)?E\+\d+\s*$")]
    private static partial Regex Scientific();
}
