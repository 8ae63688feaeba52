using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Core.Tests;

/// <summary>
/// A small law written by hand, in the engine's own terms: it hands out the counters' slots as a compiler would, and
/// splits visits. Amounts are fen, written so that the yuan stand before the last underscore: 1_234_50 is 1,234.50
/// yuan.
/// </summary>
internal sealed class Law
{
    private readonly List<CounterName> counters = [];
    private readonly List<string> stayCounters = [];
    private readonly List<Layer> layers = [];

    public List<Programme> Programmes { get; } = [];

    public List<ItemRule> ItemRules { get; } = [];

    public List<WaiverRule> Waivers { get; } = [];

    public List<NothingPaidRule> NothingPaid { get; } = [];

    public PolicySources Sources { get; init; } = PolicySources.None;

    public IReadOnlyList<Component>? AccountCovers { get; set; }

    public static Rate Ratio(string text)
    {
        Assert.Equal(NumberProblem.None, ExactNumber.Read(text, Rate.DecimalsMax, out var scaled));
        Assert.True(Rate.TryCreate(scaled, out var rate));
        return rate;
    }

    /// <summary>One ratio from the first fen on, per visit.</summary>
    public static BandTerms Flat(string ratio) => new([(0, Ratio(ratio))], Period.Visit, -1);

    /// <summary>Bands per visit.</summary>
    public static BandTerms Bands(params (long OverFen, string Ratio)[] bands) =>
        new([.. bands.Select(b => (b.OverFen, Ratio(b.Ratio)))], Period.Visit, -1);

    /// <summary>Bands over a base that accumulates.</summary>
    public BandTerms BandsOver(Period basis, string counter, params (long OverFen, string Ratio)[] bands) =>
        new([.. bands.Select(b => (b.OverFen, Ratio(b.Ratio)))], basis, Slot(counter, basis));

    /// <summary>A limit on each visit.</summary>
    public static Limit PerVisit(long amountFen) => new(amountFen, Period.Visit, -1, Citation.None);

    /// <summary>A limit over a period, with its counter.</summary>
    public Limit Per(Period period, long amountFen, string counter) =>
        new(amountFen, period, Slot(counter, period), Citation.None);

    /// <summary>A deductible per visit with a ceiling for the year.</summary>
    public DeductibleTerms PerVisitUpTo(long amountFen, long yearCeilingFen, string counter) =>
        new(new Limit(amountFen, Period.Visit, Slot(counter, Period.Year), Citation.None), yearCeilingFen);

    /// <summary>A limit on each visit that a stay counts under a name.</summary>
    public Limit PerStay(long amountFen, string name) => PerVisit(amountFen) with { StaySlot = StaySlot(name) };

    /// <summary>One ratio per visit whose base a stay counts under a name.</summary>
    public BandTerms FlatOverStay(string ratio, string name) =>
        new([(0, Ratio(ratio))], Period.Visit, -1) { StaySlot = StaySlot(name) };

    public Law Add(Layer layer)
    {
        layers.Add(layer);
        return this;
    }

    /// <summary>A layer over the in-scope amount.</summary>
    public Law Add(string id, params LayerRule[] rules) =>
        Add(new Layer { Id = id, Covers = [Component.InScope], Rules = rules });

    public Law AddExternal(string id, params Component[] covers) =>
        Add(new Layer { Id = id, Covers = covers.Length > 0 ? covers : [Component.InScope], External = true });

    public PolicyTerms Terms() => new()
    {
        Identity = new PackIdentity { Pack = "test", Scheme = "resident" },
        Layers = [.. layers],
        ItemRules = ItemRules,
        Programmes = Programmes,
        Waivers = Waivers,
        Counters = [.. counters],
        StayCounters = [.. stayCounters],
        NothingPaid = NothingPaid,
        Sources = Sources,
        AccountCovers = AccountCovers,
    };

    public int Slot(string counter, Period period)
    {
        var name = new CounterName(counter, period);
        var slot = counters.IndexOf(name);
        if (slot < 0)
        {
            slot = counters.Count;
            counters.Add(name);
        }

        return slot;
    }

    /// <summary>Splits a visit of a person whose counters stand as given, all others at zero.</summary>
    public Split Split(VisitInput visit, params (string Counter, long Fen)[] used)
    {
        var result = new Breakdown(Terms(), visit.Items.Count);
        var usedFen = new long[counters.Count + (visit.Stay is null ? 0 : stayCounters.Count)];
        foreach (var (counter, fen) in used)
        {
            var slot = counters.FindIndex(c => c.Name == counter);
            usedFen[slot < 0 ? counters.Count + stayCounters.IndexOf(counter) : slot] = fen;
        }

        return new Split(Adjudicator.Adjudicate(visit, usedFen, result), result, usedFen);
    }

    /// <summary>The slot of a counter of a stay.</summary>
    public int StaySlot(string name)
    {
        if (!stayCounters.Contains(name))
        {
            stayCounters.Add(name);
        }

        return stayCounters.IndexOf(name);
    }
}

/// <summary>What came of a split.</summary>
internal sealed record Split(Refusal Refusal, Breakdown Result, long[] UsedFen)
{
    public Breakdown Settled
    {
        get
        {
            Assert.Equal(Refusal.None, Refusal);
            return Result;
        }
    }

    public long PatientFen => Settled.PatientFen;

    public LayerLine Line(string layer)
    {
        foreach (ref readonly var line in Settled.Lines)
        {
            if (line.LayerId == layer)
            {
                return line;
            }
        }

        throw new ArgumentException($"no line of {layer}");
    }

    public long PaidFen(string layer) => Line(layer).PaidFen;

    public long Added(string counter)
    {
        for (var slot = 0; slot < Settled.CounterAddedFen.Length; slot++)
        {
            var stay = slot - Settled.Terms.Counters.Count;
            if ((stay < 0 ? Settled.Terms.Counters[slot].Name : Settled.Terms.StayCounters[stay]) == counter)
            {
                return Settled.CounterAddedFen[slot];
            }
        }

        throw new ArgumentException($"no counter {counter}");
    }
}

/// <summary>Visits to split.</summary>
internal static class Visits
{
    public static DateOnly Day { get; } = new(2023, 6, 15);

    public static Facts Facts { get; } = new() { ServiceDate = Day, Care = Care.Outpatient, County = new CountyCode("141123") };

    public static VisitInput InScope(long inScopeFen) => Of(new ChargeSplit(inScopeFen, 0, 0, 0));

    public static VisitInput Of(ChargeSplit charges) => new() { Facts = Facts, Charges = charges };

    public static VisitInput Of(params Item[] items) => new() { Facts = Facts, Items = items };

    /// <summary>One piece of something at a price in fen.</summary>
    public static Item Piece(long priceFen, ItemClass itemClass, string firstSelfPay = "0") => new()
    {
        Code = "x",
        PriceMillionths = priceFen * 10_000,
        QuantityTenThousandths = 10_000,
        Class = itemClass,
        FirstSelfPay = Law.Ratio(firstSelfPay),
    };
}
