using MedAid.Core;
using MedAid.Settlement;

namespace MedAid.Clearing.Books;

/// <summary>
/// Books made again from the records of others, of some receivables or up to a day. Patients' accounts stay out: not all of their records are
/// among those of counties. What was corrected is left out with its counter-record.
/// </summary>
public static class BookCopy
{
    /// <summary>
    /// The books as they stood at the end of a day: a receivable is there from its service on, as in statements; everything else counts from
    /// the day on which it was recorded. The books themselves if nothing is later than the day.
    /// </summary>
    public static ClearingState AtEndOf(ClearingState books, DateOnly day)
    {
        if (day == DateOnly.MaxValue)
        {
            return books;
        }

        // Clocks of two gateways differ a little: what comes after a record of the next day is of the next day too, for it may rest on it.
        var (end, isOver) = (ChinaTime.StartOf(day.AddDays(1)), false);
        return books.Records.Any(r => r.RecordedTime >= end) || books.Receivables.Values.Any(r => r.ServiceDate > day)
            ? Of(books, r => r.ServiceDate <= day, r => !(isOver |= r.RecordedTime >= end), _ => true)
            : books;
    }

    /// <summary>
    /// The books of some counties with a hospital, and every payment, for its reference must not come twice. A book of many years would take
    /// longer to copy than a caller waits.
    /// </summary>
    internal static ClearingState OfCounties(ClearingState books, HospitalCode hospitalCode, HashSet<CountyCode> counties) => Of(
        books,
        r => r.HospitalCode == hospitalCode && counties.Contains(r.CountyCode),
        _ => true,
        r => counties.Contains(r.CountyCode) && r.HospitalCode == hospitalCode);

    /// <summary>
    /// A copy of the receivables that are <paramref name="taken"/>, and of what moved, by the records that had <paramref name="happened"/>.
    /// </summary>
    private static ClearingState Of(
        ClearingState books, Func<NewReceivable, bool> taken, Func<ClearingRecord, bool> happened, Func<ClearingRecord, bool> refunds)
    {
        var copy = new ClearingState();
        foreach (var record in books.Records.Where(r => books.Corrections.Stands(r)))
        {
            var has = happened(record);
            var some = record with
            {
                Number = copy.Number + 1,
                Receivables = [.. record.Receivables.Where(taken)],
                Moves = has ? [.. Moves(copy, record).Where(m => taken(books.Receivables[m.ReceivableId].Origin))] : [],
                Refusals = [],
                Entries = [],
                Patient = null,
                Payment = has ? record.Payment : null,
                Refund = !has ? null : refunds(record) ? record.Refund : record.Refund is { } refund ? refund with { Funds = [] } : null,
            };
            if (some.Receivables.Count > 0 || some.Moves.Count > 0 || some.Payment is not null || some.Refund is not null)
            {
                copy.Apply(some);
            }
        }

        return copy;
    }

    // An undoing takes what stands, which is not what stood if something before it was corrected since.
    private static IEnumerable<Move> Moves(ClearingState copy, ClearingRecord record) => record.Kind != RecordKind.Unwound
        ? record.Moves
        : record.Moves.Select(m => m.ReceivableId).Distinct().Where(copy.Receivables.ContainsKey)
            .SelectMany(id => copy.Receivables[id].Standings.Select(s => new Move(id, s.Standing, ReceivableStanding.Unwound, s.AmountFen)));
}
