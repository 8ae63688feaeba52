namespace MedAid.Clearing.Proof;

/// <summary>Where a proof is; the part of it that is a few numbers.</summary>
internal sealed class ProofState
{
    /// <summary>The last record that was read.</summary>
    public long Number { get; set; }

    /// <summary>Its hash.</summary>
    public required string Head { get; set; }

    /// <summary>The last record that is to be read.</summary>
    public long RecordEnd { get; set; }

    /// <summary>The hash that the last record has to have; empty if that is not known.</summary>
    public string KeptHash { get; set; } = "";

    /// <summary>The last message that is to be read before the end.</summary>
    public long OutboxEnd { get; set; }

    /// <summary>The last message that the book took over.</summary>
    public long Taken { get; set; }

    /// <summary>The last message that is in the general ledger.</summary>
    public long Posted { get; set; }

    /// <summary>The record whose hash was asked for, or 0.</summary>
    public long Found { get; set; }

    /// <summary>Whether the record before could not be read.</summary>
    public bool FollowsDamage { get; set; }

    /// <summary>Records that do not fit or cannot be read and were not taken out since, and what is said of them; empty: it was said.</summary>
    public SortedDictionary<long, string> SetAside { get; } = [];

    /// <summary>Whether all records were read.</summary>
    public bool BookDone { get; set; }

    /// <summary>Whether counters are being compared, which uses them up.</summary>
    public bool Ending { get; set; }

    public static ProofState Load(BinaryReader reader)
    {
        var state = Read(reader);
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            state.SetAside.Add(reader.ReadInt64(), reader.ReadString());
        }

        return state;
    }

    private static ProofState Read(BinaryReader reader) => new()
    {
        Number = reader.ReadInt64(),
        Head = reader.ReadString(),
        RecordEnd = reader.ReadInt64(),
        KeptHash = reader.ReadString(),
        OutboxEnd = reader.ReadInt64(),
        Taken = reader.ReadInt64(),
        Posted = reader.ReadInt64(),
        Found = reader.ReadInt64(),
        FollowsDamage = reader.ReadBoolean(),
    };

    public void Save(BinaryWriter writer)
    {
        writer.Write(Number);
        writer.Write(Head);
        writer.Write(RecordEnd);
        writer.Write(KeptHash);
        writer.Write(OutboxEnd);
        writer.Write(Taken);
        writer.Write(Posted);
        writer.Write(Found);
        writer.Write(FollowsDamage);
        writer.Write(SetAside.Count);
        foreach (var (number, told) in SetAside)
        {
            writer.Write(number);
            writer.Write(told);
        }
    }
}
