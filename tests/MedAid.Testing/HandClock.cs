using Microsoft.Extensions.Time.Testing;

namespace MedAid.Testing;

/// <summary>A clock that stands still until the test moves it: nothing that runs by it is ever too slow. It begins on 2026-03-16 at 9:00.</summary>
public sealed class HandClock(DateTimeOffset now) : FakeTimeProvider(now.ToUniversalTime())
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    public HandClock()
        : this(new DateTimeOffset(2026, 3, 16, 9, 0, 0, TimeSpan.FromHours(8)))
    {
    }

    public DateTimeOffset Now => GetUtcNow();

    /// <summary>Whether timers run by real time, where work pauses and goes on by itself.</summary>
    public bool HasRealTimers { get; init; }

    /// <summary>What happens at the moment when the ticks are asked for.</summary>
    public Action? WhenTicksAreAsked { get; set; }

    public override long GetTimestamp()
    {
        WhenTicksAreAsked?.Invoke();
        return base.GetTimestamp();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        HasRealTimers ? System.CreateTimer(callback, state, dueTime, period) : base.CreateTimer(callback, state, dueTime, period);

    /// <summary>Sets it, also back; no timer goes off.</summary>
    public void MoveTo(DateTimeOffset moment) => AdjustTime(moment.ToUniversalTime());

    /// <summary>Lets time pass, no faster than real time, until something holds that needs both: an answer of a server and a timer, say.</summary>
    public Task RunUntil(string what, Func<bool> holds) => RunUntil(what, () => Task.FromResult(holds()));

    public Task RunUntil(string what, Func<Task<bool>> holds) => Waiting.Until(what, async () =>
    {
        if (await holds())
        {
            return true;
        }

        await Task.Delay(Step);
        Advance(Step);
        return false;
    });
}
