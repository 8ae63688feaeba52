using System.Text.Json;

namespace MedAid.Oracle;

/// <summary>A layer; an external one is in force where its condition holds.</summary>
internal sealed record Layer(string Id, List<string> Covers, bool External, Condition When, List<Rule> Rules)
{
    public static List<Layer> ReadList(JsonElement element, string where)
    {
        var layers = Reading.List(element, where, Read);
        Unique.Check(layers.Select(layer => layer.Id), where);
        return layers;
    }

    private static Layer Read(JsonElement element, string where)
    {
        var external = Reading.Members(element, where).ContainsKey("kind");
        var layer = new Keyed(
            element, where, ["id", "fund", "covers", "kind", "rules", .. external ? new[] { "when" } : []]);
        var id = layer.Needed("id", Reading.Word);
        if (id == "capitation")
        {
            throw new Refusal("reserved_id", $"{where}: capitation is no layer id");
        }

        layer.Maybe("fund", Reading.Word, string.Empty);
        var covers = layer.Needed("covers", (e, w) => Reading.List(e, w, Reading.OneOf(Words.Components)));
        Unique.Check(covers, layer.At("covers"));
        if (layer.Has("kind"))
        {
            layer.Needed("kind", Reading.OneOf(["external"]));
            return layer.Has("rules")
                ? throw new Refusal("unknown_key", $"{where}: an external layer has no rules")
                : new Layer(id, covers, External: true, Condition.Of(layer), []);
        }

        var number = 0;
        var rules = layer.Needed("rules", (e, w) => Reading.List(e, w, (r, at) => Rule.Read(r, at, id, ++number)));
        if (covers.Contains(Words.OverCap) && rules.Exists(rule => rule.OverCapToPatient))
        {
            throw new Refusal("covers_over_cap", $"{where}: over_cap: patient in a layer that covers over_cap");
        }

        if (rules.Exists(rule => rule.Only is not null) && !covers.Contains(Words.InScope))
        {
            throw new Refusal("only_without_in_scope", $"{where}: only in a layer that does not cover in_scope");
        }

        return new Layer(id, covers, External: false, Condition.Of(layer), rules);
    }
}

internal sealed record Band(Fraction Over, Fraction Ratio);

/// <summary>The items that a rule is for.</summary>
internal sealed record Only(List<string> Categories, List<string> Codes)
{
    public static Only Read(JsonElement element, string where)
    {
        var only = new Keyed(element, where, "categories", "codes");
        if (!only.Has("categories") && !only.Has("codes"))
        {
            throw new Refusal("missing_key", $"{where}: categories or codes");
        }

        return new Only(
            only.Maybe("categories", (e, w) => Reading.Words(e, w, Reading.Word), []),
            only.Maybe("codes", (e, w) => Reading.Words(e, w, Reading.Word), []));
    }

    public bool Has(Item item) =>
        (item.Category is { } category && Categories.Contains(category))
        || Codes.Exists(word => Condition.IsCode(word, item.Code));
}

/// <summary>
/// One rule of a layer. A ratio is one band from 0; <paramref name="ByClass"/> is null unless the rule pays by class.
/// </summary>
internal sealed record Rule(
    string Name,
    Condition When,
    bool OfCharged,
    Limit? BaseCap,
    Limit? Deductible,
    List<Limit> Caps,
    bool OverCapToPatient,
    string Basis,
    string BaseCounter,
    List<Band> Bands,
    SortedDictionary<string, Fraction>? ByClass,
    Only? Only,
    bool RestAside,
    string StayCounter)
{
    public static Rule Read(JsonElement element, string where, string layer, int number)
    {
        var rule = new Keyed(
            element, where, "id", "when", "of", "base_cap", "deductible", "caps", "over_cap", "basis", "counter",
            "ratio", "bands", "ratio_by_class", "only", "rest");
        rule.Maybe("of", Reading.OneOf(["charged"]), string.Empty);
        var read = new Rule(
            rule.Maybe("id", Reading.Word, $"{layer}#{number}"),
            Condition.Of(rule),
            rule.Has("of"),
            rule.Maybe<Limit?>("base_cap", (e, w) => Limit.ReadBaseCap(e, w, $"{layer}.base_cap"), null),
            rule.Maybe<Limit?>("deductible", (e, w) => Limit.ReadDeductible(e, w, $"{layer}.deductible"), null),
            rule.Maybe("caps", (e, w) => Reading.List(e, w, (c, at) => Limit.ReadCap(c, at, $"{layer}.paid")), []),
            rule.Maybe("over_cap", Reading.OneOf(Words.OverCapWays), "next_layer") == "patient",
            rule.Maybe("basis", Reading.OneOf(Words.Periods), "visit"),
            rule.Maybe("counter", Reading.Word, $"{layer}.base"),
            ReadBands(rule),
            rule.Maybe<SortedDictionary<string, Fraction>?>("ratio_by_class", ReadByClass, null),
            rule.Maybe<Only?>("only", Only.Read, null),
            rule.Maybe("rest", Reading.OneOf(Words.RestWays), "next_layer") == "aside",
            $"{layer}.base");
        read.Check(rule);
        return read;
    }

    private static List<Band> ReadBands(Keyed rule)
    {
        var ratio = rule.Maybe<Fraction?>("ratio", (e, w) => Reading.Ratio(e, w), null);
        return ratio is { } only
            ? [new Band(Fraction.Zero, only)]
            : rule.Maybe("bands", (e, w) => Reading.List(e, w, ReadBand), []);
    }

    private static Band ReadBand(JsonElement element, string where)
    {
        var band = new Keyed(element, where, "over", "ratio");
        return new Band(band.Needed("over", Reading.Amount), band.Needed("ratio", Reading.Ratio));
    }

    private static SortedDictionary<string, Fraction> ReadByClass(JsonElement element, string where)
    {
        var ratios = Reading.Map(element, where, Reading.Ratio);
        foreach (var word in ratios.Keys.Where(word => !Words.Classes.Contains(word)))
        {
            throw new Refusal("not_a_word", $"{where}: {word} is no item class");
        }

        return new SortedDictionary<string, Fraction>(ratios, StringComparer.Ordinal);
    }

    private void Check(Keyed rule)
    {
        string[] ways = ["ratio", "bands", "ratio_by_class"];
        if (ways.Count(rule.Has) != 1)
        {
            throw new Refusal("not_exactly_one", $"{rule.Where}: exactly one of ratio, bands, ratio_by_class");
        }

        if (Only is not null && OfCharged)
        {
            throw new Refusal("only_of_charged", $"{rule.Where}: only beside of: charged");
        }

        if (rule.Has("rest") && Only is null)
        {
            throw new Refusal("rest_without_only", $"{rule.Where}: rest goes with only");
        }

        if (rule.Has("basis") && rule.Has("ratio_by_class"))
        {
            throw new Refusal("basis_by_class", $"{rule.Where}: basis goes with ratio or bands only");
        }

        if (rule.Has("counter") && Basis == "visit")
        {
            throw new Refusal("no_counter", $"{rule.Where}: without a basis by period there is no counter");
        }

        if (Bands.Zip(Bands.Skip(1)).Any(pair => pair.Second.Over <= pair.First.Over))
        {
            throw new Refusal("bands_not_rising", $"{rule.Where}: bands must rise");
        }

        Limit?[] limits = [BaseCap, Deductible, .. Caps];
        var counters = limits.OfType<Limit>().Where(limit => limit.CounterPeriod != "visit").ToList();
        if (counters.DistinctBy(limit => (limit.Counter, limit.CounterPeriod)).Count() < counters.Count)
        {
            throw new Refusal("shared_counter", $"{rule.Where}: two limits share counter and period");
        }
    }
}

/// <summary>A base cap, deductible or cap. Per visit it has no counter, but for a year's ceiling.</summary>
internal sealed record Limit(
    Fraction Amount, string Period, string Counter, string CounterPeriod, bool AfterDeductible, Fraction? YearCeiling,
    string StayCounter)
{
    public static Limit ReadCap(JsonElement element, string where, string counter) =>
        Read(new Keyed(element, where, "amount", "period", "counter"), counter);

    public static Limit ReadBaseCap(JsonElement element, string where, string counter)
    {
        var limit = new Keyed(element, where, "amount", "period", "counter", "counts");
        var counts = limit.Maybe("counts", Reading.OneOf(Words.Counts), "before_deductible");
        return Read(limit, counter) with { AfterDeductible = counts == "after_deductible" };
    }

    public static Limit ReadDeductible(JsonElement element, string where, string counter) =>
        Read(new Keyed(element, where, "amount", "period", "counter", "year_ceiling"), counter);

    private static Limit Read(Keyed limit, string counter)
    {
        var period = limit.Needed("period", Reading.OneOf(Words.Periods));
        var yearCeiling = limit.Maybe<Fraction?>("year_ceiling", (e, w) => Reading.Amount(e, w), null);
        if (yearCeiling is not null && period != "visit")
        {
            throw new Refusal("year_ceiling_by_period", $"{limit.Where}: year_ceiling goes with period visit only");
        }

        var counterPeriod = yearCeiling is null ? period : "year";
        if (limit.Has("counter") && counterPeriod == "visit")
        {
            throw new Refusal("no_counter", $"{limit.Where}: a limit per visit has no counter");
        }

        return new Limit(
            limit.Needed("amount", Reading.Amount),
            period,
            limit.Maybe("counter", Reading.Word, counter),
            counterPeriod,
            AfterDeductible: false,
            yearCeiling,
            counter);
    }
}
