using MedAid.Clearing;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Core;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Writes;
using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Books;
using MedAid.Stores.Tests.Contracts;

namespace MedAid.Stores.Tests.Postgres;

/// <summary>A commit of the clearing book whose answer is lost: what the caller is told is true, and the next answer is read from the book.</summary>
[NeedsPostgres]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "xunit calls DisposeAsync of IAsyncLifetime.")]
public sealed class PostgresUnknownTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = Waiting.Longest;
    private static readonly DateOnly Day = new(2026, 4, 1);

    private CutServer cut = null!;
    private PostgresLedger ledger = null!;
    private ClearingBookService clearing = null!;

    public async Task InitializeAsync()
    {
        cut = await CutServer.StartAsync();
        ledger = new PostgresLedger(cut.Database);
        clearing = new ClearingBookService(ledger, new ClearingBookStore(new PostgresSql(cut.Database)), TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        clearing.Dispose();
        await ledger.DisposeAsync().AsTask().WaitAsync(Patience);
        await cut.DisposeAsync();
    }

    /// <summary>10.00 that were written and not answered are in the book: the same request replays them, and another with the reference is refused.</summary>
    [ContractFact]
    public async Task It_is_unknown_and_the_same_request_tells_that_it_was_done()
    {
        await PayAsync("warm", "B0");
        cut.Line.Cut = Cut.AnswerToCommitForGood;
        await Assert.ThrowsAsync<LedgerUnknownException>(() => PayAsync("p-1", "B1"));
        cut.Line.Cut = Cut.Nothing;

        Assert.Equal(ClearingRefusal.PaymentRecordedBefore, (await PayAsync("p-2", "B1")).Refusal);
        Assert.True((await PayAsync("p-1", "B1")).Replayed);
        Assert.Equal(20_00, await ReceivedAsync());
        Assert.Empty((await clearing.VerifyAsync(default).WaitAsync(Patience)).Differences);
    }

    /// <summary>The connection alone dies: it is written once, and the caller hears of nothing.</summary>
    [ContractFact]
    public async Task Where_the_server_can_be_reached_again_it_is_done_once()
    {
        await PayAsync("warm", "B0");
        cut.Line.Cut = Cut.AnswerToCommit;

        Assert.Equal(ClearingRefusal.None, (await PayAsync("p-1", "B1")).Refusal);
        Assert.Equal(20_00, await ReceivedAsync());
    }

    /// <summary>Nothing was committed before the line was cut: it was not done, and the books say so.</summary>
    [ContractFact]
    public async Task What_never_reached_the_server_is_not_done()
    {
        await PayAsync("warm", "B0");
        cut.Line.Cut = Cut.Everything;
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => PayAsync("p-1", "B1"));
        cut.Line.Cut = Cut.Nothing;

        Assert.Equal(10_00, await ReceivedAsync());
        Assert.False((await PayAsync("p-1", "B1")).Replayed);
    }

    private Task<long> ReceivedAsync() =>
        clearing.ReadAsync(books => books.Payments.Values.Sum(p => p.ReceivedFen), default).WaitAsync(Patience);

    private Task<Result<ClearingRecord>> PayAsync(string requestId, string paymentId) => clearing.WriteAsync(
        Results.Key(requestId, "h"), "李会计",
        (books, head) => PaymentDecisions.Record(
            books, head, new PaymentNotice(paymentId, new HospitalCode("H14110100001"), new CountyCode("141102"), Day, 10_00, [], 0, 0)),
        default).WaitAsync(Patience);
}
