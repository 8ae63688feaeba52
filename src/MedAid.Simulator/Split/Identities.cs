using MedAid.Simulator.Books;

namespace MedAid.Simulator.Split;

/// <summary>What the money of a settlement has to fulfil.</summary>
internal static class Identities
{
    /// <summary>What is wrong, in one Chinese sentence; null: nothing.</summary>
    public static string? Problem(SettledAmounts amounts)
    {
        var parts = new (string Name, long Fen)[]
        {
            ("medfee_sumamt", amounts.TotalFen), ("fulamt_ownpay_amt", amounts.WhollyOwnFen), ("overlmt_selfpay", amounts.OverLimitFen),
            ("preselfpay_amt", amounts.FirstOwnFen), ("inscp_scp_amt", amounts.InScopeFen), ("hosp_part_amt", amounts.HospitalPartFen),
            ("acct_pay", amounts.FromAccountFen), ("psn_part_amt", amounts.PersonFen), ("psn_cash_pay", amounts.CashFen),
        };
        return amounts.Rows.FirstOrDefault(r => r.PaidFen < 0) is { } row ? $"基金 {row.Code} 的支付金额小于 0"
            : parts.FirstOrDefault(p => p.Fen < 0) is { Name: not null } part ? $"{part.Name} 小于 0，各项金额互相矛盾"
            : null;
    }
}
