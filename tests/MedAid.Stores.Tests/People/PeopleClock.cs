namespace MedAid.Stores.Tests.People;

/// <summary>A clock that moves when told, from 2026-03-16 on; timers run by the real one.</summary>
internal sealed class PeopleClock : TimeProvider
{
    public DateTimeOffset Now { get; private set; } = new(2026, 3, 16, 1, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;

    public void Advance(TimeSpan span) => Now += span;
}
