using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.Sharing;

/// <summary>The visits of <see cref="HandWorked"/> on PostgreSQL, on one server; each that costs something else is named.</summary>
public sealed class HandWorkedSharedTests
{
    [SharedFact]
    public async Task Visits_cost_on_postgresql_what_was_worked_by_hand()
    {
        var folder = GatewayProcess.NewDataFolder();
        await using var servers = await SharedServers.CreateAsync();
        await using (var gateway = await GatewayProcess.InsideAsync(folder, [.. servers.Settings(), HandWorked.Settings(folder)]))
        {
            var worked = new HandWorked(gateway);
            foreach (var visit in HandWorked.Visits)
            {
                var failure = await Record.ExceptionAsync(() => worked.RunAsync(visit));
                Assert.True(failure is null, $"{visit.Name}: {failure}");
            }
        }

        await servers.ProvenBooksAsync();
        folder.Delete(recursive: true);
    }
}
