using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MedAid.Bureau.Regions;

/// <summary>A mapping of a region's file. It knows which of its keys were read, so that a misspelt one is a problem and no silence.</summary>
internal sealed class RegionNode
{
    private const string DocumentSource = "国家基线";

    private readonly YamlMappingNode map;
    private readonly string path;
    private readonly string source;
    private readonly HashSet<string> read = new(StringComparer.Ordinal);
    private readonly List<RegionNode> inner = [];

    private RegionNode(YamlMappingNode map, string path, string source) => (this.map, this.path, this.source) = (map, path, source);

    /// <summary>The keys in their order.</summary>
    public IEnumerable<string> Keys => map.Children.Keys.Select(k => ((YamlScalarNode)k).Value ?? "");

    /// <summary>Reads a document, on top of another one where there is one: maps are merged, anything else replaces, a bare key takes away.</summary>
    public static RegionNode Parse(string yaml, string source, RegionNode? below = null)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (Exception e) when (e is YamlException or InvalidOperationException)
        {
            throw new RegionFileException($"{source} 不是合法的 YAML，请检查缩进、冒号和引号");
        }

        var root = stream.Documents is [var only] && only.RootNode is YamlMappingNode map
            ? map
            : throw new RegionFileException($"{source} 应是一份由“名称: 值”组成的 YAML 文档");
        return new RegionNode(below is null ? root : Merged(below.map, root), "", below is null ? source : $"{below.source}、{source}");
    }

    /// <summary>The word of a value of an enum in files: lower case with underscores.</summary>
    public static string Snake<T>(T value)
        where T : struct, Enum =>
        string.Concat(value.ToString().Select((c, i) => $"{(char.IsAsciiLetterUpper(c) && i > 0 ? "_" : "")}{char.ToLowerInvariant(c)}"));

    /// <summary>Whether the key is there with a value.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>A text, required.</summary>
    public string Text(string key) => OptionalText(key) ?? throw Wrong(key, "必填");

    /// <summary>A text, or null.</summary>
    public string? OptionalText(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode scalar => scalar.Value ?? "",
        _ => throw Wrong(key, "应是一个值"),
    };

    /// <summary>Yes or no, required.</summary>
    public bool Flag(string key) => Text(key) switch { "true" => true, "false" => false, _ => throw Wrong(key, "只能是 true 或 false") };

    /// <summary>A whole number, required.</summary>
    public int Number(string key) => int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw Wrong(key, "应是不小于 0 的整数");

    /// <summary>One of the words of an enum, in lower case with underscores.</summary>
    public T Word<T>(string key)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(Snake);
        return words.TryGetValue(Text(key), out var value) ? value : throw Wrong(key, $"只能是 {string.Join('、', words.Keys)}");
    }

    /// <summary>Texts, empty where there are none.</summary>
    public IReadOnlyList<string> Texts(string key) => Find(key) switch
    {
        null => [],
        YamlScalarNode scalar => [scalar.Value ?? ""],
        YamlSequenceNode list when list.All(n => n is YamlScalarNode) => [.. list.Select(n => ((YamlScalarNode)n).Value ?? "")],
        _ => throw Wrong(key, "应是一列值"),
    };

    /// <summary>A mapping, empty where there is none.</summary>
    public RegionNode Map(string key)
    {
        var node = Find(key) switch
        {
            null => new YamlMappingNode(),
            YamlMappingNode mapping => mapping,
            _ => throw Wrong(key, "应是“名称: 值”"),
        };
        var wrapped = new RegionNode(node, At(key), source);
        inner.Add(wrapped);
        return wrapped;
    }

    /// <summary>The texts of a mapping.</summary>
    public IReadOnlyDictionary<string, string> TextMap(string key)
    {
        var node = Map(key);
        return node.Keys.Where(node.Has).ToDictionary(k => k, node.Text, StringComparer.Ordinal);
    }

    /// <summary>Refuses keys that nobody has read, here and below.</summary>
    public void RequireAllRead()
    {
        if (Keys.FirstOrDefault(k => !read.Contains(k)) is { } unknown)
        {
            throw Wrong(unknown, "不认识，请检查拼写");
        }

        inner.ForEach(n => n.RequireAllRead());
    }

    /// <summary>A problem of a key.</summary>
    public RegionFileException Wrong(string key, string what) => new($"{(source.Length == 0 ? DocumentSource : source)}：{At(key)} {what}");

    private static YamlMappingNode Merged(YamlMappingNode below, YamlMappingNode above)
    {
        var merged = new YamlMappingNode(below.Children);
        foreach (var (key, value) in above.Children)
        {
            merged.Children[key] = value is YamlMappingNode over && below.Children.TryGetValue(key, out var under) && under is YamlMappingNode map
                ? Merged(map, over)
                : value;
        }

        return merged;
    }

    private YamlNode? Find(string key)
    {
        read.Add(key);
        return map.Children.TryGetValue(new YamlScalarNode(key), out var node) && !IsBare(node) ? node : null;
    }

    private static bool IsBare(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "null" or "~" };

    private string At(string key) => path.Length == 0 ? key : $"{path}.{key}";
}
