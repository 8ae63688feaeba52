namespace MedAid.Settlement;

/// <summary>Instants as the stores keep them: whole microseconds since 1970-01-01 UTC, on every database without loss.</summary>
public static class Instants
{
    /// <summary>Now, to the microsecond.</summary>
    public static DateTimeOffset Now(TimeProvider time) => OfMicroseconds(Microseconds(time.GetUtcNow()));

    /// <summary>The microseconds of an instant; what is finer is cut off.</summary>
    public static long Microseconds(DateTimeOffset instant) =>
        (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The instant of <see cref="Microseconds"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such instant.</exception>
    /// <exception cref="OverflowException">There is no such instant.</exception>
    public static DateTimeOffset OfMicroseconds(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(checked(microseconds * TimeSpan.TicksPerMicrosecond));
}
