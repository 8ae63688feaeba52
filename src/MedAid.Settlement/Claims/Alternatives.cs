using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Reference;

namespace MedAid.Settlement.Claims;

/// <summary>The same charges settled one way: in a mode, at a hospital.</summary>
public sealed record Alternative
{
    /// <summary>Mode.</summary>
    public required Mode Mode { get; init; }

    /// <summary>Hospital.</summary>
    public required Hospital Hospital { get; init; }

    /// <summary>Where the hospital lies, seen from the county of insurance.</summary>
    public required Place Place { get; init; }

    /// <summary>Whether a referral or filing is taken to be on record.</summary>
    public required bool Filed { get; init; }

    /// <summary>What the patient would pay.</summary>
    public required long PatientFen { get; init; }

    /// <summary>What each layer would pay, with its Chinese name.</summary>
    public required IReadOnlyList<LayerTotal> Layers { get; init; }

    /// <summary>What the hospital would waive.</summary>
    public required long WaivedFen { get; init; }

    /// <summary>Whether no other way costs the patient less.</summary>
    public bool Cheapest { get; init; }

    /// <summary>Whether this is the way that was asked.</summary>
    public bool Asked { get; init; }

    /// <summary>What the patient would pay to the end of the year; null if not asked for.</summary>
    public YearProjection? Year { get; init; }

    /// <summary>Why it costs more or less than the way that was asked.</summary>
    public string Reason { get; init; } = "";
}

/// <summary>What one layer pays, without its derivation.</summary>
public sealed record LayerTotal(string Layer, string Name, Fund Fund, long PaidFen);

/// <summary>
/// Compares the ways of settling a visit: as out-patient or by the in-patient rules, at this hospital or at another, with a filing on
/// record or without. The person's counters are the same for all, but each hospital has its own waivers.
/// </summary>
internal sealed class Alternatives(ClaimCase asked, IReadOnlyDictionary<string, long> usedFen, int sessionsPerMonth)
{
    private static readonly bool[] FiledOrNot = [true, false];
    private readonly ReferenceData books = asked.Reference;

    /// <summary>
    /// Every way that the law allows, the one asked among them, cheapest for the patient first: over the year where that is projected,
    /// else for this visit. A filing appears as a way of its own only where it changes what the patient pays.
    /// </summary>
    public IReadOnlyList<Alternative> All()
    {
        var ways = Hospitals().SelectMany(hospital => Modes(asked.Claim.Care).SelectMany(mode => WaysAt(hospital, mode))).ToList();
        var reference = ways.Single(IsAsked);
        var least = ways.Min(CostFen);
        return
        [
            .. ways
                .Select(w => w with { Cheapest = CostFen(w) == least, Asked = IsAsked(w), Reason = AlternativeText.Reason(w, reference) })
                .OrderBy(CostFen).ThenBy(w => w.PatientFen).ThenByDescending(w => w.Asked)
                .ThenBy(w => w.Hospital.Code).ThenBy(w => w.Mode),
        ];
    }

    /// <summary>The counters of waivers that the visit would touch elsewhere or in another mode and does not touch as asked.</summary>
    public static IReadOnlyList<string> CountersElsewhere(ClaimCase asked)
    {
        var ways = new Alternatives(asked, new Dictionary<string, long>(), 0);
        return
        [
            .. ways.Hospitals().Where(hospital => hospital.Waivers.Any(w => w.IsLimited))
                .SelectMany(hospital => ways.Modes(asked.Claim.Care).SelectMany(mode =>
                    FiledOrNot.Select(filed => ways.Open(hospital, mode, filed))))
                .OfType<ClaimCase>().SelectMany(c => c.CounterKeys).Except(asked.CounterKeys, StringComparer.Ordinal),
        ];
    }

    private static long CostFen(Alternative way) => way.Year?.PatientFen ?? way.PatientFen;

    private bool IsAsked(Alternative way) =>
        way.Mode == asked.Claim.Mode && way.Hospital.Code == asked.Claim.HospitalCode && way.Filed == asked.Claim.Filed;

    /// <summary>The hospital of the visit first, then the nearest to the home county, in the order of their codes.</summary>
    private IEnumerable<Hospital> Hospitals() => books.Hospitals
        .OrderByDescending(h => h.Code == asked.Claim.HospitalCode)
        .ThenBy(h => h.PlaceFor(asked.Person.County))
        .ThenBy(h => h.Code)
        .Take(1 + Limits.ComparedHospitalsMax);

    /// <summary>Only out-patient care of a disease can be managed as in-patient; a mode that was asked for always stands.</summary>
    private Mode[] Modes(Care care) =>
        care is Care.OutpatientChronic ? [Mode.Outpatient, Mode.InpatientReferenced] : [asked.Claim.Mode];

    private IEnumerable<Alternative> WaysAt(Hospital hospital, Mode mode)
    {
        if (Split(hospital, mode, asked.Claim.Filed) is not { } way)
        {
            yield break;
        }

        yield return way;
        if (way.Place != Place.HomeCounty && Split(hospital, mode, !asked.Claim.Filed) is { } other && other.PatientFen != way.PatientFen)
        {
            yield return other;
        }
    }

    private Alternative? Split(Hospital hospital, Mode mode, bool filed)
    {
        if (Open(hospital, mode, filed) is not { } opened)
        {
            return null;
        }

        Invariant.Holds(ReferenceEquals(opened.Terms, asked.Terms), "the same person and day are under the same law");
        var (breakdown, refusal) = opened.Split(UsedFen(opened));
        return refusal == Refusal.None ? Way(opened, hospital, breakdown) : null;
    }

    private ClaimCase? Open(Hospital hospital, Mode mode, bool filed)
    {
        // Elsewhere it would be a stay of its own.
        var stay = hospital.Code == asked.Claim.HospitalCode ? asked.Claim.Stay : null;
        var claim = asked.Claim with { HospitalCode = hospital.Code, Mode = mode, Filed = filed, Stay = stay };
        return ClaimOpener.Open(books, hospital, asked.Person, claim, Purpose.Quote).Case;
    }

    private long[] UsedFen(ClaimCase opened) => [.. opened.CounterKeys.Select(key => usedFen[key])];

    private Alternative Way(ClaimCase opened, Hospital hospital, Breakdown breakdown)
    {
        var layers = new List<LayerTotal>();
        foreach (ref readonly var line in breakdown.Lines)
        {
            layers.Add(new LayerTotal(line.LayerId, Explanation.LayerName(line), line.Fund, line.PaidFen));
        }

        return new Alternative
        {
            Mode = opened.Claim.Mode,
            Hospital = hospital,
            Place = hospital.PlaceFor(opened.Person.County),
            Filed = opened.Claim.Filed,
            PatientFen = breakdown.PatientFen,
            WaivedFen = breakdown.WaivedFen,
            Layers = layers,
            Year = sessionsPerMonth > 0 ? Projection.Of(books, hospital, opened, UsedFen(opened), sessionsPerMonth) : null,
        };
    }
}
