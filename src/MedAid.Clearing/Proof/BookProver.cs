using System.Diagnostics;
using System.Runtime.CompilerServices;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Settlement.Capitation;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ledger.Proof;
using MedAid.Settlement.Ports;

namespace MedAid.Clearing.Proof;

/// <summary>
/// Proves ledger and clearing book together: both are read once, side by side, in pieces, outside every lock, and nothing is written. A run
/// that was given up goes on where it was; what it knows can be saved and loaded.
/// </summary>
/// <remarks><c>hash</c> is a head of earlier, printed then: a book in which no record has it is another book.</remarks>
public sealed class BookProver
{
    private readonly ILedger ledger;
    private readonly ClearingBookStore book;
    private readonly string hash;
    private readonly LedgerFold rows;
    private readonly BookFold fold;
    private readonly ProofDifferences differences = new();
    private readonly List<SettlementCheck> met = [];
    private ProofState state = new() { Head = Chain.Start };
    private long counters;

    /// <summary>A proof at its beginning. What it has to remember stays in the process if it is given no memory of its own.</summary>
    public BookProver(ILedger ledger, ClearingBookStore book, string hash, ProofPages? memory = null)
    {
        (this.ledger, this.book, this.hash) = (ledger, book, hash);
        memory ??= new ProofPages();
        (rows, fold) = (new LedgerFold(memory), new BookFold(memory));
    }

    /// <summary>How far it is.</summary>
    public ProofProgress Progress => new(rows.Messages + state.Number, Math.Max(rows.Messages, state.OutboxEnd) + state.RecordEnd);

    /// <summary>Whether a run that was given up can go on; at its very end it has to begin anew.</summary>
    public bool CanGoOn => !state.Ending;

    /// <summary>Rests after each piece; null: goes on at once.</summary>
    public ProofRest? Rest { get; init; }

    /// <summary>Called between pieces, when all is in step: then <see cref="Save"/> may be called.</summary>
    public Action? BetweenPieces { get; init; }

    /// <summary>Proves what else lies in the database and is not the books'; its differences in Chinese.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<string>>>? Beside { get; init; }

    /// <summary>The claims of capitation months that records of the book have taken over; null: these are not compared.</summary>
    public CapitationStore? Capitation { get; init; }

    /// <summary>Called now and then when it is further.</summary>
    public Action? Progressed { get; init; }

    /// <summary>Proves everything in one run.</summary>
    public static Task<BookProof> ProveAsync(ILedger ledger, ClearingBookStore book, string hash, CancellationToken cancellationToken) =>
        new BookProver(ledger, book, hash).RunAsync(cancellationToken);

    /// <summary>Proves from where it is to the end.</summary>
    public async Task<BookProof> RunAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        await using (var checks = LedgerWalk.ExaminedAsync(ledger, rows.OutboxNumber, state.OutboxEnd, Rest, cancellationToken)
            .GetAsyncEnumerator(cancellationToken))
        {
            // One cursor for both: the row behind the last record was looked at and not taken yet.
            var cursor = new RowCursor(checks);
            await ReadBookAsync(cursor, cancellationToken);
            while (!differences.IsFull && await cursor.PeekAsync() is { } row)
            {
                differences.Add(rows.Add(row));
                cursor.Take();
                TellRow();
            }
        }

        if (Beside is not null && !differences.IsFull)
        {
            differences.Add(await Beside(cancellationToken));
        }

        state.Ending = true;
        counters = await LedgerWalk.EndAsync(ledger, rows, differences, cancellationToken);
        differences.Add(state.SetAside.Values.Where(told => told.Length > 0));
        differences.Add(fold.Differences());
        return new BookProof(
            new LedgerProof(rows.Settlements, rows.Entries, counters, []), state.Number, state.Head, differences.Listed)
        {
            OutboxNumber = state.Taken, FoundNumber = state.Found > 0 ? state.Found : null,
        };
    }

    /// <summary>Writes all that it knows, to go on later.</summary>
    public void Save(BinaryWriter writer)
    {
        state.Save(writer);
        rows.Save(writer);
        fold.Save(writer);
        differences.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        state = ProofState.Load(reader);
        rows.Load(reader);
        fold.Load(reader);
        differences.Load(reader);
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        // The outbox is asked after the book: whatever a record took over is there.
        if (!state.BookDone)
        {
            var end = await book.ReadEndAsync(cancellationToken);
            state.RecordEnd = end.LastNumber;
            differences.Add(Missing(end));
            state.KeptHash = end.LastNumber == end.KeptNumber ? end.KeptHash : "";
        }

        state.OutboxEnd = await ledger.ReadOutboxEndAsync(cancellationToken);
    }

    private static string? Missing(BookEnd end) => end.KeptNumber.CompareTo(end.LastNumber) switch
    {
        > 0 when end.LastNumber == 0 => $"往来账是空的，原有 {end.KeptNumber} 条记录：整本往来账被删除过",
        > 0 => $"往来账只到第 {end.LastNumber} 条，原有 {end.KeptNumber} 条记录：末尾的记录被删除过",
        < 0 => $"往来账有 {end.LastNumber} 条记录，登记的末端却是第 {end.KeptNumber} 条：绕过程序加过记录，或登记的末端被改动过",
        _ => null,
    };

    private async Task ReadBookAsync(RowCursor checks, CancellationToken cancellationToken)
    {
        if (state.BookDone)
        {
            return;
        }

        await foreach (var piece in ReadAhead.OfAsync(RecordsAsync, IsLarge, cancellationToken))
        {
            for (var at = 0; at < piece.Length; at++)
            {
                // A large record is not to outlive its turn.
                (var check, piece[at]) = (piece[at], null!);
                await ReadAsync(check, checks, cancellationToken);
            }

            Progressed?.Invoke();
            BetweenPieces?.Invoke();
            if (differences.IsFull)
            {
                break;
            }
        }

        if (state.KeptHash.Length > 0 && state.Number == state.RecordEnd && state.Head != state.KeptHash)
        {
            differences.Add("往来账的末端不是登记的那一条：最后的记录被换过");
        }

        state.BookDone = true;
    }

    private void TellRow()
    {
        if (rows.Messages % Limits.ProofRecordsTogetherMax == 0)
        {
            Progressed?.Invoke();
        }
    }

    private async Task ReadAsync(RecordCheck check, RowCursor checks, CancellationToken cancellationToken)
    {
        var number = check.Row.Number;
        var through = check.Record?.Taken?.OutboxNumber ?? 0;
        while (await checks.PeekAsync() is { } row && row.Row.OutboxNumber <= through)
        {
            differences.Add(rows.Add(row));
            met.Add(row);
            checks.Take();
            TellRow();
        }

        if (number != state.Number + 1)
        {
            state.SetAside[state.Number + 1] = "";
            differences.Add(number == state.Number + 2
                ? $"往来账第 {state.Number + 1} 条不见了" : $"往来账第 {state.Number + 1} 至 {number - 1} 条不见了");
        }

        differences.Add(check.Differences);
        if (check.Row.Damage is null && check.Row.PreviousHash != state.Head)
        {
            differences.Add(RecordCheck.Broken(check.Row));
        }

        if (check.Record is { } record)
        {
            await FollowAsync(record, cancellationToken);
        }
        else
        {
            // What is damaged was reported as such.
            state.SetAside[number] = "";
        }

        state.FollowsDamage = check.Record is null || number != state.Number + 1;
        (state.Number, state.Head) = (number, check.Row.Damage is null ? check.Row.Hash : "");
        state.Found = hash.Length > 0 && check.Row.Hash == hash ? number : state.Found;
        state.Taken = Math.Max(state.Taken, through);
        met.Clear();
    }

    private async Task FollowAsync(ClearingRecord record, CancellationToken cancellationToken)
    {
        var notCountered = await NotCounteredAsync(record, cancellationToken);
        if ((fold.Apply(record) ?? Voided(record)) is { } misfit)
        {
            state.SetAside[record.Number] = new SetAsideRecord(record.Number, record.Kind, record.RequestId, misfit).Sentence;
        }
        else if (record.Kind is RecordKind.SettlementSetAside or RecordKind.CapitationSetAside)
        {
            state.SetAside[record.Number] = new SetAsideRecord(record.Number, record.Kind, record.RequestId, record.Note).Sentence;
        }
        else
        {
            differences.Add(notCountered);
        }

        differences.Add(fold.Uncovered(record));
        differences.Add(await CapitationCheck.DifferenceAsync(Capitation, record, cancellationToken));
        if (record.Taken is not null)
        {
            differences.Add(TakenCheck.Differences(record, met, state.FollowsDamage));
            differences.Add(NotUnwound(record));
            state.Posted = record.Posted is null ? state.Posted : record.Taken.OutboxNumber;
        }
        else if (record.Posted is not null)
        {
            await ComparePostedAsync(record, cancellationToken);
        }
    }

    /// <summary>A counter-record against its record, which is read a second time. One that cannot be read was reported.</summary>
    private async Task<string?> NotCounteredAsync(ClearingRecord record, CancellationToken cancellationToken)
    {
        if (!Corrections.IsCounter(record) || record.Correction is not { } fact)
        {
            return null;
        }

        var read = await book.ReadRowsAsync(fact.RecordNumber - 1, fact.RecordNumber, 1, cancellationToken);
        return read.Rows is [{ Content.Record: { } target }] ? CounterCheck.Difference(fold, target, record) : null;
    }

    /// <summary>Takes a record out that was set aside; why not, in Chinese.</summary>
    private string? Voided(ClearingRecord record) => record.Voided is null || state.SetAside.Remove(record.Voided.Number)
        ? null
        : $"第 {record.Voided.Number} 条没有被搁置，或已经作废";

    /// <summary>An undone settlement leaves nothing of its receivables standing.</summary>
    private string? NotUnwound(ClearingRecord record) => met is [{ Document: { ReversesSettlementId: { } undone } document }]
        && !LinesOfLayers.Of(document).All(l => fold.IsUnwound($"{undone}.{l.Layer}"))
        ? $"往来账第 {record.Number} 条：结算 {undone} 已撤销，应收没有全部随之撤销"
        : null;

    /// <summary>Turnovers that were posted after the settlements had been taken over: these are read a second time.</summary>
    private async Task ComparePostedAsync(ClearingRecord record, CancellationToken cancellationToken)
    {
        var messages = await TakeOver.ReadAsync(ledger, state.Posted, record.PostedThrough, cancellationToken);
        state.Posted = record.PostedThrough;
        if (!Turnover.Of(messages.Select(m => m.Document)).SequenceEqual(record.Posted!))
        {
            differences.Add($"往来账第 {record.Number} 条：记入总账的发生额与结算分录不符");
        }
    }

    private static bool IsLarge(RecordCheck[] piece) =>
        piece.Sum(c => c.Row.Content.Length) > Limits.ProofAheadBytesMax;

    private async IAsyncEnumerable<RecordCheck[]> RecordsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var after = state.Number; after < state.RecordEnd;)
        {
            var began = Stopwatch.GetTimestamp();
            var piece = await book.ReadRowsAsync(after, state.RecordEnd, Limits.ProofRecordsTogetherMax, cancellationToken);
            RecordCheck[] checks = [.. piece.Rows.Select(RecordCheck.Of)];
            after = piece.Through;
            yield return checks;
            if (Rest is not null)
            {
                await Rest(Stopwatch.GetElapsedTime(began), cancellationToken);
            }
        }
    }
}
