using System.Collections.Concurrent;
using MedAid.Settlement.People;

namespace MedAid.Settlement.Claims;

/// <summary>A person as this gateway last found them, and when.</summary>
public sealed record KnownPerson(Eligibility Person, DateTimeOffset AsOf);

/// <summary>
/// The persons that this gateway last found, for quotes while the register cannot be reached. Never read by a settlement. Nobody is
/// remembered as unknown: they may have been registered since.
/// </summary>
internal sealed class LastFoundPersons
{
    private readonly ConcurrentDictionary<string, KnownPerson> persons = new(StringComparer.Ordinal);

    /// <summary>Keeps what was found; who is found no longer is forgotten.</summary>
    public void Found(string idNumberHash, Eligibility? person, DateTimeOffset asOf)
    {
        if (person is null)
        {
            persons.TryRemove(idNumberHash, out _);
            return;
        }

        if (persons.Count >= Limits.PersonsLastFoundMax)
        {
            persons.Clear();
        }

        persons[idNumberHash] = new KnownPerson(person, asOf);
    }

    /// <summary>The person as last found, or null.</summary>
    public KnownPerson? Find(string idNumberHash) => persons.GetValueOrDefault(idNumberHash);
}
