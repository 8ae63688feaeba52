using System.Diagnostics;
using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;

namespace MedAid.Reports.Facts;

/// <summary>
/// Follows the ledger's outbox, part by part, into the facts of reports. Several gateways may: a part is written only where the last one ended, so
/// each is in the facts once. A settlement that cannot be read is counted, and every report says so.
/// </summary>
public sealed class ReportFollower(ILedger ledger, ReportFacts facts, ReferenceDataHolder reference)
{
    /// <summary>Takes over what was settled up to now, or stops after a time; whether nothing is left.</summary>
    public async Task<bool> CatchUpAsync(TimeSpan most, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        while (await StepAsync(cancellationToken))
        {
            if (Stopwatch.GetElapsedTime(since) > most)
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        var at = await facts.PlaceAsync(cancellationToken);
        var (messages, damaged) = await OutboxReader.ReadAsync(ledger, at.OutboxNumber, Limits.ReportFactsTogetherMax, cancellationToken);
        if (messages.Count == 0 && damaged is null)
        {
            return false;
        }

        var reached = damaged is null ? at with { OutboxNumber = messages[^1].OutboxNumber } : new FactsPlace(damaged.OutboxNumber, at.Unread + 1);
        await facts.FoldAsync(
            at, reached, [.. messages.Select(m => m.Document.ReversesSettlementId).OfType<SettlementId>()],
            stored => VisitsOf(messages, stored), cancellationToken);
        return true;
    }

    /// <summary>A reversal of what could not be read, and so is not counted, undoes nothing.</summary>
    private List<ReportVisit> VisitsOf(
        IReadOnlyList<(long OutboxNumber, SettlementDocument Document)> messages, IReadOnlyDictionary<SettlementId, ReportVisit> stored)
    {
        var catalogue = reference.Current.Catalogue;
        var visits = new List<ReportVisit>(messages.Count);
        var here = new Dictionary<SettlementId, ReportVisit>();
        foreach (var (number, document) in messages)
        {
            if (document.ReversesSettlementId is not { } original)
            {
                here[document.SettlementId] = ReportVisit.Of(number, document, catalogue);
                visits.Add(here[document.SettlementId]);
            }
            else if ((here.GetValueOrDefault(original) ?? stored.GetValueOrDefault(original)) is { } visit)
            {
                visits.Add(visit.Undone(number, document));
            }
        }

        return visits;
    }
}
