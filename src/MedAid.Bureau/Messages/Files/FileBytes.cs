using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace MedAid.Bureau.Messages.Files;

/// <summary>A file inside a message: its bytes as Base64 or as an array of signed numbers, and its text, bare or in a ZIP.</summary>
public static class FileBytes
{
    private const byte FirstOfZip = (byte)'P';
    private const byte SecondOfZip = (byte)'K';

    /// <summary>The bytes of the field <c>in</c>: Base64, an array of numbers from -128 to 255, or nothing.</summary>
    public static byte[] Read(string text)
    {
        var trimmed = text.Trim();
        if (!trimmed.StartsWith('['))
        {
            try
            {
                return Convert.FromBase64String(trimmed);
            }
            catch (FormatException)
            {
                throw new NationalRefusedException("fsUploadIn.in 应是 Base64 文字或字节数组");
            }
        }

        var numbers = MessageText.Parse(trimmed, "fsUploadIn.in");
        var bytes = new byte[numbers.GetArrayLength()];
        var at = 0;
        foreach (var number in numbers.EnumerateArray())
        {
            var isByte = number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out _)
                && number.GetInt32() is >= sbyte.MinValue and <= byte.MaxValue;
            bytes[at++] = isByte
                ? unchecked((byte)number.GetInt32())
                : throw new NationalRefusedException("fsUploadIn.in 的数组里只能是 -128 到 255 的整数");
        }

        return bytes;
    }

    /// <summary>The same as JSON: Base64 in quotes, or an array of signed numbers.</summary>
    public static string Write(ReadOnlySpan<byte> bytes, bool isArray)
    {
        if (!isArray)
        {
            return $"\"{Convert.ToBase64String(bytes)}\"";
        }

        var text = new StringBuilder("[");
        foreach (var value in bytes)
        {
            text.Append(text.Length > 1 ? "," : "").Append(unchecked((sbyte)value).ToString(CultureInfo.InvariantCulture));
        }

        return text.Append(']').ToString();
    }

    /// <summary>The text of a file, out of its ZIP where it is in one; refused beyond its bounds.</summary>
    public static string Unpack(byte[] file)
    {
        if (file is not [FirstOfZip, SecondOfZip, ..])
        {
            return file.Length <= Limits.FileBytesMax ? MessageText.Decode(file) : throw TooLarge();
        }

        try
        {
            using var archive = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
            var entry = archive.Entries is [var only]
                ? only
                : throw new NationalRefusedException("压缩包里应只有一个文件");
            using var stream = entry.Open();
            return MessageText.Decode(ReadAll(stream));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException)
        {
            throw new NationalRefusedException("压缩包已损坏，请重新生成后上传");
        }
    }

    /// <summary>A ZIP with one file.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="name">Its name.</param>
    /// <param name="at">Its time, so that the same text gives the same bytes.</param>
    public static byte[] Pack(string text, string name, DateTimeOffset at)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entry = archive.CreateEntry(name);
            entry.LastWriteTime = at;
            using var stream = entry.Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return buffer.ToArray();
    }

    /// <summary>What the entry says of its length is not believed: no more is unpacked than is allowed.</summary>
    private static ReadOnlyMemory<byte> ReadAll(Stream stream)
    {
        using var buffer = new MemoryStream();
        var part = new byte[Limits.FilePartBytes];
        for (var count = stream.Read(part); count > 0; count = stream.Read(part))
        {
            buffer.Write(part, 0, count);
            if (buffer.Length > Limits.FileBytesMax)
            {
                throw TooLarge();
            }
        }

        return buffer.ToArray();
    }

    private static NationalRefusedException TooLarge() => new($"对账文件超过 {Limits.FileBytesMax / (1024 * 1024)} MiB，请分期对账");
}
