using System.Runtime.CompilerServices;
using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>One amount for each component.</summary>
[InlineArray(Vocabulary.Components)]
internal struct ComponentAmounts
{
    private long first;
}

/// <summary>
/// What is left of an external payment, whether its layer was in force for a part that it may go to, and what it was counted on.
/// </summary>
internal struct OpenPayment
{
    public long LeftFen;
    public bool InForce;
    public ComponentAmounts TakenFen;
}

/// <summary>
/// Payments that come with the visit: of external layers (补充保险、商业保险、优抚 …) and those that the bureau's platform has
/// already adjudicated (upstream). They are used as they stand. An external payment goes to the parts of the visit in their order, each
/// takes at most its room; those that are for some components only go first.
/// </summary>
internal static class SuppliedPayments
{
    /// <summary>Refuses layers given twice; then refuses, or for a quote notes, upstream amounts for layers that are not in force here.</summary>
    public static Refusal Check(in AdjudicationState state, IReadOnlyList<Layer> inForce)
    {
        var visit = state.Visit;
        for (var i = 0; i < visit.Upstream.Count; i++)
        {
            if (HasExternal(visit, visit.Upstream[i].Layer))
            {
                state.Result.Warn(Refusal.LayerGivenTwice, visit.Upstream[i].Layer);
                return Refusal.LayerGivenTwice;
            }
        }

        for (var i = 0; i < visit.Upstream.Count; i++)
        {
            var id = visit.Upstream[i].Layer;
            if (!IsInForce(state.Facts, inForce, id) && !Tolerated(visit, Refusal.LayerNotInForce, id, state.Result))
            {
                return Refusal.LayerNotInForce;
            }
        }

        return Refusal.None;
    }

    /// <summary>After the last part: external payments that no layer in force took, and what is left of the others.</summary>
    public static Refusal Finish(VisitInput visit, Breakdown result)
    {
        var open = result.External;
        for (var i = 0; i < open.Length; i++)
        {
            if (!open[i].InForce && !Tolerated(visit, Refusal.LayerNotInForce, visit.External[i].Layer, result))
            {
                return Refusal.LayerNotInForce;
            }
        }

        for (var i = 0; i < open.Length; i++)
        {
            var id = visit.External[i].Layer;
            if (open[i] is { InForce: true, LeftFen: > 0 } && !IsWarned(result, id)
                && !Tolerated(visit, Refusal.ExternalAboveRoom, id, result))
            {
                return Refusal.ExternalAboveRoom;
            }
        }

        return Refusal.None;
    }

    /// <summary>What the bureau's platform paid for a layer, or null.</summary>
    public static long? UpstreamFen(VisitInput visit, string layer)
    {
        for (var i = 0; i < visit.Upstream.Count; i++)
        {
            if (string.Equals(visit.Upstream[i].Layer, layer, StringComparison.Ordinal))
            {
                return visit.Upstream[i].AmountFen;
            }
        }

        return null;
    }

    /// <summary>Uses an upstream payment; of the counters only those of the caps grow.</summary>
    public static Refusal PayUpstream(in AdjudicationState state, Layer layer, long paidFen)
    {
        var room = AdjudicationState.Sum(state.Remaining, layer.Covers);
        if (paidFen > room)
        {
            state.Result.Warn(Refusal.UpstreamAboveRoom, layer.Id);
            return Refusal.UpstreamAboveRoom;
        }

        AddLine(state, layer, LineKind.Upstream, room, paidFen);
        state.TakeOff(layer.Covers, paidFen);
        if (layer.RuleFor(state.Facts) is { } rule)
        {
            Caps.Count(state, rule.Caps, paidFen);
        }

        return Refusal.None;
    }

    /// <summary>Uses what comes with the visit for an external layer that is in force, at most the room.</summary>
    public static Refusal PayExternal(in AdjudicationState state, Layer layer)
    {
        if (!HasExternal(state.Visit, layer.Id))
        {
            return Refusal.None;
        }

        var open = state.Result.External;
        var (named, any) = (default(ValueSet), false);
        for (var i = 0; i < open.Length; i++)
        {
            var payment = state.Visit.External[i];
            if (!IsFor(state, layer, payment))
            {
                continue;
            }

            if (!payment.For.IsWithin(layer.CoverSet))
            {
                state.Result.Warn(Refusal.ExternalForNotCovered, layer.Id);
                return Refusal.ExternalForNotCovered;
            }

            any = open[i].InForce = true;
            named = named.Plus(payment.For.IsEmpty ? layer.CoverSet : payment.For);
        }

        if (any)
        {
            var room = AdjudicationState.Sum(state.Remaining, layer.Covers, named);
            var paid = Take(state, layer, forSome: true);
            AddLine(state, layer, LineKind.External, room, paid + Take(state, layer, forSome: false));
        }

        return Refusal.None;
    }

    /// <summary>Takes the payments that are for some components, or for all, in the order given; gives what they pay.</summary>
    private static long Take(in AdjudicationState state, Layer layer, bool forSome)
    {
        long paid = 0;
        var open = state.Result.External;
        for (var i = 0; i < open.Length; i++)
        {
            var payment = state.Visit.External[i];
            if (IsFor(state, layer, payment) && payment.For.IsEmpty != forSome)
            {
                var part = Math.Min(open[i].LeftFen, AdjudicationState.Sum(state.Remaining, layer.Covers, payment.For));
                Count(state.Remaining, ref open[i], 1);
                state.TakeOff(layer.Covers, part, payment.For);
                Count(state.Remaining, ref open[i], -1);
                open[i].LeftFen -= part;
                paid += part;
            }
        }

        return paid;
    }

    /// <summary>What remains before a payment, less what remains after it, is what it was counted on.</summary>
    private static void Count(ReadOnlySpan<long> remaining, ref OpenPayment payment, int sign)
    {
        for (var i = 0; i < Vocabulary.Components; i++)
        {
            payment.TakenFen[i] += sign * remaining[i];
        }
    }

    private static void AddLine(in AdjudicationState state, Layer layer, LineKind kind, long roomFen, long paidFen)
    {
        ref var line = ref state.Result.AddLine(kind, layer, null);
        (line.RoomFen, line.BaseFen, line.EligibleFen, line.AssessedFen) = (roomFen, roomFen, roomFen, roomFen);
        (line.ComputedFen, line.PaidFen) = (paidFen, paidFen);
    }

    private static bool IsFor(in AdjudicationState state, Layer layer, in LayerPayment payment) =>
        string.Equals(payment.Layer, layer.Id, StringComparison.Ordinal)
        && (payment.Disease is null || string.Equals(payment.Disease, state.Facts.Disease, StringComparison.Ordinal));

    private static bool Tolerated(VisitInput visit, Refusal reason, string layer, Breakdown result)
    {
        result.Warn(reason, layer);
        return visit.Purpose != Purpose.Settle;
    }

    private static bool IsWarned(Breakdown result, string layer)
    {
        for (var i = 0; i < result.Warnings.Count; i++)
        {
            if (result.Warnings[i] == new BreakdownWarning(Refusal.ExternalAboveRoom, layer))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasExternal(VisitInput visit, string layer)
    {
        for (var i = 0; i < visit.External.Count; i++)
        {
            if (string.Equals(visit.External[i].Layer, layer, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInForce(Facts facts, IReadOnlyList<Layer> layers, string id)
    {
        for (var i = 0; i < layers.Count; i++)
        {
            if (string.Equals(layers[i].Id, id, StringComparison.Ordinal))
            {
                return !layers[i].External || layers[i].When.Holds(facts);
            }
        }

        return false;
    }
}
