using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>The state while one visit, or a part of it, is split: what remains of each component, and the counters as they grow.</summary>
internal ref struct AdjudicationState(VisitPart part, ReadOnlySpan<long> usedBefore, Breakdown result, Span<long> remaining, Span<long> charged)
{
    private readonly ReadOnlySpan<long> usedBefore = usedBefore;
    private readonly VisitPart part = part;
    private readonly int firstLine = result.LineCount;

    public readonly VisitInput Visit => part.Visit;

    public readonly Breakdown Result { get; } = result;

    /// <summary>What is left to pay, by component.</summary>
    public readonly Span<long> Remaining { get; } = remaining;

    /// <summary>What the programme left, before any layer, by component.</summary>
    public readonly Span<long> Charged { get; } = charged;

    public readonly Facts Facts => Visit.Facts;

    /// <summary>The lines of this part so far.</summary>
    public readonly Span<LayerLine> Lines => Result.OpenLines[firstLine..];

    /// <summary>How many items there are; none for a visit that gives charges.</summary>
    public readonly int ItemCount => Visit.Charges is null ? Visit.Items.Count : 0;

    /// <summary>How an item, by its number, was split.</summary>
    public readonly ref readonly ItemSplit SplitOf(int item) => ref Result.Items[part.PlaceOf(item)];

    /// <summary>The counter of a limit; -1 if nothing counts.</summary>
    public readonly int SlotOf(Limit limit) => limit.Period == Period.Visit ? OfStay(limit.StaySlot) : limit.Slot;

    /// <summary>The counter of the base of bands; -1 if nothing counts.</summary>
    public readonly int SlotOf(BandTerms bands) => bands.Basis == Period.Visit ? OfStay(bands.StaySlot) : bands.BaseSlot;

    /// <summary>The counter of a package; -1 if nothing counts.</summary>
    public readonly int SlotOf(Programme package) => package.Per == Period.Visit ? OfStay(package.ChargedStaySlot) : package.ChargedSlot;

    /// <summary>The counter of what bills of one stay take of quotas; -1 outside a stay.</summary>
    public readonly int QuotaSlotOf(Programme daySurgery) => Result.InStay ? OfStay(daySurgery.QuotaStaySlot) : -1;

    /// <summary>What a counter was given, and what this visit has added so far.</summary>
    public readonly (long BeforeFen, long NowFen) Taken(int slot) => (usedBefore[slot], Result.CounterAdded[slot]);

    /// <summary>
    /// What a counter holds now: what was given, and what earlier layers and parts of this visit added. Several diseases outside a stay begin
    /// from nothing.
    /// </summary>
    public readonly long Used(int slot) => checked((slot < usedBefore.Length ? usedBefore[slot] : 0) + Result.CounterAdded[slot]);

    /// <summary>What is left of a limit; never below zero.</summary>
    public readonly long Left(Limit limit)
    {
        var slot = SlotOf(limit);
        return slot < 0 ? limit.AmountFen : Math.Max(0, limit.AmountFen - Used(slot));
    }

    public readonly void Count(int slot, long amountFen)
    {
        if (slot >= 0)
        {
            Result.CounterAdded[slot] = checked(Result.CounterAdded[slot] + amountFen);
        }
    }

    /// <summary>The sum over covered components, or over those of them that a set names.</summary>
    public static long Sum(ReadOnlySpan<long> amounts, IReadOnlyList<Component> covers, ValueSet named = default)
    {
        long sum = 0;
        for (var i = 0; i < covers.Count; i++)
        {
            sum += named.Allows((int)covers[i]) ? amounts[(int)covers[i]] : 0;
        }

        return sum;
    }

    /// <summary>Takes a payment off the covered components, or those of them that a set names, in their order.</summary>
    public readonly void TakeOff(IReadOnlyList<Component> covers, long paidFen, ValueSet named = default)
    {
        for (var i = 0; i < covers.Count && paidFen > 0; i++)
        {
            if (!named.Allows((int)covers[i]))
            {
                continue;
            }

            ref var left = ref Remaining[(int)covers[i]];
            var part = Math.Min(left, paidFen);
            left -= part;
            paidFen -= part;
        }

        Invariant.Holds(paidFen == 0, "a layer pays no more than remains in what it covers");
    }

    /// <summary>Leaves an amount with the patient: moves it to over_cap, out of the covered components in reverse order.</summary>
    public readonly long MoveOverCap(IReadOnlyList<Component> covers, long amountFen)
    {
        var wanted = Math.Min(amountFen, Sum(Remaining, covers));
        var open = wanted;
        for (var i = covers.Count - 1; i >= 0 && open > 0; i--)
        {
            ref var left = ref Remaining[(int)covers[i]];
            var part = Math.Min(left, open);
            left -= part;
            open -= part;
        }

        Remaining[(int)Component.OverCap] += wanted;
        return wanted;
    }

    private readonly int OfStay(int staySlot) => Result.SharesVisit && staySlot >= 0 ? Result.FirstStaySlot + staySlot : -1;
}
