using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>How a line came to be.</summary>
public enum LineKind
{
    /// <summary>By a rule of the pack.</summary>
    Rule = 1,

    /// <summary>Supplied with the visit for an external layer.</summary>
    External = 2,

    /// <summary>Adjudicated by the bureau's platform before.</summary>
    Upstream = 3,

    /// <summary>Paid whole under capitation.</summary>
    Capitation = 4,
}

/// <summary>The share of a base that fell into one band, or on one item class, and what it paid before room and caps.</summary>
public readonly record struct Share(long OverFen, ItemClass? Class, long PartFen, Rate Rate, long PaidFen);

/// <summary>What one layer did, with every figure it took to get there. All amounts in fen.</summary>
public struct LayerLine
{
    /// <summary>How the line came to be.</summary>
    public LineKind Kind { get; internal set; }

    /// <summary>The layer; null under capitation.</summary>
    public Layer? Layer { get; internal set; }

    /// <summary>The rule that applied; null for external, upstream and capitation.</summary>
    public LayerRule? Rule { get; internal set; }

    /// <summary>Under capitation, the contract; else null.</summary>
    public Programme? Programme { get; internal set; }

    /// <summary>Where the line's ratio or contract stands.</summary>
    public readonly Citation Citation => Rule?.Citation ?? Programme?.Citation ?? Citation.None;

    /// <summary>What the layer started from.</summary>
    public long BaseFen { get; internal set; }

    /// <summary>What remained to be paid in the components that it covers.</summary>
    public long RoomFen { get; internal set; }

    /// <summary>What was left of the base cap; null if the rule has none.</summary>
    public long? BaseCapLeftFen { get; internal set; }

    /// <summary>The base within the base cap.</summary>
    public long EligibleFen { get; internal set; }

    /// <summary>Deductible taken now.</summary>
    public long DeductibleFen { get; internal set; }

    /// <summary>What the bands or class ratios were applied to.</summary>
    public long AssessedFen { get; internal set; }

    /// <summary>Base that earlier visits of the period had counted towards the bands.</summary>
    public long AssessedBeforeFen { get; internal set; }

    /// <summary>Result of bands or class ratios, before room and caps.</summary>
    public long ComputedFen { get; internal set; }

    /// <summary>What caps cut off.</summary>
    public long CappedFen { get; internal set; }

    /// <summary>What the layer pays.</summary>
    public long PaidFen { get; internal set; }

    /// <summary>What the layer owes and the patient pays now, to claim it from the county: it is not settled at the window.</summary>
    public long DeferredFen { get; internal set; }

    /// <summary>What was moved to the component over_cap.</summary>
    public long OverCapFen { get; internal set; }

    /// <summary>What was moved to the component aside.</summary>
    public long AsideFen { get; internal set; }

    /// <summary>Whether the hospital advances the payment.</summary>
    public bool Advanced { get; internal set; }

    /// <summary>What the layer owes, paid now or not.</summary>
    public readonly long OwedFen => PaidFen + DeferredFen;

    /// <summary>Of day surgery by quota, the quota that the bureau pays from, less what earlier bills of the stay took; else null.</summary>
    public long? QuotaFen { get; internal set; }

    /// <summary>
    /// What the bureau pays the hospital for the visit where that is not what the layer pays: by quota (日间手术定额), or nothing, for it pays by
    /// head (按人头包干); else null.
    /// </summary>
    public long? BureauPaysFen { get; internal set; }

    /// <summary>What the fund owes the hospital for the line.</summary>
    public readonly long DueFen => BureauPaysFen ?? PaidFen;

    internal int FirstShare { get; set; }

    internal int ShareCount { get; set; }

    /// <summary>Id of the layer, or <c>capitation</c>.</summary>
    public readonly string LayerId => Layer?.Id ?? Capitation.LineId;

    /// <summary>Fund that pays.</summary>
    public readonly Fund Fund => Layer is { } layer ? layer.Fund : new Fund(Capitation.LineId);
}
