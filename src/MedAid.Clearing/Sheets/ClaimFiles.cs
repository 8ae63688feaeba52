using System.Text;
using MedAid.Tables;

namespace MedAid.Clearing.Sheets;

/// <summary>The papers of a claim as files: the declaration sheet as XLSX or CSV, the covering sheet as HTML.</summary>
public static class ClaimFiles
{
    /// <summary>Kinds of files.</summary>
    public static IReadOnlyList<OutputFormat> Kinds { get; } = [OutputFormat.Xlsx, OutputFormat.Csv, OutputFormat.Html];

    /// <summary>The file of a kind.</summary>
    public static byte[] Of(ClaimPaper paper, HospitalAndCountyNames places, OutputFormat kind) => kind == OutputFormat.Html
        ? Encoding.UTF8.GetBytes(CoveringSheet.Of(paper, places))
        : DeclarationSheet.Of(paper, places).To(kind);
}
