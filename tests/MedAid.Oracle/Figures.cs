using System.Globalization;
using System.Text.Json.Nodes;

namespace MedAid.Oracle;

/// <summary>How the generator picks figures and writes them down: text or number, with zeros, with exponents.</summary>
internal sealed class Figures(Dice dice)
{
    private static readonly string[] Ratios =
    [
        "0", "1", "0.5", "0.5", "0.5", "0.05", "0.15", "0.25", "0.75", "0.125", "0.825", "0.6", "0.65", "0.7", "0.8",
        "0.9", "0.95", "0.005", "0.3333", "0.3333", "0.1", "0.123456", "0.01", "0.9999",
    ];

    /// <summary>Amounts worth standing next to: what the visit is charged, in fen.</summary>
    public List<long> Landmarks { get; } = [];

    public static long Fen(string yuan) => long.Parse(yuan.Replace(".", string.Empty, StringComparison.Ordinal));

    public JsonNode Money(long fen) => Write(fen, 2);

    public JsonNode Ratio() => Written(dice.Pick(Ratios));

    /// <summary>A threshold: often a landmark or a part of it, exactly or a fen beside it.</summary>
    public long Threshold()
    {
        var landmark = Landmarks.Count > 0 ? dice.Pick(Landmarks) : 0;
        var near = dice.Below(6) switch
        {
            0 => landmark / 2,
            1 => dice.Pick<long>(0, 1, 100, 4000, 30000, 80000, 130000, 1200000, 5000000),
            2 => dice.Between(0, landmark + 1),
            3 => landmark * dice.Between(1, 9) / 10,
            _ => landmark,
        };
        return Beside(near);
    }

    /// <summary>The amount, or one fen off it, never below zero.</summary>
    public long Beside(long fen) => Math.Max(0, fen + dice.Pick<long>(0, 0, -1, 1));

    /// <summary>A number of so many decimals, given as a whole number of the last of them.</summary>
    public JsonNode Write(long units, int decimals)
    {
        if (dice.Chance(4))
        {
            return JsonNode.Parse(string.Create(CultureInfo.InvariantCulture, $"{units}e-{decimals}"))!;
        }

        var digits = units.ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        return Written($"{digits[..^decimals]}.{digits[^decimals..]}");
    }

    public JsonNode Whole(long number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        return dice.Chance(20) ? JsonValue.Create(text) : JsonNode.Parse(text)!;
    }

    private JsonNode Written(string text)
    {
        if (text.Contains('.', StringComparison.Ordinal) && dice.Chance(50))
        {
            text = text.TrimEnd('0').TrimEnd('.');
        }
        else if (dice.Chance(5))
        {
            text += text.Contains('.', StringComparison.Ordinal) ? "0000" : ".000";
        }

        return dice.Chance(70) ? JsonValue.Create(text) : JsonNode.Parse(text)!;
    }
}
