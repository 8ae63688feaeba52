using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>What a payment was counted on.</summary>
public readonly record struct CountedPart(Component Component, long AmountFen);

/// <summary>
/// An external payment that does not say what it is for, and that went to what a later layer would have shared though something that no
/// later layer covers remained with the patient. Of <paramref name="Elsewhere"/>, which it may be for as well, <paramref name="OpenFen"/>
/// could have taken its place.
/// </summary>
public sealed record Allotment(
    int Payment, Layer Layer, IReadOnlyList<CountedPart> Counted, IReadOnlyList<Component> Elsewhere, long ElsewhereFen, long OpenFen)
{
    /// <summary>All of a split.</summary>
    public static IReadOnlyList<Allotment> Of(VisitInput visit, Breakdown breakdown)
    {
        List<Allotment> found = [];
        for (var i = 0; i < visit.External.Count; i++)
        {
            if (visit.External[i].For.IsEmpty && Of(breakdown, i, visit.External[i].Layer) is { OpenFen: > 0 } allotment)
            {
                found.Add(allotment);
            }
        }

        return found;
    }

    /// <summary>
    /// The payments of a visit if this one went elsewhere first: as much as can, and the rest as before.
    /// </summary>
    public IReadOnlyList<LayerPayment> PaidElsewhere(IReadOnlyList<LayerPayment> external)
    {
        var payment = external[Payment];
        var named = Elsewhere.Aggregate(default(ValueSet), (set, c) => set.With((int)c));
        var elsewhereFen = ElsewhereFen + OpenFen;
        return
        [
            .. external.Take(Payment), payment with { AmountFen = elsewhereFen, For = named },
            .. external.Skip(Payment + 1), payment with { AmountFen = payment.AmountFen - elsewhereFen },
        ];
    }

    private static Allotment? Of(Breakdown breakdown, int payment, string layerId)
    {
        var (layer, later) = LayersOf(breakdown, layerId);
        if (layer is null)
        {
            return null;
        }

        ref readonly var taken = ref breakdown.External[payment].TakenFen;
        var counted = new List<CountedPart>();
        var elsewhere = new List<Component>();
        var (shared, kept, open) = (0L, 0L, 0L);
        foreach (var component in layer.Covers)
        {
            var (takenFen, leftFen) = (taken[(int)component], breakdown.RemainingFen[(int)component]);
            if (takenFen > 0)
            {
                counted.Add(new CountedPart(component, takenFen));
            }

            if ((later.Bits & (1u << (int)component)) != 0)
            {
                shared += takenFen;
            }
            else if (takenFen + leftFen > 0)
            {
                elsewhere.Add(component);
                (kept, open) = (kept + takenFen, open + leftFen);
            }
        }

        return new Allotment(payment, layer, counted, elsewhere, kept, Math.Min(shared, open));
    }

    /// <summary>The external layer that paid, and what the rules of the layers after it cover.</summary>
    private static (Layer? Layer, ValueSet Later) LayersOf(Breakdown breakdown, string layerId)
    {
        var (found, later) = (default(Layer), default(ValueSet));
        foreach (ref readonly var line in breakdown.Lines)
        {
            if (line.Kind == LineKind.External && string.Equals(line.LayerId, layerId, StringComparison.Ordinal))
            {
                found ??= line.Layer;
            }
            else if (found is not null && line is { Kind: LineKind.Rule, Layer: { } layer })
            {
                later = later.Plus(layer.CoverSet);
            }
        }

        return (found, later);
    }
}
