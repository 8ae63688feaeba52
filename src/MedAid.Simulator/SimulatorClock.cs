using System.Globalization;
using MedAid.Settlement;

namespace MedAid.Simulator;

/// <summary>The clock of the bureau: another one, moved.</summary>
internal sealed class SimulatorClock(TimeProvider time)
{
    private long offsetTicks;

    /// <summary>The clock below, which delays run by.</summary>
    public TimeProvider Below => time;

    /// <summary>The moment, by the clocks of China.</summary>
    public DateTimeOffset Now => ChinaTime.Of(time.GetUtcNow() + Offset);

    /// <summary>How far it is moved.</summary>
    public TimeSpan Offset
    {
        get => new(Interlocked.Read(ref offsetTicks));
        set => Interlocked.Exchange(ref offsetTicks, value.Ticks);
    }

    /// <summary>Where it has to be moved to for showing a moment now.</summary>
    public TimeSpan OffsetTo(DateTimeOffset moment) => moment - time.GetUtcNow();

    /// <summary>A moment as messages write it.</summary>
    public static string Text(DateTimeOffset moment) => ChinaTime.Of(moment).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A day as messages write it.</summary>
    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
