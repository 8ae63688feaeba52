using System.Text.Json;
using System.Text.RegularExpressions;
using Grpc.Core;
using Grpc.Health.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>What the running program offers beside settling: health, reflection, the interface pages, formats, deadlines.</summary>
public sealed partial class OfferedTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private const string Service = "medaid.settlement.v1.SettlementService";

    private readonly GatewayProcess gateway = shared.Gateway;

    [Fact]
    public async Task Health_is_told_by_gRPC_and_by_HTTP_and_names_the_ledger()
    {
        var health = await new Health.HealthClient(gateway.Channel).CheckAsync(new() { Service = Service });
        var live = await gateway.GetAsync("/healthz");
        var ready = await gateway.GetAsync("/readyz");
        var version = await gateway.GetAsync("/v1/version");

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
        Assert.Equal((200, 200, 200), (live.Code, ready.Code, version.Code));
        var ledger = ready.Body.GetProperty("dependencies").EnumerateArray().Single(d => d.GetProperty("name").GetString() == "ledger");
        Assert.Equal("up", ledger.GetProperty("status").GetString());
        Assert.Equal("MedAid", version.Body.GetProperty("product").GetString());
    }

    [Fact]
    public async Task Reflection_lists_the_settlement_service()
    {
        using var call = new Grpc.Reflection.V1.ServerReflection.ServerReflectionClient(gateway.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new() { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(GatewayProcess.Patience));
        var services = call.ResponseStream.Current.ListServicesResponse.Service.Select(s => s.Name);
        await call.RequestStream.CompleteAsync();
        Assert.Contains(Service, services);
    }

    [Fact]
    public async Task A_site_can_switch_reflection_off_and_the_rest_still_works()
    {
        await using var closed = await GatewayProcess.InsideAsync(settings: ("Reflection", "false"));
        using var call = new Grpc.Reflection.V1.ServerReflection.ServerReflectionClient(closed.Channel).ServerReflectionInfo();

        var thrown = await Assert.ThrowsAsync<RpcException>(
            async () => await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(GatewayProcess.Patience));
        var settled = await closed.Settlements.SettleAsync(Requests.Sample("closed-1"));

        Assert.Equal(StatusCode.Unimplemented, thrown.StatusCode);
        Assert.Equal(158_46, settled.Settlement.Breakdown.PatientFen);
    }

    [Fact]
    public async Task OpenAPI_describes_every_route_of_the_service()
    {
        var document = await gateway.GetAsync("/openapi.json");

        Assert.Equal(200, document.Code);
        Assert.StartsWith("3.", document.Body.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var paths = document.Body.GetProperty("paths").EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject().Select(verb => $"{verb.Name} {p.Name}"));
        Assert.Superset(
            new HashSet<string>
            {
                "post /v1/settlements", "get /v1/settlements", "post /v1/settlements:quote",
                "post /v1/settlements/{settlement_id}:reverse", "get /v1/settlements/{settlement_id}",
                "get /v1/requests/{request_id}/settlement",
            },
            paths.ToHashSet());
    }

    [Fact]
    public async Task The_interface_page_and_all_that_it_loads_come_from_this_server()
    {
        var page = await gateway.GetAsync("/swagger/index.html");
        var parts = Loaded().Matches(page.Text).Select(m => m.Groups[1].Value).Distinct().ToArray();

        Assert.Equal(200, page.Code);
        Assert.True(parts.Length >= 4, page.Text);
        foreach (var part in parts)
        {
            Assert.DoesNotContain("//", part, StringComparison.Ordinal);
            using var answer = await gateway.Http.GetAsync(new Uri(new Uri(gateway.Http.BaseAddress!, "/swagger/"), part));
            Assert.True(answer.IsSuccessStatusCode, part);
        }
    }

    [Fact]
    public async Task Amounts_are_strings_and_numbers_for_who_asks_for_numbers()
    {
        await gateway.Settlements.SettleAsync(Requests.Sample("numbers-1"));

        var strings = await gateway.GetAsync("/v1/requests/numbers-1/settlement");
        var numbers = await gateway.GetAsync("/v1/requests/numbers-1/settlement", ("Accept", "application/json;int64=number"));

        Assert.Equal("15846", strings.Body.GetProperty("breakdown").GetProperty("patientFen").GetString());
        Assert.Equal(158_46, numbers.Body.GetProperty("breakdown").GetProperty("patientFen").GetInt64());
        Assert.Equal(JsonValueKind.Number, numbers.Body.GetProperty("entries")[0].GetProperty("amountFen").ValueKind);
        Assert.Equal(strings.Read<SettlementV1.Settlement>(), numbers.Read<SettlementV1.Settlement>());
    }

    [Fact]
    public async Task A_deadline_that_has_passed_is_an_unknown_outcome_and_the_same_id_clears_it_up()
    {
        var request = Requests.Outpatient("late-1", Requests.You, "2025-03-02", 100_00);

        var late = await DoorError.ByHttpAsync(gateway.PostAsync("/v1/settlements", Requests.Json(request), ("grpc-timeout", "1n")));
        var settled = await gateway.Settlements.SettleAsync(request);
        var listed = await gateway.Settlements.ListSettlementsAsync(new() { FromDate = "2025-03-02", ToDate = "2025-03-02" });

        Assert.Equal((504, "DEADLINE_PASSED", "unknown"), (late.HttpCode, late.Reason, late.Outcome));
        Assert.Equal(45_00, settled.Settlement.Breakdown.PatientFen);
        Assert.Single(listed.Settlements);
    }

    [Theory]
    [InlineData("GET", "/v1/nothing", 404, "PATH_NOT_FOUND")]
    [InlineData("POST", "/v1/settlements", 400, "MALFORMED_BODY")]
    public async Task What_cannot_be_read_is_told_in_the_same_form(string verb, string path, int code, string reason)
    {
        var asked = verb == "GET" ? gateway.GetAsync(path) : gateway.PostAsync(path, "{\"requestId\": ");
        var error = await DoorError.ByHttpAsync(asked);
        Assert.Equal((code, reason, "not_done"), (error.HttpCode, error.Reason, error.Outcome));
    }

    [GeneratedRegex("(?:src|href)=\"([^\"#]+)\"")]
    private static partial Regex Loaded();
}
