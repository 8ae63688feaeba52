using System.Globalization;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Ports;
using MedAid.Clearing.Proof;
using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;
using MedAid.Settlement.Writes;

namespace MedAid.Clearing;

/// <summary>What came of a request: the record, whether it was there before, or why it was refused.</summary>
public sealed record ClearingAnswer(ClearingRecord? Record, bool Replayed, ClearingRefusal Refusal, string Subject)
{
    /// <summary>Of <see cref="ClearingRefusal.LaterRecordFirst"/>, the record that has to be corrected first.</summary>
    public ClearingRecord? Later { get; init; }
}

/// <summary>
/// The finance office's desk. Before every answer it reads what others have written and takes over what the ledger has settled since, so that
/// no receivable is ever missing from an answer. Several gateways may write one book: the number decides, the loser reads and tries again.
/// </summary>
public sealed class ClearingDesk(ILedger ledger, IClearingBook book, TimeProvider time, ReferenceShelf? shelf = null)
    : IRequestLog, IDisposable
{
    /// <summary>Fund code of medical relief (医疗救助基金), national.</summary>
    public const string ReliefFund = "610100";

    private readonly SemaphoreSlim turn = new(1);
    private readonly ClearingBooks books = new();
    private string head = Chain.Start;

    /// <summary>
    /// Records that do not fit and were not taken out since, as of the last look at the book; read without waiting for anybody.
    /// </summary>
    public IReadOnlyList<SetAsideRecord> SetAside => books.SetAside;

    /// <summary>Answers a question from the books as they stand now.</summary>
    public async Task<T> ReadAsync<T>(Func<ClearingBooks, T> question, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await CatchUpAsync(cancellationToken);
            return question(books);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Answers from the records of the book alone, without taking over what was settled since; for what does not depend on it.</summary>
    public async Task<T> LookAsync<T>(Func<ClearingBooks, T> question, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await ReadOthersAsync(cancellationToken);
            return question(books);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>
    /// Takes over one record's worth of what was settled, so that others get their turn in between; whether there is more.
    /// </summary>
    public async Task<bool> TakeSomeAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await TakeOnceAsync(cancellationToken) == Limits.TakenTogetherMax;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Writes what is decided under a request id; a repeated request gets the record of then.</summary>
    public async Task<ClearingAnswer> WriteAsync(
        string requestId, string contentHash, string operatorName, Func<ClearingBooks, RecordHead, Decision> decide,
        CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                await CatchUpAsync(cancellationToken);
                if (Known(requestId, contentHash) is { } known)
                {
                    return known;
                }

                var decision = Decide(requestId, contentHash, operatorName, decide);
                if (decision.Record is not { } record)
                {
                    return new ClearingAnswer(null, false, decision.Refusal, decision.Subject) { Later = decision.Later };
                }

                if (await AppendAsync(record, cancellationToken))
                {
                    return new ClearingAnswer(record, false, ClearingRefusal.None, "");
                }
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public Task<Result<string>?> FindAsync(WriteKey key, CancellationToken cancellationToken) => LookAsync(
        _ => Known(key.RequestId, key.ContentHash) switch
        {
            null => null,
            { Record: { } record } => Result.Done(record.Number.ToString(CultureInfo.InvariantCulture), replayed: true),
            _ => Result.KeyReused<string>(),
        },
        cancellationToken);

    /// <summary>The record that was written under a request id, told as a repetition.</summary>
    public Task<ClearingAnswer> RecallAsync(string requestId, CancellationToken cancellationToken) => LookAsync(
        books => new ClearingAnswer(books.Request(requestId), true, ClearingRefusal.None, ""), cancellationToken);

    /// <summary>Decides as <see cref="WriteAsync"/> does, and writes nothing.</summary>
    public Task<ClearingAnswer> TryAsync(
        string requestId, string contentHash, string operatorName, Func<ClearingBooks, RecordHead, Decision> decide,
        CancellationToken cancellationToken) => ReadAsync(
        _ =>
        {
            var decision = Decide(requestId, contentHash, operatorName, decide);
            return new ClearingAnswer(decision.Record, false, decision.Refusal, decision.Subject) { Later = decision.Later };
        },
        cancellationToken);

    /// <summary>Number and hash of the last record, which one prints and keeps outside, and what is set aside up to it.</summary>
    public Task<(long Number, string Hash, IReadOnlyList<SetAsideRecord> SetAside)> HeadAsync(CancellationToken cancellationToken) =>
        ReadAsync(current => (current.Number, head, current.SetAside), cancellationToken);

    /// <summary>
    /// Proves ledger and clearing book (<see cref="BookProver"/>) after what was settled has been taken over. Nobody waits for it.
    /// </summary>
    public async Task<BookProof> VerifyAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(current => current.Number, cancellationToken);
        return await BookProver.ProveAsync(ledger, book, "", cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private ClearingAnswer? Known(string requestId, string contentHash) => books.Request(requestId) switch
    {
        null => null,
        var known when known.ContentHash == contentHash => new ClearingAnswer(known, true, ClearingRefusal.None, ""),
        _ => new ClearingAnswer(null, false, ClearingRefusal.RequestIdReused, requestId),
    };

    /// <summary>Decides, and refuses what would not fit before it is written: nobody could take it back.</summary>
    private Decision Decide(
        string requestId, string contentHash, string operatorName, Func<ClearingBooks, RecordHead, Decision> decide)
    {
        if (books.SetAsideRequest(requestId) is { } aside)
        {
            return Decision.Refuse(ClearingRefusal.RecordSetAside, aside.Number.ToString(CultureInfo.InvariantCulture));
        }

        var decision = decide(books, new RecordHead(requestId, contentHash, operatorName, SettlementIds.Stamp(time)));
        return decision.Record is { } record && books.Misfit(record) is { } reason
            ? Decision.Refuse(ClearingRefusal.RecordUnfit, reason)
            : decision;
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        while (await TakeOnceAsync(cancellationToken) > 0)
        {
        }
    }

    private async Task<int> TakeOnceAsync(CancellationToken cancellationToken)
    {
        await ReadOthersAsync(cancellationToken);
        await PostTurnoverAsync(cancellationToken);
        var messages = await ledger.ReadOutboxAsync(books.OutboxNumber, Limits.TakenTogetherMax, cancellationToken);
        if (messages.Count > 0)
        {
            await TakeOverAsync([.. messages.Select(m => new OutboxMessage(m.OutboxNumber, m.Document))], cancellationToken);
        }

        return messages.Count;
    }

    private async Task PostTurnoverAsync(CancellationToken cancellationToken)
    {
        while (books.GeneralLedger.OutboxNumber < books.OutboxNumber)
        {
            var messages = await TakeOver.ReadAsync(ledger, books.GeneralLedger.OutboxNumber, books.OutboxNumber, cancellationToken);
            if (!await AppendAsync(TakeOver.Post(books, messages, SettlementIds.Stamp(time)), cancellationToken))
            {
                await ReadOthersAsync(cancellationToken);
            }
        }
    }

    private async Task TakeOverAsync(List<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        while (messages.Count > 0)
        {
            var (record, covered) = TakeOver.NextFitting(books, messages, ReliefFund, SettlementIds.Stamp(time), shelf?.Current.Arrangements);
            if (!await AppendAsync(record, cancellationToken))
            {
                return;
            }

            messages.RemoveRange(0, covered);
        }
    }

    private async Task ReadOthersAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<BookLine> lines;
        do
        {
            lines = await book.ReadAsync(books.Number, Limits.ReadTogetherMax, cancellationToken);
            foreach (var line in lines)
            {
                books.Read(line.Record);
                head = line.Hash;
            }
        }
        while (lines.Count == Limits.ReadTogetherMax);
    }

    private async Task<bool> AppendAsync(ClearingRecord record, CancellationToken cancellationToken)
    {
        // Nothing is written that would not be read. The books change only after the book has it: if the answer is lost, the record is read from
        // the book like another gateway's, before the next answer.
        if (books.Misfit(record) is { } reason)
        {
            throw new InvariantBrokenException($"the next record of the clearing book does not fit: {reason}");
        }

        var line = Chain.Link(record, head);
        if (!await book.AppendAsync(line, cancellationToken))
        {
            return false;
        }

        books.Apply(record);
        head = line.Hash;
        return true;
    }
}
