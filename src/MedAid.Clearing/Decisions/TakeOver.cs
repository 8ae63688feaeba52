using System.Globalization;
using MedAid.Clearing.Books;
using MedAid.Clearing.Patients;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ledger.Proof;
using MedAid.Settlement.Ports;

namespace MedAid.Clearing.Decisions;

/// <summary>A message of the ledger's outbox with the settlement it is about.</summary>
public sealed record OutboxMessage(long OutboxNumber, SettlementDocument Document);

/// <summary>
/// Takes settlements over from the ledger, in the order of its outbox. What a county has to pay on claim becomes a receivable: relief that
/// the hospital advanced, and relief that is claimed with it. The hash over the documents enters the chain, so that the book also vouches
/// for the ledger.
/// </summary>
public static class TakeOver
{
    private const string Operator = "medaid";

    /// <summary>
    /// The next record for messages that follow what was taken over, and how many of them it covers: settlements up to the first reversal
    /// or debt of a patient together, or one of these alone, for its entries are of one hospital.
    /// </summary>
    public static (ClearingRecord Record, int Covered) Next(
        ClearingState books, IReadOnlyList<OutboxMessage> messages, Fund reliefFund, DateTimeOffset now, Arrangements? arrangements = null)
    {
        var claims = new Claims(reliefFund, arrangements ?? Arrangements.None);
        if (messages[0].Document.ReversesSettlementId is not null)
        {
            return (Unwind(books, messages[0], now), 1);
        }

        if (ShareTakeOver.IsOwed(messages[0].Document))
        {
            return (OpenOwed(books, messages[0], claims, now), 1);
        }

        var plain = messages.TakeWhile(m => m.Document.ReversesSettlementId is null && !ShareTakeOver.IsOwed(m.Document)).Count();
        return (Open(books, [.. messages.Take(plain)], claims, now), plain);
    }

    /// <summary>
    /// The next record as <see cref="Next"/> makes it, of fewer messages where one of them keeps the others out, and past the first message
    /// where that does not fit the books. Whatever stands in one settlement, the others are taken over.
    /// </summary>
    public static (ClearingRecord Record, int Covered) NextFitting(
        ClearingState books, IReadOnlyList<OutboxMessage> messages, Fund reliefFund, DateTimeOffset now, Arrangements? arrangements = null)
    {
        for (var count = messages.Count; ; count /= 2)
        {
            string? misfit;
            try
            {
                var next = Next(books, [.. messages.Take(count)], reliefFund, now, arrangements);
                misfit = books.Misfit(next.Record);
                if (misfit is null)
                {
                    return next;
                }
            }
            catch (Exception failure)
            {
                // As with records of the book: whatever the failure, the settlement does not fit.
                misfit = RecordUnfitException.Of(failure).Message;
            }

            if (count == 1)
            {
                return (Aside(books, messages[0], misfit, now), 1);
            }
        }
    }

    private static ClearingRecord Aside(ClearingState books, OutboxMessage message, string misfit, DateTimeOffset now) =>
        Decision.Next(books, Head(books, "outbox", message.OutboxNumber, now), RecordKind.SettlementSetAside) with
        {
            Note = $"结算 {message.Document.SettlementId} 与往来账不相容（{misfit}）", Posted = [], Taken = Taken([message]),
        };

    /// <summary>The record that passes over a settlement whose document cannot be read.</summary>
    public static ClearingRecord AsideOf(ClearingState books, LedgerRow row, DateTimeOffset now) =>
        Decision.Next(books, Head(books, "outbox", row.OutboxNumber, now), RecordKind.SettlementSetAside) with
        {
            Note = $"结算 {row.SettlementId} 的单据损坏，无法读出", Posted = [], Taken = new TakenOver(row.OutboxNumber, [row.SettlementId], ""),
        };

    /// <summary>
    /// The record that posts to the general ledger what was taken over before there was one. Messages that go on where it ends.
    /// </summary>
    public static ClearingRecord Post(ClearingState books, IReadOnlyList<OutboxMessage> messages, DateTimeOffset now)
    {
        // What was taken over and is in the ledger no more is for the proof to tell; the gateway goes on.
        var through = messages.Count == 0 ? books.OutboxNumber : messages[^1].OutboxNumber;
        return Decision.Next(books, Head(books, "turnover", through, now), RecordKind.TurnoverPosted) with
        {
            Posted = Turnover.Of(messages.Select(m => m.Document)),
            PostedThrough = through,
        };
    }

    /// <summary>Messages of the ledger after a number, up to another; at most as many as one record takes over.</summary>
    internal static async Task<OutboxMessage[]> ReadAsync(ILedger ledger, long after, long through, CancellationToken cancellationToken)
    {
        var messages = await ledger.ReadOutboxAsync(after, Limits.TakenTogetherMax, cancellationToken);
        return [.. messages.TakeWhile(m => m.OutboxNumber <= through).Select(m => new OutboxMessage(m.OutboxNumber, m.Document))];
    }

    /// <summary>The hash over all that the documents say (<see cref="DocumentHash"/>).</summary>
    public static string HashOf(IEnumerable<SettlementDocument> documents) => DocumentHash.OfAll(documents.Select(DocumentHash.Of));

    private static ClearingRecord Open(ClearingState books, OutboxMessage[] messages, Claims claims, DateTimeOffset now)
    {
        var documents = Array.ConvertAll(messages, m => m.Document);
        return Decision.Next(books, Head(books, "outbox", messages[^1].OutboxNumber, now), RecordKind.TakenOver) with
        {
            Posted = Turnover.Of(documents),
            Receivables = [.. documents.SelectMany(d => Receivables(d, claims))],
            Taken = Taken(messages),
        };
    }

    private static ClearingRecord OpenOwed(ClearingState books, OutboxMessage message, Claims claims, DateTimeOffset now)
    {
        var document = message.Document;
        var fact = ShareTakeOver.Owed(document);
        return Open(books, [message], claims, now) with
        {
            CountyCode = document.CountyCode,
            HospitalCode = document.HospitalCode,
            Patient = fact,
            Entries = PatientJournal.EntriesOf(books.Patients, fact),
        };
    }

    private static ClearingRecord Unwind(ClearingState books, OutboxMessage message, DateTimeOffset now)
    {
        var document = message.Document;
        RecordUnfitException.Unless(!books.IsPassedOver(document.ReversesSettlementId!.Value), "所撤销的结算已经搁置");
        Move[] moves =
        [
            .. books.OfSettlement(document.ReversesSettlementId!.Value)
                .SelectMany(r => r.Standings.Select(s => new Move(r.ReceivableId, s.Standing, ReceivableStanding.Unwound, s.AmountFen))),
        ];
        var fact = ShareTakeOver.Undone(books.Patients, document);
        return Decision.Next(books, Head(books, "outbox", message.OutboxNumber, now), RecordKind.Unwound) with
        {
            Posted = Turnover.Of([document]),
            CountyCode = document.CountyCode,
            HospitalCode = document.HospitalCode,
            Note = document.Reason ?? "",
            Moves = moves,
            Taken = Taken([message]),
            Patient = fact,
            Entries = [.. Accounts.EntriesOf(books, moves), .. PatientJournal.EntriesOf(books.Patients, fact)],
        };
    }

    private static IEnumerable<NewReceivable> Receivables(SettlementDocument document, Claims claims) => LinesOfLayers.Of(document)
        .Where(l => l.DueFen > 0 && claims.Include(document, l))
        .Select(l => new NewReceivable(
            document.SettlementId, l.Layer, document.PersonKey, document.CountyCode, document.HospitalCode, document.ServiceDate, l.Fund,
            l.Rule ?? "", l.Advanced, l.DueFen));

    private static TakenOver Taken(OutboxMessage[] messages) => new(
        messages[^1].OutboxNumber, [.. messages.Select(m => m.Document.SettlementId)], HashOf(messages.Select(m => m.Document)));

    /// <summary>Which lines the hospital claims: what it advanced, relief everywhere, and whatever layers a region's notices name.</summary>
    private readonly record struct Claims(Fund ReliefFund, Arrangements Arrangements)
    {
        public bool Include(SettlementDocument document, LineDocument line) => line.Advanced || line.Fund == ReliefFund
            || Arrangements.IsClaimedByHospital(document.CountyCode, document.ServiceDate, line.Layer, line.Fund);
    }

    /// <summary>A key that no caller can give: theirs have no colon. What was set aside under it is taken over again under the next.</summary>
    internal static RecordHead Head(ClearingState books, string cause, long number, DateTimeOffset now, string operatorName = Operator)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{cause}:{number}");
        var free = Enumerable.Range(1, int.MaxValue)
            .Select(time => time == 1 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}:{time}"))
            .First(k => books.SetAsideRequest(k) is null);
        return new RecordHead(free, "", operatorName, now);
    }
}
