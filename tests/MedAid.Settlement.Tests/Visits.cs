using System.Text.Json;
using MedAid.Core.Policy;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;

namespace MedAid.Settlement.Tests;

/// <summary>Persons and visits of the tests; the visit is that of samples/dialysis-visit.json, worked by hand in samples/README.md.</summary>
internal static class Visits
{
    /// <summary>样例甲 of samples/people.json.</summary>
    public const string IdNumber = "141123196805129020";

    public const string Uraemia = "M07800";

    public static readonly DateOnly Day = new(2026, 3, 2);

    /// <summary>兴县, qualified for dialysis since 2020-06-16.</summary>
    public static Eligibility Person(params IdentityKind[] identities) => new()
    {
        PersonKey = new("P1"),
        Version = 1,
        Scheme = "resident",
        County = new("141123"),
        BirthDate = new DateOnly(1968, 5, 12),
        Identities = [.. identities.Select(kind => new IdentitySpan(kind, null, null))],
        Qualifications = [new Qualification(QualificationKind.Chronic, Uraemia, new DateOnly(2020, 6, 15), null)],
    };

    public static Eligibility OnSubsistence { get; } = Person(IdentityKind.SubsistenceAllowance);

    public static ClaimDraft Sample { get; } = ReadSample();

    /// <summary>The sample visit as it is after its form was checked.</summary>
    public static VisitClaim Claim(DateOnly? day = null) =>
        new ClaimValidation(Office.Tokens).Check(Sample, Day, []) is { } claim
            ? claim with { ServiceDate = day ?? Day }
            : throw new InvalidOperationException("the sample visit is not well-formed");

    private static ClaimDraft ReadSample()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Office.At("samples", "dialysis-visit.json")));
        var visit = file.RootElement.GetProperty("visit");
        return new ClaimDraft
        {
            HospitalCode = new(Text(visit, "hospitalCode")),
            VisitId = Text(visit, "visitId"),
            IdNumber = Text(visit, "idNumber"),
            ServiceDate = Text(visit, "serviceDate"),
            Care = (int)Care.OutpatientChronic,
            Mode = (int)Mode.Outpatient,
            DiseaseCode = Text(visit, "diseaseCode"),
            Items = [.. visit.GetProperty("items").EnumerateArray().Select(Item)],
        };
    }

    private static ItemDraft Item(JsonElement item) => new(
        item.GetProperty("itemNumber").GetInt32(), Text(item, "code"), Text(item, "name"), Text(item, "category"),
        Text(item, "unitPriceYuan"), Text(item, "quantity"), long.Parse(Text(item, "amountFen"), null),
        item.TryGetProperty("approval", out var approval) && approval.GetString() == "APPROVAL_INSURED" ? 1 : 0);

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;
}
