namespace MedAid.Cli.Tests.People;

/// <summary>One gateway for all tests of a class, with an empty ledger of its own; commands speak to it as somebody.</summary>
public sealed class ServedGateway : IAsyncLifetime
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("medaid-cli-");
    private Served served = null!;

    public async Task InitializeAsync() => served = await Served.StartAsync(data.FullName);

    public async Task DisposeAsync()
    {
        await served.DisposeAsync();
        data.Delete(recursive: true);
    }

    /// <summary>Runs a command against it, as somebody.</summary>
    internal Task<Run> RunAsync(string by, string input, params string[] arguments) =>
        Medaid.RunWithInputAsync(input, [.. arguments, "--server", served.Address, "--operator", by]);
}
