using MedAid.Clearing.Books;
using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Reports;

/// <summary>Which balance: the days, both included, perhaps of one hospital or county only, and by what the accounts are told apart.</summary>
public sealed record BalanceQuery(DateOnly From, DateOnly To)
{
    /// <summary>Only of this hospital; empty: of all.</summary>
    public HospitalCode HospitalCode { get; init; }

    /// <summary>Only of this county; empty: of all.</summary>
    public CountyCode CountyCode { get; init; }

    /// <summary>A row for each county.</summary>
    public bool ByCounty { get; init; }

    /// <summary>A row for each fund.</summary>
    public bool ByFund { get; init; }

    internal bool Covers(Turnover turnover) =>
        (HospitalCode.IsEmpty || turnover.HospitalCode == HospitalCode) && (CountyCode.IsEmpty || turnover.CountyCode == CountyCode);
}

/// <summary>One row: balances are debits less credits.</summary>
public sealed record BalanceRow(Account Account, CountyCode CountyCode, Fund Fund, Fen OpeningFen, Fen DebitFen, Fen CreditFen)
{
    /// <summary>Balance at the end of the last day.</summary>
    public Fen ClosingFen => OpeningFen + DebitFen - CreditFen;
}

/// <summary>
/// A trial balance (试算平衡表) over both journals. For every hospital and county debits equal credits and the balances sum to zero;
/// that is asserted, not assumed.
/// </summary>
public sealed record TrialBalance(BalanceQuery Query, IReadOnlyList<BalanceRow> Rows)
{
    /// <summary>Debits of the period, equal to its credits.</summary>
    public Fen TurnoverFen => Rows.Sum(r => r.DebitFen);

    /// <summary>The balance as the general ledger has it.</summary>
    public static TrialBalance Of(GeneralLedger ledger, BalanceQuery query)
    {
        BalanceRow[] rows =
        [
            .. ledger.Turnovers.Where(t => query.Covers(t) && t.Day <= query.To)
                .GroupBy(t => (t.Account, County: query.ByCounty ? t.CountyCode : default, Fund: query.ByFund ? t.Fund : default))
                .Select(g => Row(query, g.Key, g))
                .Where(r => r.OpeningFen != Fen.Zero || r.DebitFen != Fen.Zero || r.CreditFen != Fen.Zero)
                .OrderBy(r => ChartOfAccounts.Place(r.Account)).ThenBy(r => r.Account)
                .ThenBy(r => r.CountyCode).ThenBy(r => r.Fund),
        ];
        Invariant.Holds(rows.Sum(r => r.DebitFen) == rows.Sum(r => r.CreditFen), "debits equal credits");
        Invariant.Holds(rows.Sum(r => r.OpeningFen) == Fen.Zero, "balances sum to zero");
        return new TrialBalance(query, rows);
    }

    /// <summary>Balance of one account before a day.</summary>
    internal static Fen OpeningFen(GeneralLedger ledger, Account account, BalanceQuery query) => ledger.Turnovers
        .Where(t => t.Account == account && t.Day < query.From && query.Covers(t)).Sum(t => t.DebitFen - t.CreditFen);

    private static BalanceRow Row(BalanceQuery query, (Account Account, CountyCode County, Fund Fund) key, IEnumerable<Turnover> turnovers)
    {
        var (openingFen, debitFen, creditFen) = (Fen.Zero, Fen.Zero, Fen.Zero);
        foreach (var turnover in turnovers)
        {
            openingFen += turnover.Day < query.From ? turnover.DebitFen - turnover.CreditFen : Fen.Zero;
            debitFen += turnover.Day < query.From ? Fen.Zero : turnover.DebitFen;
            creditFen += turnover.Day < query.From ? Fen.Zero : turnover.CreditFen;
        }

        return new BalanceRow(key.Account, key.County, key.Fund, openingFen, debitFen, creditFen);
    }
}
