namespace MedAid.Simulator.Reconciliation;

/// <summary>A settlement, or a reversal, as a row of a file of 3202.</summary>
/// <param name="Id"><c>setl_id</c>.</param>
/// <param name="VisitId"><c>mdtrt_id</c>.</param>
/// <param name="PersonNumber"><c>psn_no</c>.</param>
/// <param name="TotalFen"><c>medfee_sumamt</c>.</param>
/// <param name="FundsFen"><c>fund_pay_sumamt</c>.</param>
/// <param name="FromAccountFen"><c>acct_pay</c>.</param>
/// <param name="Flag"><c>refd_setl_flag</c>.</param>
internal sealed record StatementRow(
    string Id, string VisitId, string PersonNumber, long TotalFen, long FundsFen, long FromAccountFen, string Flag)
{
    /// <summary><c>msgid</c>; the hospital sends none.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>Of a reversal, the id of what it reverses: under the one id or the other a hospital may have it.</summary>
    public string Reverses { get; init; } = "";

    /// <summary>Whether it is a reversal.</summary>
    public bool IsNegative => TotalFen < 0;
}
