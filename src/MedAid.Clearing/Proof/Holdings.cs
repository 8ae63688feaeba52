using System.Runtime.InteropServices;
using MedAid.Settlement.Ledger.Proof;

namespace MedAid.Clearing.Proof;

/// <summary>
/// Amounts that are spread over standings, each under a key, in some forty bytes: all of an amount mostly stands at one place. What one
/// record changes can be taken back as a whole.
/// </summary>
internal sealed class Holdings(int standings)
{
    private const byte Split = 0;

    private readonly ProofMap<Holding> holdings = new();
    private readonly Dictionary<UInt128, long[]> splits = [];
    private readonly List<(UInt128 Key, Holding? Before, long[]? Spread)> changed = [];

    public bool Has(UInt128 key) => holdings.TryGet(key, out _);

    /// <summary>Whether all of it stands there.</summary>
    public bool IsAll(UInt128 key, int standing) => holdings.TryGet(key, out var holding) && holding.Standing == standing;

    public int? PlaceOf(UInt128 key) => holdings.TryGet(key, out var holding) ? holding.Place : null;

    /// <summary>Adds an amount; false if there is one of that key.</summary>
    public bool Add(UInt128 key, int place, int standing, long fen)
    {
        changed.Add((key, null, null));
        if (holdings.TryAdd(key, new Holding { Fen = fen, Place = place, Standing = (byte)standing }))
        {
            return true;
        }

        changed.RemoveAt(changed.Count - 1);
        return false;
    }

    /// <summary>Moves a part from one standing to another; false if so much does not stand there.</summary>
    public bool Move(UInt128 key, int from, int to, long fen)
    {
        if (fen <= 0 || from == to || from <= 0 || to <= 0 || from > standings || to > standings || !holdings.TryGet(key, out var before))
        {
            return false;
        }

        var spread = before.Standing == Split ? splits[key] : null;
        changed.Add((key, before, spread is null ? null : (long[])spread.Clone()));
        if (spread is null)
        {
            spread = new long[standings + 1];
            spread[before.Standing] = before.Fen;
        }

        if (spread[from] < fen)
        {
            changed.RemoveAt(changed.Count - 1);
            return false;
        }

        spread[from] -= fen;
        spread[to] += fen;
        ref var after = ref holdings.At(key);
        after.Standing = spread[to] == before.Fen ? (byte)to : Split;
        if (after.Standing == Split)
        {
            splits[key] = spread;
        }
        else
        {
            splits.Remove(key);
        }

        return true;
    }

    /// <summary>What was changed stays.</summary>
    public void Keep() => changed.Clear();

    /// <summary>Takes back what was changed since the last <see cref="Keep"/>.</summary>
    public void Undo()
    {
        for (var i = changed.Count - 1; i >= 0; i--)
        {
            var (key, before, spread) = changed[i];
            splits.Remove(key);
            if (before is not { } holding)
            {
                holdings.Remove(key);
                continue;
            }

            holdings.At(key) = holding;
            if (spread is not null)
            {
                splits[key] = spread;
            }
        }

        changed.Clear();
    }

    /// <summary>How much stands where, by place and standing.</summary>
    public Dictionary<(int Place, int Standing), long> Sums()
    {
        var sums = new Dictionary<(int Place, int Standing), long>();
        foreach (var (key, holding) in holdings.All)
        {
            if (holding.Standing != Split)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(sums, (holding.Place, holding.Standing), out _) += holding.Fen;
                continue;
            }

            var spread = splits[key];
            for (var standing = 1; standing <= standings; standing++)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(sums, (holding.Place, standing), out _) += spread[standing];
            }
        }

        return sums;
    }

    public void Save(BinaryWriter writer)
    {
        holdings.Save(writer);
        writer.Write(splits.Count);
        foreach (var (key, spread) in splits)
        {
            writer.Write(unchecked((ulong)(key >> 64)));
            writer.Write(unchecked((ulong)key));
            Array.ForEach(spread, writer.Write);
        }
    }

    public void Load(BinaryReader reader)
    {
        holdings.Load(reader);
        splits.Clear();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var key = new UInt128(reader.ReadUInt64(), reader.ReadUInt64());
            splits[key] = [.. Enumerable.Range(0, standings + 1).Select(_ => reader.ReadInt64())];
        }
    }

    private struct Holding
    {
        public long Fen;
        public int Place;
        public byte Standing;
    }
}
