using MedAid.Settlement.Ledger;

namespace MedAid.Stores.Writing;

/// <summary>
/// One posting that waits for the writer: a settlement, a reversal, or a settlement with the reversal of the one that it replaces; and the caller
/// who waits for its outcome.
/// </summary>
internal sealed class LedgerWork
{
    private readonly TaskCompletionSource<PostingResult> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LedgerWork(SettlementPosting? settlement, ReversalPosting? reversal, CancellationToken cancellation)
    {
        Settlement = settlement;
        Reversal = reversal;
        Cancellation = cancellation;
    }

    public SettlementPosting? Settlement { get; }

    public ReversalPosting? Reversal { get; }

    public CancellationToken Cancellation { get; }

    /// <summary>Whether nothing is to be written but the proof that a commit reaches the disk.</summary>
    public bool IsProbe => Settlement is null && Reversal is null;

    public string RequestId => Settlement?.RequestId ?? Reversal!.RequestId;

    public byte[] ContentHash => Settlement?.ContentHash ?? Reversal!.ContentHash;

    public Task<PostingResult> Outcome => done.Task;

    public static LedgerWork Of(SettlementPosting posting, CancellationToken cancellation) => new(posting, null, cancellation);

    public static LedgerWork Of(ReversalPosting posting, CancellationToken cancellation) => new(null, posting, cancellation);

    public static LedgerWork Of(ReplacementPosting posting, CancellationToken cancellation) => new(posting.Settlement, posting.Undo, cancellation);

    public static LedgerWork OfProbe(CancellationToken cancellation) => new(null, null, cancellation);

    /// <summary>A probe that succeeded; nobody reads an outcome of it.</summary>
    public void Succeed() => done.TrySetResult(default!);

    public void Succeed(PostingResult outcome) => done.TrySetResult(outcome);

    public void Fail(Exception exception) => done.TrySetException(exception);

    public void Cancel() => done.TrySetCanceled(Cancellation);
}
