using System.Globalization;
using System.Reflection;

namespace MedAid.Gateway.Hosting;

/// <summary>
/// From configuration to <see cref="Settings"/>. What does not fit is named with what to do, all of it at once and never with its value:
/// somebody may have put a password into the wrong line.
/// </summary>
internal static class SettingsReader
{
    private const string SeeTable = "请对照 docs/OPERATIONS.md 的设置表";

    private static readonly Dictionary<string, PropertyInfo> Known = typeof(Settings).GetProperties()
        .Where(p => p.SetMethod is not null).ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The settings, and what could not be read; a setting that could not is left at its default.</summary>
    public static (Settings Settings, IReadOnlyList<string> Problems) Read(IConfiguration configuration)
    {
        var problems = new List<string>();
        var good = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in configuration.GetSection(Settings.Section).GetChildren())
        {
            var found = ProblemsOf(entry).ToArray();
            problems.AddRange(found);
            foreach (var (key, value) in found.Length == 0 ? entry.AsEnumerable() : [])
            {
                good[key] = value;
            }
        }

        var bound = new ConfigurationBuilder().AddInMemoryCollection(good).Build().GetSection(Settings.Section).Get<Settings>();
        return (bound ?? new Settings(), problems);
    }

    private static IEnumerable<string> ProblemsOf(IConfigurationSection entry)
    {
        if (!Known.TryGetValue(entry.Key, out var setting))
        {
            return [Problem(entry.Key, $"没有这个设置{Meant(entry.Key)}；{SeeTable}")];
        }

        var type = setting.PropertyType;
        if (type.IsGenericType)
        {
            var wanted = type.GetGenericArguments()[1];
            return entry.Value is { Length: > 0 }
                ? [Problem(setting.Name, $"要写成 {setting.Name}:名称 = 值（环境变量 MEDAID__{setting.Name.ToUpperInvariant()}__名称）；{SeeTable}")]
                : from item in entry.GetChildren()
                  where !Fits(item, wanted)
                  select Problem($"{setting.Name}:{item.Key}", $"{Wanted(wanted)}；{SeeTable}");
        }

        return Fits(entry, type) ? [] : [Problem(setting.Name, $"{Wanted(type)}；{SeeTable}")];
    }

    private static bool Fits(IConfigurationSection entry, Type type)
    {
        var text = entry.Value ?? "";
        return !entry.GetChildren().Any() && (
            type == typeof(string)
            || (type == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            || (type == typeof(long) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            || (type == typeof(bool) && bool.TryParse(text, out _)));
    }

    private static string Wanted(Type type) =>
        type == typeof(bool) ? "只能写 true 或 false" : type == typeof(string) ? "只能有一个值，没有下级" : "要写成整数";

    private static string Meant(string key) => Known.Keys.MinBy(name => Distance(name.ToUpperInvariant(), key.ToUpperInvariant())) is { } near
        && Distance(near.ToUpperInvariant(), key.ToUpperInvariant()) <= 3 ? $"，是否想写 {near}" : "";

    /// <summary>How many letters have to be put in, taken out or changed.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var changed = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }

    private static string Problem(string name, string what) =>
        $"设置 {Settings.Section}:{name}（环境变量 MEDAID__{name.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant()}）：{what}";
}
