using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;
using Grpc.Net.Client;
using MedAid.Contract.Settlement.V1;

namespace MedAid.LoadTests;

/// <summary>One run: start the gateway, drive it, measure what stands beside it, write the report.</summary>
internal sealed class Bench
{
    private const int Patients = 2_000;
    private const int Connections = 4;
    private const int Saturating = 128;
    private const int HalfLoadTimes = 5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(8);

    private readonly Report report = new();

    public required string GatewayDll { get; init; }

    public required string Root { get; init; }

    public required string Postgres { get; init; }

    public required string Redis { get; init; }

    public required string Pgbench { get; init; }

    public required string Output { get; init; }

    /// <summary>Orders before they are signed, of so many patients; the folder keeps what a filled database belongs to.</summary>
    public async Task<int> RunPrecheckAsync(int patients, string folder, int rate, TimeSpan length)
    {
        await new PrecheckBench(this, report).RunAsync(patients, folder, rate, length);
        return await WrittenAsync();
    }

    public async Task<int> RunAsync(string profile, int rate, TimeSpan length)
    {
        var folder = Directory.CreateTempSubdirectory("medaid-load-").FullName;
        try
        {
            var samples = Path.Combine(Root, "samples");
            Crowd.WriteReference(samples, Path.Combine(folder, "reference"), Patients);
            var visits = new Visits(Path.Combine(samples, "dialysis-visit.json"));
            await using var server = await Server.GatewayAsync(GatewayDll, Settings(folder));
            using var load = new Load(server.Grpc, Connections);
            var profiles = new Profiles(visits, Patients);

            // Until the compiler has seen the whole path often enough: a gateway at work is hours old, not seconds.
            await load.ClosedAsync("warm-up", Saturating, WarmUp, profiles.Settle("warm"));
            switch (profile)
            {
                case "quick":
                    await QuickAsync(server, load, profiles, visits, folder);
                    break;
                case "half-load":
                    await HalfLoadAsync(load, profiles);
                    break;
                case "restart":
                    await server.DisposeAsync();
                    await RestartAsync(folder, profiles, rate);
                    break;
                case "morning-peak":
                    report.Add(await load.OpenAsync("morning peak", rate, length, profiles.MorningPeak("peak")));
                    break;
                case "ramp":
                    await RampAsync(load, profiles);
                    break;
                default:
                    report.Add(await load.OpenAsync(profile, rate, length, profiles.Settle(profile)));
                    break;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return await WrittenAsync();
    }

    private async Task<int> WrittenAsync()
    {
        await report.WriteAsync(Output);
        Console.Error.WriteLine($"written: {Output} and {Path.ChangeExtension(Output, ".html")}");
        return 0;
    }

    private async Task QuickAsync(Server server, Load load, Profiles profiles, Visits visits, string folder)
    {
        var lone = await load.ClosedAsync("settle, 1 in flight", 1, Short, profiles.Settle("lone"));
        report.Add(lone);
        var before = server.ProcessorTime;
        var full = await load.ClosedAsync($"settle, {Saturating} in flight", Saturating, Long, profiles.Settle("full"));
        report.Add(full);
        report.Figures["processor_us_per_settlement"] = (long)((server.ProcessorTime - before).TotalMicroseconds / Math.Max(1, full.Calls));
        var half = await load.OpenAsync("settle, half of that", (int)full.PerSecond / 2, Long, profiles.Settle("half"));
        report.Add(half);
        var peak = await load.OpenAsync("morning peak, half of that", (int)full.PerSecond / 2, Long, profiles.MorningPeak("peak"));
        report.Add(peak);

        var echo = await EchoAsync(server, visits, folder);
        var limitUs = echo.PercentileUs(5_000) + await RedisAsync();
        if (Postgres.Length > 0)
        {
            limitUs += await PgbenchAsync(full);
        }

        report.Figures["lone_p50_us"] = lone.Latency.PercentileUs(5_000);
        report.Figures["lone_limit_us"] = limitUs;
        report.Figures["lone_p50_vs_limit"] = Ratio(lone.Latency.PercentileUs(5_000), limitUs);
        report.Figures["p99_at_half_load_vs_p50"] = Ratio(half.Latency.PercentileUs(9_900), half.Latency.PercentileUs(5_000));
        report.Figures["throughput_per_second"] = full.PerSecond;
        report.Figures["errors"] = lone.Errors + full.Errors + half.Errors + peak.Errors;
    }

    /// <summary>The limit, and then half of it five times: what a stall of the runtime or of the database would show.</summary>
    private async Task HalfLoadAsync(Load load, Profiles profiles)
    {
        var full = await load.ClosedAsync($"settle, {Saturating} in flight", Saturating, Long, profiles.Settle("full"));
        report.Add(full);
        for (var time = 1; time <= HalfLoadTimes; time++)
        {
            var half = await load.OpenAsync($"settle, half of that, {time}", (int)full.PerSecond / 2, Long, profiles.Settle($"half{time}"));
            report.Add(half);
            report.Figures[$"p99_at_half_load_vs_p50_{time}"] = Ratio(half.Latency.PercentileUs(9_900), half.Latency.PercentileUs(5_000));
        }
    }

    /// <summary>
    /// A gateway is restarted and gets the load of the morning at once, from a client that has been at work all the time; the same load once
    /// the gateway has run for a while, beside it.
    /// </summary>
    private async Task RestartAsync(string folder, Profiles profiles, int rate)
    {
        await using var restarted = await Server.GatewayAsync(GatewayDll, Settings(folder));
        using var load = new Load(restarted.Grpc, Connections);
        var first = await load.OpenAsync("first 10 s after the start", rate, TimeSpan.FromSeconds(10), profiles.Settle("first"));
        report.Add(first);
        await load.OpenAsync("meanwhile", rate, WarmUp, profiles.Settle("meanwhile"));
        var later = await load.OpenAsync("10 s later", rate, TimeSpan.FromSeconds(10), profiles.Settle("later"));
        report.Add(later);
        report.Figures["first_p99_vs_later_p99"] = Ratio(first.Latency.PercentileUs(9_900), later.Latency.PercentileUs(9_900));
    }

    private async Task<Histogram> EchoAsync(Server server, Visits visits, string folder)
    {
        var file = Path.Combine(folder, "answer.bin");
        using (var channel = GrpcChannel.ForAddress(server.Grpc))
        {
            var client = new SettlementService.SettlementServiceClient(channel);
            EchoServer.Keep(await client.SettleAsync(visits.Settle($"{Guid.NewGuid():N}", 0, 0)), file);
        }

        await using var echo = await Server.EchoAsync(file);
        using var load = new Load(echo.Grpc, Connections);
        Load.CallAsync call = async (clients, number, options) => await clients.Settlement.SettleAsync(visits.Settle("echo", 0, number), options);
        await load.ClosedAsync("echo warm-up", 8, TimeSpan.FromSeconds(2), call);
        var lone = await load.ClosedAsync("echo, 1 in flight", 1, TimeSpan.FromSeconds(2), call);
        report.Add(lone);
        var full = await load.ClosedAsync($"echo, {Saturating} in flight", Saturating, Short, call);
        report.Add(full);
        report.Figures["transport_per_second"] = full.PerSecond;
        return lone.Latency;
    }

    private async Task<long> RedisAsync()
    {
        if (Redis.Length == 0)
        {
            return 0;
        }

        var latency = await BesideUs.RedisGetAsync(Redis, TimeSpan.FromSeconds(2));
        report.Figures["redis_get_p50_us"] = latency.PercentileUs(5_000);
        return latency.PercentileUs(5_000);
    }

    private async Task<long> PgbenchAsync(Phase full)
    {
        var connection = new DbConnectionStringBuilder { ConnectionString = Postgres };
        string Part(string name) => Convert.ToString(connection[name], CultureInfo.InvariantCulture)!;
        async Task<(long PerSecond, long MeanUs)> RunAsync(int clients, TimeSpan length) => await BesideUs.PgbenchAsync(
            Pgbench, Part("Host"), Part("Port"), Part("Username"), Part("Database"),
            Path.Combine(Root, "load-tests", "pgbench-settle.sql"), clients, length);
        var lone = await RunAsync(1, Short);
        var many = await RunAsync(32, Long);
        report.Figures["pgbench_lone_us"] = lone.MeanUs;
        report.Figures["pgbench_per_second"] = many.PerSecond;
        report.Figures["throughput_vs_pgbench"] = Ratio(full.PerSecond, many.PerSecond);
        return lone.MeanUs;
    }

    /// <summary>Raises the rate by half until calls are refused or the slowest hundredth takes longer than a cashier would not notice.</summary>
    private async Task RampAsync(Load load, Profiles profiles)
    {
        for (var rate = 500; rate < 40_000; rate += rate / 2)
        {
            var phase = await load.OpenAsync($"ramp {rate}/s", rate, Short, profiles.Settle($"ramp{rate}"));
            report.Add(phase);
            if (phase.Refused + phase.Errors > 0 || phase.Latency.PercentileUs(9_900) > 100_000)
            {
                report.Figures["saturated_at_per_second"] = rate;
                return;
            }
        }
    }

    internal Dictionary<string, string> Settings(string folder) => new()
    {
        ["MEDAID__PACKSFOLDER"] = Path.GetFullPath(Path.Combine(Root, "packs")),
        ["MEDAID__REFERENCEFOLDER"] = Path.Combine(folder, "reference"),
        ["MEDAID__DATAFOLDER"] = Path.Combine(folder, "data"),
        ["MEDAID__POSTGRES"] = Postgres,
        ["MEDAID__REDIS"] = Redis,
    };

    private static JsonValue Ratio(long value, long of) => JsonValue.Create(Math.Round((decimal)value / Math.Max(1, of), 2));
}
