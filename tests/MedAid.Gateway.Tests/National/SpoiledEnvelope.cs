using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace MedAid.Gateway.Tests.National;

/// <summary>A good envelope with something wrong with it.</summary>
/// <param name="Number">Its number without the letter.</param>
/// <param name="Path">Where it is sent.</param>
/// <param name="Body">What is sent.</param>
/// <param name="What">What is wrong.</param>
/// <param name="MaySucceed">Whether it may be done all the same: nothing that matters was spoiled.</param>
internal sealed record SpoiledEnvelope(string Number, string Path, byte[] Body, string What, bool MaySucceed)
{
    /// <summary>Stands for half of a character, which no text of .NET lets be written.</summary>
    private const string HalfPair = "half-pair";

    /// <summary>What a message cannot be done without, or not with another value.</summary>
    private static readonly HashSet<string> Vital =
    [
        "infno", "fixmedins_code", "input", "data", "signIn", "mdtrtinfo", "feedetail", "fsUploadIn", "in", "filename", "opter_no", "psn_no", "mdtrt_id",
        "chrg_bchno", "medfee_sumamt", "insutype", "setl_id", "certno", "med_type", "begntime", "ipt_otp_no", "fee_ocur_time", "med_list_codg",
        "det_item_fee_sumamt", "cnt", "pric", "feedetl_sn", "omsgid", "oinfno", "stmt_begndate", "stmt_enddate", "fund_pay_sumamt", "fixmedins_setl_cnt",
    ];

    /// <summary>Fields that may be left out, by number.</summary>
    private static readonly HashSet<(string Number, string Name)> Optional =
    [
        ("2206", "med_type"), ("2207", "med_type"), ("2206", "psn_setlway"), ("2207", "psn_setlway"), ("5203", "setl_id"), ("5203", "mdtrt_id"),
    ];

    /// <summary>Fields that may have another text, or another sum.</summary>
    private static readonly HashSet<(string Number, string Name)> Free =
    [
        ("2201", "ipt_otp_no"), ("2204", "feedetl_sn"), ("2204", "chrg_bchno"), ("2204", "med_list_codg"), ("9001", "opter_no"), ("9101", "filename"),
        ("3201", "medfee_sumamt"), ("3201", "fund_pay_sumamt"),
    ];

    private static readonly HashSet<string> Reads = ["1101", "2001", "2206", "3201", "5203"];

    private static readonly HashSet<string> Amounts = ["medfee_sumamt", "det_item_fee_sumamt", "cnt", "pric"];

    public static SpoiledEnvelope Of(JsonObject good, Random random)
    {
        var number = good["infno"]!.GetValue<string>()[..4];
        var path = $"/nhsa/{good["infno"]}";
        var text = good.ToJsonString();
        return random.Next(12) switch
        {
            0 => new(number, path, Encoding.UTF8.GetBytes(text)[..random.Next(text.Length)], "cut", false),
            1 => new(number, path, [.. Encoding.UTF8.GetBytes(text)[..^1], .. ",\"a\":\""u8, 0xB2, 0xCA, .. "\"}"u8], "GBK", false),
            2 => new(number, number == "2205" ? "/nhsa/2204" : "/nhsa/2205", Encoding.UTF8.GetBytes(text), "another path", false),
            3 => Doubled(number, path, good, random),
            4 => Fenned(number, path, good, random),
            5 => new(number, path, Encoding.UTF8.GetBytes(text.Replace("\"infver\"", "\"enc_type\":\"SM4\",\"infver\"", StringComparison.Ordinal)), "SM4", false),
            6 => new(number, "/nhsa", Encoding.UTF8.GetBytes(text), "nothing", true),
            _ => Odd(number, path, good, random),
        };
    }

    /// <summary>A known member a second time, with another value.</summary>
    private static SpoiledEnvelope Doubled(string number, string path, JsonObject good, Random random)
    {
        (JsonObject Node, string Name)[] vital = [.. Members(good).Where(m => Vital.Contains(m.Name) && m.Node[m.Name] is JsonValue)];
        var (node, name) = vital[random.Next(vital.Length)];
        var mark = $"doubled-{name}";
        node[mark] = "other";
        var text = good.ToJsonString().Replace($"\"{mark}\"", $"\"{name}\"", StringComparison.Ordinal);
        return new SpoiledEnvelope(number, path, Encoding.UTF8.GetBytes(text), $"{name} twice", false);
    }

    /// <summary>An amount a fen more, where there is one.</summary>
    private static SpoiledEnvelope Fenned(string number, string path, JsonObject good, Random random)
    {
        (JsonObject Node, string Name)[] amounts = [.. Members(good).Where(m => Amounts.Contains(m.Name))];
        if (amounts.Length == 0 || number is not ("2204" or "2206" or "2207"))
        {
            return Odd(number, path, good, random);
        }

        var (node, name) = amounts[random.Next(amounts.Length)];
        node[name] = (decimal.Parse(node[name]!.ToString(), CultureInfo.InvariantCulture) + 0.01m).ToString(CultureInfo.InvariantCulture);
        return new SpoiledEnvelope(number, path, Encoding.UTF8.GetBytes(good.ToJsonString()), $"{name} a fen more", false);
    }

    /// <summary>One to three members cut out, or with a value that fits nowhere.</summary>
    private static SpoiledEnvelope Odd(string number, string path, JsonObject good, Random random)
    {
        var (what, harmless) = (new List<string>(), new Dictionary<string, bool>());
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            (JsonObject Node, string Name)[] all = [.. Members(good)];
            var (node, name) = all[random.Next(all.Length)];
            var isGone = random.Next(4) == 0;
            JsonNode? odd = random.Next(12) switch
            {
                0 => null, 1 => "", 2 => "-", 3 => -1, 4 => 1e300, 5 => JsonNode.Parse("[null]"), 6 => new JsonObject(), 7 => true,
                8 => HalfPair, 9 => "\u0000两\n行", 10 => new string('9', 3_000), _ => JsonNode.Parse("[{\"resource\":null},[[]],{}]"),
            };
            var isEmpty = isGone || odd is null || odd.ToJsonString() is "\"\"";
            var isVital = Vital.Contains(name) || (name == "msgid" && !Reads.Contains(number));
            what.Add(isGone ? $"no {name}" : $"{name} = {odd?.ToJsonString()}");
            harmless[name] = !isVital || (isEmpty ? name == "infno" || Optional.Contains((number, name)) : Free.Contains((number, name)) && IsWord(odd!));
            _ = isGone ? node.Remove(name) : (node[name] = odd) is null;
        }

        var text = good.ToJsonString().Replace(HalfPair, "\\ud800", StringComparison.Ordinal);
        return new SpoiledEnvelope(number, path, Encoding.UTF8.GetBytes(text), string.Join(", ", what), harmless.Values.All(h => h));
    }

    private static bool IsWord(JsonNode odd) => odd is JsonValue value && value.ToString() is "-" or "-1" or "1E+300" or "true";

    private static IEnumerable<(JsonObject Node, string Name)> Members(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(m => Members(m.Value).Prepend((map, m.Key))),
        JsonArray list => list.SelectMany(Members),
        _ => [],
    };
}
