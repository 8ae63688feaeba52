namespace MedAid.Core.Policy;

/// <summary>One payer in legal order: basic, catastrophic, relief … All are the same primitive.</summary>
public sealed record Layer
{
    /// <summary>Id, unique in its list; it names the counters.</summary>
    public required string Id { get; init; }

    /// <summary>Fund that pays, as the pack names it, or empty.</summary>
    public Fund Fund { get; init; }

    /// <summary>Components it pays, in the order in which they are used up.</summary>
    public required IReadOnlyList<Component> Covers { get; init; }

    /// <summary>The same as a set of their numbers.</summary>
    public ValueSet CoverSet
    {
        get
        {
            var set = default(ValueSet);
            for (var i = 0; i < Covers.Count; i++)
            {
                set = set.With((int)Covers[i]);
            }

            return set;
        }
    }

    /// <summary>Whether the amount comes with the visit (补充保险、商业保险、优抚 …).</summary>
    public bool External { get; init; }

    /// <summary>When an external layer is in force; others always are.</summary>
    public Condition When { get; init; } = Condition.Always;

    /// <summary>Rules; the first whose condition holds applies.</summary>
    public IReadOnlyList<LayerRule> Rules { get; init; } = [];

    /// <summary>Entries of <c>one_stop</c> for this layer, in order.</summary>
    public IReadOnlyList<OneStopEntry> OneStop { get; init; } = [];

    /// <summary>Where it comes from; its title is the layer's Chinese name.</summary>
    public Citation Citation { get; init; } = Citation.None;

    /// <summary>The first rule whose condition holds, or null.</summary>
    public LayerRule? RuleFor(Facts facts)
    {
        for (var i = 0; i < Rules.Count; i++)
        {
            if (Rules[i].When.Holds(facts))
            {
                return Rules[i];
            }
        }

        return null;
    }
}

/// <summary>How a layer pays under a condition.</summary>
public sealed record LayerRule
{
    /// <summary>Id of the rule; <c>&lt;layer&gt;#&lt;n&gt;</c> if the pack gives none.</summary>
    public required string Id { get; init; }

    /// <summary>When it applies.</summary>
    public Condition When { get; init; } = Condition.Always;

    /// <summary>Whether the base is what was charged rather than what remains.</summary>
    public bool OfCharged { get; init; }

    /// <summary>The items that the base is limited to, or null for all.</summary>
    public OnlyTerms? Only { get; init; }

    /// <summary>Cap on the base (费用限额), or null.</summary>
    public BaseCapTerms? BaseCap { get; init; }

    /// <summary>Deductible (起付线), or null.</summary>
    public DeductibleTerms? Deductible { get; init; }

    /// <summary>Bands (分段), or null if the rule pays by item class.</summary>
    public BandTerms? Bands { get; init; }

    /// <summary>Ratios by item class, or null.</summary>
    public ClassRates? ByClass { get; init; }

    /// <summary>Caps on the payment (封顶线).</summary>
    public IReadOnlyList<Limit> Caps { get; init; } = [];

    /// <summary>Whether what a cap cuts off stays with the patient instead of going to the next layer.</summary>
    public bool OverCapToPatient { get; init; }

    /// <summary>Where it comes from.</summary>
    public Citation Citation { get; init; } = Citation.None;

    internal int SharesMax => Bands?.Count ?? 2;
}

/// <summary>
/// An amount over a period, with the slot of its counter (-1 per visit; a deductible per visit has that of its ceiling for the year).
/// </summary>
public sealed record Limit(long AmountFen, Period Period, int Slot, Citation Citation)
{
    /// <summary>Per visit: the slot among <see cref="PolicyTerms.StayCounters"/> that counts over a stay in parts; else -1.</summary>
    public int StaySlot { get; init; } = -1;
}

/// <summary>
/// The items to which a rule is limited: those of a listed category, and those whose code a word matches. What the layer leaves of them
/// goes to the next layer, or aside.
/// </summary>
public sealed record OnlyTerms(IReadOnlyList<string> Categories, IReadOnlyList<string> Codes, bool RestAside)
{
    /// <summary>What they are called, e.g. 降压药; empty if the pack does not say.</summary>
    public string Title { get; init; } = "";

    /// <summary>Whether an item is one of them.</summary>
    public bool Matches(string? category, string? code) =>
        (category is not null && Has(category)) || (Codes.Count > 0 && CodeWords.Allow(Codes, code));

    private bool Has(string category)
    {
        for (var i = 0; i < Categories.Count; i++)
        {
            if (string.Equals(Categories[i], category, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>A cap on the base, counted before or after the deductible.</summary>
public sealed record BaseCapTerms(Limit Limit, bool AfterDeductible);

/// <summary>A deductible; a ceiling for the year is possible when it is taken per visit.</summary>
public sealed record DeductibleTerms(Limit Limit, long? YearCeilingFen);

/// <summary>Ratios of class A, B and C items.</summary>
public sealed record ClassRates(Rate A, Rate B, Rate C)
{
    /// <summary>The ratio of a class.</summary>
    public Rate Of(ItemClass itemClass) => itemClass switch
    {
        ItemClass.A => A,
        ItemClass.B => B,
        ItemClass.C => C,
        _ => throw InvariantBrokenException.NoWordFor(itemClass),
    };
}

/// <summary>
/// Bands over a base: strictly rising thresholds with a ratio each, below the first nothing, the last open. All ratios are
/// kept over one common denominator, so that a sum over bands is rounded only once.
/// </summary>
public sealed class BandTerms
{
    private readonly long[] overFen;
    private readonly Rate[] rates;
    private readonly long[] numerators;
    private readonly long denominator;

    /// <summary>Makes bands of thresholds in fen and their ratios.</summary>
    public BandTerms(IReadOnlyList<(long OverFen, Rate Rate)> bands, Period basis, int baseSlot)
    {
        Invariant.Holds(bands.Count > 0, "there is at least one band");
        overFen = [.. bands.Select(b => b.OverFen)];
        rates = [.. bands.Select(b => b.Rate)];
        denominator = rates.Max(r => r.Denominator);
        numerators = [.. rates.Select(r => r.NumeratorOver(denominator))];
        Basis = basis;
        BaseSlot = baseSlot;
        for (var i = 1; i < overFen.Length; i++)
        {
            Invariant.Holds(overFen[i] > overFen[i - 1], "bands rise strictly");
        }
    }

    /// <summary>Number of bands.</summary>
    public int Count => overFen.Length;

    /// <summary>The period over which the base accumulates; per visit it does not.</summary>
    public Period Basis { get; }

    /// <summary>Slot of the counter of the base, or -1.</summary>
    public int BaseSlot { get; }

    /// <summary>Per visit: the slot among <see cref="PolicyTerms.StayCounters"/> that counts over a stay in parts; else -1.</summary>
    public int StaySlot { get; init; } = -1;

    /// <summary>The threshold above which a band starts, in fen.</summary>
    public long OverFen(int band) => overFen[band];

    /// <summary>The amount at which a band ends, in fen; the last is open.</summary>
    public long UpToFen(int band) => band + 1 < overFen.Length ? overFen[band + 1] : long.MaxValue;

    /// <summary>The ratio of a band.</summary>
    public Rate Rate(int band) => rates[band];

    /// <summary>What a base of this size pays in all: Σ ratio × part in the band, rounded once.</summary>
    public long PaymentFen(long baseFen)
    {
        Int128 sum = 0;
        for (var i = 0; i < overFen.Length && baseFen > overFen[i]; i++)
        {
            sum += (Int128)(Math.Min(baseFen, UpToFen(i)) - overFen[i]) * numerators[i];
        }

        return Rounding.HalfUp(sum, denominator);
    }
}
