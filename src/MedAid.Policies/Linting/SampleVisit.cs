using System.Text.Json.Nodes;
using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Policies.Linting;

/// <summary>
/// An invented visit that shows a finding: facts, and one class-A item of the whole cost, so that every fen is in scope. The
/// person has used nothing of any limit.
/// </summary>
public sealed record SampleVisit(Facts Facts, long CostFen)
{
    private const long MillionthsPerFen = 10_000;
    private const long One = 10_000;

    /// <summary>The visit as <c>policy eval</c> takes it, beside a pack.</summary>
    public JsonObject ToJson() => new()
    {
        ["visit"] = new JsonObject(VisitEntries().Where(e => e.Value is not null)),
        ["person"] = new JsonObject(PersonEntries().Where(e => e.Value is not null)),
    };

    /// <summary>The visit in Chinese.</summary>
    public override string ToString() => $"{PolicyWords.Facts(Facts)}，费用 {ExactNumber.Yuan(CostFen)} 元（甲类）";

    internal VisitInput ToInput() => new()
    {
        Facts = Facts,
        Items =
        [
            new Item
            {
                Code = "", PriceMillionths = CostFen * MillionthsPerFen, QuantityTenThousandths = One, Class = ItemClass.A,
            },
        ],
    };

    private IEnumerable<KeyValuePair<string, JsonNode?>> VisitEntries() =>
    [
        new("date", Facts.ServiceDate.ToString("yyyy-MM-dd")),
        new("care", Facts.Care is { } care ? Vocabulary.Care.WordOf(care) : null),
        new("mode", Vocabulary.Mode.WordOf(Facts.Mode)),
        new("disease", Facts.Disease),
        new("hospital", Facts.Hospital?.Text),
        new("accident", Facts.Accident ? true : null),
        new("hospital_level", Facts.HospitalLevel),
        new("hospital_tier", Facts.HospitalTier is { } tier ? Vocabulary.HospitalTier.WordOf(tier) : null),
        new("place", Facts.Place is { } place ? Vocabulary.Place.WordOf(place) : null),
        new("filed", Facts.Filed),
        new("admission", Facts.Admission),
        new("items", new JsonArray(new JsonObject
        {
            ["price"] = ExactNumber.Yuan(CostFen), ["quantity"] = 1, ["class"] = "A",
        })),
    ];

    private IEnumerable<KeyValuePair<string, JsonNode?>> PersonEntries() =>
    [
        new("age", Facts.Age),
        new("employment", Facts.Employment is { } employment ? Vocabulary.Employment.WordOf(employment) : null),
        new("identities", new JsonArray([.. PolicyWords.Identities(Facts.Identities).Select(i => JsonValue.Create(i.Word))])),
    ];
}

/// <summary>Splits sample visits under one pack; it is used again and again and allocates little.</summary>
internal sealed class SampleCase(PolicyTerms terms)
{
    private readonly long[] unused = new long[terms.Counters.Count];

    /// <summary>The result of the last split.</summary>
    public Breakdown Result { get; } = new(terms, 1);

    /// <summary>What the patient pays.</summary>
    public long PatientFen(Facts facts, long costFen)
    {
        var refusal = Adjudicator.Adjudicate(new SampleVisit(facts, costFen).ToInput(), unused, Result);
        Invariant.Holds(refusal == Refusal.None, "a sample visit is never refused");
        return Result.PatientFen;
    }

    /// <summary>The sample as an outcome.</summary>
    public SampleOutcome Outcome(string what, Facts facts, long costFen) =>
        new(what, new SampleVisit(facts, costFen), PatientFen(facts, costFen));
}

/// <summary>The costs that are tried everywhere, in fen: from a visit to the pharmacy to a year in intensive care.</summary>
internal static class CostLadder
{
    /// <summary>The largest cost that is tried: a million yuan.</summary>
    public const long MaxFen = 100_000_000;

    /// <summary>The rungs, rising.</summary>
    public static readonly long[] Fen =
    [
        5_000, 10_000, 20_000, 40_000, 80_000, 120_000, 200_000, 300_000, 500_000, 800_000, 1_200_000, 2_000_000, 3_000_000,
        5_000_000, 8_000_000, 12_000_000, 20_000_000, 30_000_000, 50_000_000, MaxFen,
    ];
}
