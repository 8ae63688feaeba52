using System.Text.Json.Nodes;

namespace MedAid.LoadTests;

/// <summary>
/// Orders before they are signed, at an open rate: first calls of visits, each of another patient with a year of earlier visits, then the next
/// calls of the same visits; at the end first calls of visits that were read ahead when they were opened. The database is filled once and kept for later runs.
/// </summary>
internal sealed class PrecheckBench(Bench bench, Report report)
{
    private const int Connections = 4;
    private const int WarmUpInFlight = 8;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Opened = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan ImportTimeMax = TimeSpan.FromMinutes(10);

    public async Task RunAsync(int patients, string folder, int rate, TimeSpan length)
    {
        var samples = Path.Combine(bench.Root, "samples");
        var reference = Path.Combine(folder, "reference");
        var history = new PrecheckHistory(bench.Postgres, new Visits(Path.Combine(samples, "dialysis-visit.json")), patients);
        Crowd.CopyChecks(samples, reference);
        if (await history.FilledRowsAsync() == 0)
        {
            Crowd.WriteReference(samples, reference, patients + 1);
            await using var filling = await Server.GatewayAsync(bench.GatewayDll, bench.Settings(folder), ImportTimeMax);
            await history.FillAsync(filling.Grpc);
        }

        // The register has them all: another start need not read them again.
        Crowd.WriteReference(samples, reference, 1);
        await using var server = await Server.GatewayAsync(bench.GatewayDll, bench.Settings(folder));
        using var load = new Load(server.Grpc, Connections);
        var orders = new Orders(samples, patients);
        await load.ClosedAsync("warm-up", WarmUpInFlight, WarmUp, orders.Check("warm", from: patients / 2));
        var before = server.ProcessorTime;
        await PhaseAsync("first_calls", load, rate, length, orders, orders.Check("measured", from: 0));
        await PhaseAsync("next_calls", load, rate, length, orders, orders.Check("measured", from: 0));
        report.Figures["history_rows"] = await history.FilledRowsAsync();
        report.Figures["patients"] = patients;
        report.Figures["processor_us_per_call"] =
            (long)((server.ProcessorTime - before).TotalMicroseconds / Math.Max(1, 2 * rate * length.TotalSeconds));

        // First calls of other visits that were opened before; of them fewer than the gateway holds.
        report.Add(await load.OpenAsync("opening", rate, Opened, orders.Open(from: patients / 4)));
        await PhaseAsync("opened_calls", load, rate, Opened, orders, orders.Check("opened", from: patients / 4));
    }

    private async Task PhaseAsync(string name, Load load, int rate, TimeSpan length, Orders orders, Load.CallAsync call)
    {
        orders.Forget();
        var phase = await load.OpenAsync(name, rate, length, call);
        report.Add(phase);
        report.Figures[$"{name}_p50_us"] = phase.Latency.PercentileUs(5_000);
        report.Figures[$"{name}_p99_us"] = phase.Latency.PercentileUs(9_900);
        report.Figures[$"{name}_longest_us"] = phase.Latency.MaximumUs;
        report.Figures[$"{name}_calls"] = phase.Calls;
        report.Figures[$"{name}_errors"] = phase.Errors + phase.Refused;
        report.Figures[$"{name}_no_opinion"] = orders.NoOpinions;
        report.Figures[$"{name}_cards_per_call"] = JsonValue.Create(Math.Round((decimal)orders.Cards / Math.Max(1, phase.Calls), 2));
        Console.Error.WriteLine($"{name}: {orders.NoOpinions} without opinion, {orders.Cards} cards");
    }
}
