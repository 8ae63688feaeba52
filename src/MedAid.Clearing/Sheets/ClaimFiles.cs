using System.Text;

namespace MedAid.Clearing.Sheets;

/// <summary>The papers of a claim as files: the declaration sheet as XLSX or CSV, the covering sheet as HTML.</summary>
public static class ClaimFiles
{
    /// <summary>Kinds of files.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["xlsx", "csv", "html"];

    /// <summary>The file of a format.</summary>
    public static byte[] Of(ClaimPaper paper, PlaceNames places, string format) => format switch
    {
        "xlsx" => DeclarationSheet.Of(paper, places).ToXlsx(),
        "csv" => DeclarationSheet.Of(paper, places).ToCsv(),
        "html" => Encoding.UTF8.GetBytes(CoveringSheet.Of(paper, places)),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };
}
