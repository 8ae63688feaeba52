using MedAid.Core;

namespace MedAid.Simulator;

/// <summary>What a fund pays of a settlement in the bureau's books.</summary>
/// <param name="FundPayType"><c>fund_pay_type</c>.</param>
/// <param name="PaidFen">What it pays.</param>
/// <param name="Info"><c>setl_proc_info</c>.</param>
public sealed record FundView(string FundPayType, long PaidFen, string Info);

/// <summary>A settlement in the bureau's books, or the reversal of one.</summary>
/// <param name="SetlId"><c>setl_id</c>.</param>
/// <param name="MdtrtId"><c>mdtrt_id</c>.</param>
/// <param name="HospitalVisitNumber"><c>ipt_otp_no</c> of its registration.</param>
/// <param name="PsnNo"><c>psn_no</c>.</param>
/// <param name="Hospital">The institution.</param>
/// <param name="Msgid">Message id that booked it.</param>
/// <param name="At">When.</param>
/// <param name="State">standing, reversed, reversal, erased (by 2601).</param>
/// <param name="Reverses">Of a reversal, what it reverses.</param>
/// <param name="TotalFen"><c>medfee_sumamt</c>.</param>
/// <param name="FundsFen">What the funds pay, without the personal account.</param>
/// <param name="PersonFen"><c>psn_part_amt</c>.</param>
/// <param name="FromAccountFen"><c>acct_pay</c>.</param>
/// <param name="HospitalPartFen"><c>hosp_part_amt</c>.</param>
/// <param name="Funds">The funds.</param>
public sealed record SettlementView(
    string SetlId, string MdtrtId, string HospitalVisitNumber, string PsnNo, HospitalCode Hospital, string Msgid, DateTimeOffset At, string State,
    string Reverses, long TotalFen, long FundsFen, long PersonFen, long FromAccountFen, long HospitalPartFen, IReadOnlyList<FundView> Funds);
