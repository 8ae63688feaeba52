namespace MedAid.Settlement.Ledger.Proof;

/// <summary>What a proof found to disagree: each thing once, in the order in which it was met, at most so many.</summary>
public sealed class ProofDifferences
{
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly List<string> listed = [];

    /// <summary>The differences, in Chinese; the last one says so if there are more.</summary>
    public IReadOnlyList<string> Listed => listed;

    /// <summary>Whether no more are listed.</summary>
    public bool IsFull => listed.Count >= Limits.DifferencesMax;

    /// <summary>Adds one; null is none.</summary>
    public void Add(string? difference)
    {
        if (difference is null || IsFull || !known.Add(difference))
        {
            return;
        }

        listed.Add(listed.Count == Limits.DifferencesMax - 1 ? $"差异不少于 {Limits.DifferencesMax} 处，其余未列出" : difference);
    }

    /// <summary>Adds several.</summary>
    public void Add(IEnumerable<string> differences)
    {
        foreach (var difference in differences)
        {
            Add(difference);
        }
    }

    /// <summary>Writes them.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(listed.Count);
        listed.ForEach(writer.Write);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            Add(reader.ReadString());
        }
    }
}
