namespace MedAid.Stores.Redis;

/// <summary>
/// What operators are told of Redis: once that it is away, once that it is back. One slow answer is bypassed without a word; only what
/// lasts is told. Asked regularly by whoever tends the connection, by nobody else.
/// </summary>
internal sealed class Standing(TimeProvider time, Action<bool> tell)
{
    private long upAt = time.GetTimestamp();
    private bool toldAway;

    /// <summary>Whether Redis is being asked just now.</summary>
    public void Look(bool isUp)
    {
        if (isUp)
        {
            upAt = time.GetTimestamp();
        }

        if (isUp == toldAway && (isUp || time.GetElapsedTime(upAt) >= Limits.AwayUntoldFor))
        {
            toldAway = !isUp;
            tell(isUp);
        }
    }
}
