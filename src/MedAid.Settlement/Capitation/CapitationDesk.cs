using MedAid.Core.Policy;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;

namespace MedAid.Settlement.Capitation;

/// <summary>What a caller notes of a person's place under a contract, checked in form; the person by search token.</summary>
public sealed record CapitationDraft(
    string RequestId, string ContentHash, string IdToken, string HospitalCode, string Programme, CapitationChangeKind Kind, DateOnly Day,
    string Operator);

/// <summary>Which monthly claim is to be built.</summary>
public sealed record CapitationClaimDraft(
    string RequestId, string ContentHash, string HospitalCode, string Programme, string Scheme, DateOnly Month, string Operator);

/// <summary>
/// Keeps the roll of capitation contracts (按人头打包) and builds the claim of a month: heads × rate against what the visits cost. The visit
/// itself is settled by the pack whether or not the person is on the roll; who is not shows up in the claim as cost that nobody pays.
/// </summary>
public sealed class CapitationDesk(
    ICapitationStore store, ILedger ledger, IEligibilityRegister register, ReferenceShelf shelf, TimeProvider time, CapitationPartMonth partMonth)
{
    /// <summary>Notes a change, or with <paramref name="validateOnly"/> answers as if it did.</summary>
    public async Task<CapitationOutcome<CapitationChange>> ChangeAsync(
        CapitationDraft draft, bool validateOnly, CancellationToken cancellationToken)
    {
        if (shelf.Current.Hospital(draft.HospitalCode) is not { } hospital)
        {
            return Refused<CapitationChange>(CapitationRefusal.HospitalNotFound);
        }

        if (await register.FindAsync(draft.IdToken, cancellationToken) is not { } person)
        {
            return Refused<CapitationChange>(CapitationRefusal.PersonNotFound);
        }

        // Who leaves may do so after the law has changed.
        var refusal = draft.Kind == CapitationChangeKind.Join
            ? ContractOf(hospital, person.Scheme, draft.Programme, draft.Day).Refusal
            : CapitationRefusal.None;
        if (refusal != CapitationRefusal.None)
        {
            return Refused<CapitationChange>(refusal);
        }

        var change = new CapitationChange
        {
            RequestId = draft.RequestId,
            ContentHash = draft.ContentHash,
            PersonKey = person.PersonKey,
            HospitalCode = draft.HospitalCode,
            Programme = draft.Programme,
            Kind = draft.Kind,
            Day = draft.Day,
            Operator = draft.Operator,
            Noted = Stamp(),
        };
        return await store.ChangeAsync(change, validateOnly, cancellationToken);
    }

    /// <summary>Builds the claim of a month that is over; with <paramref name="validateOnly"/> of any month, and nothing is kept.</summary>
    public async Task<CapitationOutcome<CapitationClaim>> BuildAsync(
        CapitationClaimDraft draft, bool validateOnly, CancellationToken cancellationToken)
    {
        if (shelf.Current.Hospital(draft.HospitalCode) is not { } hospital)
        {
            return Refused<CapitationClaim>(CapitationRefusal.HospitalNotFound);
        }

        var (contract, refusal) = ContractOf(hospital, draft.Scheme, draft.Programme, draft.Month);
        if (contract is null || (!validateOnly && draft.Month.AddMonths(1) > ChinaTime.Today(time)))
        {
            return Refused<CapitationClaim>(contract is null ? refusal : CapitationRefusal.CapitationMonthNotOver);
        }

        var days = (draft.Month, draft.Month.AddMonths(1).AddDays(-1));
        var costs = await CapitationCosts.ReadAsync(ledger, draft.Programme, hospital.County, days, hospital.Code, cancellationToken);
        var claimId = CapitationClaim.IdOf(hospital.County, hospital.Code, draft.Programme, draft.Month);
        return await store.ClaimAsync(
            new CapitationClaimRequest(draft.RequestId, draft.ContentHash, claimId, hospital.Code, draft.Programme),
            changes => Claim(draft, hospital, contract, claimId, changes, costs), validateOnly, cancellationToken);
    }

    private static CapitationOutcome<T> Refused<T>(CapitationRefusal refusal)
        where T : class => new(null, false, refusal);

    private CapitationClaim Claim(
        CapitationClaimDraft draft, Hospital hospital, Contract contract, string claimId, IReadOnlyList<CapitationChange> changes,
        Dictionary<string, long> costs)
    {
        var (heads, lines) = CapitationClaim.Reckon(changes, hospital.Code, draft.Month, contract.RateFen, partMonth, costs);
        return new CapitationClaim
        {
            ClaimId = claimId,
            HospitalCode = hospital.Code,
            CountyCode = hospital.County,
            Programme = draft.Programme,
            Month = draft.Month,
            Pack = contract.Pack,
            RateFen = contract.RateFen,
            PartMonth = partMonth,
            Heads = heads,
            BuiltBy = draft.Operator,
            Built = Stamp(),
            Lines = lines,
        };
    }

    private (Contract? Contract, CapitationRefusal Refusal) ContractOf(Hospital hospital, string scheme, string programme, DateOnly day)
    {
        if (shelf.Current.Policies.At(hospital.County, scheme, day) is not { } terms)
        {
            return (null, CapitationRefusal.NoPolicyForDate);
        }

        var found = terms.Programmes.FirstOrDefault(p =>
            p.Id == programme && p.Kind == ProgrammeKind.Capitation && p.Per == Period.Month);
        return found is null
            ? (null, CapitationRefusal.CapitationProgrammeNotFound)
            : (new Contract(terms.Identity.Pack, found.AmountFen), CapitationRefusal.None);
    }

    private DateTimeOffset Stamp() => SettlementIds.Stamp(time);

    private sealed record Contract(string Pack, long RateFen);
}
