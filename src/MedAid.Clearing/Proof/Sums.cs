using System.Runtime.InteropServices;

namespace MedAid.Clearing.Proof;

/// <summary>Amounts by a few words each (hospital, county, account or fund); changes of one record can be taken back as a whole.</summary>
internal sealed class Sums
{
    private readonly Dictionary<(string First, string Second, string Third), long> sums = [];
    private readonly List<((string First, string Second, string Third) Key, long Fen)> changed = [];

    public IEnumerable<KeyValuePair<(string First, string Second, string Third), long>> All => sums;

    public long this[string first, string second, string third] => sums.GetValueOrDefault((first, second, third));

    /// <summary>Adds, and says what it comes to.</summary>
    public long Add(string first, string second, string third, long fen)
    {
        var key = (first, second, third);
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out _);
        sum = checked(sum + fen);
        changed.Add((key, fen));
        return sum;
    }

    public void Keep() => changed.Clear();

    public void Undo()
    {
        changed.ForEach(c => sums[c.Key] -= c.Fen);
        changed.Clear();
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(sums.Count);
        foreach (var (key, fen) in sums)
        {
            writer.Write(key.First);
            writer.Write(key.Second);
            writer.Write(key.Third);
            writer.Write(fen);
        }
    }

    public void Load(BinaryReader reader)
    {
        sums.Clear();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            sums.Add((reader.ReadString(), reader.ReadString(), reader.ReadString()), reader.ReadInt64());
        }
    }
}
