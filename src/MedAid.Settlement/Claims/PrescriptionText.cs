using MedAid.Core.Policy;

namespace MedAid.Settlement.Claims;

/// <summary>
/// What a quote and a settlement warn of: a drug that is given for longer than one prescription may last (长处方), over all lines of the bill. The
/// physician decides; no amount changes. The code at the end is for programs and stays the same.
/// </summary>
internal static class PrescriptionText
{
    private const int DaysOfWeek = 7;

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
        foreach (var (lines, supply) in GivenCare.Drugs(claimCase.Claim, claimCase.Reference.Catalogue))
        {
            if (supply.Days > daysMax)
            {
                yield return $"第 {string.Join('、', lines)} 项 {supply.Code} 可用 {supply.Days:0} 天，超过一张处方最长的 {rule.WeeksMax} 周（{daysMax} 天）"
                    + $"{Basis(claimCase, rule)}。（PRESCRIPTION_TOO_LONG）";
            }
        }
    }
}
