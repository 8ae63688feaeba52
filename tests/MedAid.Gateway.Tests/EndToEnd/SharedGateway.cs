namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// One gateway for all tests of a class that is marked <c>IClassFixture&lt;SharedGateway&gt;</c>; they keep out of each other's way by persons,
/// years and request ids. It runs inside the test's process.
/// </summary>
public sealed class SharedGateway : IAsyncLifetime
{
    internal GatewayProcess Gateway { get; private set; } = null!;

    public async Task InitializeAsync() => Gateway = await GatewayProcess.InsideAsync();

    public async Task DisposeAsync() => await Gateway.DisposeAsync();
}
