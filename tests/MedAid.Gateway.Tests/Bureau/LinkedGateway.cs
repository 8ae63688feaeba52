using MedAid.Contract.Bureau.V1;
using MedAid.Contract.Settlement.V1;
using MedAid.Gateway.Tests.EndToEnd;
using MedAid.Simulator;
using MedAid.Simulator.Faults;

namespace MedAid.Gateway.Tests.Bureau;

/// <summary>A gateway whose county hospital is linked with a bureau in the box; both in this process unless a test says otherwise.</summary>
internal sealed class LinkedGateway : IAsyncDisposable
{
    private readonly DirectoryInfo reference;
    private readonly BureauSimulator? bureau;

    private LinkedGateway(DirectoryInfo reference, GatewayProcess gateway, BureauSimulator? bureau) =>
        (this.reference, Gateway, this.bureau) = (reference, gateway, bureau);

    public GatewayProcess Gateway { get; }

    public BureauSimulator Box => bureau ?? throw new InvalidOperationException("the bureau is a process of its own");

    public BureauService.BureauServiceClient Bureau => new(Gateway.Channel);

    public SettlementService.SettlementServiceClient Settlements => Gateway.Settlements;

    /// <summary>Starts both. The links say who splits the visits of people of the home district and of the others.</summary>
    public static async Task<LinkedGateway> StartAsync(
        FaultPlan? faults = null, string more = "time_limit_seconds: 2", string way = "report", (string Name, string Value)[]? settings = null)
    {
        var box = await BureauSimulator.StartAsync(new SimulatorOptions { Faults = (faults ?? FaultPlan.None) with { Delay = Short, Overtaken = Short, LateAnswer = Late } });
        var reference = Reference(box.BaseAddress, more, way);
        var gateway = await GatewayProcess.InsideAsync(null, [("ReferenceFolder", reference.FullName), .. settings ?? []]);
        return new LinkedGateway(reference, gateway, box);
    }

    /// <summary>The samples with a file of links to an address.</summary>
    public static DirectoryInfo Reference(Uri address, string more, string way = "report")
    {
        var reference = Directory.CreateTempSubdirectory("medaid-linked-");
        var samples = new DirectoryInfo(Clone.Sample(""));
        foreach (var file in samples.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var to = new FileInfo(Path.Combine(reference.FullName, Path.GetRelativePath(samples.FullName, file.FullName)));
            to.Directory!.Create();
            file.CopyTo(to.FullName);
        }

        Link(reference, address, more, way);
        return reference;
    }

    /// <summary>Writes the file of links.</summary>
    public static void Link(DirectoryInfo reference, Uri address, string more, string way)
    {
        reference.CreateSubdirectory("bureau");
        File.WriteAllText(
            Path.Combine(reference.FullName, "bureau", "links.yaml"),
            $$"""
            links:
              home:
                hospital: {{Requests.CountyHospital}}
                insured: "14"
                from: 2020-01-01
                way: {{way}}
                address: {{address}}
                {{more.Replace("\n", "\n    ", StringComparison.Ordinal)}}
            """);
    }

    public async Task<SettlementV1.Settlement> SettleAsync(SettleRequest request) => (await Settlements.SettleAsync(request)).Settlement;

    public async Task<SettlementV1.Settlement> ReverseAsync(string requestId, SettlementV1.Settlement settled) => (await Settlements.ReverseAsync(new()
    {
        RequestId = requestId, HospitalCode = Requests.CountyHospital, SettlementId = settled.SettlementId, Reason = "退费",
    })).Settlement;

    public async Task<BureauLinkStatus> StatusAsync() => (await Bureau.GetBureauStatusAsync(new())).Links.Single(l => l.LinkId == "home");

    public async Task<IReadOnlyList<PendingTask>> PendingAsync() => (await Bureau.ListPendingMessagesAsync(new() { PageSize = 1000 })).Tasks;

    /// <summary>Waits until the bureau was told of everything, and nothing is open; as long as it gets less, it may take as long as it likes.</summary>
    public async Task QuietAsync()
    {
        var open = long.MaxValue;
        while (open > 0)
        {
            var before = open;
            await Waiting.Until($"less than {before} are open", async () => (open = await OpenAsync()) < before);
        }
    }

    /// <summary>What stands in the bureau's books, by the hospital's visit.</summary>
    public ILookup<string, SettlementView> Standing => Box.Settlements.Where(s => s.State == "standing").ToLookup(s => s.HospitalVisitNumber);

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        if (bureau is not null)
        {
            await bureau.DisposeAsync();
        }

        reference.Delete(recursive: true);
    }

    private static TimeSpan Short => TimeSpan.FromMilliseconds(300);

    private static TimeSpan Late => TimeSpan.FromSeconds(4);

    private async Task<long> OpenAsync()
    {
        var status = await Bureau.GetBureauStatusAsync(new());
        return status.BehindMessages + status.Links.Sum(l => l.OpenTasks);
    }
}
