using MedAid.Bureau.Regions;
using MedAid.Simulator.Books;

namespace MedAid.Simulator.Faults;

/// <summary>What faults make of a settlement before it is booked, so that later questions get the same.</summary>
internal static class Disguise
{
    private const string ReliefDetail = "610101";
    private const string BasicOther = "390400";
    private const string InText = "999997";

    /// <summary>The amounts as they are booked.</summary>
    public static SettledAmounts Of(SettledAmounts amounts, FaultSet faults, FaultPlan plan, Region region)
    {
        var rows = amounts.Rows.ToList();
        if (faults.Has(FaultKind.FenInBooks) && rows.FindIndex(r => r.PaidFen > 0) is >= 0 and var payer)
        {
            rows[payer] = rows[payer] with { PaidFen = rows[payer].PaidFen - 1 };
        }

        Replace(rows, faults, FaultKind.ReliefDetailCode, IsRelief, r => r with { Code = ReliefDetail });
        Replace(rows, faults, FaultKind.BasicOtherCode, r => KindOf(r, region) == FundKind.Basic, r => r with { Code = BasicOther });
        Replace(
            rows, faults, FaultKind.FundInText, _ => true, r => r with { Code = InText, Name = "其他", Info = $"实际基金 {r.Code} {r.Name}" });
        Replace(rows, faults, FaultKind.UnknownFund, _ => true, r => r with { Code = plan.UnknownFundCode, Name = "未知基金" });
        return amounts with { Rows = rows };

        bool IsRelief(FundRow row) => KindOf(row, region) == FundKind.Relief;
    }

    /// <summary>Changes the last row of a kind: that is relief, where there is any.</summary>
    private static void Replace(List<FundRow> rows, FaultSet faults, FaultKind fault, Predicate<FundRow> isMeant, Func<FundRow, FundRow> change)
    {
        if (faults.Has(fault) && rows.FindLastIndex(isMeant) is >= 0 and var at)
        {
            rows[at] = change(rows[at]);
        }
    }

    private static FundKind? KindOf(FundRow row, Region region) => region.Funds.Read(row.Code, row.Info).Known?.Kind;
}
