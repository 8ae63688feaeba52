namespace MedAid.Bureau.Messages.Files;

/// <summary>The sums of a settlement in a file of a reconciliation.</summary>
/// <param name="TotalFen"><c>medfee_sumamt</c>.</param>
/// <param name="FundFen"><c>fund_pay_sumamt</c>.</param>
/// <param name="AccountFen"><c>acct_pay</c>.</param>
public sealed record StatementSums(long TotalFen, long FundFen, long AccountFen);
