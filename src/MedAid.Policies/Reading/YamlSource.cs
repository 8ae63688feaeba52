using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MedAid.Policies.Reading;

/// <summary>Reads YAML into nodes: one document, no anchors, no tags; a key twice is a problem.</summary>
internal static partial class YamlSource
{
    private const int DepthMax = 64;

    /// <summary>Reads a whole document; null if it is not YAML.</summary>
    public static PackNode? Read(string yaml, PackProblems problems)
    {
        var parser = new Parser(new Scanner(new StringReader(yaml), skipComments: true));
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                problems.Add(PackProblemCode.Malformed, 1, "", "文件是空的，请写上政策包或删去文件");
                return null;
            }

            parser.Consume<DocumentStart>();
            var node = ReadNode(parser, problems, "", 0);
            parser.Consume<DocumentEnd>();
            if (!parser.Accept<StreamEnd>(out _))
            {
                problems.Add(PackProblemCode.Malformed, 1, "", "一个文件只能有一份文档，请拆成多个文件");
            }

            return node;
        }
        catch (YamlException e)
        {
            return Malformed(problems, Line(e.Start));
        }
        catch (InvalidOperationException)
        {
            // What the scanner throws instead of a YamlException on some unclosed brackets.
            return Malformed(problems, parser.Current is { } last ? Line(last.End) : 1);
        }
    }

    private static PackNode? Malformed(PackProblems problems, int line)
    {
        problems.Add(PackProblemCode.Malformed, line, "", "不是合法的 YAML，请检查缩进、冒号和引号；不用锚点、别名和标签");
        return null;
    }

    private static PackNode ReadNode(Parser parser, PackProblems problems, string path, int depth)
    {
        if (depth > DepthMax)
        {
            throw new YamlException("too deep");
        }

        if (parser.Current is NodeEvent { Anchor.IsEmpty: false } or NodeEvent { Tag.IsEmpty: false } or AnchorAlias)
        {
            throw new YamlException(parser.Current.Start, parser.Current.End, "no anchors and no tags");
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return new PackNode { Kind = KindOf(scalar), Line = Line(scalar.Start), Text = scalar.Value };
        }

        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            var list = new PackNode { Kind = NodeKind.List, Line = Line(sequence.Start) };
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                list.Items.Add(ReadNode(parser, problems, $"{path}[{list.Items.Count}]", depth + 1));
            }

            return list;
        }

        return ReadMap(parser, problems, path, depth);
    }

    private static PackNode ReadMap(Parser parser, PackProblems problems, string path, int depth)
    {
        var start = parser.Consume<MappingStart>();
        var map = new PackNode { Kind = NodeKind.Map, Line = Line(start.Start) };
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Consume<Scalar>();
            var keyPath = path.Length == 0 ? key.Value : $"{path}.{key.Value}";
            if (!keys.Add(key.Value))
            {
                problems.Add(PackProblemCode.DuplicateKey, Line(key.Start), keyPath, "同一个键写了两次，请删去一个");
            }

            map.Add(key.Value, Line(key.Start), ReadNode(parser, problems, keyPath, depth + 1));
        }

        return map;
    }

    private static NodeKind KindOf(Scalar scalar)
    {
        if (scalar.Style != ScalarStyle.Plain)
        {
            return NodeKind.Text;
        }

        return scalar.Value switch
        {
            "" or "~" or "null" or "Null" or "NULL" => NodeKind.Null,
            "true" or "false" => NodeKind.Boolean,
            var text => NumberPattern().IsMatch(text) ? NodeKind.Number : NodeKind.Text,
        };
    }

    private static int Line(Mark mark) => (int)mark.Line;

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();
}
