using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>How one item was split, in fen.</summary>
public readonly record struct ItemSplit(
    long AmountFen, long WaivedFen, ItemClass Class, Rate FirstSelfPayRate, ChargeSplit Charges)
{
    /// <summary>The waiver that took what was waived, or null.</summary>
    public WaiverRule? Waiver { get; init; }
}

/// <summary>An amount that came with the visit for a layer, or for the account (no layer), and not used as it stands.</summary>
public readonly record struct BreakdownWarning(Refusal Reason, string Layer);

/// <summary>
/// The result of a split: who pays what, by which rule, from which inputs. It is made once for a pack and can be filled again;
/// filling allocates nothing.
/// </summary>
public sealed class Breakdown
{
    private readonly long[] counterAdded;
    private readonly int linesOfPart;
    private readonly int sharesOfPart;
    private readonly long[] remaining = new long[Vocabulary.Components];
    private readonly List<BreakdownWarning> warnings = [];
    private readonly List<WaiverTally> waivers = [];
    private LayerLine[] lines;
    private Share[] shares;
    private ItemSplit[] items;
    private OpenPayment[] external = [];
    private int lineCount;
    private int shareCount;
    private int itemCount;
    private int externalCount;
    private bool inStay;

    /// <summary>A breakdown for visits under a pack, with room for a number of items and of counters of waivers.</summary>
    public Breakdown(PolicyTerms terms, int items, int waiverCounters = 0)
    {
        Terms = terms;
        (linesOfPart, sharesOfPart) = (terms.LinesMax, terms.SharesMax);
        lines = new LayerLine[linesOfPart];
        shares = new Share[sharesOfPart];
        FirstStaySlot = terms.Counters.Count + waiverCounters;
        counterAdded = new long[FirstStaySlot + terms.StayCounters.Count];
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

    /// <summary>What the patient pays, with what is deferred and what the personal account pays of it.</summary>
    public long PatientFen { get; internal set; }

    /// <summary>What the personal account pays of it; null if none came with the visit that the pack knows.</summary>
    public AccountShare? Account { get; internal set; }

    /// <summary>What the patient pays beside the personal account.</summary>
    public long CashFen => PatientFen - (Account?.AmountFen ?? 0);

    /// <summary>Whether the law has no rule for this care, and does not say that it pays nothing. A settlement is then refused.</summary>
    public bool NoRule { get; internal set; }

    /// <summary>The entry that says that nothing is paid for this care; null if there is none, or a rule or programme applied.</summary>
    public NothingPaidRule? NothingPaid { get; internal set; }

    /// <summary>What the hospital bears because a package was exceeded (NHSA <c>hosp_part_amt</c>).</summary>
    public long HospitalBorneFen { get; internal set; }

    /// <summary>The charges by component, before any programme or layer.</summary>
    public ChargeSplit Charges { get; internal set; }

    /// <summary>The programme that applied, or null.</summary>
    public Programme? Programme { get; internal set; }

    /// <summary>One line for each layer that applied, in order.</summary>
    public ReadOnlySpan<LayerLine> Lines => lines.AsSpan(0, lineCount);

    /// <summary>How each item was split, in the order of the bill.</summary>
    public ReadOnlySpan<ItemSplit> Items => items.AsSpan(0, itemCount);

    /// <summary>
    /// What the visit adds to each counter, by slot of <see cref="PolicyTerms.Counters"/>; those of waivers follow, and for a visit with a
    /// stay those of the stay (<see cref="PolicyTerms.StayCounters"/>).
    /// </summary>
    public ReadOnlySpan<long> CounterAddedFen => inStay ? counterAdded : counterAdded.AsSpan(0, FirstStaySlot);

    /// <summary>What remains with the patient after all layers, by component.</summary>
    public ReadOnlySpan<long> RemainingFen => remaining;

    /// <summary>Amounts of the visit that were not used as they stand. After a refusal the last one names the layer that it concerns.</summary>
    public IReadOnlyList<BreakdownWarning> Warnings => warnings;

    /// <summary>The waivers with limits that met an item, in the order in which they did.</summary>
    public IReadOnlyList<WaiverTally> Waivers => waivers;

    /// <summary>The shares of a line by band or class.</summary>
    public ReadOnlySpan<Share> SharesOf(in LayerLine line) => shares.AsSpan(line.FirstShare, line.ShareCount);

    /// <summary>Whether the visit is a part of a stay, so that counters of the stay follow the others.</summary>
    internal bool InStay => inStay;

    /// <summary>The slot of the first counter of a stay.</summary>
    internal int FirstStaySlot { get; }

    /// <summary>The quotas of day surgery that the parts of the visit have named so far, before what earlier bills took.</summary>
    internal long QuotasFen { get; set; }

    /// <summary>Whether what is reckoned per visit is shared: by the parts of a stay, or by several diseases.</summary>
    internal bool SharesVisit { get; private set; }

    internal Span<long> CounterAdded => counterAdded;

    internal Span<long> Remaining => remaining;

    /// <summary>What is left of each external payment of the visit.</summary>
    internal Span<OpenPayment> External => external.AsSpan(0, externalCount);

    internal int LineCount => lineCount;

    internal Span<LayerLine> OpenLines => lines.AsSpan(0, lineCount);

    internal void Begin(VisitInput visit, int parts)
    {
        (itemCount, externalCount) = (visit.Charges is null ? visit.Items.Count : 0, visit.External.Count);
        items = Room(items, itemCount);
        external = Room(external, externalCount);
        lines = Room(lines, parts * linesOfPart);
        shares = Room(shares, parts * sharesOfPart);
        (lineCount, shareCount) = (0, 0);
        (inStay, SharesVisit) = (visit.Stay is not null, visit.Stay is not null || parts > 1);
        (GrossFen, WaivedFen, TotalFen, PatientFen, HospitalBorneFen) = (0, 0, 0, 0, 0);
        (Charges, Programme, QuotasFen, Account, NoRule, NothingPaid) = (default, null, 0, null, false, null);
        Array.Clear(counterAdded);
        Array.Clear(remaining);
        warnings.Clear();
        waivers.Clear();
        for (var i = 0; i < externalCount; i++)
        {
            external[i] = new OpenPayment { LeftFen = visit.External[i].AmountFen };
        }
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

    internal void Put(int place, in ItemSplit item) => items[place] = item;

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

    private static T[] Room<T>(T[] array, int needed) => array.Length < needed ? new T[needed] : array;
}
