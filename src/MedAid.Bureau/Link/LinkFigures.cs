using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Bureau.Link;

/// <summary>The money of a settlement as the national interface says it, in fen; rows of nothing are left out.</summary>
/// <param name="MedfeeFen">All charges (<c>medfee_sumamt</c>).</param>
/// <param name="PersonalFen">The person's share (<c>psn_part_amt</c>).</param>
/// <param name="AccountFen">From the personal account (<c>acct_pay</c>).</param>
/// <param name="HospitalFen">Borne by the hospital (<c>hosp_part_amt</c>).</param>
/// <param name="Funds">By fund, what it pays (<c>setldetail</c>).</param>
public sealed record LinkFigures(
    long MedfeeFen, long PersonalFen, long AccountFen, long HospitalFen, IReadOnlyDictionary<Fund, long> Funds)
{
    /// <summary>The fund of a hospital's advance: one row in the place of the fund that is advanced.</summary>
    public static readonly Fund Advance = new("999996");

    /// <summary>The fund of a hospital's waiver.</summary>
    public static readonly Fund Waiver = new("630100");

    /// <summary>All funds (<c>fund_pay_sumamt</c>), without the personal account.</summary>
    public long FundsFen => Funds.Values.Sum();

    /// <summary>The figures of a settlement of MedAid.</summary>
    public static LinkFigures Of(BreakdownDocument split)
    {
        var rows = split.Lines.Select(l => (Fund: l.Advanced ? Advance : l.Fund, l.PaidFen)).Append((Fund: Waiver, PaidFen: split.WaivedFen));
        return new LinkFigures(
            split.GrossFen, split.PatientFen, split.AccountFen, split.HospitalBorneFen, Summed(rows));
    }

    /// <summary>Sums of rows by fund; of nothing there is none.</summary>
    public static Dictionary<Fund, long> Summed(IEnumerable<(Fund Fund, long PaidFen)> rows) => (
        from row in rows
        group row.PaidFen by row.Fund into fund
        let sum = fund.Sum()
        where sum != 0
        select KeyValuePair.Create(fund.Key, sum)).ToDictionary();

    /// <summary>The same figures with the opposite sign.</summary>
    public LinkFigures Mirrored() => new(
        -MedfeeFen, -PersonalFen, -AccountFen, -HospitalFen, Funds.ToDictionary(f => f.Key, f => -f.Value));

    /// <summary>Where these figures and the bureau's differ, a sentence each with both; empty: nowhere.</summary>
    public IReadOnlyList<string> DifferencesFrom(LinkFigures bureau)
    {
        var differences = new List<string>();
        Compare("医疗费总额", MedfeeFen, bureau.MedfeeFen);
        Compare("个人负担", PersonalFen, bureau.PersonalFen);
        Compare("个人账户", AccountFen, bureau.AccountFen);
        Compare("医院负担", HospitalFen, bureau.HospitalFen);
        foreach (var fund in Funds.Keys.Union(bureau.Funds.Keys).Order())
        {
            Compare($"基金 {fund}", Funds.GetValueOrDefault(fund), bureau.Funds.GetValueOrDefault(fund));
        }

        return differences;

        void Compare(string name, long ours, long theirs)
        {
            if (ours != theirs)
            {
                differences.Add($"{name}：本系统 {ExactNumber.Yuan(ours)}，医保平台 {ExactNumber.Yuan(theirs)}");
            }
        }
    }
}
