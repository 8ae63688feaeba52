using MedAid.Clearing;
using MedAid.Settlement.Ports;

namespace MedAid.Gateway.Clearing;

/// <summary>
/// Takes settlements over into the clearing book by itself, so that they enter the chain soon after they were made and the first question of
/// the day finds the book read. A cashier waits for none of it.
/// </summary>
internal sealed class BookKeeping(ClearingDesk desk, TimeProvider time, ILogger<BookKeeping> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Limits.BookKeepingPeriod, time);
        var away = false;
        while (await NextAsync(timer, stoppingToken))
        {
            try
            {
                await desk.HeadAsync(stoppingToken);
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
    }

    /// <summary>Asked this way, the end is an answer and no exception.</summary>
    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        var next = timer.WaitForNextTickAsync(stopping).AsTask();
        await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return next.IsCompletedSuccessfully && await next;
    }
}
