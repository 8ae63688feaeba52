using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MedAid.Settlement.Ledger.Proof;

/// <summary>
/// A map of keys to small values for a proof, in pages of a <see cref="ProofPages"/>, for as many keys as there are. The first bits of a key's
/// hash lead to its page; a page that is full is split by one bit more (extendible hashing), so nothing is ever copied as a whole.
/// </summary>
public sealed class ProofMap<TValue>(ProofPages memory)
    where TValue : unmanaged
{
    private const int HashBits = 32;
    private const int BitsMax = 30;
    private const int HeaderSize = 16;

    private static readonly int Capacity =
        (ProofPages.PageSize - HeaderSize) / (Unsafe.SizeOf<UInt128>() + Unsafe.SizeOf<TValue>() + sizeof(byte));

    private int[] directory = [];
    private int depth;

    /// <summary>How many keys it has.</summary>
    public long Count { get; private set; }

    /// <summary>All keys and values, in no order. It must not be changed meanwhile.</summary>
    public IEnumerable<KeyValuePair<UInt128, TValue>> All
    {
        get
        {
            for (var slot = 0; slot < directory.Length;)
            {
                var (pairs, bits) = PairsOf(directory[slot]);
                foreach (var pair in pairs)
                {
                    yield return pair;
                }

                slot += 1 << (depth - bits);
            }
        }
    }

    /// <summary>The value of a key, if it is there.</summary>
    public bool TryGet(UInt128 key, out TValue value)
    {
        value = default;
        if (directory.Length == 0)
        {
            return false;
        }

        var hash = HashOf(key);
        var page = new Page(memory.Page(directory[SlotOf(hash)], change: false));
        var at = page.Find(key, MarkOf(hash));
        value = at < 0 ? default : page.Values[at];
        return at >= 0;
    }

    /// <summary>Sets the value of a key, whether it is there or not.</summary>
    public void Set(UInt128 key, TValue value)
    {
        var hash = HashOf(key);
        if (directory.Length == 0)
        {
            directory = [memory.Add()];
        }

        for (; ; Split(SlotOf(hash)))
        {
            var page = new Page(memory.Page(directory[SlotOf(hash)], change: true));
            if (page.Find(key, MarkOf(hash)) is >= 0 and var at)
            {
                page.Values[at] = value;
                return;
            }

            if (page.Count < Capacity)
            {
                page.Append(key, value, MarkOf(hash));
                Count++;
                return;
            }
        }
    }

    /// <summary>Adds a key; false if it is there.</summary>
    public bool TryAdd(UInt128 key, TValue value)
    {
        if (TryGet(key, out _))
        {
            return false;
        }

        Set(key, value);
        return true;
    }

    /// <summary>Takes a key away.</summary>
    public bool Remove(UInt128 key)
    {
        if (!TryGet(key, out _))
        {
            return false;
        }

        var hash = HashOf(key);
        var page = new Page(memory.Page(directory[SlotOf(hash)], change: true));
        page.RemoveAt(page.Find(key, MarkOf(hash)));
        Count--;
        return true;
    }

    /// <summary>Writes all of it.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Count);
        foreach (var (key, value) in All)
        {
            writer.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in key)));
            writer.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<TValue>(in value)));
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote, into a new map.</summary>
    public void Load(BinaryReader reader)
    {
        for (var left = reader.ReadInt64(); left > 0; left--)
        {
            var (key, value) = (default(UInt128), default(TValue));
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(new Span<UInt128>(ref key)));
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(new Span<TValue>(ref value)));
            Set(key, value);
        }
    }

    private static uint HashOf(UInt128 key) => unchecked((uint)key.GetHashCode());

    private static byte MarkOf(uint hash) => (byte)(hash & byte.MaxValue);

    private int SlotOf(uint hash) => (int)(((ulong)hash << depth) >> HashBits);

    private (KeyValuePair<UInt128, TValue>[] Pairs, int Bits) PairsOf(int number)
    {
        var page = new Page(memory.Page(number, change: false));
        var pairs = new KeyValuePair<UInt128, TValue>[page.Count];
        for (var at = 0; at < pairs.Length; at++)
        {
            pairs[at] = new KeyValuePair<UInt128, TValue>(page.Keys[at], page.Values[at]);
        }

        return (pairs, page.Bits);
    }

    /// <summary>Makes two pages of one; the keys with the next bit of the hash go to the new one.</summary>
    private void Split(int slot)
    {
        var (pairs, bits) = PairsOf(directory[slot]);
        if (bits == BitsMax)
        {
            throw new InvalidOperationException("too many keys of one hash");
        }

        if (bits == depth)
        {
            directory = [.. directory.SelectMany(page => (int[])[page, page])];
            (depth, slot) = (depth + 1, slot * 2);
        }

        var slots = 1 << (depth - bits);
        var first = slot & -slots;
        Fill(directory[first], bits + 1, pairs, later: 0);
        var added = memory.Add();
        Fill(added, bits + 1, pairs, later: 1);
        directory.AsSpan(first + (slots / 2), slots / 2).Fill(added);
    }

    private void Fill(int number, int bits, KeyValuePair<UInt128, TValue>[] pairs, uint later)
    {
        var page = new Page(memory.Page(number, change: true));
        (page.Count, page.Bits) = (0, bits);
        foreach (var (key, value) in pairs)
        {
            var hash = HashOf(key);
            if (((hash >> (HashBits - bits)) & 1) == later)
            {
                page.Append(key, value, MarkOf(hash));
            }
        }
    }

    /// <summary>A page: how many keys it has, how many bits of the hash lead to it, keys, values, and a byte of each key's hash.</summary>
    private readonly ref struct Page(Span<byte> bytes)
    {
        private readonly Span<int> header = MemoryMarshal.Cast<byte, int>(bytes[..HeaderSize]);
        private readonly Span<byte> marks = bytes.Slice(HeaderSize + (Capacity * (Unsafe.SizeOf<UInt128>() + Unsafe.SizeOf<TValue>())), Capacity);

        public Span<UInt128> Keys { get; } = MemoryMarshal.Cast<byte, UInt128>(bytes[HeaderSize..])[..Capacity];

        public Span<TValue> Values { get; } =
            MemoryMarshal.Cast<byte, TValue>(bytes[(HeaderSize + (Capacity * Unsafe.SizeOf<UInt128>()))..])[..Capacity];

        public int Count
        {
            get => header[0];
            set => header[0] = value;
        }

        public int Bits
        {
            get => header[1];
            set => header[1] = value;
        }

        public int Find(UInt128 key, byte mark)
        {
            for (var at = 0; at < Count; at++)
            {
                var next = marks[at..Count].IndexOf(mark);
                at += next;
                if (next < 0 || Keys[at] == key)
                {
                    return next < 0 ? -1 : at;
                }
            }

            return -1;
        }

        public void Append(UInt128 key, TValue value, byte mark)
        {
            var at = Count;
            (Keys[at], Values[at], marks[at], Count) = (key, value, mark, at + 1);
        }

        public void RemoveAt(int at)
        {
            var last = Count - 1;
            (Keys[at], Values[at], marks[at], Count) = (Keys[last], Values[last], marks[last], last);
        }
    }
}
