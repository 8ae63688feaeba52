using MedAid.Core.Policy;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Compiling;

/// <summary>
/// Settles every figure of a pack that a notice leaves open: <c>{reading: ID, ONE: figure, OTHER: figure}</c> becomes the figure of the
/// chosen reading before anything is compiled, so that the rest of the program knows one law only.
/// </summary>
internal sealed class Readings
{
    private const string List = "readings";
    private const string Key = "reading";

    private readonly Dictionary<string, Declared> declared = new(StringComparer.Ordinal);
    private readonly PackProblems problems;

    private Readings(PackProblems problems) => this.problems = problems;

    /// <summary>The pack with the chosen figures in place, and what was chosen; the pack itself if it has no open figure.</summary>
    public static (PackNode Pack, IReadOnlyList<ReadingChosen> Chosen) Settle(
        PackNode pack, string path, ReadingChoices choices, PackProblems problems)
    {
        if (pack.Kind != NodeKind.Map || pack[List] is null)
        {
            return (pack, []);
        }

        var readings = new Readings(problems);
        readings.Declare(Fields.Open(pack, path, problems)!, choices);
        var settled = Copy(pack, "");
        foreach (var ((key, value), line) in pack.Entries.Zip(pack.KeyLines))
        {
            if (key != List)
            {
                settled.Add(key, line, key == "examples" ? value : readings.Settle(value, path.Length == 0 ? key : $"{path}.{key}"));
            }
        }

        readings.ReportIdle();
        return (settled, [.. readings.declared.Values.Select(d => d.Chosen)]);
    }

    private void Declare(Fields pack, ReadingChoices choices)
    {
        foreach (var (node, i) in pack.List(List).Select((n, i) => (n, i)))
        {
            if (Fields.Open(node, $"{pack.PathOf(List)}[{i}]", problems) is { } fields && DeclareOne(fields, choices) is { } reading
                && !declared.TryAdd(reading.Chosen.Id, reading))
            {
                fields.Problem(PackProblemCode.Duplicate, "id", "这个读法已经有了，请换一个名字");
            }
        }
    }

    private static Declared? DeclareOne(Fields fields, ReadingChoices choices)
    {
        var (id, usual) = (fields.RequireText("id"), fields.RequireText("chosen"));
        fields.Require("choices");
        var titles = fields.DataMap("choices")
            .ToDictionary(c => c.Key, c => fields.Scalar(c.Value, $"{fields.PathOf("choices")}.{c.Key}") ?? "");
        var citation = fields.Citation();
        fields.Finish();
        if (id is null || usual is null || IsWrong(fields, titles, usual, choices.Of(id)))
        {
            return null;
        }

        var choice = choices.Of(id) ?? usual;
        var chosen = new ReadingChosen(id, citation, choice, titles[choice], choice == usual)
        {
            Others = [.. titles.Where(t => t.Key != choice).Select(t => $"{t.Value}（{t.Key}）")],
        };
        return new Declared(chosen, [.. titles.Keys], fields);
    }

    private static bool IsWrong(Fields fields, Dictionary<string, string> titles, string usual, string? wanted)
    {
        if (titles.Count < 2 || titles.ContainsKey(Key))
        {
            fields.Problem(PackProblemCode.OutOfRange, "choices", "至少要有两种读法，且不能叫 reading");
            return true;
        }

        if (!titles.ContainsKey(usual) || (wanted is not null && !titles.ContainsKey(wanted)))
        {
            var wrong = titles.ContainsKey(usual) ? wanted : usual;
            fields.Problem(PackProblemCode.UnknownWord, "chosen", $"没有“{wrong}”这种读法，只能是其中之一：{string.Join("、", titles.Keys)}");
            return true;
        }

        return false;
    }

    private PackNode Settle(PackNode node, string path)
    {
        if (node.Kind == NodeKind.List)
        {
            var list = Copy(node, "");
            list.Items.AddRange(node.Items.Select((item, i) => Settle(item, $"{path}[{i}]")));
            return list;
        }

        if (node.Kind != NodeKind.Map)
        {
            return node;
        }

        return node[Key] is null ? SettleMap(node, path) : Choose(node, path) ?? node;
    }

    /// <summary>A map remembers by which readings its figures were chosen, so that the sentence about it can say so.</summary>
    private PackNode SettleMap(PackNode node, string path)
    {
        var said = node.Entries.Where(e => e.Value is { Kind: NodeKind.Map } && e.Value[Key] is not null)
            .Select(e => declared.GetValueOrDefault(e.Value[Key]!.Text)?.Chosen.Sentence).OfType<string>().Distinct();
        var map = Copy(node, string.Join("；", said));
        foreach (var ((key, value), line) in node.Entries.Zip(node.KeyLines))
        {
            map.Add(key, line, Settle(value, $"{path}.{key}"));
        }

        return map;
    }

    private PackNode? Choose(PackNode node, string path)
    {
        var id = node[Key]!;
        if (!declared.TryGetValue(id.Text, out var reading))
        {
            problems.Add(PackProblemCode.UnknownReference, id.Line, path, $"readings 里没有“{id.Text}”，请补上或改正名字");
            return null;
        }

        reading.Used = true;
        string[] keys = [.. node.Entries.Select(e => e.Key).Where(k => k != Key)];
        if (!keys.Order(StringComparer.Ordinal).SequenceEqual(reading.Choices.Order(StringComparer.Ordinal)))
        {
            var all = string.Join("、", reading.Choices);
            problems.Add(PackProblemCode.ExactlyOne, node.Line, path, $"每种读法都要有且只有一个数：{all}");
            return null;
        }

        return node[reading.Chosen.Choice];
    }

    private void ReportIdle()
    {
        foreach (var reading in declared.Values.Where(r => !r.Used))
        {
            reading.Place.Problem(PackProblemCode.UnknownReference, "id", "没有一个数用到这个读法，请删去或补上", onlyInForce: true);
        }
    }

    private static PackNode Copy(PackNode node, string reading) =>
        new() { Kind = node.Kind, Line = node.Line, Text = node.Text, Reading = reading };

    private sealed record Declared(ReadingChosen Chosen, string[] Choices, Fields Place)
    {
        public bool Used { get; set; }
    }
}
