using MedAid.Settlement.People;
using MedAid.Settlement.Ports;

namespace MedAid.Stores.Redis;

/// <summary>
/// The memory of the register on Redis, shared by all gateways, with a first level in this process. Redis is a convenience: away,
/// slow, emptied or lying, the answers are the register's; what changes is how often the register is asked.
/// </summary>
public sealed class RedisCache : IEligibilityCache, IAsyncDisposable, IDisposable
{
    private readonly TimeProvider time;
    private readonly string channel;
    private readonly Guid self = Guid.NewGuid();
    private readonly CancellationTokenSource stop = new();
    private readonly FirstLevel persons;
    private readonly RedisLink link;
    private readonly SharedLevel shared;
    private readonly PendingInvalidations owed;
    private readonly InvalidationMonitor monitor;
    private readonly RedisAwayNotice awayNotice;
    private readonly Task tending;
    private bool isDisposed;

    private RedisCache(string configuration, byte[] key, TimeProvider time, string prefix, Action<bool> tell)
    {
        this.time = time;
        channel = $"{prefix}:forget";
        persons = new FirstLevel(time);
        link = new RedisLink(configuration, prefix, time);
        shared = new SharedLevel(link, new PersonSeal(key, prefix), time);
        owed = new PendingInvalidations(time);
        monitor = new InvalidationMonitor(time, ForgetAll);
        awayNotice = new RedisAwayNotice(tell);
        var stopping = stop.Token;
        tending = Task.Run(() => TendAsync(stopping), CancellationToken.None);
    }

    /// <summary>Whether Redis is being asked; if not, every answer that is not in this process comes from the register.</summary>
    public bool IsUp => link.IsUp && monitor.Hears;

    /// <summary>Opens the cache and begins to connect; Redis need not be there.</summary>
    /// <param name="configuration">host:port, several separated by commas, with options of the client behind them.</param>
    /// <param name="key">Key of the seal, the same in all gateways of the hospital.</param>
    /// <param name="time">The clock.</param>
    /// <param name="prefix">First part of every key and of the channel.</param>
    /// <param name="tell">Called with false when Redis has gone away, and with true when it is back; it must not throw.</param>
    public static RedisCache Open(
        string configuration, byte[] key, TimeProvider time, string prefix = "medaid", Action<bool>? tell = null) =>
        new(configuration, key, time, prefix, tell ?? (_ => { }));

    /// <summary>What is wrong with a configuration, or null.</summary>
    public static string? ProblemOf(string configuration) => RedisLink.ProblemOf(configuration);

    /// <inheritdoc/>
    public ValueTask<Eligibility?> GetAsync(
        string idNumberHash, Func<string, CancellationToken, Task<Eligibility?>> load, CancellationToken cancellationToken)
    {
        var ageMax = monitor.Hears ? TimeSpan.MaxValue : Limits.RememberedDeafFor;
        if (persons.TryGet(idNumberHash, ageMax, out var person))
        {
            CacheReads.Count(CacheReads.FirstLevel);
            return ValueTask.FromResult(person);
        }

        return LoadAsync(idNumberHash, ageMax, load, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask ForgetAsync(IReadOnlyCollection<string> idNumberHashes, CancellationToken cancellationToken)
    {
        foreach (var some in idNumberHashes.Chunk(Limits.ForgottenAtOnceMax))
        {
            // Noted before it is forgotten here, so that no look-up after this can bring the old copy back from Redis.
            var noted = owed.Add(some);
            persons.Forget(some);

            // Where nothing can be deleted, messages may still arrive: a cluster that lost a master passes them on. Whoever hears one
            // disbelieves the copy that is left in Redis.
            if (link.IsUp || monitor.Hears)
            {
                await TellAsync(noted).WaitAsync(cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        await tending;
    }

    /// <summary>Begins to stop: tending ends by itself and closes the connection. For owners that cannot wait.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref isDisposed, true))
        {
            return;
        }

        stop.Cancel();
        stop.Dispose();
    }

    private async ValueTask<Eligibility?> LoadAsync(
        string idNumberHash, TimeSpan ageMax, Func<string, CancellationToken, Task<Eligibility?>> load, CancellationToken cancellationToken) =>
        await persons.LoadAsync(idNumberHash, ageMax, doubt => FetchAsync(idNumberHash, doubt, load), cancellationToken);

    private async Task<CacheEntry> FetchAsync(string idNumberHash, FreshnessFloor doubt, Func<string, CancellationToken, Task<Eligibility?>> load)
    {
        if (link.IsUp && !owed.Covers(idNumberHash))
        {
            return await shared.GetAsync(idNumberHash, doubt, load);
        }

        CacheReads.Count(CacheReads.Bypassed);
        return InProcessCache.Fresh(await load(idNumberHash, CancellationToken.None));
    }

    private async Task TellAsync(KeyValuePair<string, long>[] noted)
    {
        var tokens = Array.ConvertAll(noted, n => n.Key);
        var isDeleted = await shared.DeleteAsync(tokens);
        var isSent = await link.PublishAsync(channel, ForgetMessage.Forget(self, tokens), Limits.RedisForgetTimeMax);
        if (isDeleted && isSent)
        {
            owed.Paid(noted);
        }
    }

    private void Hear(byte[] message)
    {
        if (ForgetMessage.TryReadBeat(message, self, out var number, out var sentAt))
        {
            monitor.Hear(number, sentAt);
        }
        else
        {
            persons.Forget(ForgetMessage.ReadForget(message, self));
        }
    }

    private void ForgetAll(bool messagesMayBeMissed)
    {
        if (messagesMayBeMissed)
        {
            // Deletions may be missing from Redis too: a server that comes back with an old file, or a replica that took over.
            persons.ForgetAll();
        }
        else
        {
            persons.Clear();
        }
    }

    private async Task TendAsync(CancellationToken stopping)
    {
        using var ticks = new PeriodicTimer(Limits.BeatEvery, time);
        try
        {
            do
            {
                await TendOnceAsync();
            }
            while (await ticks.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await link.DisposeAsync();
        }
    }

    private async Task TendOnceAsync()
    {
        if (!link.HasConnection || (IsOverdue(link.ConnectedAt) && IsOverdue(monitor.LastHeard)))
        {
            await link.ConnectAsync(channel, Hear, monitor.Lose);
        }

        if (!link.IsUp)
        {
            await link.ProbeAsync();
        }

        var (number, sentAt) = monitor.Next();
        await link.PublishAsync(channel, ForgetMessage.Beat(self, number, sentAt), Limits.BeatEvery);
        foreach (var some in owed.All().Chunk(Limits.ForgottenAtOnceMax))
        {
            if (link.IsUp)
            {
                await TellAsync(some);
            }
        }

        awayNotice.Look(IsUp);
    }

    private bool IsOverdue(long since) => time.GetElapsedTime(since) > Limits.SilenceMax;
}
