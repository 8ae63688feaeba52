using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Clearing.Patients;

/// <summary>An agreement to be signed: the number of the paper, the rule of the region if it has one, what is known of the person.</summary>
public sealed record Signing(
    PersonKey PersonKey, HospitalCode HospitalCode, string Number, DateOnly SignedDate, PayLaterRule? Rule, Facts Facts)
{
    /// <summary>Hospital and number of the paper: two hospitals may count alike.</summary>
    public string AgreementId => $"{HospitalCode}.{Number}";
}

/// <summary>
/// Agreements to treat first and pay later (先诊疗、后付费协议). Who may sign is the notice's word, kept as data with its article; what was
/// true at the signing is written down, so that a later change of identity does not undo an agreement.
/// </summary>
public static class AgreementDecisions
{
    /// <summary>Signs an agreement.</summary>
    public static Decision Sign(ClearingState books, RecordHead head, Signing signing)
    {
        if (Problem(books, signing) is var problem and not ClearingRefusal.None)
        {
            return Decision.Refuse(problem, signing.Number);
        }

        var rule = signing.Rule!;
        return new(Decision.Next(books, head, RecordKind.AgreementSigned) with
        {
            CountyCode = signing.Facts.County ?? default,
            HospitalCode = signing.HospitalCode,
            Patient = new PatientFact
            {
                PersonKey = signing.PersonKey,
                NewAgreement = new SignedAgreement(
                    signing.AgreementId, signing.SignedDate,
                    [.. Enum.GetValues<IdentityKind>().Where(i => Has(signing.Facts.Identities, (int)i) && rule.When.Identity.Allows((int)i))],
                    [.. Enum.GetValues<Care>().Where(c => rule.When.Care.Allows((int)c))], rule.Citation.Cite),
            },
        });
    }

    /// <summary>Ends an agreement with a last day; what is owed under it stays owed.</summary>
    public static Decision End(ClearingState books, RecordHead head, string agreementId, DateOnly lastDate, string note)
    {
        if (!books.Patients.Agreements.TryGetValue(agreementId, out var agreement))
        {
            return Decision.Refuse(ClearingRefusal.AgreementNotFound, agreementId);
        }

        return agreement.LastDate is not null
            ? Decision.Refuse(ClearingRefusal.AgreementEnded, agreementId)
            : new(Decision.Next(books, head, RecordKind.AgreementEnded) with
            {
                HospitalCode = agreement.HospitalCode,
                Note = note,
                Patient = new PatientFact { PersonKey = agreement.PersonKey, Ended = new EndedAgreement(agreementId, lastDate) },
            });
    }

    private static ClearingRefusal Problem(ClearingState books, Signing signing)
    {
        if (signing.Rule is not { } rule)
        {
            return ClearingRefusal.PayLaterNotOffered;
        }

        if (!rule.IsFor(signing.Facts.Identities))
        {
            return ClearingRefusal.PayLaterIdentityMissing;
        }

        if (!rule.HoldsAt(signing.Facts))
        {
            return ClearingRefusal.PayLaterHospitalNotCovered;
        }

        return books.Patients.Agreements.ContainsKey(signing.AgreementId)
            || books.Patients.InForce(signing.PersonKey, signing.HospitalCode, signing.SignedDate) is not null
            ? ClearingRefusal.AgreementExists
            : ClearingRefusal.None;
    }

    private static bool Has(ValueSet identities, int identity) => !identities.IsEmpty && identities.Allows(identity);
}
