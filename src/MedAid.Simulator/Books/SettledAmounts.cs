using System.Text.Json.Serialization;

namespace MedAid.Simulator.Books;

/// <summary>The money of a settlement. What follows from other amounts is worked out, so that the identities hold.</summary>
internal sealed record SettledAmounts
{
    /// <summary><c>medfee_sumamt</c>.</summary>
    public required long TotalFen { get; init; }

    /// <summary><c>fulamt_ownpay_amt</c>.</summary>
    public required long WhollyOwnFen { get; init; }

    /// <summary><c>overlmt_selfpay</c>.</summary>
    public required long OverLimitFen { get; init; }

    /// <summary><c>preselfpay_amt</c>.</summary>
    public required long FirstOwnFen { get; init; }

    /// <summary><c>act_pay_dedc</c>.</summary>
    public long DeductibleFen { get; init; }

    /// <summary><c>hosp_part_amt</c>.</summary>
    public long HospitalPartFen { get; init; }

    /// <summary><c>acct_pay</c>.</summary>
    public long FromAccountFen { get; init; }

    /// <summary><c>pool_prop_selfpay</c>.</summary>
    public string PoolRatio { get; init; } = "0";

    /// <summary><c>setldetail</c>, without the personal account.</summary>
    public required IReadOnlyList<FundRow> Rows { get; init; }

    /// <summary><c>inscp_scp_amt</c>.</summary>
    [JsonIgnore]
    public long InScopeFen => TotalFen - WhollyOwnFen - OverLimitFen - FirstOwnFen;

    /// <summary>What the funds pay, without the personal account.</summary>
    [JsonIgnore]
    public long FundsFen => Rows.Sum(r => r.PaidFen);

    /// <summary><c>psn_part_amt</c>.</summary>
    [JsonIgnore]
    public long PersonFen => TotalFen - FundsFen - HospitalPartFen;

    /// <summary><c>psn_cash_pay</c>.</summary>
    [JsonIgnore]
    public long CashFen => PersonFen - FromAccountFen;

    /// <summary>What the funds of a column of <c>setlinfo</c> pay.</summary>
    public long ColumnFen(string column) => Rows.Where(r => r.Column == column).Sum(r => r.PaidFen);

    /// <summary>The amounts of a reversal.</summary>
    public SettledAmounts Negated() => this with
    {
        TotalFen = -TotalFen, WhollyOwnFen = -WhollyOwnFen, OverLimitFen = -OverLimitFen, FirstOwnFen = -FirstOwnFen, DeductibleFen = -DeductibleFen,
        HospitalPartFen = -HospitalPartFen, FromAccountFen = -FromAccountFen,
        Rows = [.. Rows.Select(r => r with { PaidFen = -r.PaidFen, InScopeFen = -r.InScopeFen, LimitFen = -r.LimitFen })],
    };
}
