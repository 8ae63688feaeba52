namespace MedAid.Bureau.Regions;

/// <summary>How a reversal stands in the files of a reconciliation: both rows, the positive and the negative.</summary>
public enum RefundRows
{
    /// <summary>Own settlement id of the reversal; both rows bear the flag.</summary>
    OwnId,

    /// <summary>Both rows have the id of the settlement that was undone.</summary>
    SameId,
}

/// <summary>Reconciliation by 3201 and 3202.</summary>
/// <param name="AgencyField">The field of the agency.</param>
/// <param name="EndHasTime">Whether <c>stmt_enddate</c> is written with 23:59:59.</param>
/// <param name="RefundRows">How a reversal stands in the files.</param>
/// <param name="NormalFlags">Values of <c>refd_setl_flag</c> of a settlement; the first is written.</param>
/// <param name="RefundFlags">The same, of what was undone.</param>
/// <param name="Results">Values of <c>stmt_rslt</c>; of each the first is written.</param>
/// <param name="File">How files are written.</param>
public sealed record ReconciliationForm(
    string AgencyField, bool EndHasTime, RefundRows RefundRows, IReadOnlyList<string> NormalFlags, IReadOnlyList<string> RefundFlags,
    IReadOnlyDictionary<StatementResult, IReadOnlyList<string>> Results, FileForm File)
{
    /// <summary>What a code of <c>stmt_rslt</c> says; null if the region has none such.</summary>
    public StatementResult? ResultOf(string code)
    {
        foreach (var (result, codes) in Results)
        {
            if (codes.Contains(code))
            {
                return result;
            }
        }

        return null;
    }

    /// <summary>The codes of a result; the first is written.</summary>
    public IReadOnlyList<string> CodesOf(StatementResult result) => Results[result];

    /// <summary>Whether a flag says that it was undone; null if the region has none such.</summary>
    public bool? IsRefund(string flag) => RefundFlags.Contains(flag) ? true : NormalFlags.Contains(flag) ? false : null;
}
