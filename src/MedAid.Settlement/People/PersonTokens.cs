using System.Security.Cryptography;
using System.Text;
using MedAid.Core;

namespace MedAid.Settlement.People;

/// <summary>
/// Turns id numbers into search tokens by a keyed hash (HMAC-SHA-256). Only the token is stored and cached; without the key,
/// which lies outside the database, nobody can get from a token to a number or try numbers out.
/// </summary>
public sealed class PersonTokens
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyBytes = 32;

    private const int PersonKeyDigits = 24;

    private readonly byte[] key;

    /// <summary>Tokens under a key of <see cref="KeyBytes"/> bytes.</summary>
    public PersonTokens(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeyBytes)
        {
            throw new ArgumentException($"A person key has {KeyBytes} bytes.", nameof(key));
        }

        this.key = key.ToArray();
    }

    /// <summary>The token of an id number: 64 lower-case hexadecimal digits.</summary>
    public string Of(string idNumber) => Hash(idNumber.ToUpperInvariant());

    /// <summary>
    /// The opaque key that a person gets when first registered; the register keeps it from then on, whatever becomes of the token.
    /// </summary>
    public PersonKey NewPersonKey(string idNumber) =>
        new PersonKey("P" + Hash($"person {idNumber.ToUpperInvariant()}")[..PersonKeyDigits].ToUpperInvariant());

    /// <summary>Tells one key from another without giving it away; a register remembers with which key its tokens were made.</summary>
    public string Fingerprint() => Hash("fingerprint")[..PersonKeyDigits];

    /// <summary>
    /// A key for one other purpose, the same in every gateway that has this key; it gives away neither this key nor any other purpose's.
    /// </summary>
    public byte[] DeriveKey(string purpose) => HMACSHA256.HashData(key, Encoding.ASCII.GetBytes($"derive {purpose}"));

    private string Hash(string text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text), hash);
        return Convert.ToHexStringLower(hash);
    }
}
