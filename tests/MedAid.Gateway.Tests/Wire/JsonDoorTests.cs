using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.Wire;

public sealed class JsonDoorTests
{
    private const string Visit = """
        {"hospitalCode":"H14110000001","visitId":"V1","idNumber":"140000199001011234","serviceDate":"2023-06-01","care":"CARE_OUTPATIENT",
         "items":[{"itemNumber":1,"code":"X","unitPriceYuan":"12.5","quantity":"2","amountFen":"2500"}]}
        """;

    [Fact]
    public async Task A_quote_is_read_from_JSON_and_answered_in_JSON_with_amounts_as_strings_and_zeros_written()
    {
        QuoteRequest? seen = null;
        await using var server = await WireServer.StartAsync(new()
        {
            OnQuote = (request, _) =>
            {
                seen = request;
                return Task.FromResult(new QuoteResponse { Breakdown = new() { TotalFen = 2500, Sentences = { "总费用25元" } } });
            },
        });

        var (code, body, text) = await server.PostAsync("/v1/settlements:quote", $$"""{"visit":{{Visit}},"compare":true}""");

        Assert.Equal(200, code);
        Assert.True(seen!.Compare);
        Assert.Equal(Care.Outpatient, seen.Visit.Care);
        Assert.Equal(2500, seen.Visit.Items[0].AmountFen);
        Assert.False(seen.Visit.HasAdmission);
        Assert.Equal("2500", body.GetProperty("breakdown").GetProperty("totalFen").GetString());
        Assert.Equal("0", body.GetProperty("breakdown").GetProperty("patientFen").GetString());
        Assert.Contains("总费用25元", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Snake_case_names_and_amounts_as_numbers_are_read_too()
    {
        Item? seen = null;
        await using var server = await WireServer.StartAsync(new()
        {
            OnQuote = (request, _) =>
            {
                seen = request.Visit.Items[0];
                return Task.FromResult(new QuoteResponse());
            },
        });

        var (code, _, _) = await server.PostAsync(
            "/v1/settlements:quote", """{"visit":{"items":[{"item_number":"7","unit_price_yuan":"0.01","amount_fen":9007199254740992}]}}""");

        Assert.Equal(200, code);
        Assert.Equal(7, seen!.ItemNumber);
        Assert.Equal("0.01", seen.UnitPriceYuan);
        Assert.Equal(9007199254740992, seen.AmountFen);
    }

    [Fact]
    public async Task An_amount_beyond_two_to_the_53_is_exact_as_a_string_and_refused_as_a_number()
    {
        long seen = 0;
        await using var server = await WireServer.StartAsync(new()
        {
            OnQuote = (request, _) =>
            {
                seen = request.Visit.Items[0].AmountFen;
                return Task.FromResult(new QuoteResponse());
            },
        });

        var (exact, _, _) = await server.PostAsync("/v1/settlements:quote", """{"visit":{"items":[{"amountFen":"9007199254740993"}]}}""");
        var (refused, body, _) = await server.PostAsync("/v1/settlements:quote", """{"visit":{"items":[{"amountFen":9007199254740993}]}}""");

        Assert.Equal((200, 9007199254740993), (exact, seen));
        Assert.Equal((400, "visit.items[0].amountFen"), (refused, FirstBadField(body)));
    }

    [Fact]
    public async Task A_caller_that_asks_for_it_gets_int64_as_numbers_at_every_depth()
    {
        await using var server = await WireServer.StartAsync(new()
        {
            OnQuote = (_, _) => Task.FromResult(new QuoteResponse
            {
                Breakdown = new()
                {
                    TotalFen = 2500,
                    Layers = { new LayerLine { Layer = "basic", PaidFen = -3, Bands = { new BandShare { PartFen = 1, RatioPerMillion = 850_000 } } } },
                },
                AsOfTime = new() { Seconds = 1 },
            }),
        });

        var (_, body, _) = await server.PostAsync("/v1/settlements:quote", "{}", "text/html, application/json;int64=number");

        var breakdown = body.GetProperty("breakdown");
        Assert.Equal(2500, breakdown.GetProperty("totalFen").GetInt64());
        Assert.Equal(0, breakdown.GetProperty("patientFen").GetInt64());
        Assert.Equal(-3, breakdown.GetProperty("layers")[0].GetProperty("paidFen").GetInt64());
        Assert.Equal(1, breakdown.GetProperty("layers")[0].GetProperty("bands")[0].GetProperty("partFen").GetInt64());
        Assert.Equal("basic", breakdown.GetProperty("layers")[0].GetProperty("layer").GetString());
        Assert.Equal("1970-01-01T00:00:01Z", body.GetProperty("asOfTime").GetString());
    }

    [Fact]
    public async Task All_bad_fields_are_named_at_once_by_their_path_and_no_value_is_repeated()
    {
        await using var server = await WireServer.StartAsync();

        var (code, body, text) = await server.PostAsync("/v1/settlements:quote", """
            {"visti":{}, "compare":"140000199001011234",
             "visit":{"care":"CARE_SPA","idNumber":140000199001011234,"admission":99999999999,"hospital_code":"a","hospitalCode":"b",
                      "items":[{"amountFen":"12.5"},{"amountFen":1e3},null,{"colour":"red"}]}}
            """);

        Assert.Equal(400, code);
        var error = body.GetProperty("error");
        Assert.Equal(400, error.GetProperty("code").GetInt32());
        Assert.Equal("INVALID_ARGUMENT", error.GetProperty("status").GetString());
        Assert.Equal(
            ["visti", "compare", "visit.care", "visit.idNumber", "visit.admission", "visit.hospitalCode", "visit.items[0].amountFen",
                "visit.items[1].amountFen", "visit.items[2]", "visit.items[3].colour"],
            Detail(error, "BadRequest").GetProperty("fieldViolations").EnumerateArray().Select(v => v.GetProperty("field").GetString()));
        Assert.DoesNotContain("140000199001011234", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("nonsense")]
    public async Task A_body_that_is_not_JSON_is_the_callers_fault(string json)
    {
        await using var server = await WireServer.StartAsync();
        AssertReason(await server.PostAsync("/v1/settlements", json), 400, "MALFORMED_BODY", "not_done");
    }

    [Fact]
    public async Task A_body_that_is_not_an_object_or_nests_too_deep_is_the_callers_fault()
    {
        await using var server = await WireServer.StartAsync();
        AssertReason(await server.PostAsync("/v1/settlements", "[]"), 400, "INVALID_REQUEST", "not_done");
        var deep = string.Concat(Enumerable.Repeat("{\"visit\":", 40)) + "1" + new string('}', 40);
        AssertReason(await server.PostAsync("/v1/settlements", deep), 400, "MALFORMED_BODY", "not_done");
    }

    [Fact]
    public async Task A_body_in_GBK_or_of_another_type_is_refused_and_a_byte_order_mark_is_not()
    {
        await using var server = await WireServer.StartAsync(new() { OnQuote = (_, _) => Task.FromResult(new QuoteResponse()) });
        // "中" in GBK.
        AssertReason(await Send([0x7b, 0x22, 0xd6, 0xd0, 0x22, 0x3a, 0x31, 0x7d], "application/json"), 400, "MALFORMED_BODY", "not_done");
        AssertReason(await Send("{}"u8.ToArray(), "text/plain"), 415, "CONTENT_TYPE_NOT_JSON", "not_done");
        AssertReason(await Send("{}"u8.ToArray(), "application/json; charset=gbk"), 415, "CONTENT_TYPE_NOT_JSON", "not_done");
        var (code, _, _) = await Send([0xef, 0xbb, 0xbf, 0x7b, 0x7d], "application/json; charset=UTF-8");
        Assert.Equal(200, code);

        async Task<(int Code, JsonElement Body, string Text)> Send(byte[] body, string type)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            return await server.SendAsync(HttpMethod.Post, "/v1/settlements:quote", content);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_above_four_MiB_is_refused_whether_or_not_its_length_is_told(bool lengthTold)
    {
        await using var server = await WireServer.StartAsync();
        var body = Encoding.UTF8.GetBytes("{\"visit\":{\"visitId\":\"" + new string('x', 4 * 1024 * 1024) + "\"}}");
        using var told = new ByteArrayContent(body);
        using var untold = new StreamContent(new UnknownLength(body));
        HttpContent content = lengthTold ? told : untold;
        content.Headers.ContentType = new("application/json");

        AssertReason(await server.SendAsync(HttpMethod.Post, "/v1/settlements", content), 413, "MESSAGE_TOO_LARGE", "not_done");
    }

    [Fact]
    public async Task The_path_names_the_settlement_and_a_body_that_names_another_is_refused()
    {
        ReverseRequest? seen = null;
        await using var server = await WireServer.StartAsync(new()
        {
            OnReverse = (request, _) =>
            {
                seen = request;
                return Task.FromResult(new ReverseResponse());
            },
        });

        var (code, _, _) = await server.PostAsync("/v1/settlements/S%201:reverse", """{"requestId":"r-1","reason":"wrong patient"}""");
        Assert.Equal(200, code);
        Assert.Equal(("S 1", "r-1", "wrong patient"), (seen!.SettlementId, seen.RequestId, seen.Reason));

        var (_, body, _) = await server.PostAsync("/v1/settlements/S1:reverse", """{"settlementId":"S2"}""");
        Assert.Equal("settlementId", FirstBadField(body));
        (_, body, _) = await server.PostAsync("/v1/settlements/S1:reverse?validateOnly=true", "{}");
        Assert.Equal("validateOnly", FirstBadField(body));
    }

    [Fact]
    public async Task A_settlement_is_found_by_its_own_id_and_by_the_request_id()
    {
        await using var server = await WireServer.StartAsync(new()
        {
            OnGet = (request, _) => Task.FromResult(new SettlementV1.Settlement
            {
                SettlementId = request.SettlementId,
                RequestId = request.RequestId,
                State = SettlementState.Settled,
            }),
        });

        var (_, byId, _) = await server.SendAsync(HttpMethod.Get, "/v1/settlements/S1");
        var (_, byRequest, _) = await server.SendAsync(HttpMethod.Get, "/v1/requests/r-1/settlement");
        var (code, both, _) = await server.SendAsync(HttpMethod.Get, "/v1/settlements/S1?requestId=r-1");

        Assert.Equal("S1", byId.GetProperty("settlementId").GetString());
        Assert.Equal("SETTLEMENT_STATE_SETTLED", byId.GetProperty("state").GetString());
        Assert.Equal("r-1", byRequest.GetProperty("requestId").GetString());
        Assert.Equal(400, code);
        Assert.Equal("requestId", FirstBadField(both));
    }

    [Fact]
    public async Task A_query_fills_the_fields_and_says_which_it_does_not_know()
    {
        ListSettlementsRequest? seen = null;
        await using var server = await WireServer.StartAsync(new()
        {
            OnList = (request, _) =>
            {
                seen = request;
                return Task.FromResult(new ListSettlementsResponse());
            },
        });

        var (code, body, _) = await server.SendAsync(
            HttpMethod.Get, "/v1/settlements?pageSize=20&county_code=141100&state=SETTLEMENT_STATE_REVERSED&page_token=%2B%2F");
        Assert.Equal(200, code);
        Assert.Equal((20, "141100", SettlementState.Reversed, "+/"), (seen!.PageSize, seen.CountyCode, seen.State, seen.PageToken));
        Assert.Equal(JsonValueKind.Array, body.GetProperty("settlements").ValueKind);

        (code, body, _) = await server.SendAsync(HttpMethod.Get, "/v1/settlements?pageSize=many&county=141100&state=7&fromDate=a&fromDate=b");
        Assert.Equal(400, code);
        var fields = Detail(body.GetProperty("error"), "BadRequest").GetProperty("fieldViolations").EnumerateArray();
        Assert.Equal(["county", "fromDate", "pageSize", "state"], fields.Select(v => v.GetProperty("field").GetString()).Order());
    }

    [Theory]
    [InlineData("GET", "/v1/nothing", 404, "PATH_NOT_FOUND", null)]
    [InlineData("DELETE", "/v1/settlements/S1", 405, "HTTP_METHOD_NOT_OFFERED", "GET")]
    [InlineData("GET", "/v1/settlements:quote", 405, "HTTP_METHOD_NOT_OFFERED", "POST")]
    [InlineData("PUT", "/v1/settlements", 405, "HTTP_METHOD_NOT_OFFERED", "GET, POST")]
    public async Task An_unknown_path_or_method_is_answered_in_the_form_of_every_error(
        string method, string path, int code, string reason, string? allow)
    {
        await using var server = await WireServer.StartAsync();
        var answer = await server.SendAsync(new(method), path);
        AssertReason(answer, code, reason, "not_done");
        var metadata = Detail(answer.Body.GetProperty("error"), "ErrorInfo").GetProperty("metadata");
        Assert.Equal(allow, metadata.TryGetProperty("allow", out var told) ? told.GetString() : null);
    }

    [Fact]
    public async Task A_handler_that_hangs_does_not_hold_the_caller_past_the_deadline()
    {
        await using var server = await WireServer.StartAsync(new()
        {
            OnList = (_, _) => new TaskCompletionSource<ListSettlementsResponse>().Task,
        });

        var answer = await server.SendAsync(HttpMethod.Get, "/v1/settlements", timeout: "200m");

        AssertReason(answer, 504, "DEADLINE_PASSED", "unknown");
    }

    [Fact]
    public async Task A_handler_sees_headers_deadline_and_method_as_by_gRPC()
    {
        ServerCallContext? seen = null;
        string? path = null;
        DateTime after = default;
        await using var server = await WireServer.StartAsync(new()
        {
            OnList = (_, context) =>
            {
                seen = context;
                after = TimeProvider.System.GetUtcNow().UtcDateTime;
                path = context.GetHttpContext().Request.Path;
                return Task.FromResult(new ListSettlementsResponse());
            },
        });
        var before = TimeProvider.System.GetUtcNow().UtcDateTime;
        server.Http.DefaultRequestHeaders.Add("X-Terminal", "T-7");

        await server.SendAsync(HttpMethod.Get, "/v1/settlements", timeout: "60S");

        Assert.Equal("/medaid.settlement.v1.SettlementService/ListSettlements", seen!.Method);
        Assert.Equal("T-7", seen.RequestHeaders.GetValue("x-terminal"));
        Assert.InRange(seen.Deadline, before + TimeSpan.FromSeconds(5), after + TimeSpan.FromSeconds(5));
        Assert.Equal("/v1/settlements", path);
    }

    internal static JsonElement Detail(JsonElement error, string type) => error.GetProperty("details").EnumerateArray()
        .Single(d => d.GetProperty("@type").GetString() == $"type.googleapis.com/google.rpc.{type}");

    internal static void AssertReason((int Code, JsonElement Body, string Text) answer, int code, string reason, string outcome)
    {
        Assert.Equal(code, answer.Code);
        var error = answer.Body.GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetInt32());
        var info = Detail(error, "ErrorInfo");
        Assert.Equal(reason, info.GetProperty("reason").GetString());
        Assert.Equal("medaid", info.GetProperty("domain").GetString());
        Assert.Equal(outcome, info.GetProperty("metadata").GetProperty("outcome").GetString());
        Assert.Equal("zh-CN", Detail(error, "LocalizedMessage").GetProperty("locale").GetString());
    }

    private static string? FirstBadField(JsonElement body) =>
        Detail(body.GetProperty("error"), "BadRequest").GetProperty("fieldViolations")[0].GetProperty("field").GetString();

    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
