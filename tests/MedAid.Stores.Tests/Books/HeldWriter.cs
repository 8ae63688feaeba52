using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.Stores.Tests.Books;

/// <summary>
/// Holds a ledger's writer inside one posting, so that what a test posts meanwhile is certain to queue and to be written together.
/// </summary>
internal sealed class HeldWriter : IDisposable
{
    private static readonly TimeSpan Patience = Waiting.Longest;

    private readonly ManualResetEventSlim release = new();
    private readonly TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<PostingResult> posting = null!;

    public static async Task<HeldWriter> OfAsync(ILedger ledger)
    {
        var writer = new HeldWriter();
        var visit = new Visit($"held-{Guid.NewGuid():N}", 100) { Person = "P-held" };
        var posting = new SettlementPosting
        {
            RequestId = visit.RequestId,
            ContentHash = visit.ContentHash,
            Visit = visit.Key,
            PersonKey = new(visit.Person),
            Scheme = Visit.Scheme,
            CounterKeys = [Visit.Counter],
            Prepare = (usedFen, _) =>
            {
                writer.held.TrySetResult();
                Assert.True(writer.release.Wait(Patience), "the test did not release the writer");
                return visit.Prepare(usedFen);
            },
        };
        writer.posting = ledger.PostAsync(posting, CancellationToken.None);
        await writer.held.Task.WaitAsync(Patience);
        return writer;
    }

    public Task<PostingResult> ReleaseAsync()
    {
        release.Set();
        return posting.WaitAsync(Patience);
    }

    public void Dispose()
    {
        release.Set();
        release.Dispose();
    }
}
