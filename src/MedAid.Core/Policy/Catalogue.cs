namespace MedAid.Core.Policy;

/// <summary>
/// An immutable snapshot of the catalogue; a new import replaces the whole by one reference. Any thread. A look-up allocates
/// nothing: at most four probes and the few periods of one variant.
/// </summary>
public sealed class Catalogue
{
    private readonly Dictionary<string, Entry> byCode;
    private readonly Dictionary<string, string> nationalCodes = new(StringComparer.Ordinal);

    /// <summary>A snapshot of these entries.</summary>
    public Catalogue(IEnumerable<CatalogueItem> items)
    {
        CatalogueItem[] all = [.. items];
        byCode = all.GroupBy(i => i.Code, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => new Entry(g), StringComparer.Ordinal);
        foreach (var item in all)
        {
            if (item.HospitalItemCode is { } code)
            {
                nationalCodes.TryAdd(code, item.Code);
            }
        }
    }

    /// <summary>Number of national codes.</summary>
    public int Count => byCode.Count;

    /// <summary>All national codes, in no order.</summary>
    public IEnumerable<string> Codes => byCode.Keys;

    /// <summary>Whether there is an entry of a code at all, for whatever day and hospital.</summary>
    public bool Knows(string code) => byCode.ContainsKey(code);

    /// <summary>The entry of a code on a day for any hospital, or null: then the item counts as class C.</summary>
    public CatalogueItem? Find(string code, DateOnly day) =>
        byCode.TryGetValue(code, out var entry) ? OnDay(entry.General, day) : null;

    /// <summary>
    /// The entry of a code on a day for a hospital of a level in a county. Of several the most specific counts: for level and county,
    /// for the county, for the level, for any hospital. Null if there is none: then the item counts as class C.
    /// </summary>
    public CatalogueItem? Find(string code, DateOnly day, string level, CountyCode county)
    {
        if (!byCode.TryGetValue(code, out var entry))
        {
            return null;
        }

        return entry.Variants is not { } variants
            ? OnDay(entry.General, day)
            : OnDay(variants.GetValueOrDefault((level, county)), day)
                ?? OnDay(variants.GetValueOrDefault((null, county)), day)
                ?? OnDay(variants.GetValueOrDefault((level, null)), day)
                ?? OnDay(entry.General, day);
    }

    /// <summary>The national code behind a hospital's own code of an item, or null.</summary>
    public string? NationalCode(string hospitalItemCode) => nationalCodes.GetValueOrDefault(hospitalItemCode);

    // A loop, because a predicate would carry the day in a closure.
    private static CatalogueItem? OnDay(CatalogueItem[]? versions, DateOnly day)
    {
        foreach (var version in versions ?? [])
        {
            if (version.HoldsOn(day))
            {
                return version;
            }
        }

        return null;
    }

    /// <summary>What one code has: its entries for any hospital, and those for a level or a county, each the youngest first.</summary>
    private sealed class Entry
    {
        public Entry(IEnumerable<CatalogueItem> items)
        {
            var variants = items.GroupBy(i => i.Variant)
                .ToDictionary(g => g.Key, g => g.OrderByDescending(i => i.Effective).ToArray());
            General = variants.Remove((null, null), out var general) ? general : [];
            Variants = variants.Count > 0 ? variants : null;
        }

        public CatalogueItem[] General { get; }

        public Dictionary<(string? Level, CountyCode? County), CatalogueItem[]>? Variants { get; }
    }
}
