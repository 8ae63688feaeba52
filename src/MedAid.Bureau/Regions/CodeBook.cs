namespace MedAid.Bureau.Regions;

/// <summary>A code of a dictionary.</summary>
/// <param name="Code">The code.</param>
/// <param name="Name">Its Chinese name.</param>
/// <param name="Confidence">How far this can be relied on.</param>
/// <param name="Source">Where it was seen.</param>
public sealed record NationalCode(string Code, string Name, Confidence Confidence, string Source);

/// <summary>The dictionaries of a region, by the name of their field: <c>med_type</c>, <c>insutype</c> and so on.</summary>
public sealed class CodeBook(IReadOnlyDictionary<string, IReadOnlyList<NationalCode>> tables)
{
    private readonly Dictionary<(string Table, string Code), NationalCode> byCode =
        tables.SelectMany(t => t.Value.Select(c => (Key: (t.Key, c.Code), Code: c))).ToDictionary(p => p.Key, p => p.Code);

    /// <summary>The names of the dictionaries.</summary>
    public IEnumerable<string> Tables => tables.Keys;

    /// <summary>The codes of a dictionary, none if there is no such dictionary.</summary>
    public IReadOnlyList<NationalCode> Of(string table) => tables.TryGetValue(table, out var codes) ? codes : [];

    /// <summary>A code; null if it is unknown here.</summary>
    public NationalCode? Find(string table, string code) => byCode.GetValueOrDefault((table, code));

    /// <summary>The name of a code; the code itself if it is unknown here.</summary>
    public string NameOf(string table, string code) => Find(table, code)?.Name ?? code;
}
