using System.IO.Compression;
using System.Text;

namespace MedAid.Tables.Tests;

/// <summary>Changes the parts of a workbook.</summary>
internal static class Patches
{
    /// <summary>The same archive with each part changed by its name; null leaves it out.</summary>
    public static byte[] EachPart(byte[] workbook, Func<string, string, string?> change)
    {
        using var archive = new ZipArchive(new MemoryStream(workbook), ZipArchiveMode.Read);
        var parts = new List<(string Name, string Xml)>();
        foreach (var entry in archive.Entries)
        {
            using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
            if (change(entry.FullName, reader.ReadToEnd()) is { } xml)
            {
                parts.Add((entry.FullName, xml));
            }
        }

        return Book.Zip(parts);
    }
}
