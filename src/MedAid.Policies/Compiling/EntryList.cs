using MedAid.Core.Policy;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Compiling;

/// <summary>Lists that are neither empty nor repeat an entry.</summary>
internal static class EntryList
{
    /// <summary>Free words; empty if the key does not stand.</summary>
    public static List<string> Texts(Fields fields, string key) => Read(fields, key, fields.Scalar, text => text);

    /// <summary>Components; empty if the key does not stand.</summary>
    public static List<Component> Components(Fields fields, string key) => Read(
        fields, key, (node, path) => fields.Word(node, path, Vocabulary.Component) is { } c ? Vocabulary.Component.WordOf(c) : null,
        word => Vocabulary.Component.TryFind(word, out var component) ? component : default);

    /// <summary>Words of a closed list; empty if the key does not stand.</summary>
    public static List<T> Words<T>(Fields fields, string key, WordList<T> words)
        where T : struct, Enum => Read(
        fields, key, (node, path) => fields.Word(node, path, words) is { } word ? words.WordOf(word) : null,
        word => words.TryFind(word, out var found) ? found : default);

    /// <summary>Reports an empty list and every entry that stands a second time.</summary>
    public static void Check(Fields fields, string key, IReadOnlyCollection<string> names)
    {
        if (names.Count == 0)
        {
            fields.Problem(PackProblemCode.MissingKey, key, "列表不能为空，请至少写一项或删去这个键");
        }

        MapList.ReportDuplicates(fields, key, names);
    }

    private static List<T> Read<T>(Fields fields, string key, Func<PackNode, string, string?> read, Func<string, T> make)
    {
        if (!fields.Stands(key))
        {
            return [];
        }

        var nodes = fields.List(key);
        if (nodes.Count == 0)
        {
            Check(fields, key, []);
        }

        var words = nodes.Select((node, i) => read(node, $"{fields.PathOf(key)}[{i}]")).OfType<string>().ToArray();
        MapList.ReportDuplicates(fields, key, words);
        return [.. words.Select(make)];
    }
}
