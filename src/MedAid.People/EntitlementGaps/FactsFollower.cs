using System.Diagnostics;
using MedAid.People.Storage;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.People.EntitlementGaps;

/// <summary>How far the facts came, and whether nothing of the ledger is missing from them.</summary>
public sealed record FactsState(FactsCheckpoint Checkpoint, bool CaughtUp, bool IndicatorsCurrent);

/// <summary>
/// Follows the ledger's outbox, part by part, into the facts of the search. Several gateways may: a part is written only where the last one
/// ended, so each is in the facts once. A reversal takes out what its settlement added. Facts that were drawn with other indicators are drawn
/// anew; two gateways with different files do so once each and say that the indicators do not fit, instead of undoing each other's work for ever.
/// </summary>
public sealed class FactsFollower(ILedger ledger, EntitlementGapFacts facts, IndicatorHolder holder)
{
    private const string Mixed = "mixed";

    private volatile string drawnAnewFor = "";

    /// <summary>Takes over everything that was settled up to now, or stops after a time.</summary>
    public async Task<FactsState> CatchUpAsync(TimeSpan? most, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var at = await facts.CheckpointAsync(cancellationToken);
            if (Stopwatch.GetElapsedTime(since) > most)
            {
                return State(at, false);
            }

            if (!IsCurrent(at) && drawnAnewFor != holder.Current.Hash)
            {
                await facts.BeginRebuildAsync(cancellationToken);
                drawnAnewFor = holder.Current.Hash;
            }
            else if (at.OutboxNumber == FactsCheckpoint.Emptying)
            {
                await facts.EmptyAsync(Limits.FactsEmptiedTogetherMax, cancellationToken);
            }
            else if (!await StepAsync(at, cancellationToken))
            {
                return State(at, true);
            }
        }
    }

    /// <summary>Draws the facts anew from the start of the ledger; findings, lists and files stay.</summary>
    public Task RebuildAsync(CancellationToken cancellationToken) => facts.BeginRebuildAsync(cancellationToken);

    private async Task<bool> StepAsync(FactsCheckpoint at, CancellationToken cancellationToken)
    {
        var (messages, damaged) = await OutboxReader.ReadAsync(ledger, at.OutboxNumber, Limits.FactsTogetherMax, cancellationToken);
        if (messages.Count == 0 && damaged is null)
        {
            return false;
        }

        var indicators = holder.Current;
        var drawnWith = at.OutboxNumber == 0 || at.IndicatorsHash == indicators.Hash ? indicators.Hash : Mixed;
        var settled = messages.Where(m => m.Document.ReversesSettlementId is null);
        var undone = messages.Where(m => m.Document.ReversesSettlementId is not null);
        await facts.FoldAsync(
            at, new FactsCheckpoint(damaged?.OutboxNumber ?? messages[^1].OutboxNumber, drawnWith),
            [.. settled.Select(m => VisitFact.Of(m.Document, indicators))],
            [.. undone.Select(m => new VisitUndone(m.Document.PersonKey, m.Document.ServiceDate, m.Document.ReversesSettlementId!.Value))],
            cancellationToken);
        return true;
    }

    private FactsState State(FactsCheckpoint at, bool caughtUp) => new(at, caughtUp, IsCurrent(at));

    private bool IsCurrent(FactsCheckpoint at) => at.IndicatorsHash.Length == 0 || at.IndicatorsHash == holder.Current.Hash;
}
