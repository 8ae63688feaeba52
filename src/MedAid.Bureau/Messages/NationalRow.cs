using MedAid.Core;

namespace MedAid.Bureau.Messages;

/// <summary>A node of a message as it was read by its table: every text and number as text, empty where there is none.</summary>
public sealed class NationalRow(string path)
{
    private const int FenDecimals = 2;

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
    public NationalRow Node(string name) => Rows(name) is [var first, ..] ? first : new NationalRow(path.Length == 0 ? name : $"{path}.{name}");

    /// <summary>An amount of yuan in fen; 0 where there is none. The table has made sure that it is exact.</summary>
    public long Fen(string name) => Scaled(name, FenDecimals);

    /// <summary>A number times 10^<paramref name="decimals"/>; 0 where there is none.</summary>
    public long Scaled(string name, int decimals) => this[name] is not { Length: > 0 } text ? 0
        : ExactNumber.Read(text, decimals, out var scaled) == NumberProblem.None ? scaled
        : throw new NationalRefusedException($"{(path.Length == 0 ? name : $"{path}.{name}")} 最多 {decimals} 位小数");

    /// <summary>Adds the nodes of a list.</summary>
    public void Add(string name, IReadOnlyList<NationalRow> nodes) => rows[name] = nodes;
}
