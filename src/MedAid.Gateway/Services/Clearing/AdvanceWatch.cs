using System.Diagnostics.Metrics;
using MedAid.Clearing.Books;
using MedAid.Clearing.Reports;
using MedAid.Gateway.Hosting;

namespace MedAid.Gateway.Services;

/// <summary>
/// Looks at what hospitals have advanced against their limits, whenever ageing is asked for and whenever the book is kept. Going over is logged
/// once, coming back too; the share is a gauge. Nothing is ever refused for it.
/// </summary>
internal sealed class AdvanceWatch : IDisposable
{
    private readonly Settings settings;
    private readonly ILogger<AdvanceWatch> logger;
    private readonly Meter meter = new("MedAid.Clearing");
    private volatile IReadOnlyList<AdvanceLoad> loads = [];

    public AdvanceWatch(Settings settings, ILogger<AdvanceWatch> logger)
    {
        this.settings = settings;
        this.logger = logger;
        meter.CreateObservableGauge(
            "medaid.clearing.advances", () => loads.Select(Measure), unit: "permille",
            description: "Advances not got back, as a share of the hospital's limit");
    }

    /// <summary>Looks at the books; called while the book is held, so never twice at once.</summary>
    public IReadOnlyList<AdvanceLoad> Look(ClearingState books)
    {
        var before = loads;
        var now = AdvanceLoad.Of(books, settings.AdvanceLimitsFen);
        foreach (var load in now)
        {
            var wasOver = before.Any(l => l.HospitalCode == load.HospitalCode && l.IsOver);
            if (load.IsOver && !wasOver)
            {
                Log.AdvancesOverLimit(logger, load.HospitalCode.Text, load.AdvancedFen, load.SharePermille);
            }
            else if (wasOver && !load.IsOver)
            {
                Log.AdvancesWithinLimit(logger, load.HospitalCode.Text, load.SharePermille);
            }
        }

        loads = now;
        return now;
    }

    public void Dispose() => meter.Dispose();

    private static Measurement<long> Measure(AdvanceLoad load) =>
        new(load.SharePermille, new KeyValuePair<string, object?>("hospital", load.HospitalCode.Text));
}
