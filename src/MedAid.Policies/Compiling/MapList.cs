using MedAid.Policies.Reading;

namespace MedAid.Policies.Compiling;

/// <summary>Lists of maps, as rules, layers and programmes are.</summary>
internal static class MapList
{
    /// <summary>Compiles every map of a list.</summary>
    public static List<T> Each<T>(Fields owner, string key, PackProblems problems, Func<Fields, int, T?> compile)
        where T : class
    {
        var nodes = owner.List(key);
        var compiled = new List<T>();
        for (var i = 0; i < nodes.Count; i++)
        {
            if (Fields.Open(nodes[i], $"{owner.PathOf(key)}[{i}]", problems) is { } fields && compile(fields, i + 1) is { } one)
            {
                compiled.Add(one);
            }
        }

        return compiled;
    }

    /// <summary>Reports every name that stands a second time.</summary>
    public static void ReportDuplicates(
        Fields fields, string key, IEnumerable<string> names, bool onlyInForce = false)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, index) in names.Select((name, index) => (name, index)))
        {
            if (name.Length > 0 && !seen.Add(name))
            {
                fields.ItemProblem(PackProblemCode.Duplicate, key, index, $"{name} 出现了不止一次，请改名或删去一个", onlyInForce);
            }
        }
    }
}
