using System.Diagnostics;

namespace MedAid.Oracle;

internal sealed record LayerLine(
    string Id, string? Rule, Fraction Base, Fraction Deductible, Fraction Paid, Fraction Capped, bool Advanced);

/// <summary>Sections 2 to 4 and 6, for one line.</summary>
internal sealed class Adjudication
{
    private readonly Line line;
    private readonly Dictionary<string, Fraction> charged; // as the programme left the charges, before any layer
    private readonly Dictionary<string, Fraction> remaining;

    public Adjudication(Line line)
    {
        this.line = line;
        Charging = Charging.Of(line);
        Counters = new Counters(line.Counters, line.Facts.Date);
        charged = Words.Components.ToDictionary(name => name, Charging.Charges.GetValueOrDefault);
        Programme = line.Pack.Programmes.Find(programme => programme.When.Holds(line.Facts));
        var layers = Enter(Programme);
        remaining = new Dictionary<string, Fraction>(charged);
        if (Programme?.Kind == "capitation")
        {
            remaining[Words.Capitated] = Fraction.Zero;
            Lines.Add(new LayerLine("capitation", null, Total, Fraction.Zero, Total, Fraction.Zero, Advanced: false));
        }

        foreach (var layer in layers)
        {
            Apply(layer);
        }

        Prove();
    }

    public Charging Charging { get; }

    public Counters Counters { get; }

    public Programme? Programme { get; }

    public List<LayerLine> Lines { get; } = [];

    public Fraction HospitalBorne { get; private set; }

    public Fraction Total => Charging.Gross - Charging.Waived;

    public Fraction Patient => Fraction.Sum(remaining.Values);

    /// <summary>Moves the charges as the programme says and gives the layers in force.</summary>
    private List<Layer> Enter(Programme? programme)
    {
        if (programme is null || programme.Kind == "day_surgery")
        {
            return line.Pack.Layers;
        }

        foreach (var name in Words.Components)
        {
            charged[name] = Fraction.Zero;
        }

        if (programme.Kind == "capitation")
        {
            charged[Words.Capitated] = Total;
            return [];
        }

        var counter = $"{programme.Id}.charged";
        var left = programme.Per == "visit"
            ? programme.PriceCap
            : Counters.Left(programme.PriceCap, counter, programme.Per);
        var package = Fraction.Min(Total, left);
        charged[Words.Package] = package;
        HospitalBorne = Total - package;
        if (programme.Per != "visit")
        {
            Counters.Add(counter, programme.Per, package);
        }

        return programme.Layers;
    }

    private void Apply(Layer layer)
    {
        var room = Fraction.Sum(layer.Covers.Select(name => remaining[name]));
        var rule = layer.Rules.Find(candidate => candidate.When.Holds(line.Facts));
        if (line.Upstream.TryGetValue(layer.Id, out var settled))
        {
            if (settled > room)
            {
                throw new Refusal("upstream_above_room", $"{layer.Id}: {settled} of at most {room}");
            }

            GrowCaps(rule, settled);
            PayAsBrought(layer, room, settled);
        }
        else if (layer.External)
        {
            var brought = line.External.Where(entry => entry.Layer == layer.Id).Select(entry => entry.Amount).ToList();
            if (brought.Count > 0)
            {
                PayAsBrought(layer, room, Fraction.Min(Fraction.Sum(brought), room));
            }
        }
        else if (rule is not null)
        {
            ApplyRule(layer, rule, room);
        }
    }

    private void PayAsBrought(Layer layer, Fraction room, Fraction paid)
    {
        Take(layer.Covers, paid);
        Lines.Add(new LayerLine(layer.Id, null, room, Fraction.Zero, paid, Fraction.Zero, Advanced: false));
    }

    /// <summary>Steps 1 to 8; the counters grow only at the end, so `used` is what stood before the layer.</summary>
    private void ApplyRule(Layer layer, Rule rule, Fraction room)
    {
        // 1 and 2: the base and the cap on it.
        var basis = rule.OfCharged ? Fraction.Sum(layer.Covers.Select(name => charged[name])) : room;
        var capBefore = rule.BaseCap is { AfterDeductible: false };
        var eligible = capBefore ? Fraction.Min(basis, Counters.Left(rule.BaseCap!)) : basis;
        var spill = basis - eligible;

        // 3 and 4: the deductible, and a cap that counts after it.
        var deductible = Deductible(rule.Deductible, eligible);
        var x = eligible - deductible;
        if (rule.BaseCap is { AfterDeductible: true } capAfter)
        {
            var cut = Fraction.Min(x, Counters.Left(capAfter));
            spill += x - cut;
            x = cut;
        }

        // 5 and 6: what is paid, at most the room, at most what is left of every cap.
        var beforeCaps = Fraction.Min(Reckon(rule, x), room);
        var paid = rule.Caps.Aggregate(beforeCaps, (pay, cap) => Fraction.Min(pay, Counters.Left(cap)));
        var capped = beforeCaps - paid;

        // 7 and 8: where it is taken from, and where the rest goes.
        Take(layer.Covers, paid);
        if (rule.OverCapToPatient)
        {
            var left = Fraction.Sum(layer.Covers.Select(name => remaining[name]));
            var moved = Fraction.Min(spill + capped, left);
            Take(Enumerable.Reverse(layer.Covers), moved);
            remaining[Words.OverCap] += moved;
        }

        Grow(rule, capBefore ? eligible : x, deductible, x, paid);
        Lines.Add(new LayerLine(layer.Id, rule.Name, basis, deductible, paid, capped, IsAdvanced(layer, paid)));
    }

    private Fraction Deductible(Limit? deductible, Fraction eligible)
    {
        if (deductible is null)
        {
            return Fraction.Zero;
        }

        var taken = Fraction.Min(eligible, Counters.Left(deductible));
        return deductible.YearCeiling is { } ceiling
            ? Fraction.Min(taken, Counters.Left(ceiling, deductible.Counter, "year"))
            : taken;
    }

    private Fraction Reckon(Rule rule, Fraction x)
    {
        if (rule.ByClass is not null)
        {
            return ReckonByClass(rule.ByClass, x);
        }

        if (rule.Basis == "visit")
        {
            return OverBands(rule.Bands, x);
        }

        var used = Counters.Used(rule.BaseCounter, rule.Basis);
        return OverBands(rule.Bands, used + x) - OverBands(rule.Bands, used);
    }

    /// <summary>T(y): the ratio of each band times the part of y inside it, with one rounding for the sum.</summary>
    private static Fraction OverBands(List<Band> bands, Fraction y)
    {
        var sum = Fraction.Zero;
        for (var i = 0; i < bands.Count; i++)
        {
            var top = i + 1 < bands.Count ? Fraction.Min(y, bands[i + 1].Over) : y;
            sum += bands[i].Ratio * (top - bands[i].Over).AtLeastZero();
        }

        return sum.RoundHalfUp();
    }

    /// <summary>x over the classes in proportion, each share rounded down and the last taking the rest.</summary>
    private Fraction ReckonByClass(SortedDictionary<string, Fraction> ratios, Fraction x)
    {
        var classes = Charging.InScopeByClass.Where(entry => !entry.Value.IsZero).ToList();
        var whole = Fraction.Sum(classes.Select(entry => entry.Value));
        var pay = Fraction.Zero;
        var given = Fraction.Zero;
        for (var i = 0; i < classes.Count; i++)
        {
            var (name, weight) = classes[i];
            var share = i + 1 < classes.Count ? (x * weight / whole).RoundDown() : x - given;
            given += share;
            pay += (share * ratios.GetValueOrDefault(name)).RoundHalfUp();
        }

        return pay;
    }

    private void Take(IEnumerable<string> components, Fraction amount)
    {
        foreach (var name in components)
        {
            var part = Fraction.Min(remaining[name], amount);
            remaining[name] -= part;
            amount -= part;
        }

        Assert(amount.IsZero, "more was taken than remained");
    }

    private void Grow(Rule rule, Fraction intoBaseCap, Fraction deductible, Fraction x, Fraction paid)
    {
        if (rule.BaseCap is { CounterPeriod: not "visit" } baseCap)
        {
            Counters.Add(baseCap.Counter, baseCap.CounterPeriod, intoBaseCap);
        }

        if (rule.Deductible is { CounterPeriod: not "visit" } limit)
        {
            Counters.Add(limit.Counter, limit.CounterPeriod, deductible);
        }

        if (rule.Basis != "visit")
        {
            Counters.Add(rule.BaseCounter, rule.Basis, x);
        }

        GrowCaps(rule, paid);
    }

    private void GrowCaps(Rule? rule, Fraction paid)
    {
        foreach (var cap in rule?.Caps.Where(cap => cap.CounterPeriod != "visit") ?? [])
        {
            Counters.Add(cap.Counter, cap.CounterPeriod, paid);
        }
    }

    private bool IsAdvanced(Layer layer, Fraction paid)
    {
        var entry = line.Pack.OneStops.Find(e => e.Layer == layer.Id && e.When.Holds(line.Facts));
        return !paid.IsZero && entry is not null && !entry.IsOnline(line.Facts);
    }

    private void Prove()
    {
        var parts = HospitalBorne + Fraction.Sum(Lines.Select(entry => entry.Paid)) + Patient;
        Assert(Total == parts, "the parts are not the total");
        Assert(!HospitalBorne.IsNegative && !Charging.Waived.IsNegative, "a figure is negative");
        Assert(remaining.Values.All(amount => !amount.IsNegative), "a component is negative");
        Assert(Charging.Charges.Values.All(amount => !amount.IsNegative), "a charge is negative");
        Assert(Counters.Added.Values.All(amount => !amount.IsNegative), "a counter shrinks");
        Assert(
            Lines.TrueForAll(e => !(e.Base.IsNegative || e.Deductible.IsNegative || e.Paid.IsNegative
                || e.Capped.IsNegative)),
            "a line has a negative figure");
    }

    private static void Assert(bool holds, string message)
    {
        if (!holds)
        {
            throw new UnreachableException(message);
        }
    }
}
