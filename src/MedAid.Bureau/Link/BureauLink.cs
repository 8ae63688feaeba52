using MedAid.Bureau.Regions;
using MedAid.Bureau.Signing;
using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Bureau.Link;

/// <summary>Who splits a visit: MedAid, which reports it, or the bureau's platform, whose split MedAid settles.</summary>
public enum LinkWay
{
    /// <summary>MedAid splits the visit and reports it.</summary>
    Report = 1,

    /// <summary>The platform splits the visit; MedAid adds what it knows nothing of.</summary>
    Upstream = 2,
}

/// <summary>What a settlement does while the bureau is known to be away.</summary>
public enum WhenDown
{
    /// <summary>It is done, and reported when the bureau is back.</summary>
    Settle = 1,

    /// <summary>It is refused.</summary>
    Wait = 2,
}

/// <summary>How MedAid speaks with the bureau for the visits of a hospital by people of a county, from a day on.</summary>
public sealed record BureauLink
{
    /// <summary>Stands for a county that no other link of the hospital names.</summary>
    public const string EveryCounty = "*";

    /// <summary>Its id; what was begun through a link goes on through the link of this id.</summary>
    public required string LinkId { get; init; }

    /// <summary>Hospital; its code is the first part of every message id.</summary>
    public required HospitalCode HospitalCode { get; init; }

    /// <summary>The beginning of the codes of the counties of insurance, or <see cref="EveryCounty"/>.</summary>
    public required string Insured { get; init; }

    /// <summary>First day on which settlements go through it.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day, or null.</summary>
    public DateOnly? Ends { get; init; }

    /// <summary>Who splits.</summary>
    public required LinkWay Way { get; init; }

    /// <summary>The region whose dialect the bureau speaks: the beginning of a district's code.</summary>
    public required string Region { get; init; }

    /// <summary>Address of the platform.</summary>
    public required Uri Address { get; init; }

    /// <summary>How long one message may take.</summary>
    public required TimeSpan TimeLimit { get; init; }

    /// <summary>What a settlement does while the bureau is away.</summary>
    public WhenDown WhenDown { get; init; } = WhenDown.Settle;

    /// <summary>District of treatment, six digits (<c>mdtrtarea_admvs</c>).</summary>
    public required string District { get; init; }

    /// <summary>Name of the hospital (<c>fixmedins_name</c>).</summary>
    public required string HospitalName { get; init; }

    /// <summary>Who acts in the messages (<c>opter</c>).</summary>
    public required string Operator { get; init; }

    /// <summary>Keys that sign and encipher, where the region wants any.</summary>
    public BureauKeys? Keys { get; init; }

    /// <summary>National codes of kinds of care (<c>med_type</c>); a kind without one is not sent.</summary>
    public required IReadOnlyDictionary<Care, string> CareTypes { get; init; }

    /// <summary>
    /// Which layer of MedAid's law each kind of fund is that the platform splits. What is not named here MedAid works out itself.
    /// </summary>
    public required IReadOnlyDictionary<FundKind, string> Layers { get; init; }

    /// <summary>Whether a settlement of a day goes through it.</summary>
    public bool HoldsOn(DateOnly day) => day >= From && !(day > Ends);

    /// <summary>Whether it is for people of a county; the longer the word, the nearer.</summary>
    public bool IsFor(CountyCode county) => Insured == EveryCounty || county.Text.StartsWith(Insured, StringComparison.Ordinal);
}
