using System.Diagnostics.Metrics;
using MedAid.Clearing;
using MedAid.Clearing.Books;
using MedAid.Clearing.Reports;
using MedAid.Gateway.Hosting;
using MedAid.Settlement.Ports;

namespace MedAid.Gateway.Clearing;

/// <summary>
/// Looks at what hospitals have advanced against their limits: whenever ageing is asked for, and every now and then by itself. Going over is
/// logged once, coming back too; the share is a gauge. Nothing is ever refused for it.
/// </summary>
internal sealed class AdvanceWatch : BackgroundService
{
    private readonly ClearingDesk desk;
    private readonly Settings settings;
    private readonly TimeProvider time;
    private readonly ILogger<AdvanceWatch> logger;
    private readonly Meter meter = new("MedAid.Clearing");
    private volatile IReadOnlyList<AdvanceLoad> loads = [];

    public AdvanceWatch(ClearingDesk desk, Settings settings, TimeProvider time, ILogger<AdvanceWatch> logger)
    {
        this.desk = desk;
        this.settings = settings;
        this.time = time;
        this.logger = logger;
        meter.CreateObservableGauge(
            "medaid.clearing.advances", () => loads.Select(Measure), unit: "permille",
            description: "Advances not got back, as a share of the hospital's limit");
    }

    /// <summary>Looks at the books; called at the desk, so never twice at once.</summary>
    public IReadOnlyList<AdvanceLoad> Look(ClearingBooks books)
    {
        var before = loads;
        var now = AdvanceLoad.Of(books, settings.AdvanceLimitsFen);
        foreach (var load in now)
        {
            var wasOver = before.Any(l => l.HospitalCode == load.HospitalCode && l.IsOver);
            if (load.IsOver && !wasOver)
            {
                Log.AdvancesOverLimit(logger, load.HospitalCode, load.AdvancedFen, load.SharePermille);
            }
            else if (wasOver && !load.IsOver)
            {
                Log.AdvancesWithinLimit(logger, load.HospitalCode, load.SharePermille);
            }
        }

        loads = now;
        return now;
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.AdvanceLimitsFen.Count == 0)
        {
            return;
        }

        using var timer = new PeriodicTimer(Limits.AdvanceLookEvery, time);
        while (await NextAsync(timer, stoppingToken))
        {
            try
            {
                await desk.ReadAsync(Look, stoppingToken);
            }
            catch (LedgerUnavailableException e)
            {
                Log.StoreUnavailable(logger, nameof(AdvanceWatch), e.Message);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private static Measurement<long> Measure(AdvanceLoad load) =>
        new(load.SharePermille, new KeyValuePair<string, object?>("hospital", load.HospitalCode));

    /// <summary>Asked this way, the end is an answer and no exception.</summary>
    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        var tick = timer.WaitForNextTickAsync(stopping).AsTask();
        await ((Task)tick).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return tick.IsCompletedSuccessfully && await tick;
    }
}
