using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.Hosted;

/// <summary>
/// Makes requests by their descriptors: fields get what such a field may hold, of the samples or of answers before, so that calls get past
/// their first check. Every other request is hostile: one field in six holds what nobody should send. The same seed makes the same.
/// </summary>
internal sealed class HostileMessages(Random random)
{
    private const int KnownMax = 40;
    private const int HostileFieldIn = 6;

    private static readonly string[] Hostile =
    [
        "\0", "a\u0001b", "两行\n文字", "\t", "\u0085", new string('长', 3_000), new string('x', 300), "😀😀", "\u202Etxt", "１２３", "' OR 1=1 --",
        "'; DROP TABLE settlement; --", "<script>alert(1)</script>", "../../../etc/passwd", "%00%0a", "=cmd|' /C calc'!A0", "-1", "1e308", "NaN",
        "0001-01-01", "9999-12-31", "9999-12", "0001-01", "2026-02-30", "2026-13", "99999999999999999999", "141123196805129020", " ", "null", "{}",
    ];

    private static readonly long[] Numbers =
    [
        0, 1, -1, 100, int.MaxValue, int.MinValue, long.MaxValue, long.MaxValue, long.MaxValue - 1, long.MinValue, 9_007_199_254_740_993,
        1_000_000_000,
    ];

    private readonly Dictionary<string, List<string>> known = new(StringComparer.Ordinal)
    {
        ["request_id"] = ["f-1", "f-2", "f-3", "f-4"],
        ["hospital_code"] = [Requests.CountyHospital, Requests.CityHospital],
        ["county_code"] = ["141123", "141130", "141102"],
        ["id_number"] = [Requests.Jia, Requests.Yi, Requests.Wu, Requests.Wei, Requests.You, Requests.Chen],
        ["disease_code"] = [Requests.Uraemia, "M03900", ""],
        ["code"] = [Requests.Monitoring, Requests.Dialysis],
        ["category"] = ["treatment", ""],
        ["unit_price_yuan"] = ["400.00"],
        ["quantity"] = ["1"],
        ["layer"] = ["basic", "commercial", "relief"],
        ["period"] = ["2026-03", "2026-02"],
        ["month"] = ["2026-03", "2026-02"],
        ["day"] = ["2026-03-02"],
        ["scheme"] = ["resident", ""],
        ["programme"] = ["dialysis_capitation", "dialysis-county"],
        ["identity"] = ["subsistence_allowance", ""],
        ["uninsured_scheme"] = ["resident", ""],
        ["template"] = ["annex2", "annex3"],
        ["township"] = ["蔚汾镇"],
        ["papers"] = ["diagnosis", "receipts"],
        ["page_token"] = [""],
        ["certify_by_date"] = ["2026-12-31", ""],
    };

    private readonly byte[][] files =
    [
        [], [0], "\uFEFF,,\n"u8.ToArray(), File.ReadAllBytes(Clone.Sample("rosters/annex3-changes.csv")),
        File.ReadAllBytes(Clone.Sample("clearing/bank-statement.csv")), File.ReadAllBytes(Clone.Sample("clearing/reply.csv")),
    ];

    private bool hostile;

    /// <summary>A request of a method.</summary>
    public IMessage Request(MessageDescriptor type)
    {
        hostile = random.Next(2) == 0;
        return Make(type);
    }

    private IMessage Make(MessageDescriptor type)
    {
        var message = type.Parser.ParseFrom([]);
        foreach (var field in type.Fields.InDeclarationOrder())
        {
            var inChoice = field.RealContainingOneof is { } choice && choice.Fields[random.Next(choice.Fields.Count)] != field;
            if (inChoice || random.Next(12) == 0)
            {
                continue;
            }

            if (field.IsRepeated)
            {
                var list = (System.Collections.IList)field.Accessor.GetValue(message);
                for (var left = IsHostile() && random.Next(4) == 0 ? 1_100 : random.Next(1, 4); left > 0; left--)
                {
                    list.Add(Value(field));
                }
            }
            else
            {
                field.Accessor.SetValue(message, Value(field));
            }
        }

        return message;
    }

    /// <summary>A text that nobody should send.</summary>
    public string HostileText() => Hostile[random.Next(Hostile.Length)];

    /// <summary>Remembers ids and keys of an answer by the names of their fields, so that later requests can name what is there.</summary>
    public void Learn(IMessage answer)
    {
        foreach (var field in answer.Descriptor.Fields.InDeclarationOrder())
        {
            foreach (var value in field.IsRepeated ? ((System.Collections.IEnumerable)field.Accessor.GetValue(answer)).Cast<object>().Take(3)
                : [field.Accessor.GetValue(answer)])
            {
                if (value is IMessage inner and not Timestamp)
                {
                    Learn(inner);
                }
                else if (value is string { Length: > 0 and < 200 } text
                    && (field.Name.EndsWith("_id", StringComparison.Ordinal) || field.Name is "person_key" or "next_page_token"))
                {
                    Keep(field.Name == "next_page_token" ? "page_token" : field.Name, text);
                }
            }
        }
    }

    private void Keep(string name, string text)
    {
        if (!known.TryGetValue(name, out var texts))
        {
            known.Add(name, texts = []);
        }

        if (!texts.Contains(text) && name != "request_id")
        {
            texts.Insert(random.Next(texts.Count + 1), text);
            texts.RemoveRange(0, Math.Max(0, texts.Count - KnownMax));
        }
    }

    private bool IsHostile() => hostile && random.Next(HostileFieldIn) == 0;

    private object Value(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => Text(field),
        FieldType.Bool => field.Name is not "validate_only" ? random.Next(2) == 0 : random.Next(6) == 0,
        FieldType.Int32 => (int)Number(field),
        FieldType.Int64 => Number(field),
        FieldType.Enum => System.Enum.ToObject(
            field.EnumType.ClrType,
            IsHostile() ? random.Next(2) == 0 ? 99 : -1 : field.EnumType.Values[random.Next(field.EnumType.Values.Count)].Number),
        FieldType.Bytes => ByteString.CopyFrom(files[random.Next(files.Length)]),
        FieldType.Message when field.MessageType == Timestamp.Descriptor =>
            new Timestamp
            {
                Seconds = IsHostile() ? Numbers[random.Next(Numbers.Length)] : 1_775_000_000, Nanos = IsHostile() ? -1 : 0,
            },
        FieldType.Message => Make(field.MessageType),
        _ => throw new NotSupportedException($"{field.FullName}: {field.FieldType}"),
    };

    private long Number(FieldDescriptor field)
    {
        var number = !IsHostile()
            ? field.Name switch
            {
                "amount_fen" => 400_00,
                "year" => 2026,
                "page_size" => random.Next(1, 20),
                "item_number" or "line_number" => random.Next(1, 4),
                "approval" => 0,
                _ => random.Next(1, 500_00),
            }
            : Numbers[random.Next(Numbers.Length)];
        return field.FieldType == FieldType.Int32 ? unchecked((int)number) : number;
    }

    private string Text(FieldDescriptor field)
    {
        if (IsHostile())
        {
            return HostileText();
        }

        // A new request id most of the time; else one that was there before, perhaps with other content.
        if (field.Name == "request_id" && random.Next(5) > 0)
        {
            return $"r-{random.Next():x8}";
        }

        var name = field.Name is "receivable_ids" or "claim_ids" or "settlement_ids" ? field.Name[..^1] : field.Name;
        if (known.TryGetValue(name, out var texts) && texts.Count > 0)
        {
            return texts[random.Next(texts.Count)];
        }

        return name.EndsWith("_date", StringComparison.Ordinal)
            ? $"2026-{random.Next(1, 13):00}-{random.Next(1, 29):00}"
            : name.EndsWith("_id", StringComparison.Ordinal) ? $"X{random.Next(1_000)}" : "样例";
    }
}
