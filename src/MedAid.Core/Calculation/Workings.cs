using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>What is on the desk while one visit is split: what remains of each component, and the counters as they grow.</summary>
internal ref struct Workings(VisitInput visit, ReadOnlySpan<long> usedBefore, Breakdown result, Span<long> remaining, Span<long> charged)
{
    private readonly ReadOnlySpan<long> usedBefore = usedBefore;

    public readonly VisitInput Visit { get; } = visit;

    public readonly Breakdown Result { get; } = result;

    /// <summary>What is left to pay, by component.</summary>
    public readonly Span<long> Remaining { get; } = remaining;

    /// <summary>What the programme left, before any layer, by component.</summary>
    public readonly Span<long> Charged { get; } = charged;

    public readonly Facts Facts => Visit.Facts;

    /// <summary>What a counter holds now: what was given, and what earlier layers of this visit added.</summary>
    public readonly long Used(int slot) => checked(usedBefore[slot] + Result.CounterAdded[slot]);

    /// <summary>What is left of a limit; never below zero.</summary>
    public readonly long Left(Limit limit) =>
        limit.Slot < 0 ? limit.AmountFen : Math.Max(0, limit.AmountFen - Used(limit.Slot));

    public readonly void Count(int slot, long amountFen)
    {
        if (slot >= 0)
        {
            Result.CounterAdded[slot] = checked(Result.CounterAdded[slot] + amountFen);
        }
    }

    public static long Sum(ReadOnlySpan<long> amounts, IReadOnlyList<Component> covers)
    {
        long sum = 0;
        for (var i = 0; i < covers.Count; i++)
        {
            sum += amounts[(int)covers[i]];
        }

        return sum;
    }

    /// <summary>Takes a payment off the covered components, in their order.</summary>
    public readonly void TakeOff(IReadOnlyList<Component> covers, long paidFen)
    {
        for (var i = 0; i < covers.Count && paidFen > 0; i++)
        {
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
}
