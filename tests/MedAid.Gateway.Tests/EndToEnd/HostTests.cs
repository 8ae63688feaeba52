using System.Net;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>A name that somebody else points at the gateway's address gets no answer by it, whatever it asks and by which door.</summary>
public sealed class HostTests(HostTests.NamedGateway named) : IClassFixture<HostTests.NamedGateway>
{
    private GatewayProcess Gateway => named.Gateway;

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:8080")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("10.9.8.7")]
    public async Task A_foreign_name_is_refused_before_anything_is_done(string host)
    {
        foreach (var path in new[] { "/v1/settlements", "/readyz", "/healthz", "/swagger/index.html", "/forms/annex2.xlsx", "/nowhere" })
        {
            var (status, text, sniff) = await AskAsync(path, host, path == "/v1/settlements" ? "{\"requestId\": \"rebound\"}" : null);
            Assert.Equal((HttpStatusCode.Forbidden, "nosniff"), (status, sniff));
            Assert.Contains("HOST_NOT_ALLOWED", text, StringComparison.Ordinal);
            Assert.DoesNotContain("evil", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST.")]
    [InlineData("127.0.0.1:1")]
    [InlineData("[::1]")]
    [InlineData("medaid.hospital.local")]
    [InlineData("MedAid.Hospital.Local:8080")]
    public async Task Its_addresses_and_the_names_of_its_list_are_served(string host)
    {
        var (status, _, sniff) = await AskAsync("/healthz", host);
        Assert.Equal((HttpStatusCode.OK, "nosniff"), (status, sniff));
    }

    [Theory]
    [InlineData("/v1/settlements/none")]
    [InlineData("/swagger/index.html")]
    [InlineData("/forms/annex2.xlsx")]
    [InlineData("/nowhere")]
    public async Task No_answer_lets_a_browser_guess_what_it_is(string path) =>
        Assert.Equal("nosniff", (await AskAsync(path, "localhost")).Sniff);

    [Fact]
    public async Task By_gRPC_the_authority_is_judged_alike()
    {
        using var rebound = GrpcChannel.ForAddress(
            Gateway.Channel.Target.StartsWith("http", StringComparison.Ordinal) ? Gateway.Channel.Target : $"http://{Gateway.Channel.Target}",
            new() { HttpHandler = new OtherHost("evil.example") });
        var client = new SettlementService.SettlementServiceClient(rebound);

        var refused = await DoorError.ByGrpcAsync(client.SettleAsync(Requests.Sample("rebound-1")));
        var kept = await Assert.ThrowsAsync<RpcException>(
            () => Gateway.Settlements.GetSettlementAsync(new() { RequestId = "rebound-1" }).ResponseAsync);

        Assert.Equal(("HOST_NOT_ALLOWED", "not_done"), (refused.Reason, refused.Outcome));
        Assert.Equal(StatusCode.NotFound, kept.StatusCode);
    }

    [Fact]
    public async Task The_first_page_leads_to_what_is_served()
    {
        var (status, text, _) = await AskAsync("/", "localhost");

        Assert.Equal(HttpStatusCode.OK, status);
        var paths = text.Split("href=\"")[1..].Select(p => p[..p.IndexOf('"', StringComparison.Ordinal)]).ToArray();
        Assert.Contains("/forms/annex2.xlsx", paths);
        foreach (var path in paths)
        {
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(path, "localhost")).Status);
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/forms/annex3.xlsx")]
    [InlineData("/forms/annex4.csv")]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/openapi.json")]
    public async Task Whoever_asks_for_the_head_alone_gets_that_of_the_whole(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(path, UriKind.Relative));
        using var head = await Gateway.Http.SendAsync(request);
        using var whole = await Gateway.Http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal((HttpStatusCode.OK, whole.Content.Headers.ContentType), (head.StatusCode, head.Content.Headers.ContentType));
        Assert.Equal(whole.Content.Headers.ContentDisposition, head.Content.Headers.ContentDisposition);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    private async Task<(HttpStatusCode Status, string Text, string Sniff)> AskAsync(string path, string host, string? body = null)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(path, UriKind.Relative));
        request.Headers.Host = host;
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await Gateway.Http.SendAsync(request);
        var sniff = answer.Headers.TryGetValues("X-Content-Type-Options", out var values) ? values.Single() : "";
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), sniff);
    }

    /// <summary>A gateway that has a name.</summary>
    public sealed class NamedGateway : IAsyncLifetime
    {
        internal GatewayProcess Gateway { get; private set; } = null!;

        public async Task InitializeAsync() =>
            Gateway = await GatewayProcess.InsideAsync(null, ("AllowedHosts", "medaid.hospital.local, medaid"));

        public async Task DisposeAsync() => await Gateway.DisposeAsync();
    }

    private sealed class OtherHost : DelegatingHandler
    {
        private readonly string host;

        public OtherHost(string host)
            : base(new SocketsHttpHandler()) => this.host = host;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Host = host;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
