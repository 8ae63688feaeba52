namespace MedAid.Simulator.Books;

/// <summary>What a fund pays of a settlement: a row of <c>setldetail</c>.</summary>
/// <param name="Code"><c>fund_pay_type</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="PaidFen">What it pays.</param>
/// <param name="InScopeFen"><c>inscp_scp_amt</c>.</param>
/// <param name="LimitFen"><c>crt_payb_lmt_amt</c>.</param>
/// <param name="Info"><c>setl_proc_info</c>.</param>
/// <param name="Column">The amount of <c>setlinfo</c> that counts it.</param>
internal sealed record FundRow(string Code, string Name, long PaidFen, long InScopeFen, long LimitFen, string Info, string Column);
