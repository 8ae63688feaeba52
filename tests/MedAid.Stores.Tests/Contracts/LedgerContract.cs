using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Stores.Tests.Books;

namespace MedAid.Stores.Tests.Contracts;

/// <summary>What every ledger does, whatever it stands on. Each test has a store of its own.</summary>
public abstract partial class LedgerContract : IAsyncLifetime
{
    protected static readonly TimeSpan Patience = Waiting.Longest;

    protected ILedger Ledger { get; private set; } = null!;

    /// <summary>Statements that would change or delete what was written, each of which the database itself has to refuse.</summary>
    protected abstract IReadOnlyList<string> Forgeries { get; }

    public async Task InitializeAsync()
    {
        await MakeStoreAsync();
        Ledger = await OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await CloseAsync();
        await RemoveStoreAsync();
    }

    /// <summary>Makes an empty store.</summary>
    protected abstract Task MakeStoreAsync();

    /// <summary>Opens a ledger on the store of this test.</summary>
    protected abstract Task<ILedger> OpenAsync();

    protected abstract Task RemoveStoreAsync();

    /// <summary>Runs a statement past the ledger; what the database says if it refuses, else null.</summary>
    protected abstract Task<string?> RunAsync(string sql);

    /// <summary>Takes away the triggers and constraints, as a forger with all rights would.</summary>
    protected abstract Task DropGuardsAsync();

    /// <summary>A statement that falsifies the books in one way, once the guards are gone.</summary>
    protected abstract string SqlOf(Tampering tampering);

    protected async Task CloseAsync() => await ((IAsyncDisposable)Ledger).DisposeAsync().AsTask().WaitAsync(Patience);

    /// <summary>Closes the ledger and opens it again, as a restart of the gateway does.</summary>
    protected async Task ReopenAsync()
    {
        await CloseAsync();
        Ledger = await OpenAsync();
    }

    private protected Task<PostingResult> PostAsync(Visit visit) =>
        Ledger.PostAsync(visit.Posting(), CancellationToken.None).WaitAsync(Patience);

    private protected Task<PostingResult> ReverseAsync(Undoing undoing) =>
        Ledger.ReverseAsync(undoing.Posting(), CancellationToken.None).WaitAsync(Patience);

    private protected async Task<long> UsedFenAsync(string person = "P1") =>
        (await CountersAsync(person, Visit.Scheme, Visit.Counter))[0];

    private protected Task<long[]> CountersAsync(string person, string scheme, params string[] counters) =>
        Ledger.ReadCountersAsync(new PersonKey(person), scheme, counters, CancellationToken.None).WaitAsync(Patience);

    private protected Task<StoredSettlement?> FindAsync(string settlementId) =>
        Ledger.FindAsync(new SettlementId(settlementId), CancellationToken.None).WaitAsync(Patience);

    private protected Task<RequestRecord?> FindRequestAsync(string requestId) =>
        Ledger.FindRequestAsync(requestId, CancellationToken.None).WaitAsync(Patience);

    private protected async Task<IReadOnlyList<string>> DifferencesAsync() =>
        (await Ledger.VerifyAsync(CancellationToken.None).WaitAsync(Patience)).Differences;

    /// <summary>Documents are equal when every stored byte is: records compare lists by reference.</summary>
    private protected static void Same(SettlementDocument expected, SettlementDocument? actual) =>
        Assert.Equal(SettlementCodec.Encode(expected), SettlementCodec.Encode(Assert.IsType<SettlementDocument>(actual)));
}

/// <summary>Ways to falsify the books that a proof has to find.</summary>
public enum Tampering
{
    /// <summary>One amount of a journal is changed: it no longer balances.</summary>
    EntryAmount,

    /// <summary>Two accounts change places: the journal balances, but says another thing than the document.</summary>
    EntryAccounts,

    /// <summary>A layer line pays another amount.</summary>
    LineAmount,

    /// <summary>A person's counter is lowered, so that there is room again.</summary>
    CounterLowered,

    /// <summary>A counter is removed.</summary>
    CounterRemoved,

    /// <summary>What a settlement added to a counter is changed.</summary>
    ChangeAmount,

    /// <summary>A request is forgotten: it could be settled a second time.</summary>
    RequestRemoved,

    /// <summary>What the patient pays is changed in the searchable column.</summary>
    PatientColumn,

    /// <summary>The settlement is put to another person.</summary>
    PersonColumn,

    /// <summary>The settlement is put to another day.</summary>
    ServiceDateColumn,

    /// <summary>The document is exchanged for that of another settlement.</summary>
    Document,

    /// <summary>The message that tells others is removed.</summary>
    OutboxRemoved,

    /// <summary>A reversal is made to point at another settlement than the one that it undoes.</summary>
    ReversalTarget,
}
