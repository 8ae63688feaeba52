using System.Text;
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

    /// <summary>Why it costs more or less than the way that was asked.</summary>
    public string Reason { get; init; } = "";
}

/// <summary>What one layer pays, without its derivation.</summary>
public sealed record LayerTotal(string Layer, string Name, string Fund, long PaidFen);

/// <summary>
/// Compares the ways of settling a visit: as out-patient or by the in-patient rules, at this hospital or at another. The person's
/// counters are the same for all; whether a referral is on record is taken as the visit says.
/// </summary>
internal static class Alternatives
{
    /// <summary>Every way that the law allows, the one asked among them, cheapest for the patient first.</summary>
    public static IReadOnlyList<Alternative> Of(
        ReferenceBooks books, ClaimCase asked, Breakdown askedSplit, ReadOnlySpan<long> usedFen)
    {
        var ways = new List<Alternative>();
        foreach (var hospital in Hospitals(books, asked))
        {
            foreach (var mode in Modes(asked.Claim.Care))
            {
                if (Split(books, asked, hospital, mode, usedFen) is { } way)
                {
                    ways.Add(way);
                }
            }
        }

        var reference = Way(asked, books.Hospital(asked.Claim.HospitalCode)!, askedSplit);
        var least = ways.Select(w => w.PatientFen).Append(reference.PatientFen).Min();
        return
        [
            .. ways
                .Select(w => w with
                {
                    Cheapest = w.PatientFen == least,
                    Asked = w.Mode == reference.Mode && w.Hospital.Code == reference.Hospital.Code,
                    Reason = Reason(w, reference),
                })
                .OrderBy(w => w.PatientFen).ThenByDescending(w => w.Asked)
                .ThenBy(w => w.Hospital.Code, StringComparer.Ordinal).ThenBy(w => w.Mode),
        ];
    }

    /// <summary>The hospital of the visit first, then those of the home county, then the others, in the order of their codes.</summary>
    private static IEnumerable<Hospital> Hospitals(ReferenceBooks books, ClaimCase asked) => books.Hospitals
        .OrderByDescending(h => h.Code == asked.Claim.HospitalCode)
        .ThenBy(h => h.PlaceFor(asked.Person.County))
        .ThenBy(h => h.Code, StringComparer.Ordinal)
        .Take(1 + Limits.ComparedHospitalsMax);

    /// <summary>Only out-patient care of a disease can be managed as in-patient.</summary>
    private static Mode[] Modes(Care care) =>
        care is Care.OutpatientChronic ? [Mode.Outpatient, Mode.InpatientReferenced] : [Mode.Outpatient];

    private static Alternative? Split(
        ReferenceBooks books, ClaimCase asked, Hospital hospital, Mode mode, ReadOnlySpan<long> usedFen)
    {
        var claim = asked.Claim with { HospitalCode = hospital.Code, Mode = mode };
        if (ClaimDesk.Open(books, hospital, asked.Person, claim, Purpose.Quote).Case is not { } opened)
        {
            return null;
        }

        Invariant.Holds(ReferenceEquals(opened.Terms, asked.Terms), "the same person and day are under the same law");
        var (breakdown, refusal) = opened.Split(usedFen);
        return refusal == Refusal.None ? Way(opened, hospital, breakdown) : null;
    }

    private static Alternative Way(ClaimCase opened, Hospital hospital, Breakdown breakdown)
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
            PatientFen = breakdown.PatientFen,
            WaivedFen = breakdown.WaivedFen,
            Layers = layers,
        };
    }

    /// <summary>Says by how much the patient's share differs from the way that was asked, and which payers make the difference.</summary>
    private static string Reason(Alternative way, Alternative asked)
    {
        var difference = way.PatientFen - asked.PatientFen;
        var text = new StringBuilder(difference switch
        {
            0 => "个人负担与所问方式相同",
            < 0 => $"个人比所问方式少付 {ExactNumber.Yuan(-difference)} 元",
            _ => $"个人比所问方式多付 {ExactNumber.Yuan(difference)} 元",
        });
        var parts = LayersOfBoth(way, asked)
            .Select(name => Part(name, Paid(way, name) - Paid(asked, name)))
            .Append(Part("医院减免", way.WaivedFen - asked.WaivedFen))
            .Where(p => p.Length > 0)
            .ToArray();
        return text.Append(parts.Length > 0 ? "：" + string.Join("，", parts) : "").Append('。').ToString();
    }

    private static IEnumerable<string> LayersOfBoth(Alternative way, Alternative asked) =>
        asked.Layers.Concat(way.Layers).Select(l => l.Name).Distinct(StringComparer.Ordinal);

    private static long Paid(Alternative way, string name) => way.Layers.Where(l => l.Name == name).Sum(l => l.PaidFen);

    private static string Part(string name, long difference) => difference switch
    {
        0 => "",
        > 0 => $"{name}多付 {ExactNumber.Yuan(difference)} 元",
        _ => $"{name}少付 {ExactNumber.Yuan(-difference)} 元",
    };
}
