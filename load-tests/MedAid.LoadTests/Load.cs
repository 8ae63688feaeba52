using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using MedAid.Contract.Precheck.V1;
using MedAid.Contract.Settlement.V1;

namespace MedAid.LoadTests;

/// <summary>What came of a phase of load.</summary>
internal sealed record Phase(
    string Name, int RatePerSecond, int InFlight, TimeSpan Took, long Calls, long Errors, long Refused, Histogram Latency)
{
    public long PerSecond => (long)(Calls * TimeSpan.TicksPerSecond / Math.Max(1, Took.Ticks));
}

/// <summary>The clients of one connection.</summary>
internal sealed record Clients(SettlementService.SettlementServiceClient Settlement, PrecheckService.PrecheckServiceClient Precheck);

/// <summary>
/// Drives a gateway. Open loop: calls start at their times whether or not earlier ones are answered, and latency counts from the time at
/// which a call was due, so a stall is not left out of the figures. Closed loop: so many in flight, for the limit of throughput.
/// </summary>
internal sealed class Load : IDisposable
{
    private const int InFlightMax = 4_000;
    private static readonly TimeSpan CallTimeMax = TimeSpan.FromSeconds(5);

    private readonly GrpcChannel[] channels;
    private readonly Clients[] clients;

    public Load(Uri server, int connections)
    {
        channels = [.. Enumerable.Range(0, connections).Select(_ => GrpcChannel.ForAddress(server))];
        clients = [.. channels.Select(c => new Clients(new(c), new(c)))];
    }

    /// <summary>One call of the phase; false if it was refused for load, an exception if it failed.</summary>
    public delegate Task CallAsync(Clients clients, long number, CallOptions options);

    public async Task<Phase> OpenAsync(string name, int ratePerSecond, TimeSpan length, CallAsync call)
    {
        var phase = new Running();
        var total = (long)(ratePerSecond * length.TotalSeconds);
        var start = Stopwatch.GetTimestamp();
        for (long number = 0; number < total;)
        {
            var due = Math.Min(total, (long)(Stopwatch.GetElapsedTime(start).TotalSeconds * ratePerSecond) + 1);
            for (; number < due; number++)
            {
                var dueAt = start + (number * Stopwatch.Frequency / ratePerSecond);
                if (Volatile.Read(ref phase.InFlight) >= InFlightMax)
                {
                    // The caller has no more sockets: what a cashier sees is a failure, so it counts as one.
                    Interlocked.Increment(ref phase.Errors);
                    Interlocked.Increment(ref phase.Calls);
                    continue;
                }

                Interlocked.Increment(ref phase.InFlight);
                _ = OneAsync(phase, call, number, dueAt);
            }

            await Task.Delay(1);
        }

        while (Volatile.Read(ref phase.InFlight) > 0 && Stopwatch.GetElapsedTime(start) < length + CallTimeMax + CallTimeMax)
        {
            await Task.Delay(10);
        }

        return phase.Done(name, ratePerSecond, 0, Stopwatch.GetElapsedTime(start));
    }

    public async Task<Phase> ClosedAsync(string name, int inFlight, TimeSpan length, CallAsync call)
    {
        var phase = new Running();
        var start = Stopwatch.GetTimestamp();
        long next = 0;
        async Task WorkAsync()
        {
            while (Stopwatch.GetElapsedTime(start) < length)
            {
                Interlocked.Increment(ref phase.InFlight);
                await OneAsync(phase, call, Interlocked.Increment(ref next) - 1, Stopwatch.GetTimestamp());
            }
        }

        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(WorkAsync)));
        return phase.Done(name, 0, inFlight, Stopwatch.GetElapsedTime(start));
    }

    public void Dispose() => Array.ForEach(channels, c => c.Dispose());

    private async Task OneAsync(Running phase, CallAsync call, long number, long dueAt)
    {
        try
        {
            await call(clients[number % clients.Length], number, new CallOptions(deadline: DateTime.MaxValue));
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted)
        {
            Interlocked.Increment(ref phase.Refused);
        }
        catch (RpcException e)
        {
            Interlocked.Increment(ref phase.Errors);
            phase.FirstError ??= $"{e.StatusCode}: {e.Status.Detail}";
        }
        finally
        {
            phase.Latency.Record(Stopwatch.GetElapsedTime(dueAt));
            Interlocked.Increment(ref phase.Calls);
            Interlocked.Decrement(ref phase.InFlight);
        }
    }

    private sealed class Running
    {
        public long InFlight;
        public long Calls;
        public long Errors;
        public long Refused;

        public Histogram Latency { get; } = new();

        public string? FirstError { get; set; }

        public Phase Done(string name, int rate, int inFlight, TimeSpan took)
        {
            if (FirstError is not null)
            {
                Console.Error.WriteLine($"{name}: first error {FirstError}");
            }

            return new Phase(name, rate, inFlight, took, Calls, Errors, Refused, Latency);
        }
    }
}
