using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;

namespace MedAid.Settlement.Claims;

/// <summary>
/// Where a claim is laid open: hospital, person, law and catalogue are looked up once, from one set of books, in the order of
/// the refusals.
/// </summary>
public sealed class ClaimDesk(ReferenceShelf shelf, IEligibilityRegister register, IEligibilityCache cache, TimeProvider time)
{
    private static readonly TimeZoneInfo China = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>Today in China.</summary>
    public DateOnly Today => DateOnly.FromDateTime(InChina(time.GetUtcNow()).DateTime);

    /// <summary>A moment by the clocks of China.</summary>
    internal static DateTimeOffset InChina(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, China);

    /// <summary>The claim with everything that its split needs, or why it is refused.</summary>
    public async Task<(ClaimCase? Case, RefusalRecord? Refusal)> OpenAsync(
        VisitClaim claim, Purpose purpose, CancellationToken cancellationToken)
    {
        var books = shelf.Current;
        if (books.Hospital(claim.HospitalCode) is not { } hospital)
        {
            return (null, new RefusalRecord(Refusal.HospitalNotFound, claim.HospitalCode));
        }

        var person = await PersonAsync(claim.IdToken, cancellationToken);
        return Open(books, hospital, person, claim, purpose);
    }

    /// <summary>The same claim under other facts, without another look-up of the person.</summary>
    public static (ClaimCase? Case, RefusalRecord? Refusal) Open(
        ReferenceBooks books, Hospital hospital, Eligibility? person, VisitClaim claim, Purpose purpose)
    {
        var (opened, refusal) = ClaimCase.Open(books, hospital, person, claim, purpose);
        var subject = refusal == Refusal.NoPolicyForDate ? $"{claim.ServiceDate:yyyy-MM-dd}" : "";
        return opened is null ? (null, new RefusalRecord(refusal, subject)) : (opened, null);
    }

    private ValueTask<Eligibility?> PersonAsync(string idToken, CancellationToken cancellationToken) =>
        cache.GetAsync(idToken, register.FindAsync, cancellationToken);
}
