using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>How one item was split, in fen.</summary>
public readonly record struct ItemSplit(
    long AmountFen, long WaivedFen, ItemClass Class, Rate FirstSelfPayRate, ChargeSplit Charges)
{
    /// <summary>The waiver that took what was waived, or null.</summary>
    public WaiverRule? Waiver { get; init; }
}

/// <summary>How a line came to be.</summary>
public enum LineKind
{
    /// <summary>By a rule of the pack.</summary>
    Rule = 1,

    /// <summary>Brought by the visit for an external layer.</summary>
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

    /// <summary>Base that earlier visits of the period had brought to the bands.</summary>
    public long AssessedBeforeFen { get; internal set; }

    /// <summary>Result of bands or class ratios, before room and caps.</summary>
    public long ComputedFen { get; internal set; }

    /// <summary>What caps cut off.</summary>
    public long CappedFen { get; internal set; }

    /// <summary>What the layer pays.</summary>
    public long PaidFen { get; internal set; }

    /// <summary>What was moved to the component over_cap.</summary>
    public long OverCapFen { get; internal set; }

    /// <summary>Whether the hospital advances the payment.</summary>
    public bool Advanced { get; internal set; }

    internal int FirstShare { get; set; }

    internal int ShareCount { get; set; }

    /// <summary>Id of the layer, or <c>capitation</c>.</summary>
    public readonly string LayerId => Layer?.Id ?? Capitation.LineId;

    /// <summary>Fund that pays.</summary>
    public readonly string Fund => Layer?.Fund ?? Capitation.LineId;
}

/// <summary>An amount that was brought for a layer and not used as it stands.</summary>
public readonly record struct BreakdownWarning(Refusal Reason, string Layer);

/// <summary>
/// The result of a split: who pays what, by which rule, from which inputs. It is made once for a pack and can be filled again;
/// filling allocates nothing.
/// </summary>
public sealed class Breakdown
{
    private readonly LayerLine[] lines;
    private readonly Share[] shares;
    private readonly long[] counterAdded;
    private readonly List<BreakdownWarning> warnings = [];
    private readonly List<WaiverTally> waivers = [];
    private ItemSplit[] items;
    private int lineCount;
    private int shareCount;
    private int itemCount;

    /// <summary>A breakdown for visits under a pack, with room for a number of items and of counters of waivers.</summary>
    public Breakdown(PolicyTerms terms, int items, int waiverCounters = 0)
    {
        Terms = terms;
        lines = new LayerLine[terms.LinesMax];
        shares = new Share[terms.SharesMax];
        counterAdded = new long[terms.Counters.Count + waiverCounters];
        this.items = new ItemSplit[items];
    }

    /// <summary>The law that was applied.</summary>
    public PolicyTerms Terms { get; }

    /// <summary>Bill before waivers.</summary>
    public long GrossFen { get; internal set; }

    /// <summary>What the hospital waived (费用减免).</summary>
    public long WaivedFen { get; internal set; }

    /// <summary>Bill after waivers: total = hospital-borne + Σ paid + patient.</summary>
    public long TotalFen { get; internal set; }

    /// <summary>What the patient pays.</summary>
    public long PatientFen { get; internal set; }

    /// <summary>What the hospital bears because a package was exceeded (NHSA <c>hosp_part_amt</c>).</summary>
    public long HospitalBorneFen { get; internal set; }

    /// <summary>The charges by component, before any programme or layer.</summary>
    public ChargeSplit Charges { get; internal set; }

    /// <summary>The programme that applied, or null.</summary>
    public Programme? Programme { get; internal set; }

    /// <summary>What the bureau pays under a day-surgery quota, or null.</summary>
    public DaySurgeryResult? DaySurgery { get; internal set; }

    /// <summary>One line for each layer that applied, in order.</summary>
    public ReadOnlySpan<LayerLine> Lines => lines.AsSpan(0, lineCount);

    /// <summary>How each item was split, in the order of the bill.</summary>
    public ReadOnlySpan<ItemSplit> Items => items.AsSpan(0, itemCount);

    /// <summary>What the visit adds to each counter, by slot of <see cref="PolicyTerms.Counters"/>; those of waivers follow.</summary>
    public ReadOnlySpan<long> CounterAddedFen => counterAdded;

    /// <summary>What was brought and not used as it stands. After a refusal the last one names the layer that it concerns.</summary>
    public IReadOnlyList<BreakdownWarning> Warnings => warnings;

    /// <summary>The waivers with limits that met an item, in the order in which they did.</summary>
    public IReadOnlyList<WaiverTally> Waivers => waivers;

    /// <summary>The shares of a line by band or class.</summary>
    public ReadOnlySpan<Share> SharesOf(in LayerLine line) => shares.AsSpan(line.FirstShare, line.ShareCount);

    internal Span<long> CounterAdded => counterAdded;

    internal void Begin(int itemsNeeded)
    {
        if (items.Length < itemsNeeded)
        {
            items = new ItemSplit[itemsNeeded];
        }

        (lineCount, shareCount, itemCount) = (0, 0, 0);
        (GrossFen, WaivedFen, TotalFen, PatientFen, HospitalBorneFen) = (0, 0, 0, 0, 0);
        (Charges, Programme, DaySurgery) = (default, null, null);
        Array.Clear(counterAdded);
        warnings.Clear();
        waivers.Clear();
    }

    internal WaiverTally TallyOf(WaiverRule rule, IReadOnlyList<WaiverSlots> limited)
    {
        for (var i = 0; i < waivers.Count; i++)
        {
            if (ReferenceEquals(waivers[i].Rule, rule))
            {
                return waivers[i];
            }
        }

        var tally = new WaiverTally(limited.First(w => ReferenceEquals(w.Rule, rule)));
        waivers.Add(tally);
        return tally;
    }

    internal void Add(in ItemSplit item) => items[itemCount++] = item;

    internal void Warn(Refusal reason, string layer) => warnings.Add(new BreakdownWarning(reason, layer));

    internal ref LayerLine AddLine(LineKind kind, Layer? layer, LayerRule? rule)
    {
        ref var line = ref lines[lineCount++];
        line = default;
        (line.Kind, line.Layer, line.Rule, line.FirstShare) = (kind, layer, rule, shareCount);
        return ref line;
    }

    internal void AddShare(ref LayerLine line, in Share share)
    {
        shares[shareCount++] = share;
        line.ShareCount++;
    }
}
