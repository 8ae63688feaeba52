using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace MedAid.Oracle;

/// <summary>An object whose keys are fixed: an unknown one is refused at once.</summary>
internal sealed class Keyed
{
    private readonly Dictionary<string, JsonElement> members;

    public Keyed(JsonElement element, string where, params string[] known)
    {
        Where = where;
        members = Reading.Members(element, where);
        foreach (var key in members.Keys)
        {
            if (!known.Contains(key) && !Words.Remarks.Contains(key))
            {
                throw new Refusal("unknown_key", $"{where}: unknown key {key}");
            }
        }
    }

    public string Where { get; }

    public bool Has(string key) => members.ContainsKey(key);

    public string At(string key) => $"{Where}.{key}";

    public JsonElement Need(string key) =>
        members.TryGetValue(key, out var value)
            ? value
            : throw new Refusal("missing_key", $"{Where}: {key} is missing");

    /// <summary>The value read by <paramref name="read"/>, or <paramref name="absent"/> without the key.</summary>
    public T Maybe<T>(string key, Func<JsonElement, string, T> read, T absent) =>
        members.TryGetValue(key, out var value) ? read(value, At(key)) : absent;

    public T Needed<T>(string key, Func<JsonElement, string, T> read) => read(Need(key), At(key));
}

/// <summary>How single values are read; each either gives an exact value or refuses.</summary>
internal static class Reading
{
    public static Dictionary<string, JsonElement> Members(JsonElement element, string where)
    {
        Expect(element, JsonValueKind.Object, where, "an object");
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            if (!members.TryAdd(member.Name, member.Value))
            {
                throw new Refusal("duplicate_key", $"{where}: {member.Name} stands twice");
            }
        }

        return members;
    }

    /// <summary>An object whose keys are data.</summary>
    public static Dictionary<string, T> Map<T>(JsonElement element, string where, Func<JsonElement, string, T> read) =>
        Members(element, where).ToDictionary(
            member => member.Key, member => read(member.Value, $"{where}.{member.Key}"), StringComparer.Ordinal);

    public static List<T> List<T>(JsonElement element, string where, Func<JsonElement, string, T> read)
    {
        Expect(element, JsonValueKind.Array, where, "a list");
        return [.. element.EnumerateArray().Select((entry, index) => read(entry, $"{where}[{index}]"))];
    }

    /// <summary>A list that is neither empty nor repeats an entry.</summary>
    public static List<string> Words(
        JsonElement element, string where, Func<JsonElement, string, string> read)
    {
        var list = List(element, where, read);
        if (list.Count == 0)
        {
            throw new Refusal("empty_list", $"{where}: an empty list");
        }

        Unique.Check(list, where);
        return list;
    }

    /// <summary>A free word; a number is the same as its text.</summary>
    public static string Word(JsonElement element, string where) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Number => element.GetRawText(),
        _ => throw WrongType(element, where, "a word"),
    };

    public static Func<JsonElement, string, string> OneOf(string[] list) => (element, where) =>
    {
        var word = Word(element, where);
        return list.Contains(word) ? word : throw new Refusal("not_a_word", $"{where}: {word} is not in the list");
    };

    public static bool Flag(JsonElement element, string where) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw WrongType(element, where, "true or false"),
    };

    public static DateOnly Date(JsonElement element, string where)
    {
        Expect(element, JsonValueKind.String, where, "a date");
        return DateOnly.TryParseExact(
            element.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new Refusal("bad_date", $"{where}: {element.GetString()} is no date");
    }

    public static DateOnly? DateOrNull(JsonElement element, string where) =>
        element.ValueKind == JsonValueKind.Null ? null : Date(element, where);

    public static Fraction Amount(JsonElement element, string where) => Figure(element, where, 2);

    public static Fraction UnitPrice(JsonElement element, string where) => Figure(element, where, 6);

    public static Fraction Quantity(JsonElement element, string where) => Figure(element, where, 4);

    public static Fraction Ratio(JsonElement element, string where)
    {
        var ratio = Number(element, where);
        return ratio.IsNegative || ratio > Fraction.One
            ? throw new Refusal("bad_ratio", $"{where}: a ratio is from 0 to 1")
            : ratio;
    }

    /// <summary>A whole number from 0, as an age or the nth admission is.</summary>
    public static BigInteger Whole(JsonElement element, string where)
    {
        var number = Number(element, where);
        NotNegative(number, where);
        return number.Whole() ?? throw new Refusal("bad_number", $"{where}: a whole number is needed");
    }

    private static Fraction Figure(JsonElement element, string where, int decimals)
    {
        var number = Number(element, where);
        NotNegative(number, where);
        if (!number.FitsDecimals(decimals))
        {
            throw new Refusal("too_many_decimals", $"{where}: at most {decimals} decimals");
        }

        return number.FitsLongFen() ? number : throw new Refusal("bad_number", $"{where}: beyond any amount");
    }

    private static Fraction Number(JsonElement element, string where)
    {
        var text = Word(element, where);
        return Fraction.Parse(text) ?? throw new Refusal("bad_number", $"{where}: {text} is no number");
    }

    private static void NotNegative(Fraction number, string where)
    {
        if (number.IsNegative)
        {
            throw new Refusal("negative", $"{where}: below zero");
        }
    }

    private static void Expect(JsonElement element, JsonValueKind kind, string where, string wanted)
    {
        if (element.ValueKind != kind)
        {
            throw WrongType(element, where, wanted);
        }
    }

    private static Refusal WrongType(JsonElement element, string where, string wanted) =>
        new(element.ValueKind == JsonValueKind.Null ? "null_value" : "wrong_type", $"{where}: {wanted} is needed");
}
