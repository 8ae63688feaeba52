using System.Runtime.CompilerServices;

namespace MedAid.Testing;

/// <summary>
/// Waits for what happens, not for time: a test must pass on a machine that is very slow. Every wait ends all the same, after minutes, and
/// says what it waited for.
/// </summary>
public static class Waiting
{
    /// <summary>The longest wait of a test. Nothing that works takes this long; whoever comes this far hangs.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);

    public static async Task Within(
        this Task task, [CallerArgumentExpression(nameof(task))] string what = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        try
        {
            await task.WaitAsync(Longest);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw Hangs(what, file, line);
        }
    }

    public static async Task<T> Within<T>(
        this Task<T> task, [CallerArgumentExpression(nameof(task))] string what = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        await ((Task)task).Within(what, file, line);
        return await task;
    }

    public static Task Within(
        this ValueTask task, [CallerArgumentExpression(nameof(task))] string what = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        task.AsTask().Within(what, file, line);

    public static Task<T> Within<T>(
        this ValueTask<T> task, [CallerArgumentExpression(nameof(task))] string what = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        task.AsTask().Within(what, file, line);

    /// <summary>Waits until something holds, for what tells nobody when it happens. Fails with what it was; tells how long it took.</summary>
    public static Task<TimeSpan> Until(
        string what, Func<bool> holds, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Until(what, () => Task.FromResult(holds()), file, line);

    public static async Task<TimeSpan> Until(
        string what, Func<Task<bool>> holds, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await holds().Within(what, file, line))
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Longest)
            {
                throw Hangs(what, file, line);
            }

            await Task.Delay(LookEvery);
        }

        return TimeProvider.System.GetElapsedTime(begun);
    }

    private static TimeoutException Hangs(string what, string file, int line) => new(
        $"waited {Longest.TotalMinutes} minutes for: {what} ({Path.GetFileName(file)}:{line}; thread pool: {ThreadPool.ThreadCount} threads, "
        + $"{ThreadPool.PendingWorkItemCount} waiting)");
}
