using System.Diagnostics;
using System.Text.Json;
using MedAid.Core;
using MedAid.Settlement.LaterVisits;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;

namespace MedAid.People.LaterVisits;

/// <summary>
/// Follows the ledger's outbox, piece by piece, and marks visits that would come out differently if all that stand had been settled in their order:
/// after a reversal, a visit settled anew, or one that came in late. Nobody at the window waits for it. Several gateways may: a piece is
/// written only where the last one ended. A person whose visits were settled in order costs one look at the positions and no split. A
/// person whose visits cannot be worked out stops nobody else: the marks stay, and the next visit of the person tries again.
/// </summary>
public sealed class LaterVisitsFollower(ILedger ledger, LaterVisitStore store, ReferenceDataHolder reference, TimeProvider time)
{
    private Exception? failure;

    /// <summary>Messages of the outbox that are taken over together.</summary>
    public int Together { get; init; } = Limits.LaterVisitsTogetherMax;

    /// <summary>Takes over everything that was settled up to now, or stops after a time; whether it caught up.</summary>
    public async Task<bool> CatchUpAsync(TimeSpan? most, CancellationToken cancellationToken)
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

    /// <summary>The last failure to work a person's visits out that was not logged yet, or null.</summary>
    public Exception? TakeFailure() => Interlocked.Exchange(ref failure, null);

    private async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        var after = await store.CheckpointAsync(cancellationToken);
        var (messages, damaged) = await OutboxReader.ReadAsync(ledger, after, Together, cancellationToken);
        if (damaged is not null)
        {
            failure = new LedgerDamagedException($"settlement {damaged.SettlementId} cannot be read");
            await store.WriteAsync(new LaterVisitsPiece(after, damaged.OutboxNumber, [], [], []), time.GetUtcNow(), cancellationToken);
            return true;
        }

        if (messages.Count == 0)
        {
            return false;
        }

        // One question for all persons of the piece: of most of them nothing stands on or after the day.
        var persons = messages.GroupBy(m => m.Document.PersonKey).ToDictionary(g => g.Key, g => g.ToArray());
        var (positions, unordered) = await store.LookUpAsync([.. persons.Keys], messages.Min(FirstDay), cancellationToken);
        var replays = new List<PersonReplay>();
        foreach (var (key, person) in persons)
        {
            int? since = unordered.TryGetValue(key, out var year) ? year : null;
            if (await ReplayAsync(key, person, positions[key], since, cancellationToken) is { } replayed)
            {
                replays.Add(replayed);
            }
        }

        var (settled, undone) = Split(messages);
        var piece = new LaterVisitsPiece(after, messages[^1].OutboxNumber, settled, undone, replays);
        await store.WriteAsync(piece, time.GetUtcNow(), cancellationToken);
        return true;
    }

    private static (List<VisitPosition> Settled, List<(PersonKey PersonKey, DateOnly Day, SettlementId SettlementId)> Undone) Split(
        IReadOnlyList<(long OutboxNumber, SettlementDocument Document)> messages) => (
        [.. messages.Where(m => m.Document.ReversesSettlementId is null).Select(m => VisitPosition.Of(m.OutboxNumber, m.Document))],
        [
            .. from m in messages
               where m.Document.ReversesSettlementId is not null
               select (m.Document.PersonKey, m.Document.ServiceDate, m.Document.ReversesSettlementId!.Value),
        ]);

    private static DateOnly FirstDay((long OutboxNumber, SettlementDocument Document) message) =>
        message.Document.AdmissionDay ?? message.Document.ServiceDate;

    /// <summary>What of a person comes out differently; null: nothing that stands comes after what was settled or undone.</summary>
    private async Task<PersonReplay?> ReplayAsync(
        PersonKey personKey, (long OutboxNumber, SettlementDocument Document)[] messages, IEnumerable<VisitPosition> positions, int? unordered,
        CancellationToken cancellationToken)
    {
        var (settled, undone) = Split(messages);
        var gone = undone.Select(u => u.SettlementId).ToHashSet();
        if (unordered is null && (undone.Count == 0 ? AreLast(settled, positions) : IsLast(messages, gone, positions)))
        {
            return null;
        }

        var year = Math.Min(messages.Min(m => m.Document.ServiceDate.Year), unordered ?? int.MaxValue);
        var standing = await StandingAsync(year);
        while (year > Settlement.Limits.ServiceDateMin.Year && LacksParts(standing))
        {
            standing = await StandingAsync(--year);
        }

        var last = messages[^1].Document;
        var replayed = new PersonReplay(personKey, last.ReversesSettlementId ?? last.SettlementId, last.ReversesSettlementId is not null, year, null);
        try
        {
            var (differences, replay) = await ReplayAsync(standing, cancellationToken);
            return replayed with { UnorderedSince = replay.UnorderedSince, Differences = differences, Unsplit = replay.Unsplit };
        }
        catch (Exception defect) when (defect is InvariantBrokenException or OverflowException or InvalidDataException
            or KeyNotFoundException or LedgerDamagedException or JsonException or IOException)
        {
            failure = defect;
            return replayed;
        }

        async Task<VisitPosition[]> StandingAsync(int fromYear)
        {
            var from = new DateOnly(fromYear, 1, 1);
            var known = await store.PositionsAsync(personKey, from, cancellationToken);
            return [.. known.Concat(settled.Where(p => p.ServiceDate >= from)).Where(p => !gone.Contains(p.SettlementId))];
        }
    }

    /// <summary>
    /// Whether each that was settled is the last in the order of visits, so that it was reckoned from all that stand; on one day the order is that
    /// of settling.
    /// </summary>
    private static bool AreLast(List<VisitPosition> settled, IEnumerable<VisitPosition> positions)
    {
        var before = positions.ToList();
        foreach (var position in settled)
        {
            if (!before.All(p => p.ServiceDate <= position.FirstDay
                && (p.Stay.Length == 0 || p.Stay != position.Stay || p.StayPart < position.StayPart)))
            {
                return false;
            }

            before.Add(position);
        }

        return true;
    }

    /// <summary>Whether all that happened is that the last visit was undone.</summary>
    private static bool IsLast(
        (long OutboxNumber, SettlementDocument Document)[] messages, HashSet<SettlementId> gone, IEnumerable<VisitPosition> positions) =>
        messages is [var undone] && positions.All(p => p.ServiceDate < FirstDay(undone) || gone.Contains(p.SettlementId));

    /// <summary>Whether a stay has parts in a year before; what stands of a stay has no gaps.</summary>
    private static bool LacksParts(VisitPosition[] standing) => standing.Where(p => p.StayPart > 0)
        .GroupBy(p => (p.Scheme, p.Stay)).Any(stay => stay.Count() < stay.Max(p => p.StayPart));

    private async Task<(List<VisitDifference> Differences, OrderReplay Replay)> ReplayAsync(
        VisitPosition[] standing, CancellationToken cancellationToken)
    {
        var replay = new OrderReplay(reference.Current, VisitPosition.EarlierAdmissions(standing));
        var differences = new List<VisitDifference>();
        var persons = new Dictionary<long, Eligibility?>();
        foreach (var piece in VisitPosition.InOrder(standing).Chunk(Limits.LaterVisitsReadTogetherMax))
        {
            var documents = (await store.ReadAsync(piece, cancellationToken)).ToDictionary(d => d.SettlementId);
            foreach (var position in piece)
            {
                var document = documents[position.SettlementId];
                if (!persons.TryGetValue(document.EligibilityVersion, out var person))
                {
                    person = await store.FindPersonAsync(position.PersonKey, document.EligibilityVersion, cancellationToken);
                    persons[document.EligibilityVersion] = person;
                }

                if (replay.Take(position.Number, document, person) is { } difference)
                {
                    differences.Add(difference);
                }
            }
        }

        return (differences, replay);
    }
}
