using System.Diagnostics;

namespace MedAid.Stores.Tests.Cache;

/// <summary>Every wait of these tests ends.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static Task<T> Within<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Longest);

    public static Task Within(this ValueTask task) => task.AsTask().WaitAsync(Longest);

    public static Task<T> Within<T>(this Task<T> task) => task.WaitAsync(Longest);

    public static Task Within(this Task task) => task.WaitAsync(Longest);

    /// <summary>Waits until something holds; fails with what it was after <paramref name="longest"/>. Returns how long it took.</summary>
    public static async Task<TimeSpan> Until(string what, Func<Task<bool>> holds, TimeSpan? longest = null)
    {
        var begun = Stopwatch.GetTimestamp();
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!await holds().WaitAsync(Longest))
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < (longest ?? Longest), $"not in time: {what}");
            await ticks.WaitForNextTickAsync();
        }

        return Stopwatch.GetElapsedTime(begun);
    }

    public static Task<TimeSpan> Until(string what, Func<bool> holds, TimeSpan? longest = null) =>
        Until(what, () => Task.FromResult(holds()), longest);
}
