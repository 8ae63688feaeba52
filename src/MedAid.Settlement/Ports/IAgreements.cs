using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Settlement.Ports;

/// <summary>
/// Agreements to treat first and pay later (先诊疗、后付费协议). Asked only for a visit that names one; answered from memory as a rule, so
/// that settling stays one round trip to the database. Failures are the ledger's exceptions.
/// </summary>
public interface IAgreements
{
    /// <summary>The agreement of an id, or null.</summary>
    ValueTask<PayLaterAgreement?> FindAgreementAsync(string agreementId, CancellationToken cancellationToken);
}

/// <summary>An agreement of one patient with one hospital: what it covers, from its signing to its last day if it was ended.</summary>
public sealed record PayLaterAgreement(
    string AgreementId, PersonKey PersonKey, HospitalCode HospitalCode, DateOnly SignedDate, DateOnly? LastDate, IReadOnlyList<Care> Care,
    string Cite)
{
    /// <summary>Whether it is in force on a day.</summary>
    public bool HoldsOn(DateOnly day) => day >= SignedDate && !(day > LastDate);
}
