using System.Globalization;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Proof;
using MedAid.Core;
using MedAid.Settlement;
using MedAid.Settlement.Capitation;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;
using MedAid.Settlement.Writes;

namespace MedAid.Clearing;

/// <summary>
/// Reads and writes the clearing book. Before every answer it reads what others have written and takes over what the ledger has settled
/// since, so that
/// no receivable is ever missing from an answer. Several gateways may write one book: the number decides, the loser reads and tries again.
/// </summary>
public sealed class ClearingBookService(
    ILedger ledger, ClearingBookStore book, TimeProvider time, ReferenceDataHolder? reference = null, CapitationStore? capitation = null)
    : IRequestLog, IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private readonly ClearingState books = new();
    private string head = Chain.Start;

    /// <summary>
    /// Records that do not fit and were not taken out since, as of the last look at the book; read without waiting for anybody.
    /// </summary>
    public IReadOnlyList<SetAsideRecord> SetAside => books.SetAside;

    /// <summary>Answers a question from the books as they stand now.</summary>
    public async Task<T> ReadAsync<T>(Func<ClearingState, T> question, CancellationToken cancellationToken)
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
    public async Task<T> LookAsync<T>(Func<ClearingState, T> question, CancellationToken cancellationToken)
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

    /// <summary>Writes what is decided, once; what is only tried is decided and not written.</summary>
    public async Task<Result<ClearingRecord>> WriteAsync(
        WriteKey key, string operatorName, Func<ClearingState, RecordHead, Decision> decide, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                await CatchUpAsync(cancellationToken);
                if (Known(key) is { } known)
                {
                    return known;
                }

                var decision = Decide(key, operatorName, decide);
                if (decision.Record is not { } record)
                {
                    return Result.Refused<ClearingRecord>(new ClearingFault(decision.Refusal, decision.Subject, decision.Later));
                }

                if (key.ValidateOnly || await AppendAsync(record, cancellationToken))
                {
                    return Result.Done(record);
                }
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public Task<Result<string>?> FindAsync(WriteKey key, CancellationToken cancellationToken) =>
        LookAsync(_ => Known(key)?.With(record => record.RequestId), cancellationToken);

    /// <summary>The record that was written under a request id.</summary>
    public Task<ClearingRecord> RecallAsync(string requestId, CancellationToken cancellationToken) =>
        LookAsync(books => books.Request(requestId)!, cancellationToken);

    /// <summary>Number and hash of the last record, which one prints and keeps outside, and what is set aside up to it.</summary>
    public Task<(long Number, string Hash, IReadOnlyList<SetAsideRecord> SetAside)> HeadAsync(CancellationToken cancellationToken) =>
        ReadAsync(current => (current.Number, head, current.SetAside), cancellationToken);

    /// <summary>
    /// Proves ledger and clearing book (<see cref="BookProver"/>) after what was settled has been taken over. Nobody waits for it.
    /// </summary>
    public async Task<BookProof> VerifyAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(current => current.Number, cancellationToken);
        return await new BookProver(ledger, book, "") { Capitation = capitation }.RunAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private Result<ClearingRecord>? Known(WriteKey key) => books.Request(key.RequestId) switch
    {
        null => null,
        var known when known.ContentHash == key.ContentHash => Result.Done(known, replayed: true),
        _ => Result.KeyReused<ClearingRecord>(),
    };

    /// <summary>Decides, and refuses what would not fit before it is written: nobody could take it back.</summary>
    private Decision Decide(WriteKey key, string operatorName, Func<ClearingState, RecordHead, Decision> decide)
    {
        if (books.SetAsideRequest(key.RequestId) is { } aside)
        {
            return Decision.Refuse(ClearingRefusal.RecordSetAside, aside.Number.ToString(CultureInfo.InvariantCulture));
        }

        var decision = decide(books, new RecordHead(key.RequestId, key.ContentHash, operatorName, Instants.Now(time)));
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
        await TakeCapitationAsync(cancellationToken);
        var (messages, damaged) = await OutboxReader.ReadAsync(ledger, books.OutboxNumber, Limits.TakenTogetherMax, cancellationToken);
        if (damaged is not null)
        {
            await AppendAsync(TakeOver.AsideOf(books, damaged, Instants.Now(time)), cancellationToken);
            return 1;
        }

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
            if (!await AppendAsync(TakeOver.Post(books, messages, Instants.Now(time)), cancellationToken))
            {
                await ReadOthersAsync(cancellationToken);
            }
        }
    }

    private async Task TakeCapitationAsync(CancellationToken cancellationToken)
    {
        while (capitation is not null && await capitation.NextClaimAsync(books.CapitationNumber, cancellationToken) is { } claim)
        {
            if (!await AppendAsync(CapitationTakeOver.NextFitting(books, claim, Instants.Now(time)), cancellationToken))
            {
                await ReadOthersAsync(cancellationToken);
            }
        }
    }

    private async Task TakeOverAsync(List<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        while (messages.Count > 0)
        {
            var (record, covered) = TakeOver.NextFitting(books, messages, Fund.Relief, Instants.Now(time), reference?.Current.Arrangements);
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
