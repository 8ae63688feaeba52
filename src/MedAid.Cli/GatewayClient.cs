using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using MedAid.Gateway.Hosting;
using MedAid.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace MedAid.Cli;

/// <summary>An answer of the gateway, or its error.</summary>
internal sealed record GatewayAnswer(int Status, JsonObject Body)
{
    public bool IsError => Body["error"] is not null;
}

/// <summary>
/// Calls a gateway by HTTP/JSON: the one that the user names, or one that lives inside this command with an empty ledger.
/// </summary>
internal sealed class GatewayClient : IAsyncDisposable
{
    private static readonly TimeSpan CallTimeMax = TimeSpan.FromSeconds(10);

    private readonly HttpClient http;
    private readonly WebApplication? inside;
    private readonly string? folder;

    private GatewayClient(Uri address, WebApplication? inside, string? folder)
    {
        http = new HttpClient { BaseAddress = address, Timeout = CallTimeMax };

        // Amounts come as numbers, so that whoever pipes the output on need not parse text.
        http.DefaultRequestHeaders.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/json;int64=number"));
        this.inside = inside;
        this.folder = folder;
    }

    /// <summary>A client of a running gateway.</summary>
    public static GatewayClient Of(Uri server) => new(server, null, null);

    /// <summary>Who asks, in which role; percent-encoded, since headers hold ASCII only.</summary>
    public void SpeakFor(string asker, string role)
    {
        http.DefaultRequestHeaders.Add("medaid-operator", Uri.EscapeDataString(asker));
        http.DefaultRequestHeaders.Add("medaid-role", Uri.EscapeDataString(role));
    }

    /// <summary>A gateway of its own, gone when the command ends.</summary>
    public static async Task<GatewayClient> InsideAsync(ReadingChoices readings, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("medaid-").FullName;
        try
        {
            var app = GatewayHost.Build(
            [
                "--MedAid:HttpPort=0", "--MedAid:GrpcPort=0", "--MedAid:ListenAddress=127.0.0.1", $"--MedAid:DataFolder={folder}",
                "--MedAid:Postgres=", "--MedAid:Redis=", "--Logging:LogLevel:Default=Warning",
                .. readings.Ids.Select(id => $"--MedAid:Readings:{id}={readings.Of(id)}"),
            ]);
            await app.StartAsync(cancellation);
            var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
            return new GatewayClient(new Uri(addresses.First()), app, folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public Task<GatewayAnswer> GetAsync(string path, CancellationToken cancellation) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellation);

    public Task<GatewayAnswer> PostAsync(string path, JsonNode body, CancellationToken cancellation) => SendAsync(
        new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        },
        cancellation);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (inside is not null)
        {
            await inside.StopAsync();
            await inside.DisposeAsync();
            Directory.Delete(folder!, recursive: true);
        }
    }

    private async Task<GatewayAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var response = await http.SendAsync(request, cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        var body = JsonNode.Parse(text) as JsonObject ?? throw new HttpRequestException("the answer is not a JSON object");
        return new GatewayAnswer((int)response.StatusCode, body);
    }
}
