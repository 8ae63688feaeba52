using System.Text.Json;

namespace MedAid.Oracle;

internal sealed record Item(
    string? Code,
    string? Disease,
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
            "restricted", "approval", "disease");
        var read = new Item(
            item.Maybe<string?>("code", Reading.Word, null),
            item.Maybe<string?>("disease", Reading.Word, null),
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

internal sealed record ExternalEntry(string Layer, Fraction Amount, List<string>? For, string? Disease)
{
    public static ExternalEntry Read(JsonElement element, string where)
    {
        var entry = new Keyed(element, where, "layer", "amount", "for", "disease");
        return new ExternalEntry(
            entry.Needed("layer", Reading.Word),
            entry.Needed("amount", Reading.Amount),
            entry.Maybe<List<string>?>(
                "for", (e, w) => Reading.Words(e, w, Reading.OneOf(Words.Components)), null),
            entry.Maybe<string?>("disease", Reading.Word, null));
    }
}

/// <summary>What the visit wants of the personal account; no figure for `use` means all.</summary>
internal sealed record AccountWish(Fraction? Use, Fraction Balance, Fraction Helper)
{
    public static AccountWish Read(JsonElement element, string where)
    {
        var wish = new Keyed(element, where, "use", "balance", "helper");
        var use = wish.Need("use");
        return new AccountWish(
            use.ValueKind == JsonValueKind.String && use.GetString() == "all"
                ? null : Reading.Amount(use, wish.At("use")),
            wish.Maybe("balance", Reading.Amount, Fraction.Zero),
            wish.Maybe("helper", Reading.Amount, Fraction.Zero));
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
    string? Stay,
    AccountWish? Account,
    Dictionary<string, Fraction> Counters)
{
    /// <summary>Reads a line that brings its pack, or one for a pack that was read before.</summary>
    public static Line Read(JsonElement element, Pack? law = null)
    {
        var line = new Keyed(element, "line", "pack", "visit", "person", "counters", "example", "expect");
        var pack = law ?? line.Needed("pack", Pack.Read);
        var visit = new Keyed(
            line.Need("visit"), "visit", "date", "care", "mode", "disease", "hospital_level", "hospital_tier", "place",
            "filed", "admission", "items", "charges", "external", "upstream", "hospital", "accident", "stay",
            "account");
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
            visit.Maybe<string?>("stay", ReadStay, null),
            visit.Maybe<AccountWish?>("account", AccountWish.Read, null),
            line.Maybe("counters", (e, w) => Reading.Map(e, w, Reading.Amount), []));
        return read.External.Find(entry => read.Upstream.ContainsKey(entry.Layer)) is { } both
            ? throw new Refusal("external_and_upstream", $"visit: external and upstream for {both.Layer}")
            : read;
    }

    private static string ReadStay(JsonElement element, string where)
    {
        var stay = Reading.Word(element, where);
        return stay.Length is >= 1 and <= 30 && stay.All(c => char.IsAsciiLetterOrDigit(c) || "-_.".Contains(c))
            ? stay
            : throw new Refusal("bad_stay", $"{where}: {stay} cannot name a stay");
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
        person.Maybe("identities", (e, w) => Reading.List(e, w, ReadIdentity), []),
        visit.Maybe<string?>("hospital", Reading.Word, null),
        visit.Maybe("accident", Reading.Flag, false));

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
