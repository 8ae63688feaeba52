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
/// <param name="Balanced">Values of <c>stmt_rslt</c>: both agree. The first is written.</param>
/// <param name="CentreHasMore">The platform has more.</param>
/// <param name="HospitalHasMore">The hospital has more.</param>
/// <param name="Differ">Both have it, with different sums.</param>
public sealed record ReconciliationForm(
    string AgencyField, bool EndHasTime, RefundRows RefundRows, IReadOnlyList<string> NormalFlags, IReadOnlyList<string> RefundFlags,
    IReadOnlyList<string> Balanced, IReadOnlyList<string> CentreHasMore, IReadOnlyList<string> HospitalHasMore, IReadOnlyList<string> Differ);
