using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Bureau.Visits;

/// <summary>A visit that a hospital has registered (门诊挂号, 2201), with what was said of it since (就诊信息, 2203).</summary>
public sealed record RegisteredVisit
{
    /// <summary>Hospital.</summary>
    public required HospitalCode HospitalCode { get; init; }

    /// <summary>The id that was given out for it (mdtrt_id).</summary>
    public required string VisitId { get; init; }

    /// <summary>Opaque key of the person (psn_no).</summary>
    public required PersonKey PersonKey { get; init; }

    /// <summary>Token of the id number.</summary>
    public required string IdNumberHash { get; init; }

    /// <summary>Insurance (insutype), as it was sent.</summary>
    public required string Insurance { get; init; }

    /// <summary>The hospital's number of the visit (ipt_otp_no).</summary>
    public required string OutpatientNumber { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly Begins { get; init; }

    /// <summary>Name and number of the person as they were shown at registration, sealed by <see cref="PatientSeal"/>.</summary>
    public required byte[] Patient { get; init; }

    /// <summary>Whether it was cancelled (2202).</summary>
    public bool Ended { get; init; }

    /// <summary>What it is treated for; null until it was said.</summary>
    public Treatment? Treatment { get; init; }
}

/// <summary>What a visit is for (2203).</summary>
/// <param name="MedicalType">med_type, as it was sent.</param>
/// <param name="Care">What that is here.</param>
/// <param name="Disease">Code of the disease, or empty.</param>
/// <param name="DiseaseName">Its name as it was sent, or empty.</param>
/// <param name="Diagnoses">Codes of the diagnoses, the main one first.</param>
public sealed record Treatment(string MedicalType, Care Care, string Disease, string DiseaseName, IReadOnlyList<string> Diagnoses);

/// <summary>A line of a bill (费用明细, 2204).</summary>
public sealed record FeeLine
{
    /// <summary>The hospital's id of the line, unique in the visit (feedetl_sn).</summary>
    public required string LineId { get; init; }

    /// <summary>The bill it belongs to (chrg_bchno).</summary>
    public required string Batch { get; init; }

    /// <summary>National code (med_list_codg).</summary>
    public required string Code { get; init; }

    /// <summary>Unit price in millionths of a yuan.</summary>
    public required long PriceMillionths { get; init; }

    /// <summary>Quantity in ten-thousandths.</summary>
    public required long QuantityTenThousandths { get; init; }

    /// <summary>Amount in fen: price × quantity, rounded half-up.</summary>
    public required long AmountFen { get; init; }

    /// <summary>Approval of the hospital (hosp_appr_flag).</summary>
    public required int Approval { get; init; }

    /// <summary>Disease that it treats, or empty.</summary>
    public required string Disease { get; init; }

    /// <summary>Department that ordered it, or empty.</summary>
    public required string Department { get; init; }

    /// <summary>Doctor who ordered it, or empty.</summary>
    public required string Doctor { get; init; }

    /// <summary>Day on which it arose.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The four parts that it was told to split into.</summary>
    public required Core.Calculation.ChargeSplit Split { get; init; }
}

/// <summary>The answer to a write of the national interface, as it was given.</summary>
/// <param name="Output">Its output as JSON; empty: none.</param>
/// <param name="Time">When it was given.</param>
public sealed record KeptAnswer(string Output, DateTimeOffset Time);
