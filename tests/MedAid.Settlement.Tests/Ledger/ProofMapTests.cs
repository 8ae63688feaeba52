using MedAid.Settlement.Ledger.Proof;

namespace MedAid.Settlement.Tests.Ledger;

/// <summary>The maps of a proof, of which a part lies in a scratch file: they hold what an ordinary map holds, in the same memory for any number.</summary>
public sealed class ProofMapTests
{
    private const int HeldMax = 4;
    private const int Keys = 20_000;

    [Fact]
    public void A_map_many_times_as_large_as_its_memory_holds_what_an_ordinary_one_holds()
    {
        var random = new Random(11);
        using var scratch = new MemoryStream();
        var memory = new ProofPages(() => scratch, HeldMax);
        var (map, other, expected) = (new ProofMap<long>(memory), new ProofMap<bool>(memory), new Dictionary<UInt128, long>());
        for (var i = 0; i < 200_000; i++)
        {
            var (key, value) = (ProofKey.Of($"K{random.Next(Keys)}"), random.NextInt64());
            switch (random.Next(6))
            {
                case 0:
                    Assert.Equal(expected.Remove(key), map.Remove(key));
                    break;
                case 1:
                    Assert.Equal(expected.TryAdd(key, value), map.TryAdd(key, value));
                    break;
                case 2:
                    Assert.Equal((expected.TryGetValue(key, out var there), there), (map.TryGet(key, out var found), found));
                    break;
                default:
                    map.Set(key, expected[key] = value);
                    other.Set(key, true);
                    break;
            }
        }

        AssertSame(expected, map);
        Assert.True(memory.Held == HeldMax && memory.Pages > 50 * HeldMax, $"{memory.Held} of {memory.Pages} pages are held");

        using var noted = new MemoryStream();
        using (var writer = new BinaryWriter(noted, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            map.Save(writer);
        }

        noted.Position = 0;
        using var reader = new BinaryReader(noted);
        var again = new ProofMap<long>(new ProofPages());
        again.Load(reader);
        AssertSame(expected, again);
    }

    /// <summary>A large piece is done with before the next one is read; of others, one is read ahead.</summary>
    [Fact]
    public async Task Nothing_is_read_ahead_of_a_large_piece()
    {
        var read = 0;
        async IAsyncEnumerable<int> Pieces()
        {
            for (; read < 40; read++)
            {
                await Task.Yield();
                yield return read;
            }
        }

        var seen = 0;
        await foreach (var piece in ReadAhead.OfAsync(_ => Pieces(), _ => true, CancellationToken.None))
        {
            Assert.Equal(seen++, piece);
            await Task.Yield();
            Assert.Equal(piece, Volatile.Read(ref read));
        }

        Assert.Equal(40, seen);
    }

    private static void AssertSame(Dictionary<UInt128, long> expected, ProofMap<long> map)
    {
        Assert.Equal(expected.Count, map.Count);
        Assert.Equal(expected.OrderBy(p => p.Key), map.All.OrderBy(p => p.Key));
    }
}
