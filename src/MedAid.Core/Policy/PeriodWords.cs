namespace MedAid.Core.Policy;

/// <summary>How sentences name a period, the same on bills, cards and papers.</summary>
public static class PeriodWords
{
    /// <summary>Before an amount: 年度限额, 每月限额.</summary>
    public static string Every(Period period) => Of(period).Every;

    /// <summary>The period of the visit: 本年累计, 本次还剩.</summary>
    public static string This(Period period) => Of(period).This;

    /// <summary>The name of a limit's period: 年度, 季度, 月度.</summary>
    public static string Name(Period period) => Of(period).Name;

    private static (string Every, string This, string Name) Of(Period period) => period switch
    {
        Period.Visit => ("每次", "本次", "单次"),
        Period.Month => ("每月", "本月", "月度"),
        Period.Quarter => ("季度", "本季度", "季度"),
        Period.Year => ("年度", "本年", "年度"),
        _ => throw InvariantBrokenException.NoWordFor(period),
    };
}
