using System.Threading.Channels;

namespace MedAid.Testing;

/// <summary>A clock whose timers run out when the test says so; it tells how long each was to run.</summary>
public sealed class SteppedClock : TimeProvider
{
    private readonly Channel<ArmedTimer> steps = Channel.CreateUnbounded<ArmedTimer>();

    public override DateTimeOffset GetUtcNow() => new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var step = new ArmedTimer(callback, state, dueTime);
        steps.Writer.TryWrite(step);
        return step;
    }

    /// <summary>Waits until somebody waits, and tells for how long.</summary>
    public async Task<ArmedTimer> NextAsync()
    {
        using var patience = new CancellationTokenSource(Waiting.Longest);
        return await steps.Reader.ReadAsync(patience.Token);
    }

    /// <summary>One timer.</summary>
    public sealed class ArmedTimer(TimerCallback callback, object? state, TimeSpan dueTime) : ITimer
    {
        public TimeSpan DueTime => dueTime;

        /// <summary>Its time is up.</summary>
        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
