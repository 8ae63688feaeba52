using System.Globalization;
using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Policies;

namespace MedAid.Benchmarks;

/// <summary>
/// A dialysis visit of twenty items by a person on subsistence allowance in a county hospital, so that three layers
/// have a line: basic, catastrophic, relief. Classes A, B and C, a ceiling and restricted items all occur.
/// </summary>
internal static class DialysisVisit
{
    public const int Items = 20;

    /// <summary>The catastrophic deductible of such a person, met by earlier visits, so that the layer pays.</summary>
    public const long TiltDeductibleFen = 5_000_00;

    public static PolicyTerms Terms()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "packs", "2022-07-12-dialysis.yaml");
        var problems = new PackProblems(file);
        return PackFile.Compile(file, problems)
            ?? throw new InvalidOperationException(string.Join(Environment.NewLine, problems.Found));
    }

    public static VisitInput Visit() => new()
    {
        Facts = new Facts
        {
            ServiceDate = new DateOnly(2022, 9, 1),
            Care = Care.OutpatientChronic,
            Disease = "M07800",
            HospitalTier = HospitalTier.County,
            HospitalLevel = "05",
            County = new CountyCode("141123"),
            Identities = default(ValueSet).With((int)IdentityKind.SubsistenceAllowance),
        },
        Items = [.. Enumerable.Range(0, Items).Select(Item)],
    };

    /// <summary>
    /// Every fifth item is the session at a ceiling, the rest drugs and materials of classes A, B, C.
    /// </summary>
    private static Item Item(int at) => new()
    {
        Code = at.ToString("0000", CultureInfo.InvariantCulture),
        Category = at % 5 == 0 ? "treatment" : "western_medicine",
        PriceMillionths = at % 5 == 0 ? 420_000_000 : 45_500_000 + (at * 1_250_000L),
        QuantityTenThousandths = 10_000 + (at % 3 * 5_000L),
        Class = (at % 4) switch { 0 => ItemClass.A, 3 => ItemClass.C, _ => ItemClass.B },
        FirstSelfPay = at % 4 is 1 or 2 ? Percent(5) : Rate.Zero,
        CeilingMillionths = at % 5 == 0 ? 400_000_000 : null,
        Restricted = at % 7 == 0,
        Approval = at % 14 == 0 ? 1 : 0,
    };

    private static Rate Percent(int percent) =>
        Rate.TryCreate(percent * 10_000_000_000, out var rate)
            ? rate
            : throw new ArgumentOutOfRangeException(nameof(percent));
}
