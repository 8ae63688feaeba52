using System.Reflection;
using MedAid.Clearing;
using MedAid.Clearing.Books;
using MedAid.Gateway.Hosting;
using MedAid.Gateway.Services;
using MedAid.Settlement.Ledger.Proof;
using MedAid.Settlement.Ports;
using MedAid.Stores.Embedded;
using MedAid.Stores.Tests.Books;

namespace MedAid.Gateway.Tests.Hosting;

/// <summary>Proofs that callers ask a gateway for: one at a time, joined by who asks meanwhile, and resting while nobody asks.</summary>
public sealed class BookProofsTests : IAsyncLifetime, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("medaid-proofs-");
    private readonly HandClock clock = new();
    private readonly Gate gate = new();
    private EmbeddedDatabase database = null!;
    private EmbeddedLedger ledger = null!;
    private ClearingBookService clearing = null!;
    private BookProofs proofs = null!;

    public async Task InitializeAsync()
    {
        database = EmbeddedDatabase.Open(Path.Combine(folder.FullName, "medaid.db"));
        ledger = new EmbeddedLedger(database);
        await ledger.PostAsync(new Visit("R1", 100_00).Posting(), CancellationToken.None).Within();
        var (sql, settings) = (new EmbeddedSql(database), new Settings { DataFolder = folder.FullName });
        clearing = new ClearingBookService(ledger, new ClearingBookStore(sql), clock);
        proofs = new BookProofs(clearing, Gated.Of(ledger, gate), new ClearingBookStore(sql), sql, settings, clock);
    }

    public async Task DisposeAsync()
    {
        proofs.Dispose();
        await ledger.DisposeAsync();
    }

    public void Dispose()
    {
        clearing.Dispose();
        database.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Whoever_asks_while_a_proof_runs_joins_it_and_its_answer_is_kept_for_its_id()
    {
        var (first, second) = (proofs.AskAsync("", default), proofs.AskAsync("", default));
        await gate.Reading.Task.Within();
        await PassUntil("both were told how far it is", () => first.IsCompleted && second.IsCompleted);
        var running = await first;
        Assert.Equal((null, running.ProofId), (running.Found, (await second).ProofId));

        gate.Go.SetResult();
        var found = await AskUntilFoundAsync(running.ProofId);
        Assert.Equal((running.ProofId, 1L, 1), (found.ProofId, found.Found!.Ledger.Settlements, gate.Pieces));
        Assert.Empty(found.Found.Differences);

        Assert.Same(found.Found, (await proofs.AskAsync(running.ProofId, default).Within()).Found);
        Assert.NotEqual(running.ProofId, (await AskUntilFoundAsync("")).ProofId);
    }

    [Fact]
    public async Task A_proof_that_nobody_asks_for_stops_and_goes_on_when_somebody_asks_again()
    {
        var asked = proofs.AskAsync("", default);
        await gate.Reading.Task.Within();
        await PassUntil("it was told how far it is", () => asked.IsCompleted);
        var running = await asked;

        clock.Advance(Limits.ProofUnaskedMax + TimeSpan.FromSeconds(1));
        gate.Go.SetResult();
        await gate.Stopped.Task.Within();

        var found = await AskUntilFoundAsync(running.ProofId);
        Assert.Equal((running.ProofId, 1L), (found.ProofId, found.Found!.Ledger.Settlements));
        Assert.Empty(found.Found.Differences);
    }

    [Fact]
    public async Task A_caller_that_leaves_ends_its_wait_and_not_the_proof_of_the_others()
    {
        using var leaving = new CancellationTokenSource();
        var (left, stays) = (proofs.AskAsync("", leaving.Token), proofs.AskAsync("", default));
        await gate.Reading.Task.Within();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left.Within());

        gate.Go.SetResult();
        await PassUntil("the other one is answered", () => stays.IsCompleted);
        Assert.Equal(1, (await AskUntilFoundAsync((await stays).ProofId)).Found!.Ledger.Settlements);
    }

    /// <summary>Lets time pass second by second: a proof rests four times as long as it waited for the test.</summary>
    private Task<TimeSpan> PassUntil(string what, Func<bool> holds) => Waiting.Until(what, () =>
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        return Task.FromResult(holds());
    });

    private async Task<ProofAnswer> AskUntilFoundAsync(string proofId)
    {
        while (true)
        {
            var asked = proofs.AskAsync(proofId, default);
            await PassUntil("it is answered", () => asked.IsCompleted);
            try
            {
                if (await asked is { Found: not null } answer)
                {
                    return answer;
                }
            }
            catch (OperationCanceledException)
            {
                // Asked in the moment in which it stops: whoever asks again has it go on.
            }
        }
    }

    /// <summary>A ledger whose pieces wait until the test lets them go.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1852", Justification = "The proxy derives from it.")]
    private class Gated : DispatchProxy
    {
        private Gate gate = null!;
        private ILedger behind = null!;

        public static ILedger Of(ILedger behind, Gate gate)
        {
            var made = Create<ILedger, Gated>();
            (((Gated)made).behind, ((Gated)made).gate) = (behind, gate);
            return made;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == nameof(ILedger.ReadRowsAsync)
            ? ReadAsync((long)args![0]!, (long)args[1]!, (int)args[2]!, (CancellationToken)args[3]!)
            : targetMethod.Invoke(behind, args);

        private async Task<LedgerPiece> ReadAsync(long after, long through, int limit, CancellationToken cancellationToken)
        {
            gate.Pieces++;
            cancellationToken.Register(() => gate.Stopped.TrySetResult());
            gate.Reading.TrySetResult();
            await gate.Go.Task;
            return await behind.ReadRowsAsync(after, through, limit, cancellationToken);
        }
    }

    private sealed class Gate
    {
        public TaskCompletionSource Reading { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Pieces { get; set; }
    }
}
