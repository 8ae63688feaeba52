using System.Text;
using System.Text.Json;

namespace MedAid.Policies.Reading;

/// <summary>Reads JSON into nodes: numbers keep their text, a key twice is a problem.</summary>
internal static class JsonSource
{
    private const int DepthMax = 64;

    /// <summary>Reads a whole document; null if it is not JSON.</summary>
    public static PackNode? Read(ReadOnlySpan<byte> json, PackProblems problems)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DepthMax });
        try
        {
            var lines = new LineCounter();
            reader.Read();
            var node = ReadNode(ref reader, json, ref lines, problems, "");
            return reader.Read() ? Malformed(problems, 1, "文件里有多余内容，请删去") : node;
        }
        catch (JsonException e)
        {
            return Malformed(problems, (int)(e.LineNumber ?? 0) + 1, "不是合法的 JSON，请检查引号、逗号和括号");
        }
        catch (InvalidOperationException)
        {
            return Malformed(problems, 1, "文字不是合法的 UTF-8，请另存为 UTF-8");
        }
    }

    private static PackNode? Malformed(PackProblems problems, int line, string message)
    {
        problems.Add(PackProblemCode.Malformed, line, "", message);
        return null;
    }

    private static PackNode ReadNode(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ref LineCounter lines, PackProblems problems, string path)
    {
        var line = lines.LineAt(json, (int)reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadMap(ref reader, json, ref lines, problems, path, line);
            case JsonTokenType.StartArray:
                var list = new PackNode { Kind = NodeKind.List, Line = line };
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Items.Add(ReadNode(ref reader, json, ref lines, problems, $"{path}[{list.Items.Count}]"));
                }

                return list;
            case JsonTokenType.String:
                return new PackNode { Kind = NodeKind.Text, Line = line, Text = reader.GetString()! };
            case JsonTokenType.Number:
                var number = Encoding.UTF8.GetString(reader.ValueSpan);
                return new PackNode { Kind = NodeKind.Number, Line = line, Text = number };
            case JsonTokenType.True:
            case JsonTokenType.False:
                var truth = reader.TokenType == JsonTokenType.True ? "true" : "false";
                return new PackNode { Kind = NodeKind.Boolean, Line = line, Text = truth };
            default:
                return new PackNode { Kind = NodeKind.Null, Line = line };
        }
    }

    private static PackNode ReadMap(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ref LineCounter lines, PackProblems problems, string path, int line)
    {
        var map = new PackNode { Kind = NodeKind.Map, Line = line };
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = reader.GetString()!;
            var keyPath = path.Length == 0 ? key : $"{path}.{key}";
            var at = lines.LineAt(json, (int)reader.TokenStartIndex);
            if (!keys.Add(key))
            {
                problems.Add(PackProblemCode.DuplicateKey, at, keyPath, "同一个键写了两次，请删去一个");
            }

            reader.Read();
            map.Add(key, at, ReadNode(ref reader, json, ref lines, problems, keyPath));
        }

        return map;
    }

    private struct LineCounter
    {
        private int offset;
        private int line;

        public int LineAt(ReadOnlySpan<byte> json, int at)
        {
            line += json[offset..at].Count((byte)'\n');
            offset = at;
            return line + 1;
        }
    }
}
