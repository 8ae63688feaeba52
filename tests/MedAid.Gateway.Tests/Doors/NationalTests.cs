using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MedAid.Gateway.National;
using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.Doors;

/// <summary>
/// The national interface where a setting or a random body is needed; tests/foreign/python/test_national.py has what hospital systems send.
/// </summary>
public sealed class NationalTests
{
    private const int Bodies = 600;

    /// <summary>Stands for half of a character, which no text of .NET lets be written.</summary>
    private const string HalfPair = "half-pair";

    [Fact]
    public async Task By_its_setting_the_result_is_an_object_the_most_urgent_row()
    {
        await using var gateway = await GatewayProcess.InsideAsync(null, PrecheckStory.Patient, ("AuditResult", "object"));
        var (code, text) = await gateway.PostAsync("/nhsa/3101", Message("V-object").ToJsonString());
        var row = JsonDocument.Parse(text).RootElement.GetProperty("output").GetProperty("result");
        Assert.Equal((200, JsonValueKind.Object, "outside-catalogue"), (code, row.ValueKind, row.GetProperty("rule_id").GetString()));
    }

    [Fact]
    public async Task A_page_of_another_origin_is_refused_whatever_content_type_it_sends()
    {
        await using var gateway = await GatewayProcess.InsideAsync(null, PrecheckStory.Patient, ("AllowedOrigins", "http://his.hospital.local:8000"));
        Assert.Equal(0, await CodeAsync("http://his.hospital.local:8000"));
        Assert.Equal(-1, await CodeAsync("http://evil.example"));
        Assert.Equal(-1, await CodeAsync("null"));

        async Task<int> CodeAsync(string origin)
        {
            var (_, text) = await gateway.PostAsync("/nhsa", Message("V-origin").ToJsonString(), ("Origin", origin));
            return JsonDocument.Parse(text).RootElement.GetProperty("infcode").GetInt32();
        }
    }

    /// <summary>Bodies with members cut, doubled, swapped for odd values, and cut as text: always status 200 and the envelope, or a bad request of HTTP.</summary>
    [Fact]
    public async Task No_body_is_answered_with_a_server_error_by_any_of_the_doors()
    {
        await using var gateway = await GatewayProcess.InsideAsync(null, PrecheckStory.Patient);
        var seed = Seed.Next();
        var random = new Random(seed);
        string[] good = [Message("V-odd").ToJsonString(), HookRequests.OrdersAtSigning("V-odd").ToJsonString(), Feedback()];
        string[] paths = ["/nhsa", "/nhsa/3101", "/nhsa/3103", HookRequests.Sign, HookRequests.Select, $"{HookRequests.Sign}/feedback"];
        for (var i = 0; i < Bodies; i++)
        {
            var path = paths[random.Next(paths.Length)];
            var body = Odd(good[random.Next(good.Length)], random);
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var answer = await gateway.Http.PostAsync(new Uri(path, UriKind.Relative), content);
            var text = await answer.Content.ReadAsStringAsync();
            var isNational = path.StartsWith("/nhsa", StringComparison.Ordinal);
            var isGood = isNational ? (int)answer.StatusCode == 200 : (int)answer.StatusCode is 200 or (>= 400 and < 500);
            Assert.True(isGood, $"MEDAID_TEST_SEED={seed}: {path} {answer.StatusCode} {text}\n{Encoding.UTF8.GetString(body)}");
            Assert.DoesNotContain(Requests.Jia, answer.IsSuccessStatusCode && !isNational ? "" : ErrorIn(text), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_row_id_brings_card_and_visit_back_in_50_characters_and_checks_are_told_apart()
    {
        string[] checks = [.. PrecheckChecks()];
        const string Visit = "123456789012345678901234567890";
        Assert.Equal(checks.Length, checks.Select(AuditRowId.CodeOf).Distinct().Count());
        foreach (var check in checks)
        {
            var card = $"{check}.0123456789abcdef01234567";
            var row = AuditRowId.Of(card, Visit);
            Assert.InRange(row.Length, 1, 50);
            Assert.Equal((card, Visit), AuditRowId.Read(row, checks));
        }

        Assert.Null(AuditRowId.Read("R01", checks));
        Assert.Null(AuditRowId.Read(new string('*', 40), checks));
    }

    private static IEnumerable<string> PrecheckChecks() =>
        JsonDocument.Parse(File.ReadAllText(Clone.Sample("precheck/checks.json"))).RootElement.GetProperty("checks").EnumerateArray()
            .Select(c => c.GetProperty("id").GetString()!);

    private static string ErrorIn(string text)
    {
        var json = JsonDocument.Parse(text).RootElement;
        return json.TryGetProperty("err_msg", out var sentence) ? sentence.GetString()! : text;
    }

    private static JsonObject Message(string visitId) => JsonNode.Parse(
        $$"""
        {"infno": "3101", "msgid": "{{Requests.CountyHospital}}202603020800000001", "fixmedins_code": "{{Requests.CountyHospital}}", "opter": "D17",
         "mdtrtarea_admvs": "141123", "input": {"data": {"trig_scen": "2", "patient_dtos": [{"patn_id": "{{Requests.Jia}}", "curr_mdtrt_id": "{{visitId}}",
           "fsi_encounter_dtos": [{"mdtrt_id": "{{visitId}}", "adm_date": "2026-03-02 08:00:00", "adm_dept_codg": "SN01", "med_type": "14",
             "dscg_main_dise_codg": "N18.500", "fsi_diagnose_dtos": [{"dise_codg": "I10.x00", "maindise_flag": "0"}],
             "fsi_order_dtos": [
               {"rx_id": "R1", "hilist_code": "003110000060000", "hilist_name": "血液透析", "cnt": "1", "pric": 400.00, "sumamt": "400.00"},
               {"rx_id": "R2", "hilist_code": "XV03AEX001A001010100011", "hilist_name": "进口磷结合剂", "cnt": 1, "pric": "198.00", "sumamt": 198}
             ]}]}]} } }
        """)!.AsObject();

    private static string Feedback() =>
        $$"""
        {"feedback": [{"card": "off-path.0123456789abcdef01234567|{{Requests.CountyHospital}}|SN01|D17|V1", "outcome": "overridden",
          "outcomeTimestamp": "2026-03-02T00:00:00Z", "overrideReason": {"reason": {"code": "noted"}, "userComment": "x"} } ] }
        """;

    /// <summary>A good body with one to three things wrong with it.</summary>
    private static byte[] Odd(string good, Random random)
    {
        var json = JsonNode.Parse(good)!;
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            Spoil(json, random);
        }

        var text = json.ToJsonString().Replace(HalfPair, "\\ud800", StringComparison.Ordinal);
        return random.Next(6) switch
        {
            0 => Encoding.UTF8.GetBytes(text)[..random.Next(text.Length)],
            1 => Encoding.UTF8.GetBytes(text.Replace("\"infno\"", "\"\\ud800\"", StringComparison.Ordinal)),
            2 => [.. Encoding.UTF8.GetBytes(text)[..^1], 0xB2, 0xCA, (byte)'}'],
            3 => Encoding.UTF8.GetBytes(text.Replace(",", ",\"hook\":1,\"fixmedins_code\":{},", StringComparison.Ordinal)),
            _ => Encoding.UTF8.GetBytes(text),
        };
    }

    private static void Spoil(JsonNode json, Random random)
    {
        var places = new List<(JsonNode Parent, object Key)>();
        Collect(json, places);
        var (parent, key) = places[random.Next(places.Count)];
        JsonNode? odd = random.Next(12) switch
        {
            0 => null, 1 => "", 2 => "-", 3 => -1, 4 => 1e300, 5 => JsonNode.Parse("[null]"), 6 => new JsonObject(), 7 => true,
            8 => HalfPair, 9 => "\u0000两\n行", 10 => new string('9', 3_000), _ => JsonNode.Parse("[{\"resource\":null},[[]],{}]"),
        };
        if (parent is JsonObject node)
        {
            node[(string)key] = odd;
        }
        else
        {
            parent.AsArray()[(int)key] = odd;
        }
    }

    private static void Collect(JsonNode? json, List<(JsonNode Parent, object Key)> places)
    {
        if (json is JsonObject node)
        {
            foreach (var (name, value) in node)
            {
                places.Add((node, name));
                Collect(value, places);
            }
        }
        else if (json is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                places.Add((list, i));
                Collect(list[i], places);
            }
        }
    }
}
