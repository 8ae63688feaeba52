namespace MedAid.Core.Policy;

/// <summary>
/// The compiled law of one pack: what <see cref="Calculation.Adjudicator"/> works from. Immutable, shared by all threads.
/// </summary>
public sealed class PolicyTerms
{
    /// <summary>The pack and where it comes from.</summary>
    public required PackIdentity Identity { get; init; }

    /// <summary>The layers outside programmes, in legal order.</summary>
    public required IReadOnlyList<Layer> Layers { get; init; }

    /// <summary>Overrides of the first self-pay ratio, in order.</summary>
    public IReadOnlyList<ItemRule> ItemRules { get; init; } = [];

    /// <summary>Programmes, in order.</summary>
    public IReadOnlyList<Programme> Programmes { get; init; } = [];

    /// <summary>How long a prescription may last; the first rule whose condition holds applies.</summary>
    public IReadOnlyList<PrescriptionRule> Prescriptions { get; init; } = [];

    /// <summary>Waivers that stand in the pack itself; a hospital's own come with the visit.</summary>
    public IReadOnlyList<WaiverRule> Waivers { get; init; } = [];

    /// <summary>Aid with the premium, or null where the pack has none.</summary>
    public PremiumAidTerms? PremiumAid { get; init; }

    /// <summary>The care grant, or null where the pack has none.</summary>
    public CareGrantTerms? CareGrant { get; init; }

    /// <summary>Every counter that a rule of this pack names; a counter's index here is its slot.</summary>
    public required IReadOnlyList<CounterName> Counters { get; init; }

    /// <summary>
    /// Every counter of what is reckoned per visit, by name; its index here is its stay slot. They count only where a visit is part of a stay
    /// or treats several diseases.
    /// </summary>
    public IReadOnlyList<string> StayCounters { get; init; } = [];

    /// <summary>What the personal account (个人账户) may pay, or null where the pack has none.</summary>
    public IReadOnlyList<Component>? AccountCovers { get; init; }

    /// <summary>Care for which the law pays nothing, so that the lack of a rule is meant.</summary>
    public IReadOnlyList<NothingPaidRule> NothingPaid { get; init; } = [];

    /// <summary>The documents that the rules cite.</summary>
    public PolicySources Sources { get; init; } = PolicySources.None;

    /// <summary>The most lines that one visit can have.</summary>
    public int LinesMax => 1 + Math.Max(Layers.Count, Programmes.Select(p => p.Layers.Count).DefaultIfEmpty().Max());

    /// <summary>The most shares (bands or classes) that the lines of one visit can have.</summary>
    public int SharesMax =>
        Math.Max(SharesOf(Layers), Programmes.Select(p => SharesOf(p.Layers)).DefaultIfEmpty().Max());

    /// <summary>The layer that serves everybody: the first that is not external; null if there is none.</summary>
    internal Layer? FirstLayer
    {
        get
        {
            for (var i = 0; i < Layers.Count; i++)
            {
                if (!Layers[i].External)
                {
                    return Layers[i];
                }
            }

            return null;
        }
    }

    /// <summary>Keys of the counters of a stay, by stay slot: <c>basic.deductible@stay:S1</c>.</summary>
    public IEnumerable<string> StayKeys(string stay) => StayCounters.Select(name => $"{name}@stay:{stay}");

    private static int SharesOf(IReadOnlyList<Layer> layers) =>
        layers.Sum(layer => layer.Rules.Select(rule => rule.SharesMax).DefaultIfEmpty().Max());
}

/// <summary>Name, reach and origin of a pack. Travels with every settlement.</summary>
public sealed record PackIdentity
{
    /// <summary>Id of the pack.</summary>
    public required string Pack { get; init; }

    /// <summary>Insurance scheme, e.g. resident.</summary>
    public required string Scheme { get; init; }

    /// <summary>Title in Chinese, or empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>Region: the leading digits of the county codes it is for, or empty.</summary>
    public string Region { get; init; } = "";

    /// <summary>First day in force.</summary>
    public DateOnly? Effective { get; init; }

    /// <summary>Last day in force; null while it has no end.</summary>
    public DateOnly? Ends { get; init; }

    /// <summary>Day of publication, which may be later than the first day in force.</summary>
    public DateOnly? Published { get; init; }

    /// <summary>SHA-256 of the file in lower-case hexadecimal, or empty for a pack that came in a line of text.</summary>
    public string ContentHash { get; init; } = "";

    /// <summary>How the pack's ambiguous sentences are read.</summary>
    public IReadOnlyList<ReadingChosen> Readings { get; init; } = [];
}

/// <summary>Where a rule or a figure comes from, as the pack says it.</summary>
public sealed record Citation
{
    /// <summary>Nothing is cited.</summary>
    public static Citation None { get; } = new();

    /// <summary>Title of the rule, or empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>Document and article as printed on papers, or empty: an authority's own, in force for the place and the day.</summary>
    public string Cite { get; init; } = "";

    /// <summary>Where the figures were found if not there: id or text, for who checks them; never printed. Or empty.</summary>
    public string Source { get; init; } = "";

    /// <summary>Confidence A–D of the figures, or empty.</summary>
    public string Confidence { get; init; } = "";

    /// <summary>Whether a figure of the rule is assumed because no source gives it.</summary>
    public bool Assumed { get; init; }

    /// <summary>Remark, or empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>How a sentence of the document was read, where it can be read in several ways; or empty.</summary>
    public string Reading { get; init; } = "";
}

/// <summary>
/// How a sentence that can be read in several ways is read: the pack's own choice (<paramref name="Usual"/>) or the hospital's.
/// </summary>
public sealed record ReadingChosen(string Id, Citation Citation, string Choice, string ChoiceTitle, bool Usual)
{
    /// <summary>The other ways of reading it, for people.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>The choice as a remark beside a figure.</summary>
    public string Sentence { get; } = $"{(Citation.Title.Length > 0 ? Citation.Title : Id)}按“{ChoiceTitle}”理解";
}

/// <summary>A counter's name and period. Its key on a day is e.g. <c>relief.paid@2023</c>.</summary>
public readonly record struct CounterName(string Name, Period Period)
{
    /// <summary>The key of the counter for the period in which a day lies.</summary>
    public string KeyOn(DateOnly day) => Period switch
    {
        Period.Year => $"{Name}@{day.Year:0000}",
        Period.Quarter => $"{Name}@{day.Year:0000}Q{((day.Month - 1) / 3) + 1}",
        Period.Month => $"{Name}@{day.Year:0000}-{day.Month:00}",
        _ => throw new InvariantBrokenException("a limit per visit has no counter"),
    };
}

/// <summary>Care for which nothing is paid, and what to say of it; it stops no layer.</summary>
public sealed record NothingPaidRule(Condition When, string Text, Citation Citation);

/// <summary>For how many weeks a drug may be prescribed at once (长处方). No amount depends on it; whoever exceeds it is warned.</summary>
public sealed record PrescriptionRule(string Id, Condition When, int WeeksMax, Citation Citation);

/// <summary>Overrides the first self-pay ratio (先行自付比例) of class A and B items.</summary>
public sealed record ItemRule(string Id, Condition When, Rate FirstSelfPay, Citation Citation);

/// <summary>
/// When the bureau settles a layer online; before that day the hospital advances it (垫付). What is not settled at the window at all is
/// paid by the patient, who claims it from the county.
/// </summary>
public sealed record OneStopEntry(
    Condition When, DateOnly? OnlineFrom, IReadOnlyDictionary<string, DateOnly?> Counties, Citation Citation)
{
    /// <summary>Whether the layer is settled at the window; if not, the patient pays and claims.</summary>
    public bool AtWindow { get; init; } = true;

    /// <summary>Whether a visit of a county's insured is settled online on a day.</summary>
    public bool IsOnline(CountyCode? county, DateOnly day)
    {
        var from = county is not null && Counties.TryGetValue(county.Value.Text, out var own) ? own : OnlineFrom;
        return day >= from;
    }
}
