using MedAid.Bureau.Regions;
using MedAid.Core;

namespace MedAid.Bureau.Messages.Files;

/// <summary>A line of the file that a hospital uploads for 3202 ("table 200").</summary>
/// <param name="SetlId">The platform's id of the settlement.</param>
/// <param name="MdtrtId">Its id of the visit.</param>
/// <param name="PsnNo">Its number of the person.</param>
/// <param name="TotalFen"><c>medfee_sumamt</c>; negative in a reversal.</param>
/// <param name="FundFen"><c>fund_pay_sumamt</c>.</param>
/// <param name="AccountFen"><c>acct_pay</c>.</param>
/// <param name="IsRefund">Whether the row has the flag of what was undone.</param>
/// <param name="Extension"><c>exp_content</c>, or empty.</param>
public sealed record StatementRow(
    string SetlId, string MdtrtId, string PsnNo, long TotalFen, long FundFen, long AccountFen, bool IsRefund, string Extension = "")
{
    private const int ColumnsMin = 7;

    private static readonly string[] Names =
        ["setl_id", "mdtrt_id", "psn_no", "medfee_sumamt", "fund_pay_sumamt", "acct_pay", "refd_setl_flag", "exp_content"];

    /// <summary>The rows of a file.</summary>
    public static IReadOnlyList<StatementRow> Read(string text, Region region) =>
        [.. TabText.Read(text, Names, ColumnsMin).Select(l => new StatementRow(
            l.Needed(0), l[1], l[2], l.Fen(3), l.Fen(4), l.Fen(5), region.Reconciliation.IsRefund(l[6]) ?? throw l.Wrong(6, "不是本地区的退费标志"), l[7]))];

    /// <summary>The text of a file as the region writes it.</summary>
    public static string Write(IEnumerable<StatementRow> rows, Region region) => TabText.Write(
        rows.Select(r => r.Cells(region.Reconciliation)), region.Reconciliation.File);

    private string[] Cells(ReconciliationForm form)
    {
        string[] cells =
        [
            TabText.Cell(SetlId), TabText.Cell(MdtrtId), TabText.Cell(PsnNo), ExactNumber.Yuan(TotalFen), ExactNumber.Yuan(FundFen),
            ExactNumber.Yuan(AccountFen), IsRefund ? form.RefundFlags[0] : form.NormalFlags[0], TabText.Cell(Extension),
        ];
        return form.File.HasExtension ? cells : cells[..ColumnsMin];
    }
}
