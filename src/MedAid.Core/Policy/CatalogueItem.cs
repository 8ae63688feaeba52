namespace MedAid.Core.Policy;

/// <summary>What the catalogue (医保目录) says of one item from a first to a last day, for any hospital or for some.</summary>
public sealed record CatalogueItem
{
    /// <summary>National code.</summary>
    public required string Code { get; init; }

    /// <summary>The hospital's own code of the item, or null.</summary>
    public string? HospitalItemCode { get; init; }

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

    /// <summary>The level of hospital (NHSA <c>hosp_lv</c>) that the ceiling is for, or null for every level.</summary>
    public string? CeilingLevel { get; init; }

    /// <summary>The county, six digits, whose hospitals the ceiling is for, or null for every county.</summary>
    public CountyCode? CeilingCounty { get; init; }

    /// <summary>Whether use is restricted to an indication.</summary>
    public bool Restricted { get; init; }

    /// <summary>The indication to which use is restricted, as the catalogue words it, or empty.</summary>
    public string Restriction { get; init; } = "";

    /// <summary>Whether the price was won in central procurement (集中带量采购).</summary>
    public bool CentrallyProcured { get; init; }

    /// <summary>National codes of items that may be given in its place, the preferred first.</summary>
    public IReadOnlyList<string> Substitutes { get; init; } = [];

    /// <summary>How many days one unit lasts at the usual dose, or null if that is not known.</summary>
    public int? DaysOfSupply { get; init; }

    /// <summary>Whether one unit is one dialysis of a patient, of whatever kind.</summary>
    public bool IsDialysis { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly Effective { get; init; }

    /// <summary>Last day, or null.</summary>
    public DateOnly? Ends { get; init; }

    /// <summary>Which hospitals the entry is for; both null for any.</summary>
    public (string? Level, CountyCode? County) Variant => (CeilingLevel, CeilingCounty);

    /// <summary>Whether the entry holds on a day.</summary>
    public bool HoldsOn(DateOnly day) => day >= Effective && !(day > Ends);
}
