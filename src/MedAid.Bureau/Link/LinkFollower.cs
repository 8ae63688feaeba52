using MedAid.Core;
using MedAid.Settlement;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.Bureau.Link;

/// <summary>
/// Follows the ledger's outbox, piece by piece, and makes a task of each settlement and reversal that the bureau is to hear of. Several gateways
/// may: a piece is written only where the last one ended. Without links it does not read the outbox; a link that is added later begins with
/// its first day.
/// </summary>
public sealed class LinkFollower(ILedger ledger, LinkStore store, LinkBookHolder links)
{
    /// <summary>Messages of the outbox that are taken over together.</summary>
    public int Together { get; init; } = LinkLimits.OutboxTogetherMax;

    /// <summary>How many numbers of the outbox lie before its end; 0 without links.</summary>
    public async Task<long> BehindAsync(CancellationToken cancellationToken) => links.Current.IsEmpty
        ? 0
        : Math.Max(0, await ledger.ReadOutboxEndAsync(cancellationToken) - await store.CheckpointAsync(cancellationToken));

    /// <summary>Takes the next piece over; false if there is none.</summary>
    /// <exception cref="LedgerDamagedException">The next settlement cannot be read. It is passed over; the next call goes on after it.</exception>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        var book = links.Current;
        if (book.IsEmpty)
        {
            return false;
        }

        var after = await store.CheckpointAsync(cancellationToken);
        var (messages, damaged) = await OutboxReader.ReadAsync(ledger, after, Together, cancellationToken);
        if (damaged is not null)
        {
            await store.TakeOverAsync(after, damaged.OutboxNumber, [], cancellationToken);
            throw new LedgerDamagedException($"settlement {damaged.SettlementId} cannot be read; the bureau is not told of it");
        }

        if (messages.Count == 0)
        {
            return false;
        }

        SettlementId[] undone = [.. messages.Select(m => m.Document.ReversesSettlementId).OfType<SettlementId>()];
        var told = new Dictionary<SettlementId, string>(await store.LinksOfAsync(undone, cancellationToken));
        var made = new List<BureauTask>();
        foreach (var (_, document) in messages)
        {
            if (document.ReversesSettlementId is { } original)
            {
                if (told.TryGetValue(original, out var linkId))
                {
                    made.Add(TaskOf(document, TaskKind.Undo, linkId) with { SettlementId = original });
                }
            }
            else if (LinkOf(book, document) is { } link)
            {
                told[document.SettlementId] = link.LinkId;
                made.Add(Reported(document, link));
            }
        }

        await store.TakeOverAsync(after, messages[^1].OutboxNumber, made, cancellationToken);
        return true;
    }

    /// <summary>
    /// The link through which a settlement is reported, or null. What the platform split is known there: a settlement through the platform has its
    /// own task, and one with upstream payments was sent by the hospital's system.
    /// </summary>
    private static BureauLink? LinkOf(LinkBook book, SettlementDocument document) =>
        book.Find(document.HospitalCode, document.CountyCode, ChinaTime.DayOf(document.SettledTime)) is { Way: LinkWay.Report } link
            && !(KeptClaim.Read(document)?.Upstream.Count > 0)
            ? link
            : null;

    private static BureauTask Reported(SettlementDocument document, BureauLink link)
    {
        var task = TaskOf(document, TaskKind.Report, link.LinkId) with { SettlementId = document.SettlementId };
        return KeptClaim.Read(document) is { IsStay: true }
            ? task with { State = TaskState.Parked, Reason = LinkReason.StayNotCovered }
            : document.Claim is null ? task with { State = TaskState.Parked, Reason = LinkReason.CannotRead }
            : task;
    }

    private static BureauTask TaskOf(SettlementDocument document, TaskKind kind, string linkId) => new()
    {
        Number = 0,
        Kind = kind,
        Key = $"ledger/{document.SettlementId}",
        LinkId = linkId,
        Visit = VisitKey.Of(document),
        CountyCode = document.CountyCode,
        PersonKey = document.PersonKey,
        Made = document.SettledTime,
        Due = document.SettledTime,
    };
}
