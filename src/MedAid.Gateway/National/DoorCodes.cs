using System.Globalization;
using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement;
using MedAid.Settlement.People;

namespace MedAid.Gateway.National;

/// <summary>Codes and forms that several transactions share: insurance, kinds of person, days, amounts.</summary>
internal static class DoorCodes
{
    private const int DayLength = 10;
    private const int AdultAge = 18;
    private const int OldAge = 60;

    private static readonly Dictionary<string, string> Insurances = new() { ["resident"] = "390", ["employee"] = "310" };

    /// <summary>insutype 险种类型 of a scheme.</summary>
    public static string InsuranceOf(string scheme) => Insurances.GetValueOrDefault(scheme, scheme);

    /// <summary>psn_type 人员类别 of a person on a day.</summary>
    public static string PersonTypeOf(Eligibility person, DateOnly day) => person.Employment switch
    {
        Employment.Active => "11",
        Employment.Retired => "12",
        _ => IdNumber.AgeOn(person.BirthDate, day) switch { < AdultAge => "14", < OldAge => "15", _ => "16" },
    };

    /// <summary>gend 性别 by an id number: 1 male, 2 female; empty without one.</summary>
    public static string SexOf(string idNumber) => !IdNumber.IsValid(idNumber) ? "" : (idNumber[^2] - '0') % 2 == 1 ? "1" : "2";

    /// <summary>The day of a date or a time.</summary>
    public static DateOnly DayOf(NationalRow row, string name) => DayIn(row[name])
        ?? throw new NationalRefusedException($"{row.Path}.{name} 应是日期或时间，例如 2026-03-02 08:30:00");

    /// <summary>The day of a date or a time; null where there is none.</summary>
    public static DateOnly? DayIn(string text) =>
        text.Length >= DayLength && (text.Length == DayLength || text[DayLength] is ' ' or 'T')
        && DateOnly.TryParseExact(text.AsSpan(0, DayLength), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    /// <summary>The day of a date or a time that cannot be one to come.</summary>
    public static DateOnly PastDayOf(NationalRow row, string name, DateOnly today)
    {
        var day = DayOf(row, name);
        return day > today ? throw new NationalRefusedException($"{row.Path}.{name} 不能晚于今天")
            : day < Settlement.Limits.ServiceDateMin
            ? throw new NationalRefusedException($"{row.Path}.{name} 不能早于 {Settlement.Limits.ServiceDateMin:yyyy-MM-dd}")
            : day;
    }

    /// <summary>A day as messages have it; empty without one.</summary>
    public static string Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>An instant as messages have it, by the clocks of China.</summary>
    public static string Text(DateTimeOffset instant) => ChinaTime.Of(instant).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>An amount in yuan, as a number with two decimals.</summary>
    public static JsonNode Yuan(long fen) => JsonNode.Parse(ExactNumber.Yuan(fen))!;

    /// <summary>A scaled number as a number with its decimals.</summary>
    public static JsonNode Scaled(long value, int decimals) => JsonNode.Parse(ScaledText(value, decimals))!;

    /// <summary>The same as text; the value is not negative.</summary>
    public static string ScaledText(long value, int decimals)
    {
        var digits = value.ToString($"D{decimals + 1}", CultureInfo.InvariantCulture);
        return $"{digits[..^decimals]}.{digits[^decimals..]}";
    }
}
