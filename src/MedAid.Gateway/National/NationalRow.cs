namespace MedAid.Gateway.National;

/// <summary>A node of a message as it was read by its table: every text and number as text, empty where there is none.</summary>
internal sealed class NationalRow(string path)
{
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

    /// <summary>Adds the nodes of a list.</summary>
    public void Add(string name, IReadOnlyList<NationalRow> nodes) => rows[name] = nodes;
}
