using System.Globalization;
using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Policies.Reading;

/// <summary>
/// The keys of one map, read strictly: every key that is not asked for, and is no annotation, is a problem. A null counts as
/// absent; where packs are put in force it is a problem of its own.
/// </summary>
internal sealed class Fields
{
    /// <summary>Keys that may stand everywhere.</summary>
    public static readonly string[] Annotations = ["title", "note", "cite", "source", "confidence", "assumed"];

    private readonly PackNode node;
    private readonly PackProblems problems;
    private readonly HashSet<string> asked = new(Annotations, StringComparer.Ordinal);

    private Fields(PackNode node, string path, PackProblems problems)
    {
        this.node = node;
        this.problems = problems;
        Path = path;
    }

    public string Path { get; }

    public int Line => node.Line;

    /// <summary>Opens a map; null, with a problem, if the node is something else.</summary>
    public static Fields? Open(PackNode? node, string path, PackProblems problems)
    {
        if (node is null)
        {
            return null;
        }

        if (node.Kind == NodeKind.Map)
        {
            return new Fields(node, path, problems);
        }

        problems.Add(PackProblemCode.WrongType, node.Line, path, "这里应是“键: 值”的映射");
        return null;
    }

    public string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    public void Problem(PackProblemCode code, string key, string message, bool onlyInForce = false) =>
        problems.Add(code, node.LineOf(key), key.Length == 0 ? Path : PathOf(key), message, onlyInForce);

    /// <summary>The days of `from`, which is required, and `ends`, both within the period.</summary>
    public (DateOnly From, DateOnly? Ends) Days()
    {
        var from = Require("from") is { } value ? Date(value, PathOf("from")) : null;
        var ends = Date("ends");
        if (ends < from)
        {
            Problem(PackProblemCode.OutOfRange, "ends", "ends 早于 from，请核对");
        }

        return (from ?? default, ends);
    }

    /// <summary>Reports a problem of one entry of a list.</summary>
    public void ItemProblem(PackProblemCode code, string key, int index, string message, bool onlyInForce = false)
    {
        var items = node[key]?.Items;
        var line = index < items?.Count ? items[index].Line : node.LineOf(key);
        problems.Add(code, line, $"{PathOf(key)}[{index}]", message, onlyInForce);
    }

    /// <summary>Whether the key stands with a value.</summary>
    public bool Has(string key) => node[key] is { Kind: not NodeKind.Null };

    /// <summary>Whether the key stands without a value.</summary>
    public bool IsNull(string key) => node[key] is { Kind: NodeKind.Null };

    /// <summary>Whether the key stands, with a value or without.</summary>
    public bool Stands(string key) => node[key] is not null;

    /// <summary>The value of a key, or null if it is absent or null.</summary>
    public PackNode? Take(string key)
    {
        asked.Add(key);
        if (node[key] is not { } value)
        {
            return null;
        }

        if (value.Kind == NodeKind.Null)
        {
            Problem(PackProblemCode.LeftEmpty, key, "写了键却没有值，请填上或删去", onlyInForce: true);
            return null;
        }

        return value;
    }

    /// <summary>The value of a key that may stand with null on purpose.</summary>
    public PackNode? TakeNullable(string key)
    {
        asked.Add(key);
        return node[key] is { Kind: not NodeKind.Null } value ? value : null;
    }

    public PackNode? Require(string key)
    {
        var value = Take(key);
        if (IsNull(key))
        {
            EmptyProblem(key);
        }
        else if (value is null)
        {
            Problem(PackProblemCode.MissingKey, key, $"缺少 {key}，请补上");
        }

        return value;
    }

    /// <summary>Reports a key that must have a value and stands without one.</summary>
    public void EmptyProblem(string key) => Problem(PackProblemCode.LeftEmpty, key, "写了键却没有值，请填上");

    /// <summary>Entries of a list; empty, with a problem, if the value is something else.</summary>
    public IReadOnlyList<PackNode> List(string key)
    {
        if (Take(key) is not { } value)
        {
            return [];
        }

        if (value.Kind == NodeKind.List)
        {
            return value.Items;
        }

        Problem(PackProblemCode.WrongType, key, "这里应是列表");
        return [];
    }

    public string? Text(string key) => Take(key) is { } value ? Scalar(value, PathOf(key)) : null;

    public string? RequireText(string key) => Require(key) is { } value ? Scalar(value, PathOf(key)) : null;

    public bool? Boolean(string key)
    {
        if (Take(key) is not { } value)
        {
            return null;
        }

        if (value.Kind == NodeKind.Boolean)
        {
            return value.Text == "true";
        }

        Problem(PackProblemCode.WrongType, key, "这里只能是 true 或 false");
        return null;
    }

    public DateOnly? Date(string key) => TakeNullable(key) is { } value ? Date(value, PathOf(key)) : null;

    public DateOnly? Date(PackNode value, string path)
    {
        if (value.IsScalar
            && DateOnly.TryParseExact(value.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        problems.Add(PackProblemCode.BadDate, value.Line, path, "日期要写成 2022-07-12 这样，且要真有这一天");
        return null;
    }

    public T? Word<T>(string key, WordList<T> words)
        where T : struct, Enum => Take(key) is { } value ? Word(value, PathOf(key), words) : null;

    public T? Word<T>(PackNode value, string path, WordList<T> words)
        where T : struct, Enum
    {
        if (value.IsScalar && words.TryFind(value.Text, out var found))
        {
            return found;
        }

        var code = value.IsScalar ? PackProblemCode.UnknownWord : PackProblemCode.WrongType;
        problems.Add(code, value.Line, path, $"只能是其中之一：{string.Join("、", words.Words)}");
        return null;
    }

    /// <summary>An amount of money in fen: yuan with at most two decimals, not negative.</summary>
    public long? Fen(string key) => Take(key) is { } value ? Fen(value, PathOf(key)) : null;

    public long? Fen(PackNode value, string path) => NumberReader.Read(value, path, 2, "金额", problems);

    /// <summary>A whole number, not negative.</summary>
    public int? Whole(string key) => Take(key) is { } value ? Whole(value, PathOf(key)) : null;

    public int? Whole(PackNode value, string path)
    {
        var number = NumberReader.Read(value, path, 0, "整数", problems);
        if (number <= int.MaxValue)
        {
            return (int)number.Value;
        }

        if (number is not null)
        {
            problems.Add(PackProblemCode.OutOfRange, value.Line, path, "数太大，请核对");
        }

        return null;
    }

    public Rate? Ratio(string key) => Take(key) is { } value ? Ratio(value, PathOf(key)) : null;

    public Rate? Ratio(PackNode value, string path)
    {
        if (NumberReader.Read(value, path, Rate.DecimalsMax, "比例", problems) is not { } scaled)
        {
            return null;
        }

        if (Rate.TryCreate(scaled, out var rate))
        {
            return rate;
        }

        problems.Add(PackProblemCode.OutOfRange, value.Line, path, "比例要在 0 和 1 之间，85% 写成 0.85");
        return null;
    }

    public long? Number(string key, int decimals, string what) =>
        Take(key) is { } value ? NumberReader.Read(value, PathOf(key), decimals, what, problems) : null;

    /// <summary>The entries of a map whose keys are data.</summary>
    public IEnumerable<(string Key, PackNode Value)> DataMap(string key)
    {
        if (Take(key) is not { } value)
        {
            return [];
        }

        if (value.Kind == NodeKind.Map)
        {
            return value.Entries;
        }

        Problem(PackProblemCode.WrongType, key, "这里应是“键: 值”的映射");
        return [];
    }

    public string? Scalar(PackNode value, string path)
    {
        if (value.IsScalar && value.Text.Length > 0)
        {
            return value.Text;
        }

        problems.Add(PackProblemCode.WrongType, value.Line, path, "这里应是文字或数字，且不能为空");
        return null;
    }

    /// <summary>Reads the annotations of this map.</summary>
    public Citation Citation() => new()
    {
        Title = Annotation("title"),
        Cite = Annotation("cite"),
        Source = Annotation("source"),
        Confidence = Annotation("confidence"),
        Assumed = node["assumed"] is { IsScalar: true, Text: not "false" },
        Note = Annotation("note"),
        Reading = node.Reading,
    };

    /// <summary>Reports every key that nobody asked for.</summary>
    public void Finish()
    {
        foreach (var (key, _) in node.Entries)
        {
            if (!asked.Contains(key))
            {
                Problem(PackProblemCode.UnknownKey, key, "这里没有这个键，请检查拼写或位置");
            }
        }
    }

    private string Annotation(string key) => node[key] switch
    {
        { IsScalar: true } scalar => scalar.Text,
        { Kind: NodeKind.List } list => string.Join("；", list.Items.Where(i => i.IsScalar).Select(i => i.Text)),
        _ => "",
    };
}
