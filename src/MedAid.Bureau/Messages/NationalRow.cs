using System.Globalization;
using MedAid.Core;
using MedAid.Settlement;

namespace MedAid.Bureau.Messages;

/// <summary>A node of a message as it was read by its table: every text and number as text, empty where there is none.</summary>
public sealed class NationalRow(string path)
{
    private const int FenDecimals = 2;
    private const int DayLength = 10;

    private static readonly string[] InstantForms =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.f", "yyyy-MM-dd HH:mm:ss.fff", "yyyy-MM-ddTHH:mm:ss",
        "yyyyMMddHHmmss",
    ];

    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<NationalRow>> rows = new(StringComparer.Ordinal);

    /// <summary>Where it stands, for the names of bad fields.</summary>
    public string Path => path;

    /// <summary>A text or a number.</summary>
    public string this[string name]
    {
        get => texts.GetValueOrDefault(name, "");
        set => texts[name] = value;
    }

    /// <summary>The first of these that is not empty.</summary>
    public string First(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (this[name].Length > 0)
            {
                return this[name];
            }
        }

        return "";
    }

    /// <summary>The nodes of a list; of a node that is none or one, that.</summary>
    public IReadOnlyList<NationalRow> Rows(string name) => rows.GetValueOrDefault(name, []);

    /// <summary>The only node of a name; an empty one where there is none.</summary>
    public NationalRow Node(string name) => Rows(name) is [var first, ..] ? first : new NationalRow(At(name));

    /// <summary>An amount of yuan in fen; 0 where there is none. The table has made sure that it is exact.</summary>
    public long Fen(string name) => Scaled(name, FenDecimals);

    /// <summary>A number times 10^<paramref name="decimals"/>; 0 where there is none.</summary>
    public long Scaled(string name, int decimals) => this[name] is not { Length: > 0 } text ? 0
        : ExactNumber.Read(text, decimals, out var scaled) == NumberProblem.None ? scaled
        : throw new NationalRefusedException($"{At(name)} 最多 {decimals} 位小数");

    /// <summary>A day, with or without a time behind it; null where there is none.</summary>
    public DateOnly? Day(string name) => this[name] is not { Length: > 0 } text ? null
        : text.Length >= DayLength
            && DateOnly.TryParseExact(text[..DayLength], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new NationalRefusedException($"{At(name)} 应是日期，例如 2026-03-02");

    /// <summary>An instant by the clocks of China; a day without a time is its midnight; null where there is none.</summary>
    public DateTimeOffset? Instant(string name) => this[name] is not { Length: > 0 } text ? null
        : DateTime.TryParseExact(text, InstantForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? ChinaTime.StartOf(DateOnly.FromDateTime(time)) + time.TimeOfDay
        : throw new NationalRefusedException($"{At(name)} 应是时间，例如 2026-03-02 08:30:00");

    /// <summary>Adds the nodes of a list.</summary>
    public void Add(string name, IReadOnlyList<NationalRow> nodes) => rows[name] = nodes;

    private string At(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
