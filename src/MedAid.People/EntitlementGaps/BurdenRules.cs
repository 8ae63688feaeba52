using MedAid.Core.Policy;
using MedAid.People.Identities;

namespace MedAid.People.EntitlementGaps;

/// <summary>
/// When a person's own burden of a year passes the line that is theirs. The line is passed above it, not at it. Which line it is depends on
/// the identities on the day of passing: who becomes poor afterwards is measured by the line of others.
/// </summary>
public static class BurdenRules
{
    /// <summary>
    /// 脱贫人口和农村低收入人口 of the monitoring; which identities are meant is not spelled out in the report (assumed).
    /// </summary>
    private static readonly IdentityKind[] PoorKinds =
    [
        IdentityKind.ExtremelyPoor, IdentityKind.SubsistenceAllowance, IdentityKind.MarginalLowIncome, IdentityKind.ReturnedToPoverty,
        IdentityKind.ImpoverishedByIllness, IdentityKind.LowIncome, IdentityKind.RegisteredPoor, IdentityKind.PovertyMonitored,
    ];

    /// <summary>The first day on which the line was passed, and the line; null: it was not.</summary>
    public static (DateOnly Day, long LineFen)? Passed(
        IEnumerable<(DateOnly Day, long BurdenFen)> visits, IReadOnlyList<IdentityPeriod> periods, EntitlementGapTerms terms)
    {
        long sumFen = 0;
        var wasAbovePoorLine = false;
        foreach (var day in visits.GroupBy(v => v.Day).OrderBy(g => g.Key))
        {
            sumFen += day.Sum(v => v.BurdenFen);
            if (sumFen > terms.PoorLineFen && !wasAbovePoorLine)
            {
                wasAbovePoorLine = true;
                if (IsPoorOn(periods, day.Key))
                {
                    return (day.Key, terms.PoorLineFen);
                }
            }

            if (sumFen > terms.OthersLineFen)
            {
                return (day.Key, terms.OthersLineFen);
            }
        }

        return null;
    }

    /// <summary>Whether somebody is poor on a day, or was registered as poor before it (脱贫人口: the identity has ended, the watch has not).</summary>
    public static bool IsPoorOn(IReadOnlyList<IdentityPeriod> periods, DateOnly day) => periods.Any(
        p => PoorKinds.Contains(p.Kind) && (p.HoldsOn(day) || (p.Kind == IdentityKind.RegisteredPoor && p.From <= day)));
}
