namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>The visits of <see cref="HandWorked"/> on SQLite.</summary>
public sealed class HandWorkedTests(HandWorkedGateway shared) : IClassFixture<HandWorkedGateway>
{
    private readonly HandWorked worked = new(shared.Gateway);

    public static TheoryData<string> Names => [.. HandWorked.Visits.Select(v => v.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_visit_costs_what_was_worked_by_hand(string name) => worked.RunAsync(HandWorked.Visits.Single(v => v.Name == name));
}

/// <summary>A gateway with the hospitals and people of <see cref="HandWorked"/>, inside this process.</summary>
public sealed class HandWorkedGateway : IAsyncLifetime
{
    private readonly DirectoryInfo folder = GatewayProcess.NewDataFolder();

    internal GatewayProcess Gateway { get; private set; } = null!;

    public async Task InitializeAsync() => Gateway = await GatewayProcess.InsideAsync(folder, HandWorked.Settings(folder));

    public async Task DisposeAsync()
    {
        await Gateway.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
