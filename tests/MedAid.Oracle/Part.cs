namespace MedAid.Oracle;

internal sealed record LayerLine(
    string Id, string? Rule, Fraction Base, Fraction Deductible, Fraction Paid, Fraction Capped, bool Advanced,
    Fraction Deferred = default)
{
    /// <summary>Of day surgery, the quota and what the bureau pays from it.</summary>
    public (Fraction Quota, Fraction BureauPays)? ByQuota { get; set; }

    /// <summary>How much of what the layer pays without limits they left: one where they cut nothing.</summary>
    public Fraction LeftByLimits { get; init; } = Fraction.One;
}

/// <summary>Sections 1 to 4 and 6 for the items of one disease, or for a visit that has only one.</summary>
internal sealed class Part
{
    private readonly Line line;
    private readonly Facts facts;
    private readonly Counters counters;
    private readonly SuppliedPayments brought;
    private readonly Dictionary<string, Fraction> charged; // as the programme left the charges, before any layer

    public Part(Line line, Facts facts, List<Item> items, Counters counters, SuppliedPayments brought)
    {
        this.line = line;
        this.facts = facts;
        this.counters = counters;
        this.brought = brought;
        Charging = Charging.Of(line, facts, items);
        charged = Words.Components.ToDictionary(name => name, Charging.Charges.GetValueOrDefault);
        Programme = line.Pack.Programmes.Find(programme => programme.When.Holds(facts));
        var layers = Enter(Programme);
        Remaining = new Dictionary<string, Fraction>(charged);
        if (Programme?.Kind == "capitation")
        {
            Remaining[Words.Capitated] = Fraction.Zero;
            Lines.Add(new LayerLine("capitation", null, Total, Fraction.Zero, Total, Fraction.Zero, Advanced: false));
        }

        foreach (var layer in layers)
        {
            Apply(layer);
        }

        if (Programme?.Kind == "day_surgery" && facts.Disease is { } disease && Programme.Quotas.TryGetValue(disease, out var quota))
        {
            PayByQuota(quota);
        }
    }

    public Charging Charging { get; }

    public Programme? Programme { get; }

    public List<LayerLine> Lines { get; } = [];

    public Dictionary<string, Fraction> Remaining { get; }

    public Fraction HospitalBorne { get; private set; }

    /// <summary>Nothing in the pack says what is paid for this care, nor that nothing is.</summary>
    public bool HasNoRule
    {
        get
        {
            var first = line.Pack.Layers.Find(layer => !layer.External);
            var served = first is not null
                && (first.Rules.Exists(rule => rule.When.Holds(facts)) || line.Upstream.ContainsKey(first.Id));
            return Programme is null && !served && !line.Pack.NothingPaid.Exists(entry => entry.Holds(facts));
        }
    }

    private Fraction Total => Charging.Gross - Charging.Waived;

    /// <summary>Moves the charges as the programme says and gives the layers in force.</summary>
    private List<Layer> Enter(Programme? programme)
    {
        if (programme is null || programme.Kind == "day_surgery")
        {
            return line.Pack.Layers;
        }

        if (programme.Kind == "capitation")
        {
            Words.Charges.ToList().ForEach(name => charged[name] = Fraction.Zero);
            charged[Words.Capitated] = Total;
            return [];
        }

        var counter = $"{programme.Id}.charged";
        var enters = Fraction.Sum(programme.Components.Select(name => charged[name]));
        var package = Fraction.Min(enters, counters.Left(programme.PriceCap, counter, programme.Per));
        programme.Components.ForEach(name => charged[name] = Fraction.Zero);
        charged[Words.Package] = package;
        HospitalBorne = enters - package;
        counters.Add(counter, programme.Per, package);
        return programme.Layers;
    }

    private void Apply(Layer layer)
    {
        if (!layer.When.Holds(facts))
        {
            return;
        }

        var room = Fraction.Sum(layer.Covers.Select(name => Remaining[name]));
        var rule = layer.Rules.Find(candidate => candidate.When.Holds(facts));
        if (line.Upstream.TryGetValue(layer.Id, out var settled))
        {
            if (settled > room)
            {
                throw new Refusal("upstream_above_room", $"{layer.Id}: {settled} of at most {room}");
            }

            GrowCaps(rule, settled);
            Take(layer.Covers, settled);
            AddSuppliedPayments(layer, room, settled);
        }
        else if (layer.External)
        {
            if (brought.Pay(layer, facts.Disease, Remaining) is var (all, paid))
            {
                AddSuppliedPayments(layer, all, paid);
            }
        }
        else if (rule is not null)
        {
            ApplyRule(layer, rule, room);
        }
    }

    /// <summary>Section 2, day surgery: quota × the ratio of the basic layer, where it paid by one ratio and at the window.</summary>
    private void PayByQuota(Fraction quota)
    {
        var paid = Lines.Find(entry => entry.Id == "basic" && entry.Rule is not null && entry.Deferred.IsZero);
        var rule = line.Pack.Layers.Find(layer => layer.Id == "basic")?.Rules.Find(candidate => candidate.When.Holds(facts));
        if (paid is not null && rule is { ByClass: null, Bands: [var band] })
        {
            var left = counters.TakeQuota(quota);
            var share = Programme!.QuotaWhole ? Fraction.One : paid.LeftByLimits;
            paid.ByQuota = (left, (left * band.Ratio * share).RoundHalfUp());
        }
    }

    private void AddSuppliedPayments(Layer layer, Fraction room, Fraction paid) =>
        Lines.Add(new LayerLine(layer.Id, null, room, Fraction.Zero, paid, Fraction.Zero, Advanced: false));

    /// <summary>Steps 1 to 8; the counters grow only at the end, so `used` is what stood before the layer.</summary>
    private void ApplyRule(Layer layer, Rule rule, Fraction room)
    {
        // 1 and 2: the base and the cap on it.
        var basis = rule.OfCharged ? Fraction.Sum(layer.Covers.Select(name => charged[name])) : room;
        var shares = Charging.Shares;
        if (rule.Only is { } only)
        {
            shares = [.. shares.Where(share => only.Has(share.Item))];
            basis = Fraction.Min(room, Fraction.Sum(shares.Select(share => share.InScope)));
        }

        var capBefore = rule.BaseCap is { AfterDeductible: false };
        var eligible = capBefore ? Fraction.Min(basis, counters.Left(rule.BaseCap!)) : basis;
        var spill = basis - eligible;

        // 3 and 4: the deductible, and a cap that counts after it.
        var deductible = Deductible(rule.Deductible, eligible);
        var x = eligible - deductible;
        if (rule.BaseCap is { AfterDeductible: true } capAfter)
        {
            var cut = Fraction.Min(x, counters.Left(capAfter));
            spill += x - cut;
            x = cut;
        }

        // 5 and 6: what is paid, at most the room, at most what is left of every cap.
        var beforeCaps = Fraction.Min(Reckon(rule, shares, x), room);
        var paid = rule.Caps.Aggregate(beforeCaps, (pay, cap) => Fraction.Min(pay, counters.Left(cap)));
        var capped = beforeCaps - paid;

        // 7 and 8: where it is taken from, and where the rest goes.
        Take(layer.Covers, paid);
        var moved = Fraction.Zero;
        if (rule.OverCapToPatient)
        {
            var left = Fraction.Sum(layer.Covers.Select(name => Remaining[name]));
            moved = Fraction.Min(spill + capped, left);
            Take(Enumerable.Reverse(layer.Covers), moved);
            Remaining[Words.OverCap] += moved;
        }

        if (rule.RestAside)
        {
            var rest = Fraction.Min(basis - paid - moved, Remaining[Words.InScope]);
            Take([Words.InScope], rest);
            Remaining[Words.Aside] += rest;
        }

        Grow(rule, capBefore ? eligible : x, deductible, x, paid);
        var entry = line.Pack.OneStops.Find(e => e.Layer == layer.Id && e.When.Holds(facts));
        var deferred = entry is { AtWindow: false };
        Lines.Add(new LayerLine(
            layer.Id, rule.Name, basis, deductible, deferred ? Fraction.Zero : paid, capped,
            !paid.IsZero && entry is { AtWindow: true } && !entry.IsOnline(facts),
            deferred ? paid : Fraction.Zero)
        {
            LeftByLimits = Left(x, basis - deductible) * Left(paid, beforeCaps),
        });
    }

    private static Fraction Left(Fraction part, Fraction whole) => whole.IsZero ? Fraction.One : part / whole;

    private Fraction Deductible(Limit? deductible, Fraction eligible)
    {
        if (deductible is null)
        {
            return Fraction.Zero;
        }

        var taken = Fraction.Min(eligible, counters.Left(deductible));
        return deductible.YearCeiling is { } ceiling
            ? Fraction.Min(taken, counters.Left(ceiling, deductible.Counter, "year"))
            : taken;
    }

    private Fraction Reckon(Rule rule, List<(Item Item, Fraction InScope)> shares, Fraction x)
    {
        if (rule.ByClass is not null)
        {
            return ReckonByClass(rule.ByClass, shares, x);
        }

        var used = counters.Counts(rule.Basis) ? counters.Used(BaseCounter(rule), rule.Basis) : Fraction.Zero;
        return OverBands(rule.Bands, used + x) - OverBands(rule.Bands, used);
    }

    private static string BaseCounter(Rule rule) => rule.Basis == "visit" ? rule.StayCounter : rule.BaseCounter;

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
    private static Fraction ReckonByClass(
        SortedDictionary<string, Fraction> ratios, List<(Item Item, Fraction InScope)> shares, Fraction x)
    {
        var classes = shares.GroupBy(share => share.Item.Class, share => share.InScope)
            .Select(group => (Name: group.Key, Weight: Fraction.Sum(group)))
            .Where(group => !group.Weight.IsZero).OrderBy(group => group.Name, StringComparer.Ordinal).ToList();
        var whole = Fraction.Sum(classes.Select(entry => entry.Weight));
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
            var part = Fraction.Min(Remaining[name], amount);
            Remaining[name] -= part;
            amount -= part;
        }

        Adjudication.Claim(amount.IsZero, "more was taken than remained");
    }

    private void Grow(Rule rule, Fraction intoBaseCap, Fraction deductible, Fraction x, Fraction paid)
    {
        if (rule.BaseCap is { } baseCap)
        {
            Grow(baseCap, intoBaseCap);
        }

        if (rule.Deductible is { } limit)
        {
            Grow(limit, deductible);
            if (limit.YearCeiling is not null)
            {
                counters.Add(limit.Counter, "year", deductible);
            }
        }

        if (rule.ByClass is null)
        {
            counters.Add(BaseCounter(rule), rule.Basis, x);
        }

        GrowCaps(rule, paid);
    }

    private void Grow(Limit limit, Fraction amount) =>
        counters.Add(limit.Period == "visit" ? limit.StayCounter : limit.Counter, limit.Period, amount);

    /// <summary>Caps per visit have one counter in a stay, which grows once.</summary>
    private void GrowCaps(Rule? rule, Fraction paid)
    {
        foreach (var cap in (rule?.Caps ?? []).DistinctBy(cap => (cap.Period, cap.Period == "visit" ? "" : cap.Counter)))
        {
            Grow(cap, paid);
        }
    }
}
