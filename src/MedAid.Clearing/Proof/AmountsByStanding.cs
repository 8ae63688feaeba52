using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MedAid.Settlement.Ledger.Proof;

namespace MedAid.Clearing.Proof;

/// <summary>
/// Amounts that are spread over standings, each under a key: all of an amount mostly has one standing. What one record changes can be taken
/// back as a whole.
/// </summary>
internal sealed class AmountsByStanding(ProofPages memory, int standings)
{
    private const byte Split = 0;
    private const byte Nowhere = 0;

    private readonly ProofMap<Holding> holdings = new(memory);
    private readonly ProofMap<Spread> spreads = new(memory);
    private readonly List<Change> changed = [];

    public bool Has(UInt128 key) => holdings.TryGet(key, out _);

    /// <summary>Whether all of it stands there.</summary>
    public bool IsAll(UInt128 key, int standing) => holdings.TryGet(key, out var holding) && holding.Standing == standing;

    /// <summary>Whether all of it stands at some of several standings.</summary>
    public bool IsWithin(UInt128 key, params ReadOnlySpan<int> several)
    {
        if (!holdings.TryGet(key, out var holding))
        {
            return false;
        }

        var (spread, fen) = (SpreadOf(key, holding), 0L);
        foreach (var standing in several)
        {
            fen += spread[standing];
        }

        return fen == holding.Fen;
    }

    public int? OwnerOf(UInt128 key) => holdings.TryGet(key, out var holding) ? holding.Owner : null;

    /// <summary>Adds an amount; false if there is one of that key.</summary>
    public bool Add(UInt128 key, int owner, int standing, long fen)
    {
        if (!holdings.TryAdd(key, new Holding { Fen = fen, Owner = owner, Standing = (byte)standing }))
        {
            return false;
        }

        changed.Add(new Change(key, Nowhere, (byte)standing, fen));
        return true;
    }

    /// <summary>Moves a part from one standing to another; false if so much does not stand there.</summary>
    public bool Move(UInt128 key, int from, int to, long fen)
    {
        if (fen <= 0 || from == to || from <= 0 || to <= 0 || from > standings || to > standings || !holdings.TryGet(key, out var holding)
            || SpreadOf(key, holding)[from] < fen)
        {
            return false;
        }

        changed.Add(new Change(key, (byte)from, (byte)to, fen));
        Put(key, holding, from, to, fen);
        return true;
    }

    /// <summary>What was changed stays.</summary>
    public void Keep() => changed.Clear();

    /// <summary>Takes back what was changed since the last <see cref="Keep"/>.</summary>
    public void Undo()
    {
        for (var i = changed.Count - 1; i >= 0; i--)
        {
            var (key, from, to, fen) = changed[i];
            if (from == Nowhere)
            {
                holdings.Remove(key);
            }
            else if (holdings.TryGet(key, out var holding))
            {
                Put(key, holding, to, from, fen);
            }
        }

        changed.Clear();
    }

    /// <summary>How much stands where, by owner and standing.</summary>
    public Dictionary<(int Owner, int Standing), long> Sums()
    {
        var sums = new Dictionary<(int Owner, int Standing), long>();
        foreach (var (key, holding) in holdings.All)
        {
            if (holding.Standing != Split)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(sums, (holding.Owner, holding.Standing), out _) += holding.Fen;
                continue;
            }

            var spread = SpreadOf(key, holding);
            for (var standing = 1; standing <= standings; standing++)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(sums, (holding.Owner, standing), out _) += spread[standing];
            }
        }

        return sums;
    }

    public void Save(BinaryWriter writer)
    {
        holdings.Save(writer);
        spreads.Save(writer);
    }

    public void Load(BinaryReader reader)
    {
        holdings.Load(reader);
        spreads.Load(reader);
    }

    private Spread SpreadOf(UInt128 key, Holding holding)
    {
        if (holding.Standing == Split && spreads.TryGet(key, out var spread))
        {
            return spread;
        }

        var whole = default(Spread);
        whole[holding.Standing] = holding.Fen;
        return whole;
    }

    private void Put(UInt128 key, Holding holding, int from, int to, long fen)
    {
        var spread = SpreadOf(key, holding);
        spread[from] -= fen;
        spread[to] += fen;
        var isWhole = spread[to] == holding.Fen;
        if (!isWhole)
        {
            spreads.Set(key, spread);
        }
        else if (holding.Standing == Split)
        {
            spreads.Remove(key);
        }

        holdings.Set(key, holding with { Standing = isWhole ? (byte)to : Split });
    }

    private readonly record struct Change(UInt128 Key, byte From, byte To, long Fen);

    private struct Holding
    {
        public long Fen;
        public int Owner;
        public byte Standing;
    }

    /// <summary>What stands at each standing; as many as receivables have, more than shares have.</summary>
    [InlineArray((int)Books.ReceivableStanding.Unwound + 1)]
    private struct Spread
    {
        private long first;
    }
}
