namespace MedAid.Bureau.Regions;

/// <summary>What a reconciliation found, <c>stmt_rslt</c>.</summary>
public enum StatementResult
{
    /// <summary>Both have the same.</summary>
    Balanced,

    /// <summary>The platform has more.</summary>
    CentreHasMore,

    /// <summary>The hospital has more.</summary>
    HospitalHasMore,

    /// <summary>Both have it, with different sums.</summary>
    Differ,
}
