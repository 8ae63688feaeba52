using System.Diagnostics;

namespace MedAid.Gateway.Hosting;

/// <summary>
/// The pace of work that nobody waits for: after each piece it rests several times as long as the piece took, so that cashiers have the
/// machine even while a million settlements of earlier are taken in.
/// </summary>
internal static class Pace
{
    /// <summary>Does piece after piece until one says that there is no more.</summary>
    public static async Task WalkAsync(Func<CancellationToken, Task<bool>> piece, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (await piece(cancellationToken))
        {
            await Task.Delay(Stopwatch.GetElapsedTime(began) * Limits.RestForFollowing, time, cancellationToken);
            began = Stopwatch.GetTimestamp();
        }
    }
}
