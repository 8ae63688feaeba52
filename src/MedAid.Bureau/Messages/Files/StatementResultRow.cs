using MedAid.Bureau.Regions;
using MedAid.Core;

namespace MedAid.Bureau.Messages.Files;

/// <summary>A line of the file that the platform answers to 3202 ("table 201").</summary>
/// <param name="PsnNo">The platform's number of the person.</param>
/// <param name="MdtrtId">Its id of the visit.</param>
/// <param name="SetlId">Its id of the settlement.</param>
/// <param name="MessageId">The message that made it: what only the platform has can be undone by it.</param>
/// <param name="Result">What was found.</param>
/// <param name="IsRefund">Whether the row has the flag of what was undone.</param>
/// <param name="Memo">A remark, or empty.</param>
/// <param name="Sums">Total, funds and account in fen; null where the file has no sums.</param>
public sealed record StatementResultRow(
    string PsnNo, string MdtrtId, string SetlId, string MessageId, StatementResult Result, bool IsRefund, string Memo = "",
    StatementSums? Sums = null)
{
    private const int ColumnsMin = 7;
    private const int ColumnsWithSums = 10;

    private static readonly string[] Names =
    [
        "psn_no", "mdtrt_id", "setl_id", "msgid", "stmt_rslt", "refd_setl_flag", "memo",
        "medfee_sumamt", "fund_pay_sumamt", "acct_pay", "exp_content",
    ];

    /// <summary>The rows of a file.</summary>
    public static IReadOnlyList<StatementResultRow> Read(string text, Region region) =>
        [.. TabText.Read(text, Names, ColumnsMin).Select(l => new StatementResultRow(
            l[0], l[1], l[2], l[3], region.Reconciliation.ResultOf(l[4]) ?? throw l.Wrong(4, "不是本地区的对账结果代码"),
            region.Reconciliation.IsRefund(l[5]) ?? throw l.Wrong(5, "不是本地区的退费标志"), l[6],
            l.Cells.Length >= ColumnsWithSums ? new StatementSums(l.Fen(7), l.Fen(8), l.Fen(9)) : null))];

    /// <summary>The text of a file as the region writes it.</summary>
    public static string Write(IEnumerable<StatementResultRow> rows, Region region) => TabText.Write(
        rows.Select(r => r.Cells(region.Reconciliation)), region.Reconciliation.File);

    private string[] Cells(ReconciliationForm form)
    {
        string[] cells =
        [
            TabText.Cell(PsnNo), TabText.Cell(MdtrtId), TabText.Cell(SetlId), TabText.Cell(MessageId), form.CodesOf(Result)[0],
            IsRefund ? form.RefundFlags[0] : form.NormalFlags[0], TabText.Cell(Memo),
        ];
        return Sums is null ? cells :
        [
            .. cells, ExactNumber.Yuan(Sums.TotalFen), ExactNumber.Yuan(Sums.FundFen), ExactNumber.Yuan(Sums.AccountFen),
            .. form.File.HasExtension ? [""] : Array.Empty<string>(),
        ];
    }
}
