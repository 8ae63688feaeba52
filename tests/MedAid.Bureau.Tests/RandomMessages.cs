using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Core;

namespace MedAid.Bureau.Tests;

/// <summary>Random contents by the field tables.</summary>
internal static class RandomMessages
{
    private const string Letters = "ABCxyz0189-_. 中文，（）\"\\/é";

    public static JsonObject Content(NationalTable table, Random random)
    {
        var node = new JsonObject();
        foreach (var field in table.Fields)
        {
            if (field.IsRequired || random.Next(3) > 0)
            {
                node[field.Name] = Value(field, random);
            }
        }

        return node;
    }

    public static NationalMessage Message(string number, JsonObject input, Random random) => new()
    {
        Number = number, MessageId = $"H14112300001{random.NextInt64(1_000_000_000_000_000, 9_999_999_999_999_999)}", District = "141123",
        HospitalCode = new HospitalCode("H14112300001"), HospitalName = "兴县人民医院", InsuredDistrict = "141124", SignNumber = "S1",
        At = new DateTimeOffset(2026, 3, 1, 17, 0, 1, TimeSpan.Zero), Input = input,
    };

    /// <summary>Whether a row has exactly what was written.</summary>
    public static void AssertSame(JsonObject written, NationalRow read, NationalTable table)
    {
        foreach (var field in table.Fields)
        {
            var value = written[field.Name];
            if (field.Table is { } inner)
            {
                JsonObject[] nodes = value is JsonArray list ? [.. list.Select(n => n!.AsObject())] : value is null ? [] : [value.AsObject()];
                Assert.Equal(nodes.Length, read.Rows(field.Name).Count);
                Assert.All(nodes.Zip(read.Rows(field.Name)), pair => AssertSame(pair.First, pair.Second, inner));
            }
            else
            {
                var text = value is null ? "" : value.GetValueKind() == System.Text.Json.JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
                Assert.True(text == read[field.Name], $"{read.Path}.{field.Name}: {text} {read[field.Name]}");
            }
        }
    }

    private static JsonNode Value(NationalField field, Random random) => field.Kind switch
    {
        NationalKind.Node => Content(field.Table!, random),
        NationalKind.List => new JsonArray([.. Enumerable.Range(0, random.Next(field.IsRequired ? 1 : 0, 4)).Select(_ => Content(field.Table!, random))]),
        NationalKind.Number or NationalKind.SignedNumber => Number(field, random),
        NationalKind.Memo => $"a\n{Text(random, 5)}b",
        _ => Text(random, field.Size),
    };

    private static JsonNode Number(NationalField field, Random random)
    {
        var whole = random.NextInt64(0, 100_000_000_000);
        var fraction = field.Size == 0 ? "" : $".{string.Concat(Enumerable.Range(0, random.Next(1, field.Size + 1)).Select(_ => random.Next(10)))}";
        return JsonNode.Parse($"{(field.Kind == NationalKind.SignedNumber && random.Next(2) == 0 ? "-" : "")}{whole % (field.Size > 4 ? 1_000_000_000 : whole + 1)}{fraction}")!;
    }

    private static string Text(Random random, int size)
    {
        var length = random.Next(1, Math.Min(size, 12) + 1);
        return string.Concat(Enumerable.Range(0, length).Select(i => i == 0 || i == length - 1 ? 'a' : Letters[random.Next(Letters.Length)]));
    }
}
