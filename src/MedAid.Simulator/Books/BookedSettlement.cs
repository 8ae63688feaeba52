using MedAid.Core;

namespace MedAid.Simulator.Books;

/// <summary>A settlement, or the reversal of one, as it was booked.</summary>
internal sealed record BookedSettlement
{
    /// <summary><c>setl_id</c>.</summary>
    public required string Id { get; init; }

    /// <summary><c>mdtrt_id</c>.</summary>
    public required string VisitId { get; init; }

    /// <summary><c>psn_no</c>.</summary>
    public required string PersonNumber { get; init; }

    /// <summary>The institution.</summary>
    public required HospitalCode Hospital { get; init; }

    /// <summary><c>insutype</c>.</summary>
    public required string Insurance { get; init; }

    /// <summary><c>med_type</c>.</summary>
    public required string CareType { get; init; }

    /// <summary><c>dise_codg</c>.</summary>
    public string Disease { get; init; } = "";

    /// <summary><c>chrg_bchno</c>.</summary>
    public string Batch { get; init; } = "";

    /// <summary><c>setl_time</c>.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Number of the message, without a letter.</summary>
    public required string Number { get; init; }

    /// <summary><c>msgid</c> of the message: <c>medins_setl_id</c>.</summary>
    public required string MessageId { get; init; }

    /// <summary><c>mdtrt_cert_type</c>.</summary>
    public string CertificateType { get; init; } = "";

    /// <summary><c>clr_type</c>.</summary>
    public required string ClearingType { get; init; }

    /// <summary><c>clr_way</c>.</summary>
    public required string ClearingWay { get; init; }

    /// <summary><c>clr_optins</c>.</summary>
    public required string Agency { get; init; }

    /// <summary>Of a reversal, what it reverses.</summary>
    public string Reverses { get; init; } = "";

    /// <summary>The money.</summary>
    public required SettledAmounts Amounts { get; init; }
}
