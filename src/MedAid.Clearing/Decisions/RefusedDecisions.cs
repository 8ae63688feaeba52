using MedAid.Clearing.Books;

namespace MedAid.Clearing.Decisions;

/// <summary>
/// What can be done about refused lines: corrected and claimed again, disputed, charged to the patient or written off. Each takes the whole of what
/// stands there, of receivables of one county and hospital, with a reason.
/// </summary>
public static class RefusedDecisions
{
    /// <summary>Moves what is refused (or disputed, for <see cref="RecordKind.DisputeDecided"/>) of receivables.</summary>
    public static Decision Of(
        ClearingState books, RecordHead head, RecordKind kind, IReadOnlyList<string> receivableIds, string note, bool won = false)
    {
        if (note.Length == 0)
        {
            return Decision.Refuse(ClearingRefusal.ReasonMissing, "note");
        }

        var (from, to) = Way(kind, won);
        var receivables = new List<Receivable>();
        foreach (var id in receivableIds.Distinct(StringComparer.Ordinal))
        {
            if (!books.Receivables.TryGetValue(id, out var receivable))
            {
                return Decision.Refuse(ClearingRefusal.ReceivableNotFound, id);
            }

            if (receivable.Fen(from) == 0)
            {
                return Decision.Refuse(ClearingRefusal.NothingThere, id);
            }

            receivables.Add(receivable);
        }

        if (receivables.Select(r => (r.CountyCode, r.HospitalCode)).Distinct().Count() != 1)
        {
            return Decision.Refuse(ClearingRefusal.NotOneCounty, "");
        }

        Move[] moves = [.. receivables.Select(r => new Move(r.ReceivableId, from, to, r.Fen(from)))];
        return new(Decision.Next(books, head, kind) with
        {
            CountyCode = receivables[0].CountyCode,
            HospitalCode = receivables[0].HospitalCode,
            Note = note,
            Moves = moves,
            Entries = Accounts.EntriesOf(books, moves),
        });
    }

    private static (ReceivableStanding From, ReceivableStanding To) Way(RecordKind kind, bool won) => kind switch
    {
        RecordKind.Corrected => (ReceivableStanding.Refused, ReceivableStanding.Open),
        RecordKind.Disputed => (ReceivableStanding.Refused, ReceivableStanding.Disputed),
        RecordKind.DisputeDecided => (ReceivableStanding.Disputed, won ? ReceivableStanding.Accepted : ReceivableStanding.Refused),
        RecordKind.Charged => (ReceivableStanding.Refused, ReceivableStanding.Charged),
        RecordKind.WrittenOff => (ReceivableStanding.Refused, ReceivableStanding.WrittenOff),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
