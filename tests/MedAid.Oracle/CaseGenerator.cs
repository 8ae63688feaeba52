using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MedAid.Oracle;

/// <summary>A line with one deliberate error; the kind is the oracle's code, a slash and the place or way.</summary>
public sealed record BrokenLine(string Line, string Kind);

/// <summary>Random `policy eval` lines, the same for the same seed on every machine.</summary>
public static class CaseGenerator
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Every kind that <see cref="NextBroken(ulong)"/> may give.</summary>
    public static IReadOnlyList<string> BrokenKinds { get; } = [.. BrokenCases.All.Keys];

    /// <summary>A valid line.</summary>
    public static string Next(ulong seed)
    {
        var dice = new Dice(seed);
        return Text(new CaseWriter(dice).Write(withUpstream: true), dice);
    }

    /// <summary>A line with one error of a kind chosen by the seed.</summary>
    public static BrokenLine NextBroken(ulong seed) => NextBroken(seed, new Dice(~seed).Pick(BrokenKinds));

    /// <summary>A line with one error of the kind asked for.</summary>
    public static BrokenLine NextBroken(ulong seed, string kind)
    {
        var dice = new Dice(seed);
        if (kind.StartsWith("not_json/", StringComparison.Ordinal))
        {
            var whole = Next(seed);
            return new BrokenLine(kind.EndsWith("/cut", StringComparison.Ordinal) ? whole[..^1] : whole + "]", kind);
        }

        var line = new CaseWriter(dice).Write(withUpstream: false);
        BrokenCases.All[kind](line);
        return new BrokenLine(Text(line, dice), kind);
    }

    private static string Text(JsonObject line, Dice dice) =>
        dice.Chance(50) ? line.ToJsonString() : line.ToJsonString(Readable);
}
