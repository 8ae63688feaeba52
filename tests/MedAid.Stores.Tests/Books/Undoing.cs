using System.Security.Cryptography;
using System.Text;
using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Settlement.Ledger;

namespace MedAid.Stores.Tests.Books;

/// <summary>The reversal of a <see cref="Visit"/>: every figure with the other sign, the counter back by what the visit added.</summary>
internal sealed record Undoing(string RequestId, string SettlementId)
{
    public string Reason { get; init; } = "录入有误";

    public DateTimeOffset SettledTime { get; init; } = new(2026, 3, 15, 1, 0, 0, TimeSpan.Zero);

    public ReversalPosting Posting() => new()
    {
        RequestId = RequestId,
        ContentHash = SHA256.HashData(Encoding.UTF8.GetBytes($"{SettlementId} {Reason}")),
        SettlementId = new(SettlementId),
        Prepare = (stored, _) => Prepare(stored),
    };

    /// <summary>The document as the ledger keeps it.</summary>
    public SettlementDocument Settled(SettlementDocument original) =>
        Prepare(new StoredSettlement(original, null)).Under(Posting().ContentHash).Record!.Document;

    private PostingDecision Prepare(StoredSettlement? stored)
    {
        if (stored is null)
        {
            return PostingDecision.Of(new RefusalRecord(Refusal.SettlementNotFound));
        }

        if (stored.Document.Kind == SettlementKind.Reversal)
        {
            return PostingDecision.Of(new RefusalRecord(Refusal.NotReversible, SettlementId));
        }

        if (stored.ReversedBySettlementId is { } reversal)
        {
            return PostingDecision.Of(new RefusalRecord(Refusal.AlreadyReversed, reversal.Text));
        }

        var original = stored.Document;
        return PostingDecision.Of(new SettlementRecord(
            Document(original), original.Breakdown.Policy.Scheme,
            [.. original.Breakdown.Counters.Where(c => c.AddedFen != 0).Select(c => new CounterChange(c.Counter, -c.AddedFen))]));
    }

    private SettlementDocument Document(SettlementDocument original) => original with
    {
        SettlementId = SettlementIds.Of(RequestId),
        RequestId = RequestId,
        Kind = SettlementKind.Reversal,
        ReversesSettlementId = new SettlementId(SettlementId),
        Reason = Reason,
        SettledTime = SettledTime,
        Breakdown = original.Breakdown with
        {
            GrossFen = -original.Breakdown.GrossFen,
            WaivedFen = -original.Breakdown.WaivedFen,
            TotalFen = -original.Breakdown.TotalFen,
            PatientFen = -original.Breakdown.PatientFen,
            Charges = new ChargeSplit(-original.Breakdown.Charges.InScopeFen, 0, 0, 0),
            Lines = [.. original.Breakdown.Lines.Select(line => line with { PaidFen = -line.PaidFen })],
            Waivers =
            [
                .. original.Breakdown.Waivers.Select(w => w with
                {
                    WaivedFen = -w.WaivedFen, Heads = [.. w.Heads.Select(h => new WaiverHeadDocument(h.Head, -h.Items, -h.WaivedFen))],
                }),
            ],
            Counters = [.. original.Breakdown.Counters.Select(c => c with { AddedFen = -c.AddedFen })],
        },
        Entries = [.. original.Entries.Select(e => e with { AmountFen = -e.AmountFen })],
    };
}
