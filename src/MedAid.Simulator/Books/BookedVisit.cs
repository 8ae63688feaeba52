namespace MedAid.Simulator.Books;

/// <summary>A visit in the books.</summary>
internal sealed class BookedVisit(Registered registered)
{
    /// <summary>Its registration.</summary>
    public Registered Registered => registered;

    /// <summary>Its id.</summary>
    public string Id => registered.VisitId;

    /// <summary>Whether its registration was cancelled.</summary>
    public bool IsCancelled { get; set; }

    /// <summary><c>med_type</c>, or empty before 2203.</summary>
    public string CareType { get; set; } = "";

    /// <summary><c>dise_codg</c>.</summary>
    public string Disease { get; set; } = "";

    /// <summary>Its lines by their ids.</summary>
    public Dictionary<string, UploadedLine> Lines { get; } = new(StringComparer.Ordinal);

    /// <summary>Its settlements and reversals.</summary>
    public List<SettlementState> Settlements { get; } = [];

    /// <summary>Batches that stand settled.</summary>
    public IEnumerable<string> SettledBatches => Settlements.Where(s => s.IsStanding).Select(s => s.Booked.Batch).Distinct(StringComparer.Ordinal);

    /// <summary>Lines of a batch; an empty one has all that do not stand settled.</summary>
    public IReadOnlyList<UploadedLine> OpenLines(string batch)
    {
        var settled = SettledBatches.ToHashSet(StringComparer.Ordinal);
        return [.. Lines.Values.Where(l => !settled.Contains(l.Batch) && (batch.Length == 0 || l.Batch == batch))];
    }
}

/// <summary>A settlement and what became of it.</summary>
internal sealed class SettlementState(BookedSettlement booked)
{
    /// <summary>The settlement.</summary>
    public BookedSettlement Booked { get; set; } = booked;

    /// <summary>Whether it was undone by 2601.</summary>
    public bool IsErased { get; set; }

    /// <summary>The reversal that undid it; empty: none.</summary>
    public string ReversedBy { get; set; } = "";

    /// <summary>Whether it is the reversal of another.</summary>
    public bool IsReversal => Booked.Reverses.Length > 0;

    /// <summary>Whether it is a settlement that nothing has undone.</summary>
    public bool IsStanding => !IsErased && !IsReversal && ReversedBy.Length == 0;
}
