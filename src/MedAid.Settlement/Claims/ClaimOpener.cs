using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;

namespace MedAid.Settlement.Claims;

/// <summary>
/// Opens a claim: hospital, person, law and catalogue are looked up once, from one set of reference data, in the order of
/// the refusals.
/// </summary>
public sealed class ClaimOpener(
    ReferenceDataHolder reference, IEligibilityRegister register, IEligibilityCache cache, TimeProvider time, IAgreements agreements,
    MissingPapers? papers = null)
{
    private const string PapersAway = "文书登记暂时连不上，本次没有核对告知书、同意书是否签字。";

    private readonly LastFoundPersons persons = new();

    /// <summary>The reference data in use.</summary>
    public ReferenceData Reference => reference.Current;

    /// <summary>Today in China.</summary>
    public DateOnly Today => ChinaTime.Today(time);

    /// <summary>The claim with everything that its settlement needs, or why it is refused.</summary>
    public Task<(ClaimCase? Case, RefusalRecord? Refusal)> OpenAsync(VisitClaim claim, CancellationToken cancellationToken) =>
        OpenAsync(claim, () => PersonAsync(claim.IdNumberHash, cancellationToken), cancellationToken);

    /// <summary>The same for a claim that was kept, with the person as known when it was: the register is not asked.</summary>
    public Task<(ClaimCase? Case, RefusalRecord? Refusal)> OpenKeptAsync(
        VisitClaim claim, Eligibility? person, CancellationToken cancellationToken) =>
        OpenAsync(claim, () => ValueTask.FromResult(person), cancellationToken);

    /// <summary>
    /// The same for a quote, which also works with the person as last found while the register cannot be reached;
    /// <c>LastFound</c> then says when that was. Papers are looked up for who tells what is missing.
    /// </summary>
    public async Task<(ClaimCase? Case, RefusalRecord? Refusal, DateTimeOffset? LastFound)> OpenForQuoteAsync(
        VisitClaim claim, CancellationToken cancellationToken, bool withPapers = true)
    {
        var books = reference.Current;
        if (books.Hospital(claim.HospitalCode) is not { } hospital)
        {
            return (null, new RefusalRecord(Refusal.HospitalNotFound, claim.HospitalCode.Text), null);
        }

        KnownPerson? known = null;
        try
        {
            var person = await PersonAsync(claim.IdNumberHash, cancellationToken);
            var (opened, refusal) = Open(books, hospital, person, claim, Purpose.Quote);
            (opened, refusal) = await UnderAgreementAsync(opened, refusal, cancellationToken);
            return (withPapers ? await WithPapersAsync(opened, cancellationToken) : opened, refusal, null);
        }
        catch (LedgerUnavailableException) when ((known = persons.Find(claim.IdNumberHash)) is not null)
        {
            var (opened, refusal) = Open(books, hospital, known.Person, claim, Purpose.Quote);
            (opened, refusal) = await UnderAgreementAsync(opened, refusal, cancellationToken);
            return (withPapers ? await WithPapersAsync(opened, cancellationToken) : opened, refusal, known.AsOf);
        }
    }

    /// <summary>The same claim under other facts, without another look-up of the person.</summary>
    public static (ClaimCase? Case, RefusalRecord? Refusal) Open(
        ReferenceData books, Hospital hospital, Eligibility? person, VisitClaim claim, Purpose purpose)
    {
        var (opened, refusal) = ClaimCase.Open(books, hospital, person, claim, purpose);
        var subject = refusal switch
        {
            Refusal.NoPolicyForDate => NoPolicyText.Of(books, person!, claim).Subject,
            Refusal.NotQualified => QualificationText.Of(person!, claim).Subject,
            _ => "",
        };
        return opened is null ? (null, new RefusalRecord(refusal, subject)) : (opened, null);
    }

    /// <summary>The person behind an id number's token, as it is known now, or null.</summary>
    public async Task<Eligibility?> FindPersonAsync(string idNumberHash, CancellationToken cancellationToken) =>
        await PersonAsync(idNumberHash, cancellationToken);

    private async Task<(ClaimCase? Case, RefusalRecord? Refusal)> OpenAsync(
        VisitClaim claim, Func<ValueTask<Eligibility?>> person, CancellationToken cancellationToken)
    {
        var books = reference.Current;
        if (books.Hospital(claim.HospitalCode) is not { } hospital)
        {
            return (null, new RefusalRecord(Refusal.HospitalNotFound, claim.HospitalCode.Text));
        }

        var (opened, refusal) = Open(books, hospital, await person(), claim, Purpose.Settle);
        (opened, refusal) = await UnderAgreementAsync(opened, refusal, cancellationToken);
        return opened is null || papers is null ? (opened, refusal)
            : (opened.WithPaperWarnings(await papers.OfAsync(opened, cancellationToken)), null);
    }

    /// <summary>The claim with the agreement that it names; one that does not exist or does not cover the visit refuses it.</summary>
    private async ValueTask<(ClaimCase? Case, RefusalRecord? Refusal)> UnderAgreementAsync(
        ClaimCase? opened, RefusalRecord? refusal, CancellationToken cancellationToken)
    {
        if (opened?.Claim.AgreementId is not { } agreementId)
        {
            return (opened, refusal);
        }

        return await agreements.FindAgreementAsync(agreementId, cancellationToken) switch
        {
            null => (null, new RefusalRecord(Refusal.AgreementNotFound, agreementId)),
            var agreement when AgreementText.Of(agreement, opened.Person.PersonKey, opened.Claim) is { } text =>
                (null, new RefusalRecord(Refusal.AgreementNotForVisit, text.Subject)),
            var agreement => (opened.Under(agreement), null),
        };
    }

    /// <summary>A quote does not wait for the papers: where they cannot be looked up, it says so.</summary>
    private async ValueTask<ClaimCase?> WithPapersAsync(ClaimCase? opened, CancellationToken cancellationToken)
    {
        if (opened is null || papers is null)
        {
            return opened;
        }

        try
        {
            return opened.WithPaperWarnings(await papers.OfAsync(opened, cancellationToken));
        }
        catch (LedgerUnavailableException)
        {
            return opened.WithPaperWarnings([PapersAway]);
        }
    }

    private async ValueTask<Eligibility?> PersonAsync(string idNumberHash, CancellationToken cancellationToken)
    {
        var asOf = time.GetUtcNow();
        var person = await cache.GetAsync(idNumberHash, register.FindAsync, cancellationToken);
        persons.Found(idNumberHash, person, asOf);
        return person;
    }
}
