using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ledger.Proof;

namespace MedAid.Settlement.Ports;

/// <summary>
/// The book of money. One settlement is one transaction: request key, document, layer lines, counters, journal entries and
/// outbox row, all or none. The unique request id is the only lock; and a visit stands settled at most once, whatever the request ids.
/// Implemented on SQLite and on PostgreSQL; any thread.
/// </summary>
/// <remarks>
/// Every method throws <see cref="LedgerUnavailableException"/> when nothing was done, and <see cref="LedgerUnknownException"/>
/// when it cannot say whether it was; then <see cref="FindRequestAsync"/> tells. What is stored and cannot be read any more is a
/// <see cref="LedgerDamagedException"/>. Their texts are Chinese and say what to do.
/// </remarks>
public interface ILedger
{
    /// <summary>
    /// Posts a settlement. If the request id is known, nothing is written and the stored answer comes back. Otherwise the
    /// counters are read under lock, <see cref="SettlementPosting.Prepare"/> makes the record from them, and it is committed. While a
    /// settlement of the visit stands, <see cref="Core.Refusal.VisitAlreadySettled"/> is kept in its place.
    /// </summary>
    Task<PostingResult> PostAsync(SettlementPosting posting, CancellationToken cancellationToken);

    /// <summary>Posts a reversal: the original is read under lock and marked, its counters go back.</summary>
    Task<PostingResult> ReverseAsync(ReversalPosting posting, CancellationToken cancellationToken);

    /// <summary>
    /// Undoes a settlement and posts another of the same visit in its place, both or neither. The stored answer is the new settlement, or the
    /// refusal of either.
    /// </summary>
    Task<PostingResult> ReplaceAsync(ReplacementPosting posting, CancellationToken cancellationToken);

    /// <summary>What was answered under a request id, or null if nothing was ever done under it.</summary>
    Task<RequestRecord?> FindRequestAsync(string requestId, CancellationToken cancellationToken);

    /// <summary>A settlement or reversal with its present state, or null.</summary>
    Task<StoredSettlement?> FindAsync(SettlementId settlementId, CancellationToken cancellationToken);

    /// <summary>
    /// The settlement that stands of a visit or a bill of it and forbids another of a person (empty: not known), by its id; null: none does.
    /// </summary>
    Task<SettlementId?> FindStandingAsync(VisitKey visit, PersonKey personKey, CancellationToken cancellationToken);

    /// <summary>The last part of a stay that stands and comes after this one, by its id; null: none does.</summary>
    Task<SettlementId?> FindLaterPartAsync(SettlementDocument part, CancellationToken cancellationToken);

    /// <summary>What a person's counters stand at, in the order of the keys; a counter that was never used is zero.</summary>
    Task<long[]> ReadCountersAsync(
        PersonKey personKey, string scheme, IReadOnlyList<string> counterKeys, CancellationToken cancellationToken);

    /// <summary>
    /// Visits of a person that stand settled and answer a search; at most so many as a sentence or a year's prescriptions need.
    /// </summary>
    Task<IReadOnlyList<VisitFacts>> ReadVisitsAsync(VisitSearch search, CancellationToken cancellationToken);

    /// <summary>A page of settlements, newest first.</summary>
    Task<IReadOnlyList<StoredSettlement>> ListAsync(SettlementFilter filter, CancellationToken cancellationToken);

    /// <summary>The same page by the columns alone, without a look at the documents.</summary>
    Task<IReadOnlyList<SettlementHead>> ListHeadsAsync(SettlementFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// Messages of the outbox after a number, in its order, each with its settlement. A message is given only when none with a lower number
    /// can still come: the last number is a place to go on from.
    /// </summary>
    Task<IReadOnlyList<(long OutboxNumber, SettlementDocument Document)>> ReadOutboxAsync(
        long after, int limit, CancellationToken cancellationToken);

    /// <summary>The last number of the outbox of which none with a lower number can still come.</summary>
    Task<long> ReadOutboxEndAsync(CancellationToken cancellationToken);

    /// <summary>
    /// For a proof: the messages after a number, up to another, in order, with all that is stored of their settlements. At most
    /// <paramref name="limit"/> of them; the answer says how far it went. What is damaged comes as a row that says so.
    /// </summary>
    Task<LedgerPiece> ReadRowsAsync(long after, long through, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The end of a proof, all of one moment: the messages after a number, every counter, and what there is by count.
    /// </summary>
    Task<LedgerTotals> ReadEndAsync(
        long after, Action<LedgerRow> row, Action<CounterRow> counter, CancellationToken cancellationToken);

    /// <summary>
    /// Looks through all tables for rows that belong to no message or no settlement, and counters that are not the sum of their changes; in
    /// Chinese. Takes long on a large ledger: asked for when a count says that there are some.
    /// </summary>
    Task<IReadOnlyList<string>> FindStraysAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Commits something that changes nothing, by the way that settlements go; null if that succeeds, otherwise why not, in Chinese.
    /// </summary>
    Task<string?> ProbeAsync(CancellationToken cancellationToken);
}

/// <summary>
/// The ledger could not be reached, or does not let itself be opened or written; nothing was done. The text says in Chinese what is wrong
/// and what to do.
/// </summary>
public sealed class LedgerUnavailableException : Exception
{
    /// <summary>Without text, for serialisers.</summary>
    public LedgerUnavailableException()
    {
    }

    /// <summary>With a reason for the operator.</summary>
    public LedgerUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason for the operator and its cause.</summary>
    public LedgerUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether it is only busy: the same call may succeed a little later.</summary>
    public bool Busy { get; init; }

    /// <summary>Whether nobody answered at all: the server is away, or the way to it.</summary>
    public bool Away { get; init; }

    /// <summary>Whether the disk had no room left.</summary>
    public bool Full { get; init; }
}

/// <summary>The commit was sent and no answer came: the request id must be asked for.</summary>
public sealed class LedgerUnknownException : Exception
{
    /// <summary>Without text, for serialisers.</summary>
    public LedgerUnknownException()
    {
    }

    /// <summary>With a reason for the operator.</summary>
    public LedgerUnknownException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason for the operator and its cause.</summary>
    public LedgerUnknownException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
