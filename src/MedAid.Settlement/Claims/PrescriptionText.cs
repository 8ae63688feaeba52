using System.Globalization;
using MedAid.Core.Policy;

namespace MedAid.Settlement.Claims;

/// <summary>
/// What a quote and a settlement warn of: a drug that is given for longer than one prescription may last (长处方). The physician decides; no
/// amount changes. The code at the end is for programs and stays the same.
/// </summary>
internal static class PrescriptionText
{
    private const int DaysOfWeek = 7;
    private const long TenThousand = 10_000;

    private static string Basis(ClaimCase claimCase, PrescriptionRule rule) =>
        claimCase.Terms.Sources.OnPapers(rule.Citation.Cite) is { Length: > 0 } article ? $"；依据：{article}" : "";

    /// <summary>One sentence for each drug that lasts too long; a drug of which the catalogue does not say how long it lasts has none.</summary>
    public static IEnumerable<string> Warnings(ClaimCase claimCase)
    {
        if (claimCase.Terms.Prescriptions.FirstOrDefault(p => p.When.Holds(claimCase.Input.Facts)) is not { } rule)
        {
            yield break;
        }

        var daysMax = rule.WeeksMax * DaysOfWeek;
        foreach (var item in claimCase.Claim.Items)
        {
            var daysOfUnit = claimCase.Books.Catalogue.Find(item.Code, claimCase.Claim.ServiceDate)?.DaysOfSupply ?? 0;
            if (checked(item.QuantityTenThousandths * daysOfUnit) > daysMax * TenThousand)
            {
                var days = (item.QuantityTenThousandths * daysOfUnit / TenThousand).ToString(CultureInfo.InvariantCulture);
                yield return $"第 {item.ItemNumber} 项 {item.Code} 可用 {days} 天，超过一张处方最长的 {rule.WeeksMax} 周（{daysMax} 天）"
                    + $"{Basis(claimCase, rule)}。（PRESCRIPTION_TOO_LONG）";
            }
        }
    }
}
