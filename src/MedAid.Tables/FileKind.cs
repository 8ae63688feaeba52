using System.Text;

namespace MedAid.Tables;

/// <summary>Tells files that are often taken for a table by how they begin.</summary>
internal static class FileKind
{
    /// <summary>What to do with a file that is no readable workbook.</summary>
    public const string SaveAgain = "请用 Excel 或 WPS 打开后另存为 .xlsx，或另存为 CSV（UTF-8）";

    private static readonly byte[] EncryptedPackage = Encoding.Unicode.GetBytes("EncryptedPackage");

    /// <summary>Whether it is a ZIP archive, as every workbook is.</summary>
    public static bool IsArchive(ReadOnlySpan<byte> content) => content.StartsWith("PK\u0003\u0004"u8) || content.StartsWith("PK\u0005\u0006"u8);

    /// <summary>What a file is that is no table although its name may say so, with what to do; null if it may be one.</summary>
    public static string? NoTable(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))
        {
            return content.IndexOf(EncryptedPackage) >= 0
                ? "工作簿有打开密码，读不了；请在 Excel 中取消密码，另存为 .xlsx"
                : $"这是旧版 Excel（.xls）或 Word 文件；{SaveAgain}";
        }

        var text = content.StartsWith(Encoding.UTF8.Preamble) ? content[3..] : content;
        text = text.TrimStart(" \t\r\n"u8);
        return text.StartsWith("%PDF"u8) ? "这是 PDF，不是表格；请导入 Excel 或 CSV 文件"
            : text.Length > 1 && text[0] == '<' && (text[1] is (byte)'!' or (byte)'?' || char.IsAsciiLetter((char)text[1]))
            ? $"这是网页或 XML，只是名字像表格；{SaveAgain}"
            : null;
    }
}
