using MedAid.Core;
using MedAid.Settlement;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Books;

/// <summary>
/// What was debited and credited on one day to one account, of one hospital, county and fund (发生额). The county is the one of the whole
/// settlement or record, also where the entry itself names none: so debits equal credits for each county.
/// </summary>
public readonly record struct Turnover(
    DateOnly Day, HospitalCode HospitalCode, CountyCode CountyCode, Account Account, Fund Fund, Fen DebitFen, Fen CreditFen)
{
    /// <summary>The turnovers of settlements and reversals, in order; what does not move has none.</summary>
    public static IReadOnlyList<Turnover> Of(IEnumerable<SettlementDocument> documents) => Sum(
        documents.SelectMany(d => d.Entries.Select(e => Of(ChinaTime.DayOf(d.SettledTime), d.HospitalCode, d.CountyCode, e))));

    /// <summary>The turnovers of a clearing record.</summary>
    public static IReadOnlyList<Turnover> Of(ClearingRecord record) => Sum(
        record.Entries.Select(e => Of(
            ChinaTime.DayOf(record.RecordedTime), record.HospitalCode, !e.CountyCode.IsEmpty ? e.CountyCode : record.CountyCode, e)));

    private static Turnover Of(DateOnly day, HospitalCode hospital, CountyCode county, JournalEntry entry) => new(
        day, hospital, county, entry.Account, entry.Fund, Fen.Max(entry.AmountFen, Fen.Zero), Fen.Max(-entry.AmountFen, Fen.Zero));

    private static Turnover[] Sum(IEnumerable<Turnover> turnovers) =>
    [
        .. turnovers.GroupBy(t => t with { DebitFen = default, CreditFen = default })
            .Select(g => g.Key with { DebitFen = g.Sum(t => t.DebitFen), CreditFen = g.Sum(t => t.CreditFen) })
            .OrderBy(t => t.Day).ThenBy(t => t.HospitalCode).ThenBy(t => t.CountyCode)
            .ThenBy(t => t.Account).ThenBy(t => t.Fund),
    ];
}
