using MedAid.Contract.Bureau.V1;
using MedAid.Contract.Clearing.V1;
using MedAid.Contract.People.V1;
using MedAid.Contract.Precheck.V1;
using MedAid.Contract.Reports.V1;
using MedAid.Contract.Settlement.V1;
using MedAid.Gateway.Hosting;
using MedAid.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace MedAid.Cli;

/// <summary>The services of a gateway: of the one that the user names, or of one that lives inside this command with an empty ledger.</summary>
internal sealed class GatewayClient : IAsyncDisposable
{
    private static readonly TimeSpan CallTimeMax = TimeSpan.FromSeconds(10);

    private readonly WebApplication? inside;
    private readonly string? folder;

    private GatewayClient(Uri address, WebApplication? inside, string? folder, CancellationToken cancellation)
    {
        Http = new HttpClient { BaseAddress = address, Timeout = CallTimeMax };
        Invoker = new GatewayInvoker(Http, cancellation);
        CountyNames.AskAt(Clearing);
        this.inside = inside;
        this.folder = folder;
    }

    public HttpClient Http { get; }

    public GatewayInvoker Invoker { get; }

    public SettlementService.SettlementServiceClient Settlements => new(Invoker);

    public WaiverService.WaiverServiceClient Waivers => new(Invoker);

    public CapitationService.CapitationServiceClient Capitation => new(Invoker);

    public ClearingService.ClearingServiceClient Clearing => new(Invoker);

    public CorrectionService.CorrectionServiceClient Corrections => new(Invoker);

    public JournalService.JournalServiceClient Journal => new(Invoker);

    public PatientAccountService.PatientAccountServiceClient Patients => new(Invoker);

    public SheetService.SheetServiceClient Sheets => new(Invoker);

    public StatementService.StatementServiceClient Statements => new(Invoker);

    public PeopleService.PeopleServiceClient People => new(Invoker);

    public QualificationService.QualificationServiceClient Qualifications => new(Invoker);

    public EntitlementGapService.EntitlementGapServiceClient EntitlementGaps => new(Invoker);

    public ApplicationService.ApplicationServiceClient Applications => new(Invoker);

    public PremiumService.PremiumServiceClient Premiums => new(Invoker);

    public PrecheckService.PrecheckServiceClient Precheck => new(Invoker);

    public ReviewService.ReviewServiceClient Reviews => new(Invoker);

    public ReportService.ReportServiceClient Reports => new(Invoker);

    public BureauService.BureauServiceClient Bureau => new(Invoker);

    /// <summary>A client of a running gateway, for whoever asks, in that role; percent-encoded, since headers hold ASCII only.</summary>
    public static GatewayClient Of(Uri server, string asker, string role, CancellationToken cancellation)
    {
        var client = new GatewayClient(server, null, null, cancellation);
        client.Http.DefaultRequestHeaders.Add("medaid-operator", Uri.EscapeDataString(asker));
        client.Http.DefaultRequestHeaders.Add("medaid-role", Uri.EscapeDataString(role));
        return client;
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
                "--MedAid:Postgres=", "--MedAid:Redis=", "--MedAid:PrecheckMilliseconds=5000", "--Logging:LogLevel:Default=Warning",
                .. readings.Ids.Select(id => $"--MedAid:Readings:{id}={readings.Of(id)}"),
            ]);
            await app.StartAsync(cancellation);
            var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
            return new GatewayClient(new Uri(addresses.First()), app, folder, cancellation);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (inside is not null)
        {
            await inside.StopAsync();
            await inside.DisposeAsync();
            Directory.Delete(folder!, recursive: true);
        }
    }
}
