using MedAid.Clearing;
using MedAid.Gateway.Hosting;

namespace MedAid.Gateway.Services;

/// <summary>
/// Takes settlements over into the clearing book by itself, so that they enter the chain soon after they were made and the first question of
/// the day finds the book read; and looks at what hospitals have advanced. A cashier waits for none of it.
/// </summary>
internal sealed class BookKeeping(
    ClearingBookService clearing, AdvanceWatch watch, RoundsHealth health, TimeProvider time, ILogger<BookKeeping> logger)
    : BackgroundRounds("往来账", Limits.BookKeepingPeriod, health, time, logger)
{
    private readonly TimeProvider time = time;
    private readonly HashSet<long> told = [];

    protected override async Task RoundAsync(CancellationToken stopping)
    {
        await Pace.WalkAsync(clearing.TakeSomeAsync, time, stopping);
        await clearing.LookAsync(watch.Look, stopping);
        Tell();
    }

    /// <summary>Logs every record that was set aside once.</summary>
    private void Tell()
    {
        foreach (var record in clearing.SetAside.Where(r => told.Add(r.Number)))
        {
            Log.RecordSetAside(logger, record.Number, record.Kind.ToString(), record.Reason);
        }
    }
}
