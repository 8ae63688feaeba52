namespace MedAid.Core.Policy;

/// <summary>What a visit and its person are known to be: everything that a condition can ask about. Absent facts are null.</summary>
public sealed record Facts
{
    /// <summary>The day of service (服务日期); it chooses the pack, the counters' periods and the identities in force.</summary>
    public required DateOnly ServiceDate { get; init; }

    /// <summary>Kind of care.</summary>
    public Care? Care { get; init; }

    /// <summary>Mode of management; out-patient unless said otherwise.</summary>
    public Mode Mode { get; init; } = Mode.Outpatient;

    /// <summary>Disease code, e.g. M07800.</summary>
    public string? Disease { get; init; }

    /// <summary>Code of the hospital.</summary>
    public HospitalCode? Hospital { get; init; }

    /// <summary>Level of the hospital (NHSA <c>hosp_lv</c>).</summary>
    public string? HospitalLevel { get; init; }

    /// <summary>Tier of the hospital.</summary>
    public HospitalTier? HospitalTier { get; init; }

    /// <summary>Place of treatment seen from the county of insurance.</summary>
    public Place? Place { get; init; }

    /// <summary>Whether a referral or an out-of-area filing (备案) is on record.</summary>
    public bool Filed { get; init; }

    /// <summary>Whether an accident is the cause (意外伤害).</summary>
    public bool Accident { get; init; }

    /// <summary>The how-manieth admission of the year.</summary>
    public int? Admission { get; init; }

    /// <summary>Age in whole years on the service date.</summary>
    public int? Age { get; init; }

    /// <summary>Employment of an insured employee.</summary>
    public Employment? Employment { get; init; }

    /// <summary>County of insurance, six digits.</summary>
    public CountyCode? County { get; init; }

    /// <summary>Identities in force on the service date.</summary>
    public ValueSet Identities { get; init; }
}

/// <summary>
/// An identity and the days on which it holds: from its start (the date of the certificate) up to, not including, its end.
/// </summary>
public readonly record struct IdentitySpan(IdentityKind Kind, DateOnly? From, DateOnly? Until)
{
    /// <summary>Whether the identity holds on a day.</summary>
    public bool HoldsOn(DateOnly day) => !(day < From) && !(day >= Until);

    /// <summary>The identities out of several that hold on a day.</summary>
    public static ValueSet OnDay(IEnumerable<IdentitySpan> spans, DateOnly day)
    {
        var set = default(ValueSet);
        foreach (var span in spans)
        {
            set = span.HoldsOn(day) ? set.With((int)span.Kind) : set;
        }

        return set;
    }
}
