using MedAid.Settlement.People;
using MedAid.Settlement.Ports;

namespace MedAid.Stores.Tests.Cache;

/// <summary>What every memory of the register must do.</summary>
public abstract class CacheContract : IAsyncLifetime
{
    private protected Roll Roll { get; } = new();

    private protected IEligibilityCache Cache { get; private set; } = null!;

    public virtual async Task InitializeAsync() => Cache = await OpenAsync().Within();

    public virtual Task DisposeAsync() => Task.CompletedTask;

    private protected abstract Task<IEligibilityCache> OpenAsync();

    [ServerFact]
    public async Task A_person_is_asked_for_once_and_comes_back_whole()
    {
        Roll.Put(1);
        for (var i = 0; i < 3; i++)
        {
            Roll.AssertSame(Roll.Person(1), await Get(1));
        }

        Assert.Equal(1, Roll.LoadsOf(1));
    }

    [ServerFact]
    public async Task That_nobody_stands_behind_a_token_is_remembered_too()
    {
        Assert.Null(await Get(1));
        Assert.Null(await Get(1));
        Assert.Equal(1, Roll.LoadsOf(1));
    }

    [ServerFact]
    public async Task Forgetting_an_absence_lets_a_new_person_in_at_once()
    {
        Assert.Null(await Get(1));
        Roll.Put(1);
        await Forget(1);
        Roll.AssertSame(Roll.Person(1), await Get(1));
    }

    [ServerFact]
    public async Task Persons_are_kept_apart()
    {
        Roll.Put(1);
        Roll.Put(2, version: 7);
        Roll.AssertSame(Roll.Person(1), await Get(1));
        Roll.AssertSame(Roll.Person(2, version: 7), await Get(2));
        Roll.AssertSame(Roll.Person(1), await Get(1));
    }

    [ServerFact]
    public async Task A_rush_for_one_person_asks_the_register_once()
    {
        var gate = new TaskCompletionSource<Eligibility?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var loads = 0;
        var rush = Enumerable.Range(0, 100).Select(_ => Task.Run(() => Cache.GetAsync(
            Roll.Token(1),
            (_, _) =>
            {
                Interlocked.Increment(ref loads);
                return gate.Task;
            },
            CancellationToken.None).AsTask())).ToArray();
        await Waiting.Until("the load has begun", () => Volatile.Read(ref loads) > 0);
        gate.SetResult(Roll.Person(1));
        foreach (var person in await Task.WhenAll(rush).Within())
        {
            Roll.AssertSame(Roll.Person(1), person);
        }

        Assert.Equal(1, loads);
    }

    [ServerFact]
    public async Task A_caller_who_gives_up_does_not_take_the_answer_from_the_others()
    {
        var gate = new TaskCompletionSource<Eligibility?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var impatience = new CancellationTokenSource();
        var impatient = Cache.GetAsync(Roll.Token(1), (_, _) => gate.Task, impatience.Token).AsTask();
        var patient = Cache.GetAsync(Roll.Token(1), Roll.LoadAsync, CancellationToken.None).AsTask();
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient.Within());
        gate.SetResult(Roll.Person(1));
        Roll.AssertSame(Roll.Person(1), await patient.Within());
        Assert.Equal(0, Roll.LoadsOf(1));
    }

    [ServerFact]
    public async Task After_forgetting_the_new_person_is_answered()
    {
        for (var version = 1; version <= 20; version++)
        {
            Roll.Put(1, version);
            await Forget(1);
            Roll.AssertSame(Roll.Person(1, version), await Get(1));
            Roll.AssertSame(Roll.Person(1, version), await Get(1));
        }
    }

    [ServerFact]
    public async Task An_old_copy_that_was_being_loaded_while_it_was_forgotten_does_not_come_back()
    {
        var gate = new TaskCompletionSource<Eligibility?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var late = Cache.GetAsync(
            Roll.Token(1),
            (_, _) =>
            {
                begun.SetResult();
                return gate.Task;
            },
            CancellationToken.None).AsTask();
        await begun.Task.Within();
        Roll.Put(1, version: 2);
        await Forget(1);

        // Asked after the forgetting, so it must not join the old load.
        Roll.AssertSame(Roll.Person(1, version: 2), await Get(1));
        gate.SetResult(Roll.Person(1, version: 1));
        await late.Within();
        Roll.AssertSame(Roll.Person(1, version: 2), await Get(1));
    }

    [ServerFact]
    public async Task A_failing_register_is_the_callers_to_know_and_is_not_remembered()
    {
        var failure = await Assert.ThrowsAsync<IOException>(() => Cache.GetAsync(
            Roll.Token(1), (_, _) => Task.FromException<Eligibility?>(new IOException("register")), CancellationToken.None).Within());
        Assert.Equal("register", failure.Message);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Cache.GetAsync(
            Roll.Token(1), (_, _) => Task.FromCanceled<Eligibility?>(new CancellationToken(true)), CancellationToken.None).Within());
        Roll.Put(1);
        Roll.AssertSame(Roll.Person(1), await Get(1));
    }

    [ServerFact]
    public async Task A_whole_roll_can_be_forgotten_at_once()
    {
        Roll.Put(1);
        Roll.Put(1200);
        await Get(1);
        await Get(1200);
        Roll.Put(1, version: 2);
        Roll.Put(1200, version: 2);
        await Cache.ForgetAsync([.. Enumerable.Range(1, 1200).Select(Roll.Token)], CancellationToken.None).Within();
        Roll.AssertSame(Roll.Person(1, version: 2), await Get(1));
        Roll.AssertSame(Roll.Person(1200, version: 2), await Get(1200));
    }

    private protected Task<Eligibility?> Get(int number) => Get(Cache, number);

    private protected Task<Eligibility?> Get(IEligibilityCache cache, int number) =>
        cache.GetAsync(Roll.Token(number), Roll.LoadAsync, CancellationToken.None).Within();

    private protected Task Forget(params int[] numbers) =>
        Cache.ForgetAsync([.. numbers.Select(Roll.Token)], CancellationToken.None).Within();
}
