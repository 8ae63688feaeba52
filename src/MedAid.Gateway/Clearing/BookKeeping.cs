using MedAid.Clearing;
using MedAid.Gateway.Hosting;
using MedAid.Settlement.Ports;

namespace MedAid.Gateway.Clearing;

/// <summary>
/// Takes settlements over into the clearing book by itself, so that they enter the chain soon after they were made and the first question of
/// the day finds the book read; and looks at what hospitals have advanced. A cashier waits for none of it.
/// </summary>
internal sealed class BookKeeping(ClearingDesk desk, AdvanceWatch watch, TimeProvider time, ILogger<BookKeeping> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not in the way of the start: hosted services begin one after the other.
        await Task.Yield();
        using var timer = new PeriodicTimer(Limits.BookKeepingPeriod, time);
        var away = false;
        do
        {
            try
            {
                await Pace.WalkAsync(desk.TakeSomeAsync, time, stoppingToken);
                await desk.LookAsync(watch.Look, stoppingToken);
                away = false;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // What was taken over is written; the rest is taken over after the next start.
                return;
            }
            catch (Exception e) when (e is LedgerUnavailableException or LedgerUnknownException)
            {
                if (!away)
                {
                    Log.BookBehind(logger, e.Message);
                }

                away = true;
            }
            catch (Exception defect)
            {
                // The finance office will meet it and so will the proof; cashiers must not.
                Log.BookDefect(logger, defect);
                return;
            }
        }
        while (await NextAsync(timer, stoppingToken));
    }

    /// <summary>Asked this way, the end is an answer and no exception.</summary>
    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        var next = timer.WaitForNextTickAsync(stopping).AsTask();
        await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return next.IsCompletedSuccessfully && await next;
    }
}
