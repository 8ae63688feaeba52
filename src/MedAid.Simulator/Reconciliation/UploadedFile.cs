using System.IO.Compression;
using System.Text;
using System.Text.Json;
using MedAid.Core;
using MedAid.Simulator.Transactions;

namespace MedAid.Simulator.Reconciliation;

/// <summary>
/// The hospital's file of 3202, as every writer has it: signed bytes or Base64; a ZIP or bare text; LF or CR LF; a tab at the end or none; the word null
/// or nothing; seven or eight columns.
/// </summary>
internal static class UploadedFile
{
    private const int Columns = 7;
    private const int TotalAt = 3;
    private const int FundsAt = 4;
    private const int AccountAt = 5;
    private const int FlagAt = 6;
    private const int FenDecimals = 2;
    private const int TextBytesMax = 64 * 1024 * 1024;
    private const string Nothing = "null";

    /// <summary>The bytes of the member <c>in</c> of <c>fsUploadIn</c>; null: there is none.</summary>
    public static byte[]? Bytes(JsonElement? input)
    {
        if (input is not { ValueKind: JsonValueKind.Object } json || !json.TryGetProperty("fsUploadIn", out var node)
            || node.ValueKind != JsonValueKind.Object || !node.TryGetProperty("in", out var content))
        {
            return null;
        }

        var bytes = content.ValueKind switch
        {
            JsonValueKind.Array => [.. content.EnumerateArray().Select(Byte)],
            JsonValueKind.String => OfBase64(content.GetString()!),
            _ => [],
        };
        return bytes.Length > 0 ? bytes : throw new BureauRefusalException("FSI-fsUploadIn.in 没有内容");
    }

    /// <summary>The rows of a file.</summary>
    public static IReadOnlyList<StatementRow> Rows(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes.AsSpan().StartsWith("PK"u8) ? Unpacked(bytes) : bytes).TrimStart('\uFEFF');
        return
        [
            .. text.Split('\n').Select((line, i) => (Line: line.TrimEnd('\r'), Number: i + 1)).Where(l => l.Line.Length > 0)
                .Select(l => Row(l.Line, l.Number)),
        ];
    }

    private static StatementRow Row(string line, int number)
    {
        string[] fields = [.. line.Split('\t').Select(f => f == Nothing ? "" : f)];
        return fields.Length >= Columns
            ? new StatementRow(
                fields[0], fields[1], fields[2], Fen(fields[TotalAt], number), Fen(fields[FundsAt], number), Fen(fields[AccountAt], number),
                fields[FlagAt])
            : throw new BureauRefusalException($"FSI-对账文件第 {number} 行只有 {fields.Length} 列，应有 {Columns} 列，以制表符分隔");
    }

    private static long Fen(string text, int number) => text.Length == 0 ? 0
        : ExactNumber.Read(text, FenDecimals, out var fen) == NumberProblem.None ? fen
        : throw new BureauRefusalException($"FSI-对账文件第 {number} 行有金额读不懂");

    private static byte Byte(JsonElement number) => number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var value)
        && value is >= sbyte.MinValue and <= byte.MaxValue
        ? (byte)(value & byte.MaxValue)
        : throw new BureauRefusalException("FSI-fsUploadIn.in 应是字节数组或 Base64");

    private static byte[] OfBase64(string text)
    {
        try
        {
            return text.Trim() is "" or "[]" ? [] : Convert.FromBase64String(text.Trim());
        }
        catch (FormatException)
        {
            throw new BureauRefusalException("FSI-fsUploadIn.in 应是字节数组或 Base64");
        }
    }

    private static byte[] Unpacked(byte[] bytes)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes));
            using var entry = archive.Entries[0].Open();
            var text = new byte[Math.Min(archive.Entries[0].Length, TextBytesMax)];
            entry.ReadExactly(text);
            return text;
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentOutOfRangeException or EndOfStreamException)
        {
            throw new BureauRefusalException("FSI-对账文件的压缩包打不开");
        }
    }
}
