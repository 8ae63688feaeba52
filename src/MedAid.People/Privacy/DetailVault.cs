using System.Security.Cryptography;
using MedAid.Core;

namespace MedAid.People.Privacy;

/// <summary>The keys in use; they are swapped by one reference when a new one is added.</summary>
public sealed class DetailVault(DetailKeys keys)
{
    private volatile DetailKeys keys = keys;

    /// <summary>The keys in use.</summary>
    public DetailKeys Keys
    {
        get => keys;
        set => keys = value;
    }

    /// <summary>Seals under the current key.</summary>
    public SealedDetail Seal(PersonKey personKey, PersonDetail detail) => keys.Seal(personKey, detail);

    /// <summary>Opens what was sealed for this person.</summary>
    public PersonDetail Open(PersonKey personKey, SealedDetail detail) => keys.Open(personKey, detail);

    /// <summary>The same, or null where the key is not there: another gateway sealed it with a key that this one was not given.</summary>
    public PersonDetail? TryOpen(PersonKey personKey, SealedDetail detail)
    {
        try
        {
            return keys.Open(personKey, detail);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Seals anew under the current key.</summary>
    public SealedDetail Reseal(PersonKey personKey, SealedDetail detail) => Seal(personKey, Open(personKey, detail));
}
