using System.Runtime.InteropServices;

namespace MedAid.Settlement.Ledger.Proof;

/// <summary>
/// A map of keys to small values for a proof: millions of them in some tens of bytes each. It is made of parts, so that it grows part by part
/// and is never copied as a whole.
/// </summary>
public sealed class ProofMap<TValue>
    where TValue : unmanaged
{
    private const int Parts = 256;

    private readonly Dictionary<UInt128, TValue>?[] parts = new Dictionary<UInt128, TValue>?[Parts];

    /// <summary>How many keys it has.</summary>
    public long Count => parts.Sum(p => (long)(p?.Count ?? 0));

    /// <summary>All keys and values, in no order.</summary>
    public IEnumerable<KeyValuePair<UInt128, TValue>> All => parts.SelectMany(p => p ?? []);

    /// <summary>The value of a key, made if it is not there. Not to be kept over the next addition.</summary>
    public ref TValue At(UInt128 key) => ref CollectionsMarshal.GetValueRefOrAddDefault(PartOf(key), key, out _)!;

    /// <summary>The value of a key, if it is there.</summary>
    public bool TryGet(UInt128 key, out TValue value) => PartOf(key).TryGetValue(key, out value);

    /// <summary>Adds a key; false if it is there.</summary>
    public bool TryAdd(UInt128 key, TValue value) => PartOf(key).TryAdd(key, value);

    /// <summary>Takes a key away.</summary>
    public bool Remove(UInt128 key) => PartOf(key).Remove(key);

    /// <summary>Writes all of it.</summary>
    public void Save(BinaryWriter writer)
    {
        foreach (var part in parts)
        {
            writer.Write(part?.Count ?? 0);
            foreach (var (key, value) in part ?? [])
            {
                writer.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in key)));
                writer.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<TValue>(in value)));
            }
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        for (var at = 0; at < Parts; at++)
        {
            var count = reader.ReadInt32();
            var part = parts[at] = new Dictionary<UInt128, TValue>(count);
            for (var i = 0; i < count; i++)
            {
                var (key, value) = (default(UInt128), default(TValue));
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(new Span<UInt128>(ref key)));
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(new Span<TValue>(ref value)));
                part.Add(key, value);
            }
        }
    }

    private Dictionary<UInt128, TValue> PartOf(UInt128 key)
    {
        ref var part = ref parts[(int)((key ^ (key >> 64)) & (Parts - 1))];
        return part ??= [];
    }
}
