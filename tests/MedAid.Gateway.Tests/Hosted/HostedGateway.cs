using System.Text.Json.Nodes;
using Grpc.Net.Client;
using MedAid.Clearing.Books;
using MedAid.Gateway.Hosting;
using MedAid.Gateway.Tests.EndToEnd;
using MedAid.Settlement.Reference;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace MedAid.Gateway.Tests.Hosted;

/// <summary>A gateway in this process, whole but for its clock and its books, which the test moves and changes.</summary>
internal sealed class HostedGateway : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly DirectoryInfo folder;

    private HostedGateway(WebApplication app, DirectoryInfo folder, HandClock clock)
    {
        (this.app, this.folder, Clock) = (app, folder, clock);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        Http = new HttpClient(new DefaultOperator(new SocketsHttpHandler())) { BaseAddress = new Uri(addresses[0]), Timeout = GatewayProcess.Patience };
        Channel = GrpcChannel.ForAddress(addresses[1], new GrpcChannelOptions
        {
            MaxReceiveMessageSize = null, DisposeHttpClient = true,
            HttpHandler = new DefaultOperator(new SocketsHttpHandler { EnableMultipleHttp2Connections = true }),
        });
    }

    public HandClock Clock { get; }

    public HttpClient Http { get; }

    public GrpcChannel Channel { get; }

    /// <summary>The clearing book, past the gateway.</summary>
    public ClearingBookStore Book => app.Services.GetRequiredService<ClearingBookStore>();

    /// <summary>Books of law, catalogue and hospitals; setting them is what a reload does.</summary>
    public ReferenceDataHolder References => app.Services.GetRequiredService<ReferenceDataHolder>();

    /// <summary>Starts one on SQLite with the samples, and a hospital and a person of Shanting beside them.</summary>
    public static async Task<HostedGateway> StartAsync(DateTimeOffset now, params string[] settings)
    {
        var folder = GatewayProcess.NewDataFolder();
        var clock = new HandClock(now) { HasRealTimers = true };
        var app = GatewayHost.Build(
            [
                "--MedAid:HttpPort=0", "--MedAid:GrpcPort=0", $"--MedAid:DataFolder={folder.FullName}",
                $"--MedAid:ReferenceFolder={Reference(folder)}", "--MedAid:WarmUp=false", "--Logging:LogLevel:Default=Error", .. settings,
            ],
            services => services.AddSingleton<TimeProvider>(clock));
        await app.StartAsync().Within();
        var gateway = new HostedGateway(app, folder, clock);
        await Waiting.Until("the gateway is ready", async () =>
        {
            using var ready = await gateway.Http.GetAsync(new Uri("/readyz", UriKind.Relative));
            return ready.IsSuccessStatusCode;
        });
        return gateway;
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        Http.Dispose();
        await app.StopAsync().Within();
        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static string Reference(DirectoryInfo folder)
    {
        var reference = folder.CreateSubdirectory("reference");
        var samples = new DirectoryInfo(Clone.Sample(""));
        foreach (var file in samples.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var to = new FileInfo(Path.Combine(reference.FullName, Path.GetRelativePath(samples.FullName, file.FullName)));
            to.Directory!.Create();
            file.CopyTo(to.FullName);
        }

        File.WriteAllText(
            Path.Combine(reference.FullName, "hospitals", "H37040600101.yaml"),
            "hospital: H37040600101\nname: 山亭样例区人民医院\ncounty: \"370406\"\ntier: county\nlevel: \"05\"\nwaivers: []\n");
        var people = Path.Combine(reference.FullName, "people.json");
        var all = JsonNode.Parse(File.ReadAllText(people))!.AsArray();
        all.Add(JsonNode.Parse(
            """
            {"id_number": "370406197001019017", "name": "样例山", "scheme": "resident", "county": "370406", "identities": [],
             "qualifications": [{"kind": "chronic", "disease": "M07800", "approved": "2020-01-05"}]}
            """));
        File.WriteAllText(people, all.ToJsonString());
        return reference.FullName;
    }
}
