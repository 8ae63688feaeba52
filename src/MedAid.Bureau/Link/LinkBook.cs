using System.Collections.Frozen;
using MedAid.Bureau.Regions;
using MedAid.Core;

namespace MedAid.Bureau.Link;

/// <summary>The links in force. With none, nothing is sent and nothing is kept.</summary>
public sealed class LinkBook(IReadOnlyList<BureauLink> links, RegionBook regions)
{
    private readonly FrozenDictionary<string, BureauLink> byId = links.ToFrozenDictionary(l => l.LinkId);
    private readonly ILookup<HospitalCode, BureauLink> byHospital = links.ToLookup(l => l.HospitalCode);

    /// <summary>No link.</summary>
    public static LinkBook None { get; } = new([], RegionBook.Load());

    /// <summary>All of them.</summary>
    public IReadOnlyList<BureauLink> All => links;

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => links.Count == 0;

    /// <summary>How the bureau of a link speaks.</summary>
    public Region RegionOf(BureauLink link) => regions.Find(link.HospitalCode, link.Region);

    /// <summary>The link of an id, or null.</summary>
    public BureauLink? Find(string linkId) => byId.GetValueOrDefault(linkId);

    /// <summary>The link of a hospital for people of a county on a day, or null: the one that names the county most closely.</summary>
    public BureauLink? Find(HospitalCode hospital, CountyCode county, DateOnly day) =>
        byHospital[hospital].Where(l => l.HoldsOn(day) && l.IsFor(county)).MaxBy(l => l.Insured == BureauLink.EveryCounty ? 0 : l.Insured.Length);
}

/// <summary>Holds the links in use; a reload replaces them at once.</summary>
public sealed class LinkBookHolder(LinkBook book)
{
    private volatile LinkBook current = book;

    /// <summary>The links in use.</summary>
    public LinkBook Current
    {
        get => current;
        set => current = value;
    }
}
