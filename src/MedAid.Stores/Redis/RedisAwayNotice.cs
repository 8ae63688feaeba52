namespace MedAid.Stores.Redis;

/// <summary>
/// What is logged of Redis for operators: once that it is away, once that it is back. One slow answer is bypassed without a word; only what
/// lasts is logged. It counts looks and not time: a process that stood still for a second knows nothing of Redis.
/// </summary>
internal sealed class RedisAwayNotice(Action<bool> tell)
{
    private int awayInARow;
    private bool toldAway;

    /// <summary>Whether Redis is being asked just now. Called at every beat, by whoever tends the connection and nobody else.</summary>
    public void Look(bool isUp)
    {
        awayInARow = isUp ? 0 : awayInARow + 1;
        if (toldAway ? isUp : awayInARow >= Limits.AwayBeatsUntold)
        {
            toldAway = !isUp;
            tell(isUp);
        }
    }
}
