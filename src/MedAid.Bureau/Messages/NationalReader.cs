using System.Text.Json;
using MedAid.Core;

namespace MedAid.Bureau.Messages;

/// <summary>
/// Reads a node by its table. Clients differ in form, and form is taken as it comes: numbers as text, "" and null and "-" for nothing, one node for a
/// list of one. A figure is exact or refused, and so is a field that is there twice with different values.
/// </summary>
public sealed class NationalReader
{
    /// <summary>No national number has more than 16 digits.</summary>
    private const long ScaledMax = 9_999_999_999_999_999;

    private readonly List<string> problems = [];

    /// <summary>The node; throws with the first of its problems and their number.</summary>
    public static NationalRow Read(JsonElement json, NationalTable table, string path)
    {
        var reader = new NationalReader();
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new NationalRefusedException($"{(path.Length == 0 ? "报文" : path)} 应是 JSON 对象，请检查");
        }

        var row = reader.Whole(json, table, path);
        return reader.problems switch
        {
            [] => row,
            [var only] => throw new NationalRefusedException(only),
            [var first, ..] => throw new NationalRefusedException($"{first}（另有 {reader.problems.Count - 1} 处有误）"),
        };
    }

    private NationalRow Whole(JsonElement json, NationalTable table, string path)
    {
        try
        {
            return Node(json, table, path);
        }
        catch (InvalidOperationException)
        {
            throw NationalRequest.BadText();
        }
    }

    private NationalRow Node(JsonElement json, NationalTable table, string path)
    {
        var (row, seen) = (new NationalRow(path), new Dictionary<NationalField, JsonElement>());
        foreach (var member in json.EnumerateObject())
        {
            if (NameOf(member) is not { } name || table.Find(name) is not { } field)
            {
                continue;
            }

            if (!seen.TryAdd(field, member.Value))
            {
                Require(JsonElement.DeepEquals(seen[field], member.Value), $"{At(path, name)} 写了两次，值不相同，请只写一次");
                continue;
            }

            Read(row, field, member.Value, At(path, name));
        }

        foreach (var field in table.Fields.Where(f => f.IsRequired && row[f.Name].Length == 0 && row.Rows(f.Name).Count == 0))
        {
            Require(false, $"{At(path, field.Name)} 必填");
        }

        return row;
    }

    private void Read(NationalRow row, NationalField field, JsonElement value, string path)
    {
        if (field.Kind is NationalKind.Node or NationalKind.List)
        {
            row.Add(field.Name, Nodes(field, value, path));
            return;
        }

        var isArray = field.Kind == NationalKind.Words && value.ValueKind == JsonValueKind.Array;
        var isJson = field.Kind == NationalKind.Memo && value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        var text = isArray ? string.Join(',', value.EnumerateArray().Select(TextOf)) : isJson ? value.GetRawText() : TextOf(value);
        if (text is null)
        {
            Require(false, $"{path} 应是{(field.Kind is NationalKind.Number or NationalKind.SignedNumber ? "数字" : "字符串")}，且编码正确");
            return;
        }

        row[field.Name] = field.Kind is NationalKind.Number or NationalKind.SignedNumber ? Number(field, text, path) : Text(field, text, path);
    }

    private string Text(NationalField field, string text, string path)
    {
        Require(text.Length <= field.Size, $"{path} 最长 {field.Size} 个字符");
        Require(
            field.Kind == NationalKind.Memo || !text.Any(char.IsControl), $"{path} 不能有换行、制表符等控制字符");
        return text;
    }

    private string Number(NationalField field, string text, string path)
    {
        if (text is "" or "-")
        {
            return "";
        }

        var problem = ExactNumber.Read(text, field.Size, out var scaled);
        Require(!text.Contains('e', StringComparison.OrdinalIgnoreCase), $"{path} 不能用科学计数法");
        Require(
            problem != NumberProblem.NotANumber && (scaled >= 0 || field.Kind == NationalKind.SignedNumber),
            field.Kind == NationalKind.SignedNumber ? $"{path} 应是数字" : $"{path} 应是不小于 0 的数字");
        Require(problem != NumberProblem.TooManyDecimals, $"{path} 最多 {field.Size} 位小数");
        Require(problem != NumberProblem.TooLarge && scaled is <= ScaledMax and >= -ScaledMax, $"{path} 超出范围");
        return text;
    }

    private List<NationalRow> Nodes(NationalField field, JsonElement value, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null or JsonValueKind.String when TextOf(value) is "":
                return [];
            case JsonValueKind.Object:
                return [Node(value, field.Table!, path)];
            case JsonValueKind.Array when Require(value.GetArrayLength() <= field.Size, $"{path} 最多 {field.Size} 条"):
                var nodes = new List<NationalRow>();
                foreach (var element in value.EnumerateArray())
                {
                    var at = $"{path}[{nodes.Count}]";
                    nodes.Add(Require(element.ValueKind == JsonValueKind.Object, $"{at} 应是 JSON 对象") ? Node(element, field.Table!, at) : new(at));
                }

                return nodes;
            case JsonValueKind.Array:
                return [];
            default:
                Require(false, $"{path} 应是{(field.Kind == NationalKind.List ? "数组" : "对象")}");
                return [];
        }
    }

    private bool Require(bool holds, string sentence)
    {
        if (!holds)
        {
            problems.Add(sentence);
        }

        return holds;
    }

    private static string At(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>The text of a value; null if it has none, or holds half of a surrogate pair.</summary>
    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.Null => "",
                JsonValueKind.Object or JsonValueKind.Array => null,
                JsonValueKind.String => value.GetString()!.Trim(),
                _ => value.GetRawText(),
            };
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
