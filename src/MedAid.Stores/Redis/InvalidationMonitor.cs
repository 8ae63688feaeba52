namespace MedAid.Stores.Redis;

/// <summary>
/// Whether messages from the other gateways reach this one. The gateway sends itself a numbered beat through Redis; what was sent
/// before a beat that arrived has arrived too. A beat that is missing in the row, or a connection that was lost, means that a
/// message may have been missed: then everything remembered is forgotten before anything is trusted again.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="forgetAll">Called with true if messages may have been missed, with false when they are heard for the first time.</param>
internal sealed class InvalidationMonitor(TimeProvider time, Action<bool> forgetAll)
{
    private readonly Lock gate = new();
    private long sentNumber;
    private long heardNumber;
    private long heardSentAt;
    private long lostAt = long.MinValue;
    private volatile bool hearing;
    private bool everHeard;

    /// <summary>Whether what is remembered may be trusted.</summary>
    public bool Hears => hearing && time.GetElapsedTime(Volatile.Read(ref heardSentAt)) < Limits.HearingFor;

    /// <summary>When the last beat that arrived was sent.</summary>
    public long LastHeard => Volatile.Read(ref heardSentAt);

    /// <summary>The next beat to send: its number and the time.</summary>
    public (long Number, long SentAt) Next() => (Interlocked.Increment(ref sentNumber), time.GetTimestamp());

    /// <summary>A beat of this gateway arrived.</summary>
    public void Hear(long number, long sentAt)
    {
        lock (gate)
        {
            if (sentAt <= lostAt)
            {
                return;
            }

            if (!hearing || number != heardNumber + 1)
            {
                forgetAll(everHeard);
            }

            heardNumber = number;
            Volatile.Write(ref heardSentAt, sentAt);
            everHeard = true;
            hearing = true;
        }
    }

    /// <summary>The connection was lost, or made anew: beats sent before now prove nothing.</summary>
    public void Lose()
    {
        lock (gate)
        {
            hearing = false;
            lostAt = time.GetTimestamp();
        }
    }
}
