using System.Text.Json;
using System.Text.RegularExpressions;

namespace MedAid.Gateway.Tests.Wire;

public sealed partial class OpenApiTests
{
    [Fact]
    public async Task The_document_describes_every_route_with_its_comments()
    {
        await using var server = await WireServer.StartAsync();
        var (_, document, text) = await server.SendAsync(HttpMethod.Get, "/openapi.json");

        Assert.Equal("3.0.3", document.GetProperty("openapi").GetString());
        var routes = document.GetProperty("paths").EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject().Select(o => $"{o.Name} {p.Name}")).Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "get /v1/requests/{request_id}/settlement", "get /v1/settlements", "get /v1/settlements/{settlement_id}",
                "post /v1/settlements", "post /v1/settlements/{settlement_id}:refundItems", "post /v1/settlements/{settlement_id}:reverse",
                "post /v1/settlements:quote",
            ],
            routes);
        var item = Schema(document, "medaid.settlement.v1.Item").GetProperty("properties").GetProperty("amountFen");
        Assert.Equal(("string", "int64"), (item.GetProperty("type").GetString(), item.GetProperty("format").GetString()));
        Assert.Contains("det_item_fee_sumamt", item.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Contains("CARE_TWO_DISEASE", Schema(document, "medaid.settlement.v1.Care").GetRawText(), StringComparison.Ordinal);
        Assert.Contains("REQUEST_ID_REUSED", Schema(document, "Error").GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"description\":\"\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("grpc.health", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_reference_leads_somewhere_every_path_variable_is_described_and_operation_ids_are_unique()
    {
        await using var server = await WireServer.StartAsync();
        var (_, document, text) = await server.SendAsync(HttpMethod.Get, "/openapi.json");

        var schemas = document.GetProperty("components").GetProperty("schemas");
        Assert.All(Reference().Matches(text), m => Assert.True(schemas.TryGetProperty(m.Groups[1].Value, out _), m.Value));
        Assert.All(schemas.EnumerateObject(), s => Assert.Contains($"#/components/schemas/{s.Name}\"", text, StringComparison.Ordinal));
        var ids = new List<string>();
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                ids.Add(operation.Value.GetProperty("operationId").GetString()!);
                var described = operation.Value.GetProperty("parameters").EnumerateArray()
                    .Where(p => p.GetProperty("in").GetString() == "path").Select(p => p.GetProperty("name").GetString()!);
                Assert.Equal(Variable().Matches(path.Name).Select(m => m.Groups[1].Value), described);
            }
        }

        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task The_pages_of_the_interface_fetch_nothing_from_elsewhere()
    {
        await using var server = await WireServer.StartAsync();
        var page = await server.Http.GetStringAsync("/swagger/index.html");
        Assert.Contains("MedAid", page, StringComparison.Ordinal);
        foreach (var asset in Asset().Matches(page).Select(m => m.Groups[1].Value))
        {
            Assert.DoesNotContain("//", asset, StringComparison.Ordinal);
            using var response = await server.Http.GetAsync($"/swagger/{asset}");
            Assert.True(response.IsSuccessStatusCode, asset);
        }

        var script = await server.Http.GetStringAsync("/swagger/index.js");
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.Contains("openapi.json", script + page, StringComparison.Ordinal);

        // The page turns the validator off itself where its settings name none.
        Assert.DoesNotContain("validatorUrl", Assert.Single(Settings().Matches(script)).Value, StringComparison.Ordinal);
        Assert.Contains("configObject.validatorUrl = null", script, StringComparison.Ordinal);
        Assert.DoesNotContain("://", (await server.SendAsync(HttpMethod.Get, "/openapi.json")).Text, StringComparison.Ordinal);
    }

    private static JsonElement Schema(JsonElement document, string name) =>
        document.GetProperty("components").GetProperty("schemas").GetProperty(name);

    [GeneratedRegex("\"#/components/schemas/([^\"]+)\"")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\{([^}]+)\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"var configObject = \{.+\};")]
    private static partial Regex Settings();

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Asset();
}
