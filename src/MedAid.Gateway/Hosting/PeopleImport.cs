using MedAid.Gateway.Reference;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;

namespace MedAid.Gateway.Hosting;

/// <summary>
/// Brings people.json into the register before the first call; repeating it changes nothing. The place of a real roster import.
/// </summary>
internal sealed class PeopleImport(
    Settings settings, PersonTokens tokens, IEligibilityRegister register, IEligibilityCache cache) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await register.ClaimKeyAsync(tokens.Fingerprint(), cancellationToken))
        {
            throw new StartProblemException("人员密钥与登记库不符：登记库是用另一把密钥建的。请把 MedAid:PersonKey 或 person.key 换回原来的密钥");
        }

        await ImportAsync(Read(), cancellationToken);
    }

    /// <summary>The persons of the file as it is now.</summary>
    /// <exception cref="StartProblemException">Something in it is wrong.</exception>
    public IReadOnlyList<(string IdToken, Eligibility Person)> Read() =>
        PeopleFile.Read(Path.Combine(Folders.Find(settings.ReferenceFolder), "people.json"), tokens);

    /// <summary>Writes persons to the register and lets every memory of them go.</summary>
    public async Task ImportAsync(IReadOnlyList<(string IdToken, Eligibility Person)> persons, CancellationToken cancellationToken)
    {
        await register.ImportAsync(persons, cancellationToken);
        await cache.ForgetAsync([.. persons.Select(p => p.IdToken)], cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
