using System.Security.Cryptography;
using MedAid.Settlement.People;
using StackExchange.Redis;

namespace MedAid.Stores.Redis;

/// <summary>
/// Persons in Redis, one key each, so that a cluster serves it too. Under a key lies a sealed person or a ticket. Whoever finds
/// nothing puts a ticket there before asking the register, and puts the person in only while that ticket still lies there. To forget
/// is to delete, ticket or person: an old copy whose load began before it finds no ticket and stays out.
/// </summary>
internal sealed class SharedLevel(RedisLink link, PersonSeal seal, TimeProvider time)
{
    private const byte TicketMark = 0;
    private const int TicketBytes = 17;

    // An empty value counts as nothing: GETRANGE tells the two not apart, and no gateway writes one.
    private const string TicketScript =
        "if redis.call('STRLEN', KEYS[1]) == 0 then redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) return 1 end return 0";

    private const string PutScript =
        "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) return 1 end return 0";

    /// <summary>The person from Redis, or from the register, then shared.</summary>
    public async Task<CacheEntry> GetAsync(string idNumberHash, FreshnessFloor doubt, Func<string, CancellationToken, Task<Eligibility?>> load)
    {
        var budget = new TimeBudget(time, Limits.RedisTimeMax);
        var slot = seal.Of(idNumberHash);
        var answer = await link.AskAsync(slot.Name, db => RedisLink.ReadAsync(db, slot.Name), budget);
        var lying = answer.IsGiven && !answer.Value.IsNullOrEmpty ? (byte[]?)answer.Value : null;
        if (lying is not null && Believe(slot, lying, doubt) is { } shared)
        {
            CacheReads.Count(CacheReads.Redis);
            return new CacheEntry(shared.Person, Shorter(shared.Until - time.GetUtcNow(), InProcessCache.Fresh(shared.Person).For));
        }

        CacheReads.Count(answer.IsGiven || answer.Refused ? CacheReads.Register : CacheReads.Bypassed);
        var ticket = answer.Refused || lying is not null
            ? await ReplaceAsync(slot, lying, budget)
            : answer.IsGiven ? await TakeTicketAsync(slot, budget) : null;
        var readAt = time.GetUtcNow();
        var person = await load(idNumberHash, CancellationToken.None);
        if (ticket is not null)
        {
            await PutAsync(slot, ticket, person, readAt, budget);
        }

        return InProcessCache.Fresh(person);
    }

    /// <summary>Deletes what lies there for these tokens; false if some of it may be left.</summary>
    public async Task<bool> DeleteAsync(IEnumerable<string> idNumberHashes)
    {
        var deletions = new List<Task<RedisAnswer<bool>>>();
        foreach (var token in idNumberHashes)
        {
            var name = seal.Of(token).Name;
            deletions.Add(link.AskAsync(name, db => db.KeyDeleteAsync(name), new TimeBudget(time, Limits.RedisForgetTimeMax)).AsTask());
        }

        var answers = await Task.WhenAll(deletions);
        return Array.TrueForAll(answers, a => a.IsGiven);
    }

    private SharedPerson? Believe(in SealedSlot slot, byte[] value, FreshnessFloor doubt)
    {
        var shared = PersonSeal.Open(slot, value) is { } content ? SharedPerson.FromBytes(content) : null;
        return shared is not null
            && shared.Until > time.GetUtcNow()
            && doubt.Allows(shared.Person?.Version ?? 0, shared.ReadAt)
                ? shared
                : null;
    }

    // A ticket is another gateway's, which is about to put the person in; anything else that was not believed is in the way.
    private async Task<byte[]?> ReplaceAsync(SealedSlot slot, byte[]? value, TimeBudget budget)
    {
        if (value is { Length: TicketBytes } && value[0] == TicketMark)
        {
            return null;
        }

        CacheReads.CountDisbelieved();
        await link.AskAsync(slot.Name, db => db.KeyDeleteAsync(slot.Name), budget);
        return await TakeTicketAsync(slot, budget);
    }

    private async Task<byte[]?> TakeTicketAsync(SealedSlot slot, TimeBudget budget)
    {
        var ticket = new byte[TicketBytes];
        RandomNumberGenerator.Fill(ticket.AsSpan(1));
        return await RunAsync(slot, TicketScript, [ticket, (long)Limits.TicketFor.TotalMilliseconds], budget) ? ticket : null;
    }

    private async Task PutAsync(SealedSlot slot, byte[] ticket, Eligibility? person, DateTimeOffset readAt, TimeBudget budget)
    {
        var life = person is null ? Limits.AbsenceRememberedFor : Jittered(Limits.SharedFor);
        var value = PersonSeal.Close(slot, new SharedPerson(person, readAt, readAt + life).ToBytes());
        if (value.Length <= Limits.SharedBytesMax)
        {
            await RunAsync(slot, PutScript, [ticket, value, (long)life.TotalMilliseconds], budget);
        }
    }

    /// <summary>Runs a script on one key; whether it did what it is for.</summary>
    private async Task<bool> RunAsync(SealedSlot slot, string script, RedisValue[] values, TimeBudget budget)
    {
        RedisKey[] keys = [slot.Name];
        var done = await link.AskAsync(slot.Name, db => db.ScriptEvaluateAsync(script, keys, values), budget);
        if (done.Refused)
        {
            // A server that was restarted has lost the script; the client sends it along the second time.
            done = await link.AskAsync(slot.Name, db => db.ScriptEvaluateAsync(script, keys, values), budget);
        }

        return done.IsGiven && (long)done.Value == 1;
    }

    private static TimeSpan Jittered(TimeSpan life) =>
        life - TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32((int)life.TotalMilliseconds / 10));

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
