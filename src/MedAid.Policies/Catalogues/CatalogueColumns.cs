using MedAid.Tables;

namespace MedAid.Policies.Catalogues;

/// <summary>The columns of a catalogue: which there are, which may be left out, and where each stands in a file.</summary>
internal sealed class CatalogueColumns
{
    private static readonly string[] Required =
    [
        "code", "hospital_item_code", "name", "category", "class", "first_self_pay", "ceiling", "restricted", "restriction",
        "unit", "effective", "ends", "note",
    ];

    private static readonly string[] Optional =
        ["ceiling_level", "ceiling_county", "centrally_procured", "substitutes", "days_of_supply", "dialysis"];

    private readonly Dictionary<string, int> places;

    private CatalogueColumns(Dictionary<string, int> places) => this.places = places;

    /// <summary>The columns of a header line; null, with problems, if it does not fit.</summary>
    public static CatalogueColumns? Of(TableLine header, PackProblems problems)
    {
        var before = problems.Found.Count;
        var names = header.Cells.Select(c => c.Trim()).ToArray();
        foreach (var missing in Required.Except(names, StringComparer.Ordinal))
        {
            problems.Add(PackProblemCode.MissingKey, header.Number, missing, "缺少这一列");
        }

        foreach (var unknown in names.Except([.. Required, .. Optional], StringComparer.Ordinal))
        {
            problems.Add(PackProblemCode.UnknownKey, header.Number, unknown, "没有这一列");
        }

        foreach (var twice in names.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            problems.Add(PackProblemCode.DuplicateKey, header.Number, twice.Key, "这一列写了两次");
        }

        return problems.Found.Count > before
            ? null
            : new CatalogueColumns(names.Select((name, place) => (name, place)).ToDictionary(c => c.name, c => c.place));
    }

    /// <summary>Whether a column holds codes, which are text even where they look like numbers.</summary>
    public static bool HoldsCodes(string column) =>
        column is "code" or "hospital_item_code" or "ceiling_level" or "ceiling_county" or "substitutes";

    /// <summary>The trimmed text of a column in a line; empty where the column or the cell is not there.</summary>
    public string Text(TableLine line, string column) =>
        places.TryGetValue(column, out var place) && place < line.Cells.Count ? line.Cells[place].Trim() : "";
}
