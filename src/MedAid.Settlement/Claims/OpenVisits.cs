using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;

namespace MedAid.Settlement.Claims;

/// <summary>A visit in another way: with other items, care, mode or hospital, or for the same person with other facts.</summary>
public sealed record VisitChange(VisitClaim Claim, Eligibility? Person = null);

/// <summary>
/// Lays a visit open for advice before it takes place: its split as it stands, the other visits of its person, and the split of the same visit
/// changed. The splits are those of a quote. A settled visit is laid open as it was settled.
/// </summary>
public sealed class OpenVisits(ClaimOpener opener, ILedger ledger)
{
    /// <summary>Opens a visit without the other visits of its person, or says why it cannot be settled.</summary>
    public async Task<Answer<OpenedVisit>> OpenAsync(VisitClaim claim, CancellationToken cancellationToken)
    {
        var found = await FindAsync(claim, cancellationToken);
        return found.Value is { } opened
            ? LayOpen(opened, await CountersAsync(opened, cancellationToken), [])
            : Answer<OpenedVisit>.Refused(found.Refusal!);
    }

    /// <summary>The visit with hospital, person, law and catalogue, or why it is refused.</summary>
    public async Task<Answer<ClaimCase>> FindAsync(VisitClaim claim, CancellationToken cancellationToken)
    {
        var (opened, refused, _) = await opener.OpenForQuoteAsync(claim, cancellationToken, withPapers: false);
        return opened is null ? Answer<ClaimCase>.Refused(refused!) : Answer<ClaimCase>.Of(opened);
    }

    /// <summary>A hospital, or null.</summary>
    public Hospital? Hospital(HospitalCode hospitalCode) => opener.Reference.Hospital(hospitalCode);

    /// <summary>What the counters stand at that the visit touches, here and in other ways.</summary>
    public async Task<Dictionary<string, long>> CountersAsync(ClaimCase opened, CancellationToken cancellationToken)
    {
        var counters = new Dictionary<string, long>(StringComparer.Ordinal);
        string[] keys = [.. opened.CounterKeys.Concat(Alternatives.CountersElsewhere(opened)).Distinct(StringComparer.Ordinal)];
        await ReadAsync(opened, keys, counters, cancellationToken);
        return counters;
    }

    /// <summary>
    /// The person behind an id number's token, with what the counters of its law stand at on a day; null if there is no such person or no law.
    /// </summary>
    public async Task<(Eligibility Person, IReadOnlyDictionary<string, long> Counters)?> PersonAsync(
        string idNumberHash, DateOnly day, CancellationToken cancellationToken)
    {
        if (await opener.FindPersonAsync(idNumberHash, cancellationToken) is not { } person
            || opener.Reference.Policies.At(person.County, person.Scheme, day) is not { } terms)
        {
            return null;
        }

        string[] keys = [.. terms.Counters.Select(c => c.KeyOn(day)).Distinct(StringComparer.Ordinal)];
        var used = await ledger.ReadCountersAsync(person.PersonKey, terms.Identity.Scheme, keys, cancellationToken);
        return (person, keys.Zip(used).ToDictionary(k => k.First, k => k.Second, StringComparer.Ordinal));
    }

    /// <summary>Visits of a person until a day that gave drugs which may not have run out on it, whatever the hospital.</summary>
    public Task<IReadOnlyList<VisitFacts>> SuppliesAsync(PersonKey personKey, DateOnly day, CancellationToken cancellationToken) =>
        ledger.ReadVisitsAsync(new VisitSearch(personKey, day, day, SupplyDays: 1) { IsNear = false }, cancellationToken);

    /// <summary>Lays a visit open with counters and other visits that were read for it; refused if it cannot be split.</summary>
    public static Answer<OpenedVisit> LayOpen(ClaimCase opened, Dictionary<string, long> counters, IReadOnlyList<VisitFacts> visits)
    {
        var (breakdown, refusal) = opened.Split(OpenedVisit.Used(opened, counters));
        return refusal == Refusal.None
            ? Answer<OpenedVisit>.Of(new OpenedVisit(opened, breakdown, visits, counters))
            : Answer<OpenedVisit>.Refused(new RefusalRecord(refusal, LayerText.Of(opened, breakdown)));
    }

    /// <summary>
    /// Opens a settled visit by its kept claim, with the figures of its document, the person as known then and other visits that were read for it;
    /// null where its law, hospital or person is gone.
    /// </summary>
    public OpenedVisit? OpenSettled(SettlementDocument document, VisitClaim claim, Eligibility? person, IReadOnlyList<VisitFacts> visits)
    {
        if (opener.Reference.Hospital(claim.HospitalCode) is not { } hospital
            || ClaimCase.Open(opener.Reference, hospital, person, claim, Purpose.Quote).Case is not { } opened)
        {
            return null;
        }

        var before = document.Breakdown.Counters.ToDictionary(c => c.Counter, c => c.UsedBeforeFen, StringComparer.Ordinal);
        var counters = opened.CounterKeys.Distinct().ToDictionary(key => key, key => before.GetValueOrDefault(key), StringComparer.Ordinal);
        var (breakdown, refusal) = opened.Split(OpenedVisit.Used(opened, counters));
        return refusal == Refusal.None ? new OpenedVisit(opened, breakdown, visits, counters) { Settled = document } : null;
    }

    /// <summary>What the patient would pay for each change, in fen; null where it could not be settled so.</summary>
    public async Task<IReadOnlyList<long?>> PatientFenAsync(
        OpenedVisit visit, IReadOnlyList<VisitChange> changes, CancellationToken cancellationToken)
    {
        ClaimCase?[] cases = [.. changes.Select(visit.Open)];
        string[] missing =
        [
            .. cases.OfType<ClaimCase>().SelectMany(c => c.CounterKeys).Distinct(StringComparer.Ordinal)
                .Where(key => !visit.Counters.ContainsKey(key)),
        ];
        if (missing.Length > 0)
        {
            await ReadAsync(visit.Case, missing, visit.Counters, cancellationToken);
        }

        return [.. cases.Select(c => c is null ? null : visit.PatientFen(c))];
    }

    private async Task ReadAsync(
        ClaimCase opened, string[] keys, Dictionary<string, long> counters, CancellationToken cancellationToken)
    {
        var used = await ledger.ReadCountersAsync(opened.Person.PersonKey, opened.Terms.Identity.Scheme, keys, cancellationToken);
        for (var i = 0; i < keys.Length; i++)
        {
            counters[keys[i]] = used[i];
        }
    }
}

/// <summary>An opened visit, with its claim, split and counters: of one call, not shared between threads.</summary>
public sealed class OpenedVisit
{
    internal OpenedVisit(ClaimCase opened, Breakdown breakdown, IReadOnlyList<VisitFacts> visits, Dictionary<string, long> counters) =>
        (Case, Breakdown, Visits, Counters) = (opened, breakdown, visits, counters);

    /// <summary>The visit with hospital, person, law and catalogue.</summary>
    public ClaimCase Case { get; }

    /// <summary>Its split as it stands.</summary>
    public Breakdown Breakdown { get; }

    /// <summary>The document of a settled visit; null before it is settled.</summary>
    public SettlementDocument? Settled { get; internal init; }

    /// <summary>How each item is split, in the order of the claim; of a settled visit as its document says.</summary>
    public IReadOnlyList<ItemSplit> Items => field ??= Settled is { } settled
        ? [.. Breakdown.Items.ToArray().Select((split, i) => AsSettled(split, Case.Claim.Items[i].ItemNumber, settled))]
        : Breakdown.Items.ToArray();

    /// <summary>Visits of the person whose drugs may not have run out, whatever the hospital; none where they were not read.</summary>
    public IReadOnlyList<VisitFacts> Visits { get; }

    internal Dictionary<string, long> Counters { get; }

    /// <summary>What was used of a limit before the visit, in fen; null where it has no counter.</summary>
    public long? UsedFen(Limit limit) => limit.Slot >= 0 ? Counters[Case.CounterKeys[limit.Slot]] : null;

    /// <summary>Every way that the law allows for the same charges, cheapest for the patient first; the way that was asked is among them.</summary>
    public IReadOnlyList<Alternative> Ways() => new Alternatives(Case, Counters, sessionsPerMonth: 0).All();

    /// <summary>The same charges at a hospital in a mode, as a quote there would tell them; null where they could not be settled so.</summary>
    public BreakdownDocument? At(Hospital hospital, Mode mode)
    {
        var stay = hospital.Code == Case.Claim.HospitalCode ? Case.Claim.Stay : null;
        var claim = Case.Claim with { HospitalCode = hospital.Code, Mode = mode, Stay = stay };
        if (ClaimOpener.Open(Case.Reference, hospital, Case.Person, claim, Purpose.Quote).Case is not { } opened)
        {
            return null;
        }

        var usedFen = Used(opened, Counters);
        var (breakdown, refusal) = opened.Split(usedFen);
        return refusal == Refusal.None && !breakdown.NoRule ? BreakdownDocuments.Of(opened, breakdown, usedFen, []) : null;
    }

    private static ItemSplit AsSettled(ItemSplit split, int itemNumber, SettlementDocument settled)
    {
        var item = settled.Breakdown.Items.First(i => i.ItemNumber == itemNumber);
        return split with
        {
            WaivedFen = item.WaivedFen, Charges = item.Charges,
            Class = Vocabulary.ItemClass.TryFind(item.Class, out var known) ? known : split.Class,
        };
    }

    internal static long[] Used(ClaimCase opened, Dictionary<string, long> counters) => [.. opened.CounterKeys.Select(key => counters[key])];

    internal ClaimCase? Open(VisitChange change) => Case.Reference.Hospital(change.Claim.HospitalCode) is { } hospital
        ? ClaimOpener.Open(Case.Reference, hospital, change.Person ?? Case.Person, change.Claim, Purpose.Quote).Case
        : null;

    internal long? PatientFen(ClaimCase opened)
    {
        var (breakdown, refusal) = opened.Split(Used(opened, Counters));
        return refusal == Refusal.None && !breakdown.NoRule ? breakdown.PatientFen : null;
    }
}
