using MedAid.Contract.Errors.V1;
using MedAid.Gateway.Calls;
using MedAid.People;
using MedAid.People.Privacy;
using MedAid.People.Storage;

namespace MedAid.Gateway.Hosting;

/// <summary>Changes the key under which personal data are sealed, and seals everything anew under it.</summary>
internal sealed class DetailKeyRotation(PersonDirectory persons, PeopleStore store, DetailVault vault, Settings settings)
{
    /// <summary>Id of the key under which is sealed now.</summary>
    public string Current => vault.Keys.Current;

    /// <summary>Adds a key if one is asked for, and seals under the newest; returns how many were sealed anew.</summary>
    public async Task<int> RotateAsync(bool newKey, string requestId, CancellationToken cancellationToken)
    {
        // Whatever another gateway sealed has to be opened here, before anything changes.
        var keys = DetailKeyFile.Read(settings);
        var missing = (await store.KeyIdsAsync(cancellationToken)).Where(id => !keys.Has(id)).ToArray();
        if (missing.Length > 0)
        {
            throw new ApiError(ErrorReason.DetailKeysMissing)
            {
                Metadata = new Dictionary<string, string> { ["key_ids"] = string.Join(' ', missing) },
            }.ToException();
        }

        vault.Keys = newKey ? DetailKeyFile.Add(settings, requestId) : keys;
        return await persons.RotateAsync(cancellationToken);
    }
}
