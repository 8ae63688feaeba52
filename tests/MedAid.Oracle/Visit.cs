using System.Text.Json;

namespace MedAid.Oracle;

internal sealed record Item(
    string? Category,
    Fraction Price,
    Fraction Quantity,
    string Class,
    Fraction FirstSelfPay,
    Fraction? Ceiling,
    bool Restricted,
    string? Approval)
{
    public Fraction Amount => (Price * Quantity).RoundHalfUp();

    public static Item Read(JsonElement element, string where)
    {
        var item = new Keyed(
            element, where, "code", "category", "price", "quantity", "amount", "class", "first_self_pay", "ceiling",
            "restricted", "approval");
        item.Maybe("code", Reading.Word, string.Empty);
        var read = new Item(
            item.Maybe<string?>("category", Reading.Word, null),
            item.Needed("price", Reading.UnitPrice),
            item.Needed("quantity", Reading.Quantity),
            item.Maybe("class", Reading.OneOf(Words.Classes), "C"),
            item.Maybe("first_self_pay", Reading.Ratio, Fraction.Zero),
            item.Maybe<Fraction?>("ceiling", (e, w) => Reading.UnitPrice(e, w), null),
            item.Maybe("restricted", Reading.Flag, false),
            item.Maybe<string?>("approval", Reading.OneOf(["0", "1", "2"]), null));
        var given = item.Maybe<Fraction?>("amount", (e, w) => Reading.Amount(e, w), null);
        return given is null || given == read.Amount
            ? read
            : throw new Refusal("amount_differs", $"{where}: {given} is not price × quantity, {read.Amount}");
    }
}

internal sealed record ExternalEntry(string Layer, Fraction Amount)
{
    public static ExternalEntry Read(JsonElement element, string where)
    {
        var entry = new Keyed(element, where, "layer", "amount");
        return new ExternalEntry(entry.Needed("layer", Reading.Word), entry.Needed("amount", Reading.Amount));
    }
}

/// <summary>One line of `eval`, read and checked; a visit has either items or charges.</summary>
internal sealed record Line(
    Pack Pack,
    Facts Facts,
    List<Item>? Items,
    Dictionary<string, Fraction> Charges,
    List<ExternalEntry> External,
    Dictionary<string, Fraction> Upstream,
    Dictionary<string, Fraction> Counters)
{
    /// <summary>Reads a line that brings its pack, or one for a pack that was read before.</summary>
    public static Line Read(JsonElement element, Pack? law = null)
    {
        var line = new Keyed(element, "line", "pack", "visit", "person", "counters", "example", "expect");
        var pack = law ?? line.Needed("pack", Pack.Read);
        var visit = new Keyed(
            line.Need("visit"), "visit", "date", "care", "mode", "disease", "hospital_level", "hospital_tier", "place",
            "filed", "admission", "items", "charges", "external", "upstream");
        if (visit.Has("items") == visit.Has("charges"))
        {
            throw new Refusal("not_exactly_one", "visit: exactly one of items, charges");
        }

        using var nobody = JsonDocument.Parse("{}");
        var person = line.Has("person") ? line.Need("person") : nobody.RootElement;
        var read = new Line(
            pack,
            ReadFacts(visit, new Keyed(person, "person", "age", "employment", "county", "identities")),
            visit.Maybe<List<Item>?>("items", (e, w) => Reading.List(e, w, Item.Read), null),
            visit.Maybe("charges", ReadCharges, []),
            visit.Maybe("external", (e, w) => Reading.List(e, w, ExternalEntry.Read), []),
            visit.Maybe("upstream", (e, w) => Reading.Map(e, w, Reading.Amount), []),
            line.Maybe("counters", (e, w) => Reading.Map(e, w, Reading.Amount), []));
        return read.External.Find(entry => read.Upstream.ContainsKey(entry.Layer)) is { } both
            ? throw new Refusal("external_and_upstream", $"visit: external and upstream for {both.Layer}")
            : read;
    }

    private static Dictionary<string, Fraction> ReadCharges(JsonElement element, string where)
    {
        var charges = Reading.Map(element, where, Reading.Amount);
        foreach (var word in charges.Keys.Where(word => !Words.Charges.Contains(word)))
        {
            throw new Refusal("not_a_word", $"{where}: {word} is no component of charges");
        }

        return charges;
    }

    private static Facts ReadFacts(Keyed visit, Keyed person) => new(
        visit.Needed("date", Reading.Date),
        visit.Maybe<string?>("care", Reading.OneOf(Words.Cares), null),
        visit.Maybe("mode", Reading.OneOf(Words.Modes), "outpatient"),
        visit.Maybe<string?>("disease", Reading.Word, null),
        visit.Maybe<string?>("hospital_level", Reading.Word, null),
        visit.Maybe<string?>("hospital_tier", Reading.OneOf(Words.Tiers), null),
        visit.Maybe<string?>("place", Reading.OneOf(Words.Places), null),
        visit.Maybe("filed", Reading.Flag, false),
        visit.Maybe<System.Numerics.BigInteger?>("admission", (e, w) => Reading.Whole(e, w), null),
        person.Maybe<System.Numerics.BigInteger?>("age", (e, w) => Reading.Whole(e, w), null),
        person.Maybe<string?>("employment", Reading.OneOf(Words.Employments), null),
        person.Maybe<string?>("county", Reading.Word, null),
        person.Maybe("identities", (e, w) => Reading.List(e, w, ReadIdentity), []));

    private static Identity ReadIdentity(JsonElement element, string where)
    {
        var kinds = Reading.OneOf(Words.Identities);
        if (element.ValueKind != JsonValueKind.Object)
        {
            return new Identity(kinds(element, where), null, null);
        }

        var identity = new Keyed(element, where, "kind", "from", "until");
        return new Identity(
            identity.Needed("kind", kinds),
            identity.Maybe<DateOnly?>("from", (e, w) => Reading.Date(e, w), null),
            identity.Maybe<DateOnly?>("until", (e, w) => Reading.Date(e, w), null));
    }
}
