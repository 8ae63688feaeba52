using MedAid.Core;

namespace MedAid.Settlement.Claims;

/// <summary>A visit as it came in, unchecked; the names are those of the wire contract.</summary>
public sealed record ClaimDraft
{
    /// <summary>Hospital.</summary>
    public HospitalCode HospitalCode { get; init; }

    /// <summary>The hospital's id of the visit.</summary>
    public string VisitId { get; init; } = "";

    /// <summary>Id number.</summary>
    public string IdNumber { get; init; } = "";

    /// <summary>Token of the id number where a door knows the person already; then <see cref="IdNumber"/> is empty.</summary>
    public string IdNumberHash { get; init; } = "";

    /// <summary>
    /// Of a visit whose parts came by several messages, the hash of the one that settles it: another of its fields is another request, though it
    /// may settle the same visit. Empty: the fields here are the request.
    /// </summary>
    public string MessageHash { get; init; } = "";

    /// <summary>Service date, ISO 8601.</summary>
    public string ServiceDate { get; init; } = "";

    /// <summary>Kind of care, by its number; 0 if not given.</summary>
    public int Care { get; init; }

    /// <summary>Mode, by its number; 0 if not given.</summary>
    public int Mode { get; init; }

    /// <summary>Disease code, or empty.</summary>
    public string DiseaseCode { get; init; } = "";

    /// <summary>Whether a referral or filing is on record.</summary>
    public bool Filed { get; init; }

    /// <summary>The how-manieth admission of the year, or null.</summary>
    public int? Admission { get; init; }

    /// <summary>Day of admission, ISO 8601, or empty.</summary>
    public string AdmissionDate { get; init; } = "";

    /// <summary>Whether an accident is the cause.</summary>
    public bool Accident { get; init; }

    /// <summary>Id of the stay, or empty.</summary>
    public string Stay { get; init; } = "";

    /// <summary>Number of the bill of a stay in parts, or empty.</summary>
    public string Batch { get; init; } = "";

    /// <summary>What the personal account is to pay, or null.</summary>
    public AccountDraft? Account { get; init; }

    /// <summary>Agreement to pay later, or empty.</summary>
    public string AgreementId { get; init; } = "";

    /// <summary>The hospital's code of the department, or empty.</summary>
    public string Department { get; init; } = "";

    /// <summary>The hospital's code of the doctor, or empty.</summary>
    public string Doctor { get; init; } = "";

    /// <summary>Diagnoses.</summary>
    public IReadOnlyList<string> Diagnoses { get; init; } = [];

    /// <summary>Items.</summary>
    public IReadOnlyList<ItemDraft> Items { get; init; } = [];

    /// <summary>Payments of external layers.</summary>
    public IReadOnlyList<PaymentDraft> ExternalPayments { get; init; } = [];

    /// <summary>Payments adjudicated upstream.</summary>
    public IReadOnlyList<PaymentDraft> UpstreamPayments { get; init; } = [];
}

/// <summary>An item as it came in.</summary>
public sealed record ItemDraft(
    int ItemNumber, string Code, string Name, string Category, string UnitPriceYuan, string Quantity, long AmountFen, int Approval,
    string Disease = "")
{
    /// <summary>Milligrams a day, or empty.</summary>
    public string DailyDoseMg { get; init; } = "";

    /// <summary>Days for which it is prescribed; 0: not known.</summary>
    public int DaysOfSupply { get; init; }
}

/// <summary>A payment for a layer as it came in.</summary>
public readonly record struct PaymentDraft(string Layer, long AmountFen)
{
    /// <summary>External only: the components that it is for, by the pack's words.</summary>
    public IReadOnlyList<string> For { get; init; } = [];

    /// <summary>External only: the disease that it is for, or empty.</summary>
    public string Disease { get; init; } = "";
}

/// <summary>What the personal account is to pay, as it came in: an amount or all, and what there is.</summary>
public sealed record AccountDraft(long? UseFen, bool All, long BalanceFen, long HelperFen);
