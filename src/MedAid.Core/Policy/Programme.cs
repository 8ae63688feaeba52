namespace MedAid.Core.Policy;

/// <summary>Kinds of programme that take a visit out of the plain layers.</summary>
public enum ProgrammeKind
{
    /// <summary>单病种限额: charges up to a price cap, the excess on the hospital.</summary>
    CasePackage = 1,

    /// <summary>按人头包干: the fund pays all, the patient nothing.</summary>
    Capitation = 2,

    /// <summary>日间手术: the patient's split is the plain one, the bureau pays by quota.</summary>
    DaySurgery = 3,
}

/// <summary>Of day surgery, what the bureau owes of the quota of a visit of which a limit of the layer cut something off.</summary>
public enum QuotaAtLimit
{
    /// <summary>In the proportion that the limit left of what the layer pays.</summary>
    InProportion = 1,

    /// <summary>The whole of it.</summary>
    Whole = 2,
}

/// <summary>A programme of the pack.</summary>
public sealed record Programme
{
    /// <summary>The layer whose ratio the quotas of day surgery are multiplied by.</summary>
    public const string QuotaLayer = "basic";

    /// <summary>The four components of the charges.</summary>
    public static IReadOnlyList<Component> AllCharges { get; } =
        [Component.InScope, Component.FirstSelfPay, Component.OverCeiling, Component.OutOfScope];

    /// <summary>Id, unique in the pack.</summary>
    public required string Id { get; init; }

    /// <summary>Kind.</summary>
    public required ProgrammeKind Kind { get; init; }

    /// <summary>When it applies.</summary>
    public Condition When { get; init; } = Condition.Always;

    /// <summary>Price cap of a case package, rate of a capitation; in fen.</summary>
    public long AmountFen { get; init; }

    /// <summary>Period of the price cap or of the rate.</summary>
    public Period Per { get; init; } = Period.Visit;

    /// <summary>Slot of the counter <c>&lt;programme&gt;.charged</c>, or -1.</summary>
    public int ChargedSlot { get; init; } = -1;

    /// <summary>The same per visit among <see cref="PolicyTerms.StayCounters"/>, or -1.</summary>
    public int ChargedStaySlot { get; init; } = -1;

    /// <summary>Components that enter a case package; the others stay what they are.</summary>
    public IReadOnlyList<Component> Components { get; init; } = AllCharges;

    /// <summary>Layers of a case package.</summary>
    public IReadOnlyList<Layer> Layers { get; init; } = [];

    /// <summary>Quotas of day surgery by disease, in fen.</summary>
    public IReadOnlyDictionary<string, long> Quotas { get; init; } = new Dictionary<string, long>();

    /// <summary>Of day surgery, the slot of <c>basic.quota</c> among <see cref="PolicyTerms.StayCounters"/>, or -1.</summary>
    public int QuotaStaySlot { get; init; } = -1;

    /// <summary>Of day surgery, what is owed of the quota where a limit of the layer cut something off.</summary>
    public QuotaAtLimit QuotaAtLimit { get; init; } = QuotaAtLimit.InProportion;

    /// <summary>Where it comes from.</summary>
    public Citation Citation { get; init; } = Citation.None;
}
