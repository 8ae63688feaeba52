using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;

namespace MedAid.Settlement.Claims;

/// <summary>A visit for which a settlement is claimed: checked in form, the person known by token only.</summary>
public sealed record VisitClaim
{
    /// <summary>Hospital.</summary>
    public required HospitalCode HospitalCode { get; init; }

    /// <summary>The hospital's id of the visit.</summary>
    public required string VisitId { get; init; }

    /// <summary>Search token of the id number.</summary>
    public required string IdNumberHash { get; init; }

    /// <summary>The hash of the message that settles it, or null; see <see cref="ClaimDraft.MessageHash"/>.</summary>
    public string? MessageHash { get; init; }

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

    /// <summary>Whether an accident is the cause.</summary>
    public bool Accident { get; init; }

    /// <summary>The hospital's id of the stay of which the visit is one bill, or null.</summary>
    public string? Stay { get; init; }

    /// <summary>The bill of a stay that is billed in parts (中途结算) under one visit id, or empty: the whole visit.</summary>
    public string Batch { get; init; } = "";

    /// <summary>Day of admission of a stay, or null if it is not said.</summary>
    public DateOnly? AdmissionDay { get; init; }

    /// <summary>The visit that stands settled once.</summary>
    public VisitKey Key => new(HospitalCode, VisitId, Batch);

    /// <summary>Whether the patient is taken in.</summary>
    public bool IsStay => GivenCare.IsStay(Care);

    /// <summary>The id of the stay among those of all hospitals.</summary>
    public string? StayOfHospital => Stay is null ? null : $"{HospitalCode}/{Stay}";

    /// <summary>The diseases that the visit treats: those of the items, of the visit where an item has none; null stands for none.</summary>
    public IReadOnlyList<string?> Diseases => [.. Items.Select(i => i.Disease ?? DiseaseCode).Distinct(StringComparer.Ordinal)];

    /// <summary>What is to be paid from the personal account, or null.</summary>
    public AccountUse? Account { get; init; }

    /// <summary>Agreement under which the patient pays later, or null: at the window.</summary>
    public string? AgreementId { get; init; }

    /// <summary>The hospital's code of the department, or null. Nothing is split by it.</summary>
    public string? Department { get; init; }

    /// <summary>The hospital's code of the doctor who answers for the visit, or null. Nothing is split by it.</summary>
    public string? Doctor { get; init; }

    /// <summary>Diagnoses, ICD-10, the main one first. Nothing is split by them.</summary>
    public IReadOnlyList<string> Diagnoses { get; init; } = [];

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
    int Approval,
    string? Disease = null)
{
    /// <summary>Millionths of a milligram a day, or null.</summary>
    public long? DailyDoseMillionths { get; init; }

    /// <summary>Days for which it is prescribed, or null.</summary>
    public int? Days { get; init; }
}
