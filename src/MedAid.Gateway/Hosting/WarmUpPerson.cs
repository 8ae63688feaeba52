using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;

namespace MedAid.Gateway.Hosting;

/// <summary>The one invented person of a warm-up: insured in the hospital's county, on subsistence allowance, without an agreement.</summary>
internal sealed class WarmUpPerson(CountyCode county) : IEligibilityRegister, IEligibilityCache, IAgreements
{
    public const string Scheme = "resident";

    /// <summary>Age in years.</summary>
    public const int Age = 50;

    private readonly Eligibility person = new()
    {
        PersonKey = new("P000000000000000000000000"),
        Version = 1,
        Scheme = Scheme,
        County = county,
        BirthDate = new DateOnly(1970, 1, 1),
        Identities = [new IdentitySpan(IdentityKind.SubsistenceAllowance, new DateOnly(2019, 1, 1), null)],
    };

    public Task<Eligibility?> FindAsync(string idNumberHash, CancellationToken cancellationToken) => Task.FromResult<Eligibility?>(person);

    public Task<bool> ClaimKeyAsync(string fingerprint, CancellationToken cancellationToken) => Task.FromResult(true);

    public ValueTask<Eligibility?> GetAsync(
        string idNumberHash, Func<string, CancellationToken, Task<Eligibility?>> load, CancellationToken cancellationToken) => new(person);

    public ValueTask ForgetAsync(IReadOnlyCollection<string> idNumberHashes, CancellationToken cancellationToken) => default;

    public ValueTask<PayLaterAgreement?> FindAgreementAsync(string agreementId, CancellationToken cancellationToken) => default;
}
