using System.Diagnostics;

namespace MedAid.Oracle;

/// <summary>
/// A whole visit: its parts one after the other, one for each disease; then what is left of what was brought, and the
/// account. Sections 1 to 6 for one part are in <see cref="Part"/>.
/// </summary>
internal sealed class Adjudication
{
    private readonly Line line;

    public Adjudication(Line line)
    {
        this.line = line;
        var items = line.Items ?? [];
        List<string?> diseases = [.. items.Select(DiseaseOf).Distinct()];
        if (diseases.Count > 1 && line.Upstream.Count > 0)
        {
            throw new Refusal("upstream_beside_diseases", "upstream beside several diseases");
        }

        Counters = new Counters(line.Counters, line.Facts.Date, line.Stay, diseases.Count > 1);
        SuppliedPayments = new SuppliedPayments(line);
        if (diseases.Count == 0)
        {
            diseases.Add(line.Facts.Disease);
        }

        foreach (var disease in diseases)
        {
            Parts.Add(new Part(
                line, line.Facts with { Disease = disease }, [.. items.Where(i => DiseaseOf(i) == disease)],
                Counters, SuppliedPayments));
        }

        Prove();
    }

    public List<Part> Parts { get; } = [];

    public Counters Counters { get; }

    public SuppliedPayments SuppliedPayments { get; }

    public IEnumerable<LayerLine> Lines => Parts.SelectMany(part => part.Lines);

    public string? Programme => Parts.Select(part => part.Programme?.Id).FirstOrDefault(id => id is not null);

    public Fraction Gross => Fraction.Sum(Parts.Select(part => part.Charging.Gross));

    public Fraction Waived => Fraction.Sum(Parts.Select(part => part.Charging.Waived));

    public Fraction Total => Gross - Waived;

    public Fraction HospitalBorne => Fraction.Sum(Parts.Select(part => part.HospitalBorne));

    public Fraction Patient => Fraction.Sum(Words.Components.Select(Remaining)) + Fraction.Sum(Lines.Select(e => e.Deferred));

    public bool NoRule => Parts.Exists(part => part.HasNoRule);

    public Fraction Charged(string component) => Fraction.Sum(Parts.Select(p => p.Charging.Charges[component]));

    /// <summary>What the account pays and how much of it the helper, or null without an account on both sides.</summary>
    public (Fraction All, Fraction Helper)? Account()
    {
        if (line.Account is not { } wish || line.Pack.Account is not { } covers)
        {
            return null;
        }

        var most = Fraction.Min(wish.Balance + wish.Helper, Fraction.Sum(covers.Select(Remaining)));
        var all = wish.Use is { } use ? Fraction.Min(use, most) : most;
        return (all, (all - wish.Balance).AtLeastZero());
    }

    private Fraction Remaining(string component) => Fraction.Sum(Parts.Select(part => part.Remaining[component]));

    private string? DiseaseOf(Item item) => item.Disease ?? line.Facts.Disease;

    private void Prove()
    {
        var parts = HospitalBorne + Fraction.Sum(Lines.Select(entry => entry.Paid)) + Patient;
        Claim(Total == parts, "the parts are not the total");
        Claim(!HospitalBorne.IsNegative && !Waived.IsNegative, "a figure is negative");
        Claim(Parts.TrueForAll(p => p.Remaining.Values.All(amount => !amount.IsNegative)), "a component is negative");
        Claim(Parts.TrueForAll(p => p.Charging.Charges.Values.All(a => !a.IsNegative)), "a charge is negative");
        Claim(Counters.Added.Values.All(amount => !amount.IsNegative), "a counter shrinks");
        Claim(
            Lines.All(e => !(e.Base.IsNegative || e.Deductible.IsNegative || e.Paid.IsNegative
                || e.Capped.IsNegative || e.Deferred.IsNegative)),
            "a line has a negative figure");
    }

    public static void Claim(bool holds, string message)
    {
        if (!holds)
        {
            throw new UnreachableException(message);
        }
    }
}

/// <summary>What the visit brings for external layers, and what is left of each entry.</summary>
internal sealed class SuppliedPayments(Line line)
{
    private readonly Fraction[] left = [.. line.External.Select(entry => entry.Amount)];

    /// <summary>Lets the entries of a layer pay in one part; null if none is for it. Gives the room of all and what they pay.</summary>
    public (Fraction Room, Fraction Paid)? Pay(Layer layer, string? disease, Dictionary<string, Fraction> remaining)
    {
        var mine = Enumerable.Range(0, left.Length)
            .Where(i => line.External[i].Layer == layer.Id && (line.External[i].Disease ?? disease) == disease)
            .ToList();
        if (mine.Count == 0)
        {
            return null;
        }

        var named = mine.SelectMany(i => line.External[i].For ?? layer.Covers).ToHashSet();
        if (!named.IsSubsetOf(layer.Covers))
        {
            throw new Refusal("for_not_covered", $"{layer.Id}: for names what the layer does not cover");
        }

        var room = Fraction.Sum(named.Select(name => remaining[name]));
        var paid = Fraction.Zero;
        foreach (var i in mine.OrderBy(i => line.External[i].For is null))
        {
            foreach (var name in layer.Covers.Where(name => line.External[i].For?.Contains(name) ?? true))
            {
                var part = Fraction.Min(left[i], remaining[name]);
                remaining[name] -= part;
                left[i] -= part;
                paid += part;
            }
        }

        return (room, paid);
    }
}
