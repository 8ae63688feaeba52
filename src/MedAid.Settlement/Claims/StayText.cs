namespace MedAid.Settlement.Claims;

/// <summary>
/// What is said of a stay: of a later part (中途结算) that it is reckoned together with those before it, and for the clerk what is in doubt of its
/// number and days. No amount changes. The code at the end is for programs and stays the same.
/// </summary>
internal static class StayText
{
    /// <summary>One sentence for the second part of a stay and those after it; none otherwise.</summary>
    public static IEnumerable<string> Of(ClaimCase claimCase, ReadOnlySpan<long> usedFen) => claimCase.StayPart(usedFen) is { } part and > 1
        ? [$"这是本次住院的第 {part} 次结算，起付线和限额与此前各次合并计算。"]
        : [];

    /// <summary>A number of the hospital below what is counted, and a stay that is longer than usual.</summary>
    public static IEnumerable<string> Warnings(ClaimCase claimCase, ReadOnlySpan<long> usedFen)
    {
        var warnings = new List<string>();
        if (claimCase.Claim.Admission is { } told && claimCase.CountedAdmission(usedFen) is { } counted && told < counted)
        {
            warnings.Add(
                $"医院写的是本年第 {told} 次住院，按已经结算的住院是第 {counted} 次；本次按第 {told} 次计算。请核对住院次数（admission）："
                + "写错的改正后再结算，不清楚的不写，由系统按入院日期计。（ADMISSION_BELOW_COUNT）");
        }

        var days = claimCase.Facts.LastDay.DayNumber - claimCase.Facts.FirstDay.DayNumber;
        if (claimCase.Reference.Arrangements.LongStayFor(claimCase.Person.County, claimCase.Claim.ServiceDate) is { } rule && days > rule.Days)
        {
            warnings.Add(
                $"{claimCase.Facts.FirstDay:yyyy-MM-dd} 入院，到 {claimCase.Facts.LastDay:yyyy-MM-dd} 有 {days} 天，超过 {rule.Days} 天"
                + $"{(rule.Citation.Assumed ? "（提示天数为暂定）" : "")}。请核对入院日期（admission_date）。（LONG_STAY）");
        }

        return warnings;
    }
}
