using MedAid.Stores.Redis;
using StackExchange.Redis;

namespace MedAid.Stores.Tests.Cache;

/// <summary>Redis answers, but with what no gateway put there for this person.</summary>
[NeedsServer("MEDAID_TEST_REDIS", "redis")]
public sealed class LyingRedisTests : OutageBench
{
    private int liedAbout = 100;

    [ServerFact]
    public async Task Rubbish_under_a_key_is_not_believed_and_is_replaced()
    {
        var look = await Server.LookAsync();
        byte[][] rubbish =
        [
            [], [0], [1], [PersonSeal.Format, .. new byte[200]], [0, .. new byte[40]], [9, .. new byte[60]], new byte[1_000_000],
            "null"u8.ToArray(), """{"version":1}"""u8.ToArray(),
        ];
        foreach (var value in rubbish)
        {
            await LieAsync(look, (db, name) => db.StringSetAsync(name, value));
        }
    }

    /// <summary>A value that is fetched whole makes Redis look slow, and a slow Redis is bypassed for everybody.</summary>
    [ServerFact]
    public async Task Of_an_oversized_value_no_more_is_read_than_could_be_believed()
    {
        var look = await Server.LookAsync();
        var before = Passage.BytesAnswered;
        await LieAsync(look, (db, name) => db.StringSetAsync(name, new byte[20_000_000]));
        Assert.InRange(Passage.BytesAnswered - before, Limits.SharedBytesMax, 2 * Limits.SharedBytesMax);
    }

    [ServerFact]
    public async Task A_value_of_another_type_is_not_believed_and_is_replaced()
    {
        var look = await Server.LookAsync();
        await LieAsync(look, (db, name) => db.ListLeftPushAsync(name, "x"));
        await LieAsync(look, (db, name) => db.HashSetAsync(name, "x", "y"));
    }

    [ServerFact]
    public async Task The_value_of_another_person_is_not_believed_and_is_replaced()
    {
        var look = await Server.LookAsync();
        await SharedAsync(1);
        var value = await look.GetDatabase().StringGetAsync(NameOf(1)).Within();
        await LieAsync(look, (db, name) => db.StringSetAsync(name, value));
    }

    [ServerFact]
    public async Task An_old_copy_that_is_put_back_after_it_was_forgotten_is_not_believed()
    {
        var look = await Server.LookAsync();
        await SharedAsync(1);
        var old = await look.GetDatabase().StringGetAsync(NameOf(1)).Within();
        Roll.Put(1, version: 2);
        await Forget(Near, 1);
        await look.GetDatabase().StringSetAsync(NameOf(1), old).Within();
        Roll.AssertSame(Roll.Person(1, version: 2), await Get(Near, 1));
        await Waiting.Until("the other gateway", async () => (await Get(Far, 1))!.Version == 2);
    }

    [ServerFact]
    public async Task Messages_that_make_no_sense_do_no_harm()
    {
        var look = await Server.LookAsync();
        await SharedAsync(1);
        byte[][] messages = [[], [0], "b"u8.ToArray(), "f"u8.ToArray(), [(byte)'b', .. new byte[32]], [(byte)'f', .. new byte[100]]];
        foreach (var message in messages)
        {
            await look.GetSubscriber()
                .PublishAsync(new RedisChannel("medaid:forget", RedisChannel.PatternMode.Literal), message).Within();
        }

        await SharedAsync(1, version: 2);
        await SharedAsync(2);
    }

    private static string NameOf(int number) => PlaceOf(number).Name;

    /// <summary>Lies about a person nobody has asked for yet: the answer must be right, and the lie gone at once.</summary>
    private async Task LieAsync(ConnectionMultiplexer look, Func<IDatabase, string, Task> lie)
    {
        var number = ++liedAbout;
        Roll.Put(number);
        await lie(look.GetDatabase(), NameOf(number)).Within();
        Roll.AssertSame(Roll.Person(number), await Get(Near, number));
        Assert.True(await IsSealedAsync(look, number), "the lie is still there");
        Assert.True(Near.IsUp);
    }
}
