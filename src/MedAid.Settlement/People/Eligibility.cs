using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Settlement.People;

/// <summary>Kinds of qualification.</summary>
public enum QualificationKind
{
    /// <summary>门诊慢特病资格.</summary>
    Chronic = 1,

    /// <summary>“两病”门诊用药资格.</summary>
    TwoDisease = 2,
}

/// <summary>Words of kinds of qualifications, the same in files and on the wire.</summary>
public static class QualificationKinds
{
    /// <summary>Words of <see cref="QualificationKind"/>.</summary>
    public static WordList<QualificationKind> Words { get; } = new(
        ("chronic", QualificationKind.Chronic, "慢特病"), ("two_disease", QualificationKind.TwoDisease, "“两病”"));
}

/// <summary>
/// A qualification for out-patient benefit. It holds from the day after <paramref name="Approved"/> up to, not including, its end.
/// </summary>
/// <param name="Kind">Chronic or two-disease.</param>
/// <param name="Disease">National code.</param>
/// <param name="Approved">The day before it begins.</param>
/// <param name="Until">First day without it; null: no end.</param>
/// <param name="Hospital">Hospital that the patient chose; null: none. Whether it holds there only is the region's matter.</param>
public sealed record Qualification(QualificationKind Kind, string Disease, DateOnly Approved, DateOnly? Until, HospitalCode? Hospital = null)
{
    /// <summary>Whether the qualification holds on a day.</summary>
    public bool HoldsOn(DateOnly day) => day > Approved && !(day >= Until);
}

/// <summary>
/// An identity that is granted before it is certified (先保障后认证): it holds like any other, and every figure that rests on it says so.
/// </summary>
/// <param name="Span">Identity and days.</param>
/// <param name="CertifyBy">Last day for the certificate; afterwards it lapses.</param>
public sealed record ProvisionalIdentity(IdentitySpan Span, DateOnly CertifyBy);

/// <summary>What is known of an insured person for settling: no name, no id number. Rebuilt from the register by one query.</summary>
public sealed record Eligibility
{
    /// <summary>Opaque key of the person; the only trace of them in the ledger.</summary>
    public required PersonKey PersonKey { get; init; }

    /// <summary>Rises with every change of the register, so that an older copy is recognised.</summary>
    public required long Version { get; init; }

    /// <summary>Insurance scheme, e.g. resident.</summary>
    public required string Scheme { get; init; }

    /// <summary>County of insurance, six digits.</summary>
    public required CountyCode County { get; init; }

    /// <summary>Birth date; it gives the age on the service date.</summary>
    public required DateOnly BirthDate { get; init; }

    /// <summary>Employment of an insured employee.</summary>
    public Employment? Employment { get; init; }

    /// <summary>Identities with their days.</summary>
    public IReadOnlyList<IdentitySpan> Identities { get; init; } = [];

    /// <summary>Those of the identities that still have to be certified.</summary>
    public IReadOnlyList<ProvisionalIdentity> Provisional { get; init; } = [];

    /// <summary>Qualifications with their days.</summary>
    public IReadOnlyList<Qualification> Qualifications { get; init; } = [];
}
