using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;
using MedAid.Settlement.Writes;

namespace MedAid.Settlement.Capitation;

/// <summary>What a caller notes of a person's place under a contract, checked in form; the person by search token.</summary>
public sealed record CapitationDraft(
    string IdNumberHash, HospitalCode HospitalCode, string Programme, CapitationChangeKind Kind, DateOnly Day, string Operator);

/// <summary>Which monthly claim is to be built.</summary>
public sealed record CapitationClaimDraft(HospitalCode HospitalCode, string Programme, string Scheme, DateOnly Month, string Operator);

/// <summary>
/// Keeps the roll of capitation contracts (按人头打包) and builds the claim of a month: heads × rate against what the contract's lines paid for
/// the visits (<see cref="CapitationCosts"/>). The visit itself is settled by the pack whether or not the person is on the roll; who is not
/// shows up in the claim as cost that nobody pays.
/// </summary>
public sealed class CapitationWorkflow(
    CapitationStore store, ILedger ledger, IEligibilityRegister register, ReferenceDataHolder reference, TimeProvider time,
    CapitationPartMonth partMonth)
{
    /// <summary>Notes a change, once.</summary>
    public async Task<Result<CapitationChange>> ChangeAsync(CapitationDraft draft, WriteKey key, CancellationToken cancellationToken)
    {
        if (reference.Current.Hospital(draft.HospitalCode) is not { } hospital)
        {
            return Result.Refused<CapitationChange>(CapitationFault.HospitalNotFound(draft.HospitalCode));
        }

        if (await register.FindAsync(draft.IdNumberHash, cancellationToken) is not { } person)
        {
            return Result.Refused<CapitationChange>(CapitationFault.PersonNotFound);
        }

        // Who leaves may do so after the law, or the person's county, has changed.
        if (draft.Kind == CapitationChangeKind.Join && MayJoin(hospital, person, draft) is { } fault)
        {
            return Result.Refused<CapitationChange>(fault);
        }

        var change = new CapitationChange
        {
            PersonKey = person.PersonKey,
            HospitalCode = draft.HospitalCode,
            Programme = draft.Programme,
            Scheme = person.Scheme,
            Kind = draft.Kind,
            Day = draft.Day,
            Operator = draft.Operator,
            Noted = Stamp(),
        };
        return await store.ChangeAsync(change, key, cancellationToken);
    }

    /// <summary>Builds the claim of a month that is over, once; what is only tried may be of any month.</summary>
    public async Task<Result<CapitationClaim>> BuildAsync(CapitationClaimDraft draft, WriteKey key, CancellationToken cancellationToken)
    {
        if (reference.Current.Hospital(draft.HospitalCode) is not { } hospital)
        {
            return Result.Refused<CapitationClaim>(CapitationFault.HospitalNotFound(draft.HospitalCode));
        }

        var (contract, fault) = ContractOf(hospital, draft.Scheme, draft.Programme, draft.Month);
        if (contract is null || (!key.ValidateOnly && draft.Month.AddMonths(1) > ChinaTime.Today(time)))
        {
            return Result.Refused<CapitationClaim>(fault ?? CapitationFault.MonthNotOver);
        }

        var days = (draft.Month, draft.Month.AddMonths(1).AddDays(-1));
        var roll = await store.ChangesAsync(hospital.Code, draft.Programme, cancellationToken);
        var costs = await CapitationCosts.ReadAsync(
            ledger, new CapitationScope(hospital.County, draft.Scheme, draft.Programme), days, hospital.Code,
            roll.Select(c => c.PersonKey).ToHashSet(), cancellationToken);
        var claimId = CapitationClaim.IdOf(hospital.County, hospital.Code, draft.Scheme, draft.Programme, draft.Month);
        return await store.ClaimAsync(
            new CapitationClaimRequest(claimId, hospital.Code, draft.Programme), new WriteHead(key, draft.Operator, Stamp()),
            changes => Claim(draft, hospital, contract, claimId, changes, costs), cancellationToken);
    }

    private Fault? MayJoin(Hospital hospital, Eligibility person, CapitationDraft draft) => person.County != hospital.County
        ? CapitationFault.OtherCounty
        : ContractOf(hospital, person.Scheme, draft.Programme, draft.Day).Fault;

    private Result<CapitationClaim> Claim(
        CapitationClaimDraft draft, Hospital hospital, Contract contract, string claimId, IReadOnlyList<CapitationChange> changes,
        CapitationCosts costs)
    {
        var parties = (hospital.Code, draft.Scheme);
        if (costs.PaidElsewhere(CapitationRoll.SpansByPerson(changes, parties)) is { } settlementId)
        {
            return Result.Refused<CapitationClaim>(CapitationFault.PaidPerVisit(settlementId));
        }

        var (heads, lines) = CapitationClaim.Reckon(changes, parties, draft.Month, contract.RateFen, partMonth, costs.Fen);
        return Result.Done(new CapitationClaim
        {
            ClaimId = claimId,
            HospitalCode = hospital.Code,
            CountyCode = hospital.County,
            Programme = draft.Programme,
            Scheme = draft.Scheme,
            Month = draft.Month,
            Pack = contract.Pack,
            RateFen = contract.RateFen,
            PartMonth = partMonth,
            Heads = heads,
            BuiltBy = draft.Operator,
            Built = Stamp(),
            Lines = lines,
        });
    }

    private (Contract? Contract, Fault? Fault) ContractOf(Hospital hospital, string scheme, string programme, DateOnly day)
    {
        if (reference.Current.Policies.At(hospital.County, scheme, day) is not { } terms)
        {
            return (null, CapitationFault.NoPolicyForDate);
        }

        var found = terms.Programmes.FirstOrDefault(p =>
            p.Id == programme && p.Kind == ProgrammeKind.Capitation && p.Per == Period.Month);
        return found is null
            ? (null, CapitationFault.ProgrammeNotFound)
            : (new Contract(terms.Identity.Pack, found.AmountFen), null);
    }

    private DateTimeOffset Stamp() => Instants.Now(time);

    private sealed record Contract(string Pack, long RateFen);
}
