using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Settlement.Claims;

/// <summary>A visit for which a settlement is claimed: checked in form, the person known by token only.</summary>
public sealed record VisitClaim
{
    /// <summary>Hospital.</summary>
    public required string HospitalCode { get; init; }

    /// <summary>The hospital's id of the visit.</summary>
    public required string VisitId { get; init; }

    /// <summary>Search token of the id number.</summary>
    public required string IdToken { get; init; }

    /// <summary>Service date.</summary>
    public required DateOnly ServiceDate { get; init; }

    /// <summary>Kind of care.</summary>
    public required Care Care { get; init; }

    /// <summary>Mode.</summary>
    public required Mode Mode { get; init; }

    /// <summary>Disease code, or null.</summary>
    public string? DiseaseCode { get; init; }

    /// <summary>Whether a referral or filing is on record.</summary>
    public bool Filed { get; init; }

    /// <summary>The how-manieth admission of the year.</summary>
    public int? Admission { get; init; }

    /// <summary>Agreement under which the patient pays later, or null: at the window.</summary>
    public string? AgreementId { get; init; }

    /// <summary>Items, in the order of the bill.</summary>
    public required IReadOnlyList<ClaimItem> Items { get; init; }

    /// <summary>Payments of external layers.</summary>
    public IReadOnlyList<LayerPayment> External { get; init; } = [];

    /// <summary>Payments adjudicated upstream.</summary>
    public IReadOnlyList<LayerPayment> Upstream { get; init; } = [];
}

/// <summary>An item of a claim.</summary>
public sealed record ClaimItem(
    int ItemNumber,
    string Code,
    string Name,
    string? Category,
    long PriceMillionths,
    long QuantityTenThousandths,
    long AmountFen,
    int Approval);
