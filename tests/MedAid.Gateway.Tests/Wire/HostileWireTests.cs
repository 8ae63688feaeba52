using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Google.Rpc;
using Grpc.Core;
using MedAid.Contract.Errors.V1;
using MedAid.Contract.Settlement.V1;
using MedAid.Gateway.Calls;
using MedAid.Settlement.Sql;
using MedAid.Stores.Embedded;

namespace MedAid.Gateway.Tests.Wire;

/// <summary>What no client of ours sends, and anybody may. Disposing the server fails where one of it was taken for our own defect.</summary>
public sealed class HostileWireTests
{
    private const string ListPath = "/medaid.settlement.v1.SettlementService/ListSettlements";

    [Fact]
    public async Task A_control_character_or_an_unknown_number_of_an_enumeration_is_refused_with_its_path()
    {
        await using var server = await WireServer.StartAsync();
        var item = new Item { Name = "line\nbreak", Code = new string('x', 2001) };
        var visit = new Visit { VisitId = "a\0b", Care = (Care)99, Items = { new Item(), item } };

        var thrown = await Assert.ThrowsAsync<RpcException>(async () => await server.Settlements.QuoteAsync(new() { Visit = visit }));
        var byQuery = await server.SendAsync(HttpMethod.Get, "/v1/settlements?hospitalCode=%00");
        var byPath = await server.SendAsync(HttpMethod.Get, "/v1/settlements/S%0A1");
        var byBody = await server.PostAsync("/v1/settlements:quote", """{"visit":{"visitId":"\u0000","care":"dialysis"}}""");

        Assert.Equal(
            ["visit.visit_id FORMAT", "visit.care UNKNOWN_WORD", "visit.items[1].code TOO_LONG", "visit.items[1].name FORMAT"],
            ErrorTests.Only<BadRequest>(ErrorTests.Details(thrown)).FieldViolations.Select(v => $"{v.Field} {v.Description.Split(':')[0]}"));
        Assert.Equal("hospitalCode", FirstField(byQuery.Body));
        Assert.Equal("settlementId", FirstField(byPath.Body));
        Assert.Contains("只能是 CARE_OUTPATIENT、", byBody.Text, StringComparison.Ordinal);
        var nul = await server.PostAsync("/v1/settlements:quote", """{"visit":{"visitId":"\u0000"}}""");
        Assert.Equal("visit.visitId", FirstField(nul.Body));
    }

    [Fact]
    public async Task An_id_number_in_the_wrong_field_is_not_repeated_by_the_error()
    {
        await using var server = await WireServer.StartAsync(new()
        {
            OnGet = (request, _) => throw new ApiError(ErrorReason.AgreementNotFound)
            {
                Subject = request.SettlementId, Metadata = new Dictionary<string, string> { ["agreement_id"] = request.SettlementId },
            }.ToException(),
        });
        var answer = await server.SendAsync(HttpMethod.Get, "/v1/settlements/H1.141123196805129020");
        JsonDoorTests.AssertReason(answer, 404, "AGREEMENT_NOT_FOUND", "not_done");
        Assert.DoesNotContain("141123196805129020", answer.Text, StringComparison.Ordinal);
        Assert.Contains("H1.******", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_headers_that_gRPC_cannot_carry_change_nothing_by_either_door()
    {
        await using var server = await WireServer.StartAsync(new() { OnList = (_, c) => Task.FromResult(Listed(c.RequestHeaders)) });
        foreach (var name in new[] { "X-Foo!", "a|b", "x~y", "x-trace-bin" })
        {
            server.Http.DefaultRequestHeaders.TryAddWithoutValidation(name, "%%%");
        }

        Assert.Equal(200, (await server.SendAsync(HttpMethod.Get, "/v1/settlements")).Code);

        using var request = WireServer.RawRequest(ListPath, [0, 0, 0, 0, 0]);
        request.Headers.TryAddWithoutValidation("x-foo!", "1");
        request.Headers.TryAddWithoutValidation("x-trace-bin", "%%%");
        using var response = await server.RawHttp2.SendAsync(request);
        Assert.Equal("0", await StatusAsync(response));
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n")]
    [InlineData("xyz\r\n{}\r\n0\r\n\r\n")]
    [InlineData("2\r\n{}xx0\r\n\r\n")]
    public async Task A_body_in_chunks_that_are_none_is_the_callers_fault(string chunks)
    {
        await using var server = await WireServer.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(server.Http.BaseAddress!.Host, server.Http.BaseAddress.Port).WaitAsync(WireServer.Patience);
        await using var stream = client.GetStream();
        var head = "POST /v1/settlements HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
            + "Connection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head + chunks));
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync().WaitAsync(WireServer.Patience);

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0S")]
    [InlineData("0n")]
    [InlineData("50n")]
    public async Task No_time_at_all_is_a_deadline_that_has_passed_by_either_door(string timeout)
    {
        await using var server = await WireServer.StartAsync(new()
        {
            OnList = async (_, context) =>
            {
                await Task.Delay(System.Threading.Timeout.Infinite, context.CancellationToken);
                return new ListSettlementsResponse();
            },
        });
        using var response = await server.RawCallAsync(ListPath, [], timeout);

        Assert.Equal($"{(int)StatusCode.DeadlineExceeded}", await StatusAsync(response));
        JsonDoorTests.AssertReason(
            await server.SendAsync(HttpMethod.Get, "/v1/settlements", timeout: timeout), 504, "DEADLINE_PASSED", "unknown");
    }

    /// <summary>SQLite works on the thread of its caller: without a look at the deadline the door could not answer before the query ends.</summary>
    [Fact]
    public async Task A_query_of_SQLite_that_never_ends_is_cut_at_the_deadline()
    {
        var folder = Directory.CreateTempSubdirectory("medaid-wire-");
        using (var database = EmbeddedDatabase.Open(Path.Combine(folder.FullName, "medaid.db")))
        {
            var sql = new EmbeddedSql(database);
            await using var server = await WireServer.StartAsync(new()
            {
                OnList = async (_, context) =>
                {
                    await sql.ReadAsync(Endless, context.CancellationToken);
                    return new ListSettlementsResponse();
                },
                OnSettle = async (_, context) =>
                {
                    await sql.WriteAsync("setting", Endless, context.CancellationToken);
                    return new SettleResponse();
                },
            });

            server.Http.DefaultRequestHeaders.Add("grpc-timeout", "300m");
            JsonDoorTests.AssertReason(await server.SendAsync(HttpMethod.Get, "/v1/settlements"), 504, "DEADLINE_PASSED", "unknown");
            JsonDoorTests.AssertReason(await server.PostAsync("/v1/settlements", "{}"), 504, "DEADLINE_PASSED", "unknown");

            // The write lock is free again.
            await sql.WriteAsync("setting", s => s.ExecuteAsync("DELETE FROM setting"), CancellationToken.None).WaitAsync(WireServer.Patience);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task More_bad_fields_than_fit_are_counted_and_what_is_told_fits_into_8_KB_of_trailers()
    {
        await using var server = await WireServer.StartAsync(new()
        {
            OnSettle = (_, _) => throw ApiError.Invalid(
                [.. Enumerable.Range(0, 1000).Select(i => new Settlement.Claims.FieldViolation(
                    $"visit.items[{i}].amount_fen", FieldRule.OutOfRange, "金额要在 0 和 1000 万元之间"))])
                .ToException(),
        });

        var thrown = await Assert.ThrowsAsync<RpcException>(async () => await server.Settlements.SettleAsync(new()));
        var (_, body, _) = await server.PostAsync("/v1/settlements", "{}");

        var details = ErrorTests.Details(thrown);
        var told = ErrorTests.Only<BadRequest>(details).FieldViolations;
        Assert.InRange(details.CalculateSize(), 3_000, 5_000);
        Assert.Equal($"{1000 - (told.Count - 1)}", ErrorTests.Only<ErrorInfo>(details).Metadata["more_fields"]);
        Assert.Equal($"MORE: 另有 {1000 - (told.Count - 1)} 处有误没有列出，改正后再提交", told[^1].Description);
        Assert.Equal("visit.items[0].amount_fen", told[0].Field);
        var error = body.GetProperty("error");
        var byHttp = JsonDoorTests.Detail(error, "BadRequest").GetProperty("fieldViolations");
        Assert.Equal((101, "visit.items[99].amountFen"), (byHttp.GetArrayLength(), byHttp[99].GetProperty("field").GetString()));
        Assert.Equal("900", JsonDoorTests.Detail(error, "ErrorInfo").GetProperty("metadata").GetProperty("more_fields").GetString());
    }

    [Theory]
    [InlineData("{\n  \"visit\": {\n    \"名称\": 甲\n", "第 3 行第 11 个字符")]
    [InlineData("{\"a\": 1,}", "第 1 行第 9 个字符")]
    [InlineData("  ", "请求没有报文")]
    public async Task Where_a_body_stops_being_JSON_is_told_as_an_editor_counts(string json, string place)
    {
        await using var server = await WireServer.StartAsync();
        var answer = await server.PostAsync("/v1/settlements", json);
        JsonDoorTests.AssertReason(answer, 400, "MALFORMED_BODY", "not_done");
        Assert.Contains(place, answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("名称", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_without_its_type_is_told_the_header_to_send_and_yuan_for_fen_what_fen_are()
    {
        await using var server = await WireServer.StartAsync();
        using var bare = new ByteArrayContent("{}"u8.ToArray());
        var untyped = await server.SendAsync(HttpMethod.Post, "/v1/settlements", bare);
        JsonDoorTests.AssertReason(untyped, 415, "CONTENT_TYPE_NOT_JSON", "not_done");
        Assert.Contains("Content-Type: application/json", untyped.Text, StringComparison.Ordinal);
        Assert.Contains(
            "400.00 元写 40000", (await server.PostAsync("/v1/settlements", """{"visit":{"items":[{"amountFen":"400.00"}]}}""")).Text,
            StringComparison.Ordinal);
    }

    private static Task<List<long>> Endless(SqlSession session) => session.QueryAsync(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n", row => row.GetInt64(0));

    private static ListSettlementsResponse Listed(Metadata headers)
    {
        Assert.DoesNotContain(headers, h => h.Key is "x-foo!" or "a|b" || h.IsBinary);
        return new ListSettlementsResponse();
    }

    private static async Task<string> StatusAsync(HttpResponseMessage response)
    {
        await response.Content.ReadAsByteArrayAsync();
        return response.Headers.Concat(response.TrailingHeaders).Single(h => h.Key == "grpc-status").Value.Single();
    }

    private static string FirstField(JsonElement body) => JsonDoorTests.Detail(body.GetProperty("error"), "BadRequest")
        .GetProperty("fieldViolations")[0].GetProperty("field").GetString()!;
}
