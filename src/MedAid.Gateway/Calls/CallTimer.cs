using MedAid.Contract.Errors.V1;

namespace MedAid.Gateway.Calls;

/// <summary>The time that a call by HTTP may take.</summary>
/// <param name="Deadline">When it is over.</param>
/// <param name="Token">Cancelled then, or when the caller has gone.</param>
internal sealed record CallTimer(DateTime Deadline, CancellationToken Token)
{
    /// <summary>Does the work of a call within its time; throws DEADLINE_PASSED when that is over.</summary>
    public static async Task WithinAsync(HttpContext http, TimeProvider time, Func<CallTimer, Task> work)
    {
        var allowed = CallTime.Of(http.Request.Headers);
        using var timer = new CancellationTokenSource(allowed, time);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, timer.Token);
        try
        {
            await work(new CallTimer(time.GetUtcNow().UtcDateTime + allowed, until.Token));
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
        {
            throw new ApiError(ErrorReason.DeadlinePassed).ToException();
        }
    }
}
