using System.Globalization;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Core;
using MedAid.Settlement;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.Clearing.Reports;

/// <summary>
/// One entry of an account with the balance after it. The reference is the settlement, or the clearing record's number; kind
/// and title say what it was, to programs and to people.
/// </summary>
public sealed record AccountLine(
    DateTimeOffset Time, string Reference, string Kind, string Title, HospitalCode HospitalCode, CountyCode CountyCode, Fund Fund, Fen AmountFen,
    Fen BalanceFen);

/// <summary>Where a statement goes on: the record, how many of its lines were given already, and the balance there.</summary>
public readonly record struct StatementPlace(long Number, int Told, Fen BalanceFen);

/// <summary>A page of a statement; <see cref="Next"/> is null on the last.</summary>
public sealed record AccountPage(Fen OpeningFen, IReadOnlyList<AccountLine> Lines, StatementPlace? Next);

/// <summary>
/// Account statements (明细账): every entry of an account in a period, in the order of the clearing book, each with the balance after it. Entries
/// of settlements are read from the ledger itself, by the stretches of its outbox that the records cover.
/// </summary>
public sealed class AccountStatements(ClearingBookService clearing, ILedger ledger, ClearingBookStore book)
{
    /// <summary>A page. It may hold fewer lines than asked for, also none, and still not be the last: a call reads only so far.</summary>
    public async Task<AccountPage> ReadAsync(
        Account account, BalanceQuery query, StatementPlace? from, int size, CancellationToken cancellationToken)
    {
        var (openingFen, spans, voided) = await clearing.ReadAsync(
            books =>
            {
                RecordSpan[] found =
                [
                    .. books.GeneralLedger.Spans
                        .Where(s => s.Number >= (from?.Number ?? 0) && s.LastDay >= query.From && s.FirstDay <= query.To)
                        .Take(Limits.SpansReadMax + 1),
                ];
                return (
                    TrialBalance.OpeningFen(books.GeneralLedger, account, query), found,
                    found.ToDictionary(s => s.Number, s => books.Corrections.VoidedBy(s.Number)));
            },
            cancellationToken);
        var (lines, balanceFen) = (new List<AccountLine>(), from?.BalanceFen ?? openingFen);
        foreach (var span in spans.Take(Limits.SpansReadMax))
        {
            var told = span.Number == from?.Number ? from.Value.Told : 0;
            foreach (var line in await LinesAsync(span, voided[span.Number], account, query, told, cancellationToken))
            {
                if (lines.Count == size)
                {
                    return new AccountPage(openingFen, lines, new StatementPlace(span.Number, told, balanceFen));
                }

                balanceFen += line.AmountFen;
                lines.Add(line with { BalanceFen = balanceFen });
                told++;
            }
        }

        StatementPlace? next = spans.Length > Limits.SpansReadMax ? new StatementPlace(spans[^1].Number, 0, balanceFen) : null;
        return new AccountPage(openingFen, lines, next);
    }

    private async Task<IEnumerable<AccountLine>> LinesAsync(
        RecordSpan span, long? voidedBy, Account account, BalanceQuery query, int told, CancellationToken cancellationToken)
    {
        var documents = span.OutboxThrough == span.OutboxAfter
            ? []
            : await TakeOver.ReadAsync(ledger, span.OutboxAfter, span.OutboxThrough, cancellationToken);
        var settled = documents.SelectMany(m => m.Document.Entries.Where(e => e.Account == account).Select(e => LineOf(m.Document, e)));
        var record = (await book.ReadAsync(span.Number - 1, 1, cancellationToken)).Single().Record;
        var moved = record.Entries.Where(e => e.Account == account).Select(e => new AccountLine(
            record.RecordedTime, record.Number.ToString(CultureInfo.InvariantCulture), record.Kind.ToString(),
            RecordNames.Of(record, voidedBy), record.HospitalCode,
            !e.CountyCode.IsEmpty ? e.CountyCode : record.CountyCode, e.Fund, e.AmountFen, default));
        return settled.Concat(moved).Where(l => IsOf(l, query)).Skip(told);
    }

    private static AccountLine LineOf(SettlementDocument document, JournalEntry entry) => new(
        document.SettledTime, document.SettlementId.Text, document.Kind.ToString(),
        document.Kind == SettlementKind.Settlement ? "结算" : "撤销结算", document.HospitalCode, document.CountyCode, entry.Fund, entry.AmountFen, default);

    private static bool IsOf(AccountLine line, BalanceQuery query)
    {
        var day = ChinaTime.DayOf(line.Time);
        return day >= query.From && day <= query.To
            && (query.HospitalCode.IsEmpty || line.HospitalCode == query.HospitalCode)
            && (query.CountyCode.IsEmpty || line.CountyCode == query.CountyCode);
    }
}
