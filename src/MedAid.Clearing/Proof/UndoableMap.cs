using System.Runtime.InteropServices;
using MedAid.Settlement.Ledger.Proof;

namespace MedAid.Clearing.Proof;

/// <summary>Small values under keys; changes of one record can be taken back as a whole.</summary>
internal sealed class UndoableMap<TValue>(ProofPages memory)
    where TValue : unmanaged
{
    private readonly ProofMap<TValue> map = new(memory);
    private readonly List<(UInt128 Key, TValue? Before)> changed = [];

    public bool TryGet(UInt128 key, out TValue value) => map.TryGet(key, out value);

    public void Set(UInt128 key, TValue value)
    {
        changed.Add((key, map.TryGet(key, out var before) ? before : null));
        map.Set(key, value);
    }

    /// <summary>Takes a key away, if it is there.</summary>
    public void Remove(UInt128 key)
    {
        if (map.TryGet(key, out var before))
        {
            changed.Add((key, before));
            map.Remove(key);
        }
    }

    /// <summary>Sets what is not there yet; false if it is.</summary>
    public bool Add(UInt128 key, TValue value)
    {
        if (map.TryGet(key, out _))
        {
            return false;
        }

        Set(key, value);
        return true;
    }

    /// <summary>What the values come to by something that they have in common; there may be more values than memory.</summary>
    public Dictionary<TKey, long> Sums<TKey>(Func<TValue, TKey> keyOf, Func<TValue, long> fenOf)
        where TKey : notnull
    {
        var sums = new Dictionary<TKey, long>();
        foreach (var (_, value) in map.All)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(sums, keyOf(value), out _) += fenOf(value);
        }

        return sums;
    }

    public void Keep() => changed.Clear();

    public void Undo()
    {
        for (var i = changed.Count - 1; i >= 0; i--)
        {
            if (changed[i].Before is { } before)
            {
                map.Set(changed[i].Key, before);
            }
            else
            {
                map.Remove(changed[i].Key);
            }
        }

        changed.Clear();
    }

    public void Save(BinaryWriter writer) => map.Save(writer);

    public void Load(BinaryReader reader) => map.Load(reader);
}
