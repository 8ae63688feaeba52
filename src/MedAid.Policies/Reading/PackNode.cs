namespace MedAid.Policies.Reading;

/// <summary>Kinds of node in a pack file.</summary>
public enum NodeKind
{
    /// <summary>Nothing: <c>null</c>, <c>~</c> or left empty.</summary>
    Null = 0,

    /// <summary>A word or text.</summary>
    Text = 1,

    /// <summary>A number; its text is kept as written.</summary>
    Number = 2,

    /// <summary>True or false.</summary>
    Boolean = 3,

    /// <summary>A list.</summary>
    List = 4,

    /// <summary>A map.</summary>
    Map = 5,
}

/// <summary>One node of a YAML or JSON document, with the line on which it stands. Both formats give the same nodes.</summary>
public sealed class PackNode
{
    /// <summary>What the node is.</summary>
    public required NodeKind Kind { get; init; }

    /// <summary>Line in the file, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Text of a scalar, as written.</summary>
    public string Text { get; init; } = "";

    /// <summary>By which readings figures of this map were chosen, as a remark for people; or empty.</summary>
    public string Reading { get; init; } = "";

    /// <summary>Entries of a list.</summary>
    public List<PackNode> Items { get; } = [];

    /// <summary>Entries of a map, in order.</summary>
    public List<(string Key, PackNode Value)> Entries { get; } = [];

    /// <summary>Lines on which the keys of a map stand, in the order of <see cref="Entries"/>; a value may begin further down.</summary>
    public List<int> KeyLines { get; } = [];

    /// <summary>Whether the node is a text, a number or a boolean.</summary>
    public bool IsScalar => Kind is NodeKind.Text or NodeKind.Number or NodeKind.Boolean;

    /// <summary>The value of a key, or null.</summary>
    public PackNode? this[string key]
    {
        get
        {
            foreach (var (name, value) in Entries)
            {
                if (string.Equals(name, key, StringComparison.Ordinal))
                {
                    return value;
                }
            }

            return null;
        }
    }

    /// <summary>Whether another node says the same. Numbers and their text are equal.</summary>
    public bool Says(PackNode other) =>
        (Kind == other.Kind || (Kind, other.Kind) is (NodeKind.Text, NodeKind.Number) or (NodeKind.Number, NodeKind.Text))
        && string.Equals(Text, other.Text, StringComparison.Ordinal)
        && Items.Count == other.Items.Count && Items.Zip(other.Items).All(pair => pair.First.Says(pair.Second))
        && Entries.Count == other.Entries.Count && Entries.TrueForAll(e => other[e.Key] is { } value && e.Value.Says(value));

    /// <summary>Adds an entry to a map.</summary>
    public void Add(string key, int line, PackNode value)
    {
        Entries.Add((key, value));
        KeyLines.Add(line);
    }

    /// <summary>The line of a key, or of the map where the key is absent.</summary>
    public int LineOf(string key)
    {
        var at = Entries.FindIndex(e => string.Equals(e.Key, key, StringComparison.Ordinal));
        return at < 0 ? Line : KeyLines[at];
    }
}
