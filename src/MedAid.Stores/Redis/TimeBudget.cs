namespace MedAid.Stores.Redis;

/// <summary>The time that Redis may still take from one look-up; it runs only while Redis is being waited for.</summary>
internal sealed class TimeBudget(TimeProvider time, TimeSpan total)
{
    private TimeSpan left = total;

    /// <summary>Waits for an answer of Redis.</summary>
    /// <exception cref="TimeoutException">The budget is used up.</exception>
    public async Task<T> WaitAsync<T>(Task<T> answer)
    {
        if (answer.IsCompleted)
        {
            return await answer;
        }

        var begun = time.GetTimestamp();
        try
        {
            return await answer.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        }
        finally
        {
            left -= time.GetElapsedTime(begun);
        }
    }
}
