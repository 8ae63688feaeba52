using StackExchange.Redis;

namespace MedAid.Stores.Redis;

/// <summary>
/// The connection to Redis and the switch beside it. The first call that fails or takes too long opens the switch; from then on
/// nobody waits for Redis until the question that failed has been answered in time again, asked in the background. Whatever the
/// client throws counts as an outage, because no answer about money may depend on it.
/// </summary>
internal sealed class RedisLink(string configuration, string prefix, TimeProvider time) : IAsyncDisposable
{
    private volatile ConnectionMultiplexer? multiplexer;
    private volatile string questionable = $"{prefix}:probe";
    private volatile bool isUp;
    private long connectedAt;

    /// <summary>Whether Redis is being asked.</summary>
    public bool IsUp => isUp;

    /// <summary>When the present connection was begun.</summary>
    public long ConnectedAt => Volatile.Read(ref connectedAt);

    /// <summary>Whether there is a connection, alive or not.</summary>
    public bool HasConnection => multiplexer is not null;

    /// <summary>
    /// Asks Redis about a key. No answer if it is away, too slow, or refuses; the last does not count as away when the server
    /// is well and only this value is not.
    /// </summary>
    public async ValueTask<RedisAnswer<T>> AskAsync<T>(string key, Func<IDatabase, Task<T>> ask, TimeBudget budget)
    {
        if (!isUp || multiplexer is not { } connection)
        {
            return default;
        }

        Task<T>? asked = null;
        try
        {
            asked = ask(connection.GetDatabase());
            return new RedisAnswer<T>(true, await budget.WaitAsync(asked));
        }
        catch (RedisServerException e) when (ConcernsOnlyTheValue(e))
        {
            return default(RedisAnswer<T>) with { Refused = true };
        }
        catch (Exception)
        {
            Forsake(asked);
            questionable = key;
            isUp = false;
            return default;
        }
    }

    /// <summary>
    /// Reads what lies under a key, but no more than one byte above the largest value that is believed: one oversized value must not
    /// make Redis look slow, which would bypass it for everybody, nor hold up the answers behind it.
    /// </summary>
    public static Task<RedisValue> ReadAsync(IDatabase database, string key) => database.StringGetRangeAsync(key, 0, Limits.SharedBytesMax);

    /// <summary>Asks the question again that failed, and closes the switch if the answer comes in time.</summary>
    public async Task ProbeAsync()
    {
        if (multiplexer is not { } connection)
        {
            return;
        }

        Task<RedisValue>? asked = null;
        try
        {
            asked = ReadAsync(connection.GetDatabase(), questionable);
            await asked.WaitAsync(Limits.RedisTimeMax, time);
            isUp = true;
        }
        catch (RedisServerException e) when (ConcernsOnlyTheValue(e))
        {
            isUp = true;
        }
        catch (Exception)
        {
            Forsake(asked);
        }
    }

    /// <summary>Sends a message to every gateway; false if it may not have been sent.</summary>
    public async Task<bool> PublishAsync(string channel, byte[] message, TimeSpan within)
    {
        if (multiplexer is not { } connection)
        {
            return false;
        }

        Task<long>? sent = null;
        try
        {
            sent = connection.GetSubscriber().PublishAsync(Literal(channel), message);
            await sent.WaitAsync(within, time);
            return true;
        }
        catch (Exception)
        {
            Forsake(sent);
            return false;
        }
    }

    /// <summary>Connects anew and listens; the old connection is dropped, with whatever waits on it.</summary>
    public async Task ConnectAsync(string channel, Action<byte[]> hear, Action lost)
    {
        isUp = false;
        await DropAsync();
        Volatile.Write(ref connectedAt, time.GetTimestamp());
        Task<ConnectionMultiplexer>? connecting = null;
        try
        {
            connecting = ConnectionMultiplexer.ConnectAsync(Options(configuration));
            var fresh = await connecting.WaitAsync(Limits.RedisConnectTimeMax, time);
            fresh.ConnectionRestored += (_, _) => lost();
            lost();
            multiplexer = fresh;
            var subscribing = fresh.GetSubscriber().SubscribeAsync(Literal(channel), (_, message) => hear(message!));
            await subscribing.WaitAsync(Limits.RedisConnectTimeMax, time);
        }
        catch (Exception)
        {
            // The next attempt comes when this one has been silent for long enough.
            Forsake(connecting);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        isUp = false;
        await DropAsync();
    }

    /// <summary>What is wrong with a configuration, or null. The text does not repeat it: it may hold a password.</summary>
    public static string? ProblemOf(string configuration)
    {
        try
        {
            return ConfigurationOptions.Parse(configuration).EndPoints.Count > 0 ? null : "没有写出主机";
        }
        catch (ArgumentException)
        {
            return "读不懂";
        }
    }

    private static RedisChannel Literal(string channel) => new(channel, RedisChannel.PatternMode.Literal);

    private static ConfigurationOptions Options(string configuration)
    {
        var options = ConfigurationOptions.Parse(configuration);
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = (int)Limits.RedisConnectTimeMax.TotalMilliseconds / 2;
        options.ConnectRetry = 1;
        options.KeepAlive = 1;
        options.ClientName = "medaid";

        // A message of the client that ends up in a log shall not name a key.
        options.IncludeDetailInExceptions = false;
        return options;
    }

    // A server that answers a question about one value with these is well; anything else it says (loading, cluster down, moved
    // away) means that it cannot serve now.
    private static bool ConcernsOnlyTheValue(RedisServerException e) =>
        e.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal)
        || e.Message.StartsWith("OOM", StringComparison.Ordinal)
        || e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);

    // Nobody waits for it any more; its failure must not surface as unobserved.
    private static void Forsake(Task? task) => task?.ContinueWith(
        static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private async Task DropAsync()
    {
        if (Interlocked.Exchange(ref multiplexer, null) is not { } old)
        {
            return;
        }

        try
        {
            await old.CloseAsync(allowCommandsToComplete: false).WaitAsync(Limits.RedisConnectTimeMax, time);

            // What follows an answer runs on the thread that takes answers; to wait there for another answer is to wait for oneself.
            await Task.Run(old.Dispose);
        }
        catch (Exception)
        {
            Forsake(Task.Run(old.Dispose));
        }
    }
}

/// <summary>What Redis said, if it said anything; or that it refuses this value.</summary>
internal readonly record struct RedisAnswer<T>(bool IsGiven, T Value, bool Refused = false);
