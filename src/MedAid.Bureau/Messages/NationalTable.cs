namespace MedAid.Bureau.Messages;

/// <summary>What a field of the national interface holds.</summary>
public enum NationalKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A decimal number that is not negative, as a number or as text.</summary>
    Number,

    /// <summary>The same, but it may be negative, as the amounts of a reversal are.</summary>
    SignedNumber,

    /// <summary>Text that may have lines; JSON in its place is kept as it is written.</summary>
    Memo,

    /// <summary>Words, as an array or as text with commas between them.</summary>
    Words,

    /// <summary>A node with fields of its own.</summary>
    Node,

    /// <summary>Any number of such nodes.</summary>
    List,
}

/// <summary>A field of a message.</summary>
/// <param name="Name">Its national name.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Size">Characters of a text, decimals of a number, rows of a list.</param>
/// <param name="IsRequired">Whether it must be there.</param>
/// <param name="Target">The field of our contract that it becomes, for the names of bad fields; empty: none.</param>
/// <param name="Table">The fields of a node.</param>
public sealed record NationalField(
    string Name, NationalKind Kind, int Size, bool IsRequired = false, string Target = "", NationalTable? Table = null);

/// <summary>The fields of a node that are read; whatever else a client sends in it is ignored.</summary>
public sealed class NationalTable(params IReadOnlyList<NationalField> fields)
{
    private readonly Dictionary<string, NationalField> byName = fields.ToDictionary(f => f.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>All fields.</summary>
    public IReadOnlyList<NationalField> Fields => fields;

    /// <summary>The field of a name, or null. Some clients write a name in capitals.</summary>
    public NationalField? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The national name of what became a field of our contract, or null.</summary>
    public string? NameOf(string target) => fields.FirstOrDefault(f => f.Target == target)?.Name;

    /// <summary>A text of at most so many characters.</summary>
    public static NationalField Text(string name, int length, string target = "") => new(name, NationalKind.Text, length, Target: target);

    /// <summary>The same, required.</summary>
    public static NationalField Needed(string name, int length, string target = "") => Text(name, length, target) with { IsRequired = true };

    /// <summary>A number of at most so many decimals.</summary>
    public static NationalField Number(string name, int decimals, string target = "") => new(name, NationalKind.Number, decimals, Target: target);

    /// <summary>The same, which may be negative.</summary>
    public static NationalField SignedNumber(string name, int decimals) => new(name, NationalKind.SignedNumber, decimals);

    /// <summary>A text of at most so many characters, which may have lines, or JSON.</summary>
    public static NationalField Memo(string name, int length) => new(name, NationalKind.Memo, length);

    /// <summary>At most so many characters of words.</summary>
    public static NationalField Words(string name, int length) => new(name, NationalKind.Words, length);

    /// <summary>A node.</summary>
    public static NationalField Node(string name, NationalTable table) => new(name, NationalKind.Node, 1, Table: table);

    /// <summary>A list of at most so many nodes.</summary>
    public static NationalField List(string name, int rowsMax, NationalTable table) => new(name, NationalKind.List, rowsMax, Table: table);
}
