using System.Text.Json;

namespace MedAid.Oracle;

/// <summary>A pack as far as `eval` needs it; everything else in it is ignored.</summary>
internal sealed record Pack(
    List<Layer> Layers,
    List<Programme> Programmes,
    List<ItemRule> Items,
    List<Waiver> Waivers,
    List<OneStop> OneStops,
    List<string>? Account,
    List<Condition> NothingPaid)
{
    public static Pack Read(JsonElement element, string where)
    {
        var pack = new Keyed(
            element, where, "pack", "title", "region", "scheme", "effective", "ends", "published", "sources",
            "layers", "items", "programmes", "one_stop", "waivers", "examples", "account", "nothing_paid");
        pack.Needed("pack", Reading.Word);
        pack.Needed("scheme", Reading.Word);
        return new Pack(
            pack.Needed("layers", Layer.ReadList),
            pack.Maybe("programmes", Programme.ReadList, []),
            pack.Maybe("items", (e, w) => Reading.List(e, w, ItemRule.Read), []),
            pack.Maybe("waivers", (e, w) => Reading.List(e, w, Waiver.Read), []),
            pack.Maybe("one_stop", (e, w) => Reading.List(e, w, OneStop.Read), []),
            pack.Maybe<List<string>?>("account", ReadAccount, null),
            pack.Maybe("nothing_paid", ReadNothingPaid, []));
    }

    private static List<string> ReadAccount(JsonElement element, string where) =>
        new Keyed(element, where, "covers").Needed(
            "covers", (e, w) => Reading.Words(e, w, Reading.OneOf(Words.Components)));

    private static List<Condition> ReadNothingPaid(JsonElement element, string where)
    {
        var entries = Reading.List(element, where, (e, w) => (Text: e.GetRawText(), Entry: new Keyed(e, w, "when", "text")));
        if (entries.Count == 0)
        {
            throw new Refusal("empty_list", $"{where}: an empty list");
        }

        Unique.Check(entries.Select(e => e.Text), where);
        entries.ForEach(e => e.Entry.Maybe("text", Reading.Word, string.Empty));
        return [.. entries.Select(e => Condition.Of(e.Entry))];
    }
}

internal sealed record Programme(
    string Id, string Kind, Condition When, Fraction PriceCap, string Per, List<Layer> Layers, List<string> Components)
{
    /// <summary>Of day surgery, by disease.</summary>
    public Dictionary<string, Fraction> Quotas { get; private init; } = [];

    /// <summary>Of day surgery, whether limits of the layer leave the quota alone.</summary>
    public bool QuotaWhole { get; private init; }

    public static List<Programme> ReadList(JsonElement element, string where)
    {
        var programmes = Reading.List(element, where, Read);
        Unique.Check(programmes.Select(programme => programme.Id), where);
        return programmes;
    }

    private static Programme Read(JsonElement element, string where)
    {
        // The kind decides which keys are known, so it is read first.
        var members = Reading.Members(element, where);
        var kind = members.TryGetValue("kind", out var given)
            ? Reading.OneOf(Words.ProgrammeKinds)(given, $"{where}.kind")
            : throw new Refusal("missing_key", $"{where}: kind is missing");
        string[] known = kind switch
        {
            "case_package" => ["price_cap", "per", "layers", "components"],
            "capitation" => ["rate", "per"],
            _ => ["quotas", "quota_at_limit"],
        };
        var keyed = new Keyed(element, where, ["id", "kind", "when", .. known]);
        var programme = new Programme(
            keyed.Needed("id", Reading.Word),
            kind,
            Condition.Of(keyed),
            Fraction.Zero,
            keyed.Maybe("per", Reading.OneOf(Words.Periods), kind == "case_package" ? "visit" : "month"),
            keyed.Maybe("layers", Layer.ReadList, []),
            keyed.Maybe("components", (e, w) => Reading.Words(e, w, Reading.OneOf(Words.Charges)), [.. Words.Charges]));
        switch (kind)
        {
            case "case_package":
                return programme with { PriceCap = keyed.Needed("price_cap", Reading.Amount) };
            case "capitation":
                keyed.Needed("rate", Reading.Amount);
                return programme;
            default:
                return programme with
                {
                    Quotas = keyed.Needed("quotas", (e, w) => Reading.Map(e, w, Reading.Amount)),
                    QuotaWhole = keyed.Maybe("quota_at_limit", Reading.OneOf(Words.QuotaAtLimitWays), "in_proportion") == "whole",
                };
        }
    }
}

internal sealed record ItemRule(Condition When, Fraction FirstSelfPay)
{
    public static ItemRule Read(JsonElement element, string where)
    {
        var rule = new Keyed(element, where, "when", "first_self_pay");
        return new ItemRule(Condition.Of(rule, underItems: true), rule.Needed("first_self_pay", Reading.Ratio));
    }
}

internal sealed record Waiver(Condition When, Dictionary<string, Fraction> Categories)
{
    public static Waiver Read(JsonElement element, string where)
    {
        var waiver = new Keyed(element, where, "when", "categories");
        return new Waiver(
            Condition.Of(waiver), waiver.Needed("categories", (e, w) => Reading.Map(e, w, Reading.Ratio)));
    }
}

internal sealed record OneStop(
    string Layer, Condition When, DateOnly? OnlineFrom, Dictionary<string, DateOnly?> Counties, bool AtWindow)
{
    public static OneStop Read(JsonElement element, string where)
    {
        var entry = new Keyed(element, where, "layer", "when", "online_from", "counties", "at_window");
        var atWindow = entry.Maybe("at_window", Reading.Flag, true);
        if (!atWindow && (entry.Has("online_from") || entry.Has("counties")))
        {
            throw new Refusal("not_at_window_yet_online", $"{where}: online_from or counties beside at_window: false");
        }

        return new OneStop(
            entry.Needed("layer", Reading.Word),
            Condition.Of(entry),
            entry.Maybe<DateOnly?>("online_from", Reading.DateOrNull, null),
            entry.Maybe("counties", (e, w) => Reading.Map(e, w, Reading.DateOrNull), []),
            atWindow);
    }

    /// <summary>A county of the map decides alone, even by null; a visit on the date itself is online.</summary>
    public bool IsOnline(Facts facts)
    {
        var from = facts.County is { } county && Counties.TryGetValue(county, out var own) ? own : OnlineFrom;
        return from is not null && from <= facts.Date;
    }
}

internal static class Unique
{
    public static void Check(IEnumerable<string> names, string where)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (!seen.Add(name))
            {
                throw new Refusal("stands_twice", $"{where}: {name} stands twice");
            }
        }
    }
}
