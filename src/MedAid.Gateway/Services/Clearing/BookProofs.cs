using System.Globalization;
using MedAid.Clearing;
using MedAid.Clearing.Books;
using MedAid.Clearing.Proof;
using MedAid.Gateway.Hosting;
using MedAid.People.Storage;
using MedAid.Settlement.Capitation;
using MedAid.Settlement.Ledger.Proof;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;
using MedAid.Stores.Proof;

namespace MedAid.Gateway.Services;

/// <summary>How a proof stands: what it found, or how far it is.</summary>
internal sealed record ProofAnswer(string ProofId, BookProof? Found, int Percent);

/// <summary>
/// Proofs of the books that callers ask for, one at a time. A proof may take longer than a call: whoever asks starts one or joins the one that
/// runs, waits a little, and asks again by its id. A proof that nobody asks for any more stops, and goes on when somebody asks again. It rests
/// between its pieces, so cashiers do not feel it.
/// </summary>
internal sealed class BookProofs(
    ClearingBookService clearing, ILedger ledger, ClearingBookStore book, ISqlDatabase database, Settings settings, TimeProvider time) : IDisposable
{
    private readonly Lock turn = new();
    private readonly CancellationTokenSource stopping = new();
    private Run? run;
    private (string ProofId, BookProof Found)? last;
    private long number;

    /// <summary>The answer of a proof, the one that is named or the one that runs or a new one; after a short wait, how far it is.</summary>
    public async Task<ProofAnswer> AskAsync(string proofId, CancellationToken cancellationToken)
    {
        Run asked;
        Task<BookProof> proving;
        lock (turn)
        {
            if (last is { } known && known.ProofId == proofId)
            {
                return new ProofAnswer(proofId, known.Found, 100);
            }

            asked = run ??= Begin();
            asked.AskedTime = time.GetUtcNow();
            proving = asked.Proving ??= Task.Run(() => ProveAsync(asked), CancellationToken.None);
        }

        var waited = Task.Delay(Limits.ProofAnswerTime, time, cancellationToken);
        await Task.WhenAny(proving, waited);
        cancellationToken.ThrowIfCancellationRequested();
        return proving.IsCompleted
            ? new ProofAnswer(asked.ProofId, await proving, 100)
            : new ProofAnswer(asked.ProofId, null, asked.Prover.Progress.Percent);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stopping.Cancel();
        stopping.Dispose();
    }

    private Run Begin()
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyyMMddHHmmss}-{++number}");
        var begun = new Run(id, new ScratchFile(settings.DataPath), stopping.Token);
        begun.Prover = new BookProver(ledger, book, "", new ProofPages(begun.Scratch.Open))
        {
            Rest = (worked, given) => RestAsync(begun, worked, given), Beside = given => PeopleProof.DifferencesAsync(database, given),
            Capitation = new CapitationStore(database),
        };
        return begun;
    }

    private async Task RestAsync(Run resting, TimeSpan worked, CancellationToken given)
    {
        if (time.GetUtcNow() - resting.AskedTime > Limits.ProofUnaskedMax)
        {
            await resting.Left.CancelAsync();
        }

        await Task.Delay(worked * Limits.RestForWork, time, given);
    }

    private async Task<BookProof> ProveAsync(Run asked)
    {
        try
        {
            // What was settled just now belongs to the answer too.
            await clearing.ReadAsync(books => books.Number, asked.Left.Token);
            var found = await asked.Prover.RunAsync(asked.Left.Token);
            lock (turn)
            {
                (last, run) = ((asked.ProofId, found), null);
            }

            asked.Scratch.Dispose();
            return found;
        }
        catch (Exception failure)
        {
            var goesOn = failure is OperationCanceledException && asked.Prover.CanGoOn && !stopping.IsCancellationRequested;
            lock (turn)
            {
                run = goesOn ? asked.Again() : null;
            }

            if (!goesOn)
            {
                asked.Scratch.Dispose();
            }

            throw;
        }
    }

    /// <summary>A proof that runs, or that waits for somebody to ask again.</summary>
    private sealed class Run(string proofId, ScratchFile scratch, CancellationToken stopping)
    {
        public string ProofId => proofId;

        public ScratchFile Scratch => scratch;

        public BookProver Prover { get; set; } = null!;

        public CancellationTokenSource Left { get; } = CancellationTokenSource.CreateLinkedTokenSource(stopping);

        public DateTimeOffset AskedTime { get; set; }

        public Task<BookProof>? Proving { get; set; }

        /// <summary>The same proof where it is, not running.</summary>
        public Run Again() => new(proofId, scratch, stopping) { Prover = Prover };
    }
}
