using MedAid.Settlement;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Writes;

namespace MedAid.Bureau.Link;

/// <summary>How a settlement through the platform came out, as far as the caller can be told.</summary>
/// <param name="Settled">The settlement; null: there is none, or not yet.</param>
/// <param name="Task">The task; null: nothing was begun.</param>
/// <param name="Refused">MedAid's own refusal, before anything was sent; null: none.</param>
/// <param name="HasLink">Whether a link says that the platform splits the visit.</param>
public sealed record ThroughAnswer(Settled? Settled, BureauTask? Task, Answer<Settled>? Refused = null, bool HasLink = true);

/// <summary>
/// Settles visits that the platform splits. The intent is kept first; the messages go on also when the caller does not wait any longer, and a
/// gateway that dies is followed by another. Either both sides stand settled or neither.
/// </summary>
public sealed class SettleThroughBureau(
    SettleClaim settle, ILedger ledger, LinkStore store, LinkBookHolder links, TaskRunner runner, TimeProvider time)
{
    /// <summary>Settles, or answers what came of the same request before.</summary>
    /// <param name="key">The caller's key.</param>
    /// <param name="draft">The visit.</param>
    /// <param name="wait">How long the caller waits.</param>
    /// <param name="cancellationToken">The call.</param>
    public async Task<Result<ThroughAnswer>> SettleAsync(WriteKey key, ClaimDraft draft, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (!key.ValidateOnly && await store.FindByKeyAsync(LinkSubjects.KeyOf(key.RequestId), cancellationToken) is { } known)
        {
            return known.Task.ContentHash == key.ContentHash
                ? Result.Done(await ToldAsync(known.Task, cancellationToken), replayed: true)
                : Result.KeyReused<ThroughAnswer>();
        }

        // Whatever MedAid would refuse is refused before the platform hears of it.
        var tried = await settle.SettleAsync(key.RequestId, draft, validateOnly: true, cancellationToken);
        if (tried.Value is not { } would)
        {
            return Result.Done(new ThroughAnswer(null, null, tried));
        }

        var document = would.Document;
        if (links.Current.Find(document.HospitalCode, document.CountyCode, ChinaTime.Today(time)) is not { Way: LinkWay.Upstream } link)
        {
            return Result.Done(new ThroughAnswer(null, null, HasLink: false));
        }

        return key.ValidateOnly ? Result.Done(new ThroughAnswer(would, null))
            : await ledger.FindRequestAsync(key.RequestId, cancellationToken) is not null ? Result.KeyReused<ThroughAnswer>()
            : await BeginAsync(TaskOf(key, draft, document, link), link, wait, cancellationToken);
    }

    private async Task<Result<ThroughAnswer>> BeginAsync(BureauTask task, BureauLink link, TimeSpan wait, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + link.TimeLimit + LinkLimits.LeaseMargin;
        var (there, lease) = await store.AddAsync(task, Guid.NewGuid().ToString("N"), until, cancellationToken);
        if (there.ContentHash != task.ContentHash)
        {
            return Result.KeyReused<ThroughAnswer>();
        }

        if (lease is { } held)
        {
            // It does not end with the call: a message that is under way has to be answered for.
            var run = Task.Run(() => runner.RunAsync(there, held, CancellationToken.None), CancellationToken.None);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(run, Task.Delay(wait, time, patience.Token));
            await patience.CancelAsync();
            there = run.IsCompletedSuccessfully ? await run : there;
        }

        return Result.Done(await ToldAsync(there, CancellationToken.None));
    }

    private async Task<ThroughAnswer> ToldAsync(BureauTask task, CancellationToken cancellationToken) => task.State == TaskState.Done
        && await ledger.FindAsync(task.SettlementId, cancellationToken) is { } stored
            ? new ThroughAnswer(new Settled(stored.Document, ReversedBySettlementId: stored.ReversedBySettlementId), task)
            : new ThroughAnswer(null, task);

    private BureauTask TaskOf(WriteKey key, ClaimDraft draft, SettlementDocument document, BureauLink link)
    {
        var now = Instants.Now(time);
        return new BureauTask
        {
            Number = 0,
            Kind = TaskKind.SettleThrough,
            Key = LinkSubjects.KeyOf(key.RequestId),
            LinkId = link.LinkId,
            Visit = VisitKey.Of(document),
            CountyCode = document.CountyCode,
            PersonKey = document.PersonKey,

            // Known before it is made, so that a reversal finds the task whatever happens in between.
            SettlementId = SettlementIds.Of(key.RequestId),
            ContentHash = key.ContentHash,
            Content = LinkSubjects.ContentOf(draft),
            Made = now,
            Due = now,
        };
    }
}
