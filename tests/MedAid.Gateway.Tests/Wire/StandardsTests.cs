using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Health.V1;
using MedAid.Contract.Settlement.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MedAid.Gateway.Tests.Wire;

public sealed class StandardsTests
{
    private const string Settlement = "medaid.settlement.v1.SettlementService";

    [Theory]
    [InlineData("")]
    [InlineData(Settlement)]
    public async Task Health_knows_the_server_and_every_service(string service)
    {
        await using var server = await WireServer.StartAsync(register: s => s.AddHealthChecks().AddCheck("ledger", new Switch { Up = true }));
        var response = await new Health.HealthClient(server.Channel).CheckAsync(new() { Service = service });
        Assert.Equal(Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.Serving, response.Status);
    }

    [Fact]
    public async Task Health_of_an_unknown_service_is_NOT_FOUND_and_a_watch_of_it_says_so()
    {
        await using var server = await WireServer.StartAsync();
        var client = new Health.HealthClient(server.Channel);

        var thrown = await Assert.ThrowsAsync<RpcException>(async () => await client.CheckAsync(new() { Service = "no.such" }));
        using var watch = client.Watch(new() { Service = "no.such" });

        Assert.Equal(StatusCode.NotFound, thrown.StatusCode);
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(WireServer.Patience));
        Assert.Equal(Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.ServiceUnknown, watch.ResponseStream.Current.Status);
    }

    [Fact]
    public async Task A_watch_tells_of_a_dependency_that_goes_down_and_ends_when_the_server_stops()
    {
        var dependency = new Switch();
        await using var server = await WireServer.StartAsync(register: s => s.AddHealthChecks().AddCheck("ledger", dependency));
        using var watch = new Health.HealthClient(server.Channel).Watch(new());

        Assert.Equal(Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.Serving, await NextAsync());
        dependency.Up = false;
        Assert.Equal(Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.NotServing, await NextAsync());
        dependency.Up = true;
        Assert.Equal(Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.Serving, await NextAsync());
        var stopping = server.StopAsync();
        Assert.Equal(Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.NotServing, await NextAsync());
        Assert.False(await watch.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(WireServer.Patience));
        await stopping.WaitAsync(WireServer.Patience);
        server.ErrorsDeclared = server.Errors.Count(e => e.Contains("HealthCheck", StringComparison.Ordinal));

        async Task<Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus> NextAsync()
        {
            Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(WireServer.Patience));
            return watch.ResponseStream.Current.Status;
        }
    }

    [Fact]
    public async Task Readiness_names_the_dependency_that_is_down_and_liveness_does_not_care()
    {
        await using var server = await WireServer.StartAsync(register: s => s.AddHealthChecks()
            .AddCheck("ledger", () => HealthCheckResult.Unhealthy("no connection", new InvalidOperationException("password=secret")))
            .AddCheck("cache", () => HealthCheckResult.Degraded("slow")));

        var (live, _, _) = await server.SendAsync(HttpMethod.Get, "/healthz");
        var (ready, body, text) = await server.SendAsync(HttpMethod.Get, "/readyz");

        Assert.Equal((200, 503), (live, ready));
        var states = body.GetProperty("dependencies").EnumerateArray()
            .ToDictionary(d => d.GetProperty("name").GetString()!, d => d.GetProperty("status").GetString());
        Assert.Equal(("down", "degraded"), (states["ledger"], states["cache"]));
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        server.ErrorsDeclared = server.Errors.Count(e => e.Contains("HealthCheck", StringComparison.Ordinal));
        Assert.Equal(1, server.ErrorsDeclared);
    }

    [Fact]
    public async Task A_degraded_dependency_leaves_the_server_ready()
    {
        await using var server = await WireServer.StartAsync(
            register: s => s.AddHealthChecks().AddCheck("cache", () => HealthCheckResult.Degraded("slow")));
        var (code, body, _) = await server.SendAsync(HttpMethod.Get, "/readyz");
        Assert.Equal(200, code);
        Assert.Equal("ready", body.GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_version_is_told()
    {
        await using var server = await WireServer.StartAsync();
        var (code, body, _) = await server.SendAsync(HttpMethod.Get, "/v1/version");
        Assert.Equal(200, code);
        Assert.Equal("MedAid", body.GetProperty("product").GetString());
        Assert.Matches(@"^\d+\.\d+\.\d+", body.GetProperty("version").GetString());
    }

    [Fact]
    public async Task Reflection_lists_the_services_and_gives_files_from_which_the_contract_can_be_rebuilt()
    {
        await using var server = await WireServer.StartAsync();
        using var call = new Grpc.Reflection.V1.ServerReflection.ServerReflectionClient(server.Channel).ServerReflectionInfo();

        var list = await AskAsync(new() { ListServices = "" });
        var bySymbol = await AskAsync(new() { FileContainingSymbol = $"{Settlement}.Settle" });
        var byName = await AskAsync(new() { FileByFilename = "google/api/annotations.proto" });
        var missing = await AskAsync(new() { FileContainingSymbol = "no.such.Thing" });
        await call.RequestStream.CompleteAsync();

        Assert.Contains(Settlement, list.ListServicesResponse.Service.Select(s => s.Name));
        var rebuilt = FileDescriptor.BuildFromByteStrings(ImportsFirst(bySymbol.FileDescriptorResponse.FileDescriptorProto))
            .Single(f => f.Name == "medaid/settlement/v1/settlement.proto");
        Assert.Equal(6, rebuilt.Services[0].Methods.Count);
        Assert.Contains(
            "google/api/annotations.proto",
            byName.FileDescriptorResponse.FileDescriptorProto.Select(f => FileDescriptorProto.Parser.ParseFrom(f).Name));
        Assert.Equal((int)StatusCode.NotFound, missing.ErrorResponse.ErrorCode);

        async Task<Grpc.Reflection.V1.ServerReflectionResponse> AskAsync(Grpc.Reflection.V1.ServerReflectionRequest request)
        {
            await call.RequestStream.WriteAsync(request);
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(WireServer.Patience));
            return call.ResponseStream.Current;
        }
    }

    [Fact]
    public async Task Reflection_answers_older_tools_and_does_not_hold_up_the_stop()
    {
        await using var server = await WireServer.StartAsync();
        using var call = new Grpc.Reflection.V1Alpha.ServerReflection.ServerReflectionClient(server.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new() { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(WireServer.Patience));
        Assert.Contains(Settlement, call.ResponseStream.Current.ListServicesResponse.Service.Select(s => s.Name));

        // A caller that does not read would not learn of the end, and hold up the stop itself.
        var stopping = server.StopAsync();
        await Record.ExceptionAsync(() => call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(WireServer.Patience));
        call.Dispose();
        await stopping.WaitAsync(WireServer.Patience);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Compressed_requests_are_read(string encoding)
    {
        await using var server = await WireServer.StartAsync(new()
        {
            OnQuote = (request, _) => Task.FromResult(new QuoteResponse { Warnings = { request.Visit.Items.Select(i => i.Name) } }),
        });
        var headers = new Metadata { { "grpc-internal-encoding-request", encoding } };
        var names = Enumerable.Repeat(new string('v', 1_000), 5).ToArray();

        var response = await server.Settlements.QuoteAsync(new() { Visit = new() { Items = { names.Select(n => new Item { Name = n }) } } }, headers);

        Assert.Equal(names, response.Warnings);
    }

    [Fact]
    public async Task An_answer_is_not_compressed_even_for_a_client_that_reads_gzip()
    {
        await using var server = await WireServer.StartAsync(new() { OnQuote = (_, _) => Task.FromResult(new QuoteResponse()) });
        using var request = WireServer.RawRequest($"/{Settlement}/Quote", new byte[5]);
        request.Headers.Add("grpc-accept-encoding", "gzip");

        using var response = await server.RawHttp2.SendAsync(request);

        Assert.False(response.Headers.Contains("grpc-encoding"));
        Assert.Equal(new byte[5], await response.Content.ReadAsByteArrayAsync());
    }

    private static List<ByteString> ImportsFirst(IEnumerable<ByteString> given)
    {
        var files = given.ToDictionary(f => FileDescriptorProto.Parser.ParseFrom(f).Name);
        var ordered = new List<ByteString>();
        foreach (var name in files.Keys)
        {
            Add(name);
        }

        return ordered;

        void Add(string name)
        {
            foreach (var import in FileDescriptorProto.Parser.ParseFrom(files[name]).Dependency)
            {
                Add(import);
            }

            if (!ordered.Contains(files[name]))
            {
                ordered.Add(files[name]);
            }
        }
    }

    private sealed class Switch : IHealthCheck
    {
        public bool Up { get; set; } = true;

        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(Up ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("down"));
    }
}
