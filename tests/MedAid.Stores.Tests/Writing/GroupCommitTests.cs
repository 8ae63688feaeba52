using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Stores.Tests.Books;
using MedAid.Stores.Writing;

namespace MedAid.Stores.Tests.Writing;

public sealed class GroupCommitTests
{
    private static readonly TimeSpan Patience = Waiting.Longest;

    [Fact]
    public async Task What_queues_during_a_commit_is_committed_together_and_never_more_than_a_batch()
    {
        var store = new GatedStore();
        await using var writer = new GroupCommit(store.CommitAsync, store.ProbeAsync);
        var postings = Post(writer, 0, 1);
        await store.Entered.WaitAsync(Patience);
        postings.AddRange(Post(writer, 1, 300));
        store.Open();
        await Task.WhenAll(postings).WaitAsync(Patience);

        Assert.Equal([1, Limits.BatchMax, Limits.BatchMax, 300 - (2 * Limits.BatchMax)], store.BatchSizes);
    }

    [Fact]
    public async Task When_a_batch_cannot_be_written_each_is_tried_alone_and_only_the_culprit_fails()
    {
        var store = new GatedStore { Poison = "R3" };
        await using var writer = new GroupCommit(store.CommitAsync, store.ProbeAsync);
        var postings = Post(writer, 0, 1);
        await store.Entered.WaitAsync(Patience);
        postings.AddRange(Post(writer, 1, 5));
        store.Open();

        await Assert.ThrowsAsync<InvalidOperationException>(() => postings[3].WaitAsync(Patience));
        postings.RemoveAt(3);
        Assert.All(await Task.WhenAll(postings).WaitAsync(Patience), o => Assert.Equal(PostingEffect.Done, o.Result));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_outage_fails_the_whole_batch_at_once_and_the_writer_goes_on(bool unknown)
    {
        Exception outage = unknown ? new LedgerUnknownException("cut") : new LedgerUnavailableException("gone");
        var store = new GatedStore { Outage = outage };
        await using var writer = new GroupCommit(store.CommitAsync, store.ProbeAsync);
        var first = Post(writer, 0, 1);
        await store.Entered.WaitAsync(Patience);
        var others = Post(writer, 1, 3);
        store.Open();

        foreach (var posting in first.Concat(others))
        {
            Assert.Same(outage, await Record.ExceptionAsync(() => posting.WaitAsync(Patience)));
        }

        Assert.Equal([1, 3], store.BatchSizes);
        store.Outage = null;
        Assert.Equal(PostingEffect.Done, (await Post(writer, 9, 1)[0].WaitAsync(Patience)).Result);
    }

    [Fact]
    public async Task A_caller_who_is_gone_when_the_writer_comes_is_left_out()
    {
        using var cancellation = new CancellationTokenSource();
        var store = new GatedStore();
        await using var writer = new GroupCommit(store.CommitAsync, store.ProbeAsync);
        var first = Post(writer, 0, 1);
        await store.Entered.WaitAsync(Patience);
        var gone = writer.PostAsync(LedgerWork.Of(new Visit("gone", 100).Posting(), cancellation.Token));
        var stays = Post(writer, 1, 1);
        await cancellation.CancelAsync();
        store.Open();
        await Task.WhenAll([.. first, .. stays]).WaitAsync(Patience);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        Assert.Equal([1, 1], store.BatchSizes);
    }

    [Fact]
    public async Task Disposing_commits_what_waits_and_then_refuses()
    {
        var store = new GatedStore();
        var writer = new GroupCommit(store.CommitAsync, store.ProbeAsync);
        var postings = Post(writer, 0, 1);
        await store.Entered.WaitAsync(Patience);
        postings.AddRange(Post(writer, 1, 3));
        var closing = writer.DisposeAsync().AsTask();
        store.Open();
        await closing.WaitAsync(Patience);

        Assert.All(await Task.WhenAll(postings), o => Assert.Equal(PostingEffect.Done, o.Result));
        var refused = await Assert.ThrowsAsync<LedgerUnavailableException>(() => Post(writer, 9, 1)[0]);
        Assert.False(refused.Busy);
    }

    [Fact]
    public async Task A_probe_beside_settlements_costs_nothing_one_alone_is_a_commit_and_one_behind_a_stuck_commit_waits()
    {
        var store = new GatedStore();
        await using var writer = new GroupCommit(store.CommitAsync, store.ProbeAsync);
        var first = Post(writer, 0, 1);
        await store.Entered.WaitAsync(Patience);
        var beside = writer.ProbeAsync(CancellationToken.None);
        var others = Post(writer, 1, 3);
        Assert.False(beside.IsCompleted);

        store.Open();
        await Task.WhenAll([.. first, .. others]).WaitAsync(Patience);
        await beside.WaitAsync(Patience);
        Assert.Equal(0, store.Probes);

        await writer.ProbeAsync(CancellationToken.None).WaitAsync(Patience);
        store.Outage = new LedgerUnavailableException("gone");
        Assert.Same(store.Outage, await Record.ExceptionAsync(() => writer.ProbeAsync(CancellationToken.None).WaitAsync(Patience)));
        Assert.Equal(2, store.Probes);
    }

    [Fact]
    public async Task A_damaged_row_fails_those_who_need_it_and_nobody_else()
    {
        var store = new GatedStore { Poison = "R3", Damage = new LedgerDamagedException("damaged") };
        await using var writer = new GroupCommit(store.CommitAsync, store.ProbeAsync);
        var postings = Post(writer, 0, 1);
        await store.Entered.WaitAsync(Patience);
        postings.AddRange(Post(writer, 1, 5));
        store.Open();

        await Assert.ThrowsAsync<LedgerDamagedException>(() => postings[3].WaitAsync(Patience));
        postings.RemoveAt(3);
        Assert.All(await Task.WhenAll(postings).WaitAsync(Patience), o => Assert.Equal(PostingEffect.Done, o.Result));
    }

    private static List<Task<PostingResult>> Post(GroupCommit writer, int from, int count) =>
        [.. Enumerable.Range(from, count).Select(i => writer.PostAsync(LedgerWork.Of(new Visit($"R{i}", 100).Posting(), default)))];

    /// <summary>Commits into nothing, the first time only when the test opens the gate, and fails as it is told.</summary>
    private sealed class GatedStore
    {
        private readonly TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Entered => entered.Task;

        public List<int> BatchSizes { get; } = [];

        public string? Poison { get; init; }

        public Exception? Outage { get; set; }

        public Exception Damage { get; init; } = new InvalidOperationException("cannot be written");

        public int Probes { get; private set; }

        public void Open() => gate.SetResult();

        public Task ProbeAsync()
        {
            Probes++;
            return Outage is null ? Task.CompletedTask : Task.FromException(Outage);
        }

        public async Task<BatchPlan> CommitAsync(IReadOnlyList<LedgerWork> works)
        {
            BatchSizes.Add(works.Count);
            entered.TrySetResult();
            await gate.Task.WaitAsync(Patience);
            if (Outage is not null)
            {
                throw Outage;
            }

            return works.Any(w => w.RequestId == Poison)
                ? throw Damage
                : BatchPlan.Of(works, new BatchState());
        }
    }
}
