using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MedAid.Core;

namespace MedAid.People.Privacy;

/// <summary>
/// Seals names and id numbers by AES-256-GCM. The keys have ids and lie in a file beside the database; the last one seals, every one
/// opens. What is sealed belongs to one person: under another's key it does not open.
/// </summary>
public sealed class DetailKeys
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyBytes = 32;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly FrozenDictionary<string, byte[]> keys;

    /// <summary>Keys by id, oldest first; at least one.</summary>
    public DetailKeys(IReadOnlyList<(string Id, byte[] Key)> keys)
    {
        if (keys.Count == 0 || keys.Any(k => k.Id.Length == 0 || k.Key.Length != KeyBytes))
        {
            throw new ArgumentException($"A key file has at least one key; each has an id and {KeyBytes} bytes.", nameof(keys));
        }

        this.keys = keys.ToFrozenDictionary(k => k.Id, k => k.Key);
        Current = keys[^1].Id;
    }

    /// <summary>Id of the key that seals.</summary>
    public string Current { get; }

    /// <summary>Whether there is a key of this id.</summary>
    public bool Has(string keyId) => keys.ContainsKey(keyId);

    /// <summary>Seals under the current key.</summary>
    public SealedDetail Seal(PersonKey personKey, PersonDetail detail)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(detail);
        var bytes = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = bytes.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(keys[Current], TagBytes);
        aes.Encrypt(
            nonce, plain, bytes.AsSpan(NonceBytes + TagBytes), bytes.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(personKey.Text));
        return new SealedDetail(Current, bytes);
    }

    /// <summary>Opens what was sealed for this person.</summary>
    /// <exception cref="CryptographicException">The key is not there, or it was sealed for another or changed.</exception>
    public PersonDetail Open(PersonKey personKey, SealedDetail detail)
    {
        if (!keys.TryGetValue(detail.KeyId, out var key) || detail.Bytes.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException($"no key {detail.KeyId}, or nothing sealed");
        }

        var plain = new byte[detail.Bytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(
            detail.Bytes.AsSpan(0, NonceBytes), detail.Bytes.AsSpan(NonceBytes + TagBytes), detail.Bytes.AsSpan(NonceBytes, TagBytes),
            plain, Encoding.UTF8.GetBytes(personKey.Text));
        return JsonSerializer.Deserialize<PersonDetail>(plain)!;
    }
}
