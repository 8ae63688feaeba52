using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;
using MedAid.Settlement.Reference;

namespace MedAid.Settlement.LaterVisits;

/// <summary>
/// Settles the visits of a person that stand once more, in their order, and says which come out differently. Each is split twice by the law and the
/// person that it was settled by: from the counters of then, and from those that the visits before it leave. The difference of the two is that
/// of the order alone, whatever became of law and identities since: a counter that the law of then had not is taken as the order leaves it, and
/// what was added to one that today's law has not stays added. What a hospital's budget of fee reductions stood at stays as it was: other
/// persons' visits are in it.
/// </summary>
/// <param name="books">Law, catalogue, hospitals.</param>
/// <param name="earlierAdmissions">How many admissions lie before each that is one.</param>
public sealed class OrderReplay(ReferenceData books, IReadOnlyDictionary<SettlementId, long> earlierAdmissions)
{
    /// <summary>What the visits so far leave of each counter, and the number of the first settled that added to it.</summary>
    private readonly Dictionary<(string Scheme, string Counter), (long Fen, long FirstNumber)> counters = [];
    private readonly HashSet<(string Scheme, string Stay)> stays = [];
    private readonly HashSet<SettlementId> unsplit = [];

    /// <summary>
    /// The first year with a visit that was not settled from the counters that it has in the order, or that could not be split anew; null: there is
    /// none so far.
    /// </summary>
    public int? UnorderedSince { get; private set; }

    /// <summary>Settlements that could not be split anew: their law or hospital is gone. They are taken as they stand.</summary>
    public IReadOnlySet<SettlementId> Unsplit => unsplit;

    /// <summary>Takes the next visit, with its number in the order of settling; null: it comes out as it stands.</summary>
    public VisitDifference? Take(long number, SettlementDocument document, Eligibility? person)
    {
        var stored = document.Breakdown.Counters.ToDictionary(c => c.Counter, StringComparer.Ordinal);
        var scheme = document.Breakdown.Policy.Scheme;
        if (Open(document, person) is not { } opened)
        {
            unsplit.Add(document.SettlementId);
            NoteUnordered(document);
            Keep(number, scheme, stored.Values.Select(c => (c.Counter, c.AddedFen)));
            return null;
        }

        var (asSettled, inOrder) = Used(number, document, opened, stored);
        if (IsSame(opened, asSettled, inOrder))
        {
            Keep(number, scheme, stored.Values.Select(c => (c.Counter, c.AddedFen)));
            return null;
        }

        NoteUnordered(document);
        var (before, refusedBefore) = opened.Split(asSettled);
        var (after, refusedAfter) = opened.Split(inOrder);
        if (refusedBefore != Refusal.None || refusedAfter != Refusal.None)
        {
            Keep(number, scheme, stored.Values.Select(c => (c.Counter, c.AddedFen)));
            return new VisitDifference(document.SettlementId, document.Breakdown.PatientFen, document.Breakdown.PatientFen, []);
        }

        var (addedBefore, addedAfter) = (opened.Added(before, asSettled), opened.Added(after, inOrder));
        Keep(number, scheme, opened.CounterKeys.Select((key, slot) =>
            (key, stored.GetValueOrDefault(key).AddedFen + addedAfter[slot] - addedBefore[slot])));
        Keep(number, scheme, stored.Values.Where(c => !opened.CounterKeys.Contains(c.Counter)).Select(c => (c.Counter, c.AddedFen)));
        return SplitFigures.Between(
            document.SettlementId, SplitFigures.Of(document.Breakdown), SplitFigures.Of(before), SplitFigures.Of(after));
    }

    private ClaimCase? Open(SettlementDocument document, Eligibility? person) =>
        KeptClaim.Read(document) is { } claim && books.Hospital(claim.HospitalCode) is { } hospital
            ? ClaimCase.Open(books, hospital, person, claim, Purpose.Quote).Case
            : null;

    /// <summary>The figures of the counters as the visit was settled, and as the visits before it leave them.</summary>
    private (long[] AsSettled, long[] InOrder) Used(
        long number, SettlementDocument document, ClaimCase opened, Dictionary<string, CounterUse> stored)
    {
        var scheme = document.Breakdown.Policy.Scheme;
        var asSettled = opened.CounterKeys
            .Select(key => stored.TryGetValue(key, out var use) ? use.UsedBeforeFen : NotKnown(scheme, key, number)).ToArray();
        BeginStay(number, document, opened, asSettled);
        var inOrder = opened.CounterKeys.Select((key, slot) => CounterOwner.Of(key, default, scheme) switch
        {
            ({ IsEmpty: false }, _) => asSettled[slot],
            (_, var owner) => counters.GetValueOrDefault((owner, key)).Fen,
        }).ToArray();
        opened.SetEarlierAdmissions(inOrder, earlierAdmissions.GetValueOrDefault(document.SettlementId));
        return (asSettled, inOrder);
    }

    /// <summary>
    /// The figure of a counter that the document does not name. It stood at zero; but if a visit that was settled before added to it, the law of then
    /// had no such counter, and the order says nothing about it.
    /// </summary>
    private long NotKnown(string scheme, string key, long number)
    {
        var (owner, ownScheme) = CounterOwner.Of(key, default, scheme);
        return owner.IsEmpty && counters.TryGetValue((ownScheme, key), out var counter) && counter.FirstNumber < number ? counter.Fen : 0;
    }

    private void NoteUnordered(SettlementDocument document) =>
        UnorderedSince = Math.Min(UnorderedSince ?? int.MaxValue, document.ServiceDate.Year);

    /// <summary>A stay that began in a year before those that are replayed goes on from where it stood then.</summary>
    private void BeginStay(long number, SettlementDocument document, ClaimCase opened, long[] asSettled)
    {
        var scheme = document.Breakdown.Policy.Scheme;
        if (opened.Claim.StayOfHospital is not { } stay || !stays.Add((scheme, stay)) || document.StayPart is not > 1)
        {
            return;
        }

        for (var slot = 0; slot < asSettled.Length; slot++)
        {
            if (opened.CounterKeys[slot].EndsWith($"@stay:{stay}", StringComparison.Ordinal))
            {
                counters[(scheme, opened.CounterKeys[slot])] = (asSettled[slot], number);
            }
        }
    }

    private static bool IsSame(ClaimCase opened, long[] asSettled, long[] inOrder)
    {
        for (var slot = 0; slot < asSettled.Length; slot++)
        {
            if (asSettled[slot] != inOrder[slot] && !opened.CounterKeys[slot].StartsWith(StayCount.Admissions, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return opened.CountedAdmission(asSettled) == opened.CountedAdmission(inOrder);
    }

    private void Keep(long number, string scheme, IEnumerable<(string Counter, long AddedFen)> added)
    {
        foreach (var (counter, fen) in added)
        {
            var (owner, ownScheme) = CounterOwner.Of(counter, default, scheme);
            if (owner.IsEmpty && fen != 0)
            {
                var key = (ownScheme, counter);
                var (before, first) = counters.TryGetValue(key, out var known) ? known : (0, number);
                counters[key] = (checked(before + fen), Math.Min(first, number));
            }
        }
    }
}
