using MedAid.Clearing.Books;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;
using MedAid.Settlement.Writes;

namespace MedAid.Clearing.Patients;

/// <summary>Writes to a patient's account that need more than the book: the county's arrangement, the hospital, the settlement.</summary>
public sealed class AccountWrites(ClearingBookService clearing, ReferenceDataHolder reference, ILedger ledger)
{
    private static readonly Fault HospitalNotFound = new("HOSPITAL_NOT_FOUND");

    /// <summary>Signs an agreement to pay later, if the arrangement of the person's county on that day allows it.</summary>
    public async Task<Result<ClearingRecord>> SignAsync(
        WriteKey key, string by, Eligibility person, HospitalCode hospitalCode, string number, DateOnly day, CancellationToken cancellationToken)
    {
        var books = reference.Current;
        if (books.Hospital(hospitalCode) is not { } hospital)
        {
            return Result.Refused<ClearingRecord>(HospitalNotFound);
        }

        var signing = new Signing(
            person.PersonKey, hospital.Code, number, day, books.Arrangements.PayLaterFor(person.County, day), FactsOf(person, hospital, day));
        return await clearing.WriteAsync(key, by, (book, head) => AgreementDecisions.Sign(book, head, signing), cancellationToken);
    }

    /// <summary>Pays what a settlement left to the patient out of their deposit.</summary>
    public async Task<Result<ClearingRecord>> ApplyDepositAsync(
        WriteKey key, string by, AccountKey account, SettlementId settlementId, long amountFen, CancellationToken cancellationToken)
    {
        // Read before the book takes over what was reversed since, so that a reversal in between is known to the decision.
        var settlement = await ledger.FindAsync(settlementId, cancellationToken);
        var document = settlement is { ReversedBySettlementId: null } ? settlement.Document : null;
        return await clearing.WriteAsync(
            key, by, (book, head) => DepositDecisions.Apply(book, head, account, document, settlementId, amountFen), cancellationToken);
    }

    private static Facts FactsOf(Eligibility person, Hospital hospital, DateOnly day) => new()
    {
        ServiceDate = day,
        Care = Care.Inpatient,
        HospitalLevel = hospital.Level,
        HospitalTier = hospital.Tier,
        Place = hospital.PlaceFor(person.County),
        Age = IdNumber.AgeOn(person.BirthDate, day),
        Employment = person.Employment,
        County = person.County,
        Identities = IdentitySpan.OnDay(person.Identities, day),
    };
}
