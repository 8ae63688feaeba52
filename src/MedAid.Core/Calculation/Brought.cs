using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>
/// Payments that the visit brings: of external layers (补充保险、商业保险、优抚 …) and those that the bureau's platform has
/// already adjudicated (upstream). They are used as they stand.
/// </summary>
internal static class Brought
{
    /// <summary>Refuses layers given twice; then refuses, or for a quote notes, amounts for layers that are not in force here.</summary>
    public static Refusal Check(VisitInput visit, IReadOnlyList<Layer> inForce, Breakdown result)
    {
        for (var i = 0; i < visit.Upstream.Count; i++)
        {
            if (Has(visit.External, visit.Upstream[i].Layer))
            {
                result.Warn(Refusal.LayerGivenTwice, visit.Upstream[i].Layer);
                return Refusal.LayerGivenTwice;
            }
        }

        for (var i = 0; i < visit.Upstream.Count; i++)
        {
            var id = visit.Upstream[i].Layer;
            if (Find(inForce, id) is null && !Tolerated(visit, id, result))
            {
                return Refusal.LayerNotInForce;
            }
        }

        for (var i = 0; i < visit.External.Count; i++)
        {
            var id = visit.External[i].Layer;
            if (Find(inForce, id) is not { External: true } && !Tolerated(visit, id, result))
            {
                return Refusal.LayerNotInForce;
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
    public static Refusal PayUpstream(in Workings workings, Layer layer, long paidFen)
    {
        var room = Workings.Sum(workings.Remaining, layer.Covers);
        if (paidFen > room)
        {
            workings.Result.Warn(Refusal.UpstreamAboveRoom, layer.Id);
            return Refusal.UpstreamAboveRoom;
        }

        Pay(workings, layer, LineKind.Upstream, room, paidFen);
        if (layer.RuleFor(workings.Facts) is { } rule)
        {
            Caps.Count(workings, rule.Caps, paidFen);
        }

        return Refusal.None;
    }

    /// <summary>Uses what the visit brings for an external layer, at most the room; more is refused for a settlement.</summary>
    public static Refusal PayExternal(in Workings workings, Layer layer)
    {
        if (!Has(workings.Visit.External, layer.Id))
        {
            return Refusal.None;
        }

        long brought = 0;
        for (var i = 0; i < workings.Visit.External.Count; i++)
        {
            if (string.Equals(workings.Visit.External[i].Layer, layer.Id, StringComparison.Ordinal))
            {
                brought = checked(brought + workings.Visit.External[i].AmountFen);
            }
        }

        var room = Workings.Sum(workings.Remaining, layer.Covers);
        if (brought > room)
        {
            workings.Result.Warn(Refusal.ExternalAboveRoom, layer.Id);
            if (workings.Visit.Purpose == Purpose.Settle)
            {
                return Refusal.ExternalAboveRoom;
            }
        }

        Pay(workings, layer, LineKind.External, room, Math.Min(brought, room));
        return Refusal.None;
    }

    private static void Pay(in Workings workings, Layer layer, LineKind kind, long roomFen, long paidFen)
    {
        ref var line = ref workings.Result.AddLine(kind, layer, null);
        (line.RoomFen, line.BaseFen, line.EligibleFen, line.AssessedFen) = (roomFen, roomFen, roomFen, roomFen);
        (line.ComputedFen, line.PaidFen) = (paidFen, paidFen);
        workings.TakeOff(layer.Covers, paidFen);
    }

    private static bool Tolerated(VisitInput visit, string layer, Breakdown result)
    {
        result.Warn(Refusal.LayerNotInForce, layer);
        return visit.Purpose != Purpose.Settle;
    }

    private static bool Has(IReadOnlyList<LayerPayment> payments, string layer)
    {
        for (var i = 0; i < payments.Count; i++)
        {
            if (string.Equals(payments[i].Layer, layer, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static Layer? Find(IReadOnlyList<Layer> layers, string id)
    {
        for (var i = 0; i < layers.Count; i++)
        {
            if (string.Equals(layers[i].Id, id, StringComparison.Ordinal))
            {
                return layers[i];
            }
        }

        return null;
    }
}
