namespace MedAid.Core.Policy;

/// <summary>What the catalogue (医保目录) says of one item from a first to a last day.</summary>
public sealed record CatalogueItem
{
    /// <summary>National code.</summary>
    public required string Code { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Fee category, by the word that waivers name.</summary>
    public required string Category { get; init; }

    /// <summary>Class.</summary>
    public required ItemClass Class { get; init; }

    /// <summary>First self-pay ratio.</summary>
    public required Rate FirstSelfPay { get; init; }

    /// <summary>Ceiling of the unit price in millionths of a yuan, or null.</summary>
    public long? CeilingMillionths { get; init; }

    /// <summary>Whether use is restricted to an indication.</summary>
    public bool Restricted { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly Effective { get; init; }

    /// <summary>Last day, or null.</summary>
    public DateOnly? Ends { get; init; }

    /// <summary>Whether the entry holds on a day.</summary>
    public bool HoldsOn(DateOnly day) => day >= Effective && !(day > Ends);
}

/// <summary>An immutable snapshot of the catalogue; a new import replaces the whole by one reference.</summary>
public sealed class Catalogue
{
    private readonly Dictionary<string, CatalogueItem[]> byCode;

    /// <summary>A snapshot of these entries.</summary>
    public Catalogue(IEnumerable<CatalogueItem> items) => byCode = items
        .GroupBy(i => i.Code, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.OrderByDescending(i => i.Effective).ToArray(), StringComparer.Ordinal);

    /// <summary>Number of codes.</summary>
    public int Count => byCode.Count;

    /// <summary>The entry of a code on a day, or null: then the item counts as class C.</summary>
    public CatalogueItem? Find(string code, DateOnly day) =>
        byCode.TryGetValue(code, out var versions) ? Array.Find(versions, v => v.HoldsOn(day)) : null;
}
