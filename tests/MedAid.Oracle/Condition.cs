using System.Numerics;
using System.Text.Json;

namespace MedAid.Oracle;

internal sealed record Identity(string Kind, DateOnly? From, DateOnly? Until)
{
    /// <summary>From the start date up to, not including, the end date.</summary>
    public bool HoldsOn(DateOnly date) => (From is null || From <= date) && (Until is null || date < Until);
}

/// <summary>What conditions are asked about; null is an absent fact.</summary>
internal sealed record Facts(
    DateOnly Date,
    string? Care,
    string Mode,
    string? Disease,
    string? HospitalLevel,
    string? HospitalTier,
    string? Place,
    bool Filed,
    BigInteger? Admission,
    BigInteger? Age,
    string? Employment,
    string? County,
    List<Identity> Identities,
    string? Hospital = null,
    bool Accident = false,
    string? ItemClass = null,
    string? ItemCategory = null,
    string? ItemCode = null);

/// <summary>A `when`: every key must hold, a list means any of.</summary>
internal sealed class Condition
{
    private static readonly string[] Known =
    [
        "care", "mode", "disease", "hospital_level", "hospital_tier", "place", "filed", "identity", "age",
        "employment", "admission", "hospital", "accident",
    ];

    /// <summary>Those of the second edition may not name a word twice.</summary>
    private static readonly string[] NoRepeats = ["hospital", "accident", "item_category", "item_code"];

    private readonly List<List<Predicate<Facts>>> all = [];

    private Condition()
    {
    }

    /// <summary>The `when` of an object, or the condition that always holds.</summary>
    public static Condition Of(Keyed owner, bool underItems = false)
    {
        var condition = new Condition();
        if (!owner.Has("when") || owner.Need("when").ValueKind == JsonValueKind.Null)
        {
            return condition;
        }

        string[] known = underItems ? [.. Known, "item_class", "item_category", "item_code"] : Known;
        var when = new Keyed(owner.Need("when"), owner.At("when"), known);
        foreach (var key in known.Where(when.Has))
        {
            if (NoRepeats.Contains(key) && when.Need(key).ValueKind == JsonValueKind.Array)
            {
                Unique.Check(when.Need(key).EnumerateArray().Select(entry => entry.ToString()), when.At(key));
            }

            condition.all.Add(AnyOf(when.Need(key), when.At(key), One(key)));
        }

        return condition;
    }

    public bool Holds(Facts facts) => all.TrueForAll(any => any.Exists(test => test(facts)));

    /// <summary>A final star makes the word a beginning; else it is the whole code.</summary>
    public static bool IsCode(string word, string? code) =>
        code is not null && (word.EndsWith('*') ? code.StartsWith(word[..^1], StringComparison.Ordinal) : code == word);

    private static List<Predicate<Facts>> AnyOf(
        JsonElement element, string where, Func<JsonElement, string, Predicate<Facts>> read)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            return [read(element, where)];
        }

        var list = Reading.List(element, where, read);
        return list.Count > 0 ? list : throw new Refusal("empty_list", $"{where}: an empty list");
    }

    private static Func<JsonElement, string, Predicate<Facts>> One(string key) => key switch
    {
        "care" => Listed(Words.Cares, facts => facts.Care),
        "mode" => Listed(Words.Modes, facts => facts.Mode),
        "disease" => Code(facts => facts.Disease),
        "item_category" => Code(facts => facts.ItemCategory),
        "item_code" => Code(facts => facts.ItemCode),
        "hospital" => Free(facts => facts.Hospital),
        "accident" => ByAccident,
        "hospital_level" => Free(facts => facts.HospitalLevel),
        "hospital_tier" => Listed(Words.Tiers, facts => facts.HospitalTier),
        "place" => Listed(Words.Places, facts => facts.Place),
        "employment" => Listed(Words.Employments, facts => facts.Employment),
        "item_class" => Listed(Words.Classes, facts => facts.ItemClass),
        "filed" => Filed,
        "identity" => AnIdentity,
        "age" => Between(facts => facts.Age),
        "admission" => Between(facts => facts.Admission),
        _ => throw new ArgumentOutOfRangeException(nameof(key)),
    };

    private static Func<JsonElement, string, Predicate<Facts>> Listed(string[] list, Func<Facts, string?> fact) =>
        (element, where) =>
        {
            var word = Reading.OneOf(list)(element, where);
            return facts => fact(facts) == word;
        };

    private static Func<JsonElement, string, Predicate<Facts>> Free(Func<Facts, string?> fact) =>
        (element, where) =>
        {
            var word = Reading.Word(element, where);
            return facts => fact(facts) == word;
        };

    private static Func<JsonElement, string, Predicate<Facts>> Code(Func<Facts, string?> fact) =>
        (element, where) =>
        {
            var word = Reading.Word(element, where);
            return facts => IsCode(word, fact(facts));
        };

    private static Predicate<Facts> ByAccident(JsonElement element, string where)
    {
        var wanted = Reading.Flag(element, where);
        return facts => facts.Accident == wanted;
    }

    private static Predicate<Facts> Filed(JsonElement element, string where)
    {
        var wanted = Reading.Flag(element, where);
        return facts => facts.Filed == wanted;
    }

    private static Predicate<Facts> AnIdentity(JsonElement element, string where)
    {
        var kind = Reading.OneOf(Words.Identities)(element, where);
        return facts => facts.Identities.Exists(held => held.Kind == kind && held.HoldsOn(facts.Date));
    }

    private static Func<JsonElement, string, Predicate<Facts>> Between(Func<Facts, BigInteger?> fact) =>
        (element, where) =>
        {
            var range = new Keyed(element, where, "from", "to");
            var from = range.Maybe<BigInteger?>("from", (e, w) => Reading.Whole(e, w), null);
            var to = range.Maybe<BigInteger?>("to", (e, w) => Reading.Whole(e, w), null);
            return facts => fact(facts) is { } value && (from is null || value >= from) && (to is null || value <= to);
        };
}
