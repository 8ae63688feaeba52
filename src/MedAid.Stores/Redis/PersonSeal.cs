using System.Security.Cryptography;
using System.Text;

namespace MedAid.Stores.Redis;

/// <summary>Where a person lies in Redis, and the key that opens what lies there.</summary>
internal readonly record struct SealedSlot(string Name, byte[] Secret);

/// <summary>
/// Seals what is put into Redis (AES-256-GCM), with a key for each person that only gateways with the hospital's person key can
/// work out. Redis sees neither who somebody is nor what is known of them; and a value that was damaged, made up, or moved from one
/// person's place to another's does not open.
/// </summary>
internal sealed class PersonSeal(byte[] key, string prefix)
{
    /// <summary>
    /// First byte of a sealed value; another format gets another number and another name in the key. 2: qualifications know their hospital.
    /// </summary>
    public const byte Format = 2;

    private const int NameBytes = 16;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeadBytes = 1 + NonceBytes + TagBytes;

    private static readonly byte[] Context = [Format];

    /// <summary>The place of a token.</summary>
    public SealedSlot Of(string idNumberHash)
    {
        Span<byte> hash = stackalloc byte[HMACSHA512.HashSizeInBytes];
        HMACSHA512.HashData(key, Encoding.UTF8.GetBytes(idNumberHash), hash);
        return new SealedSlot(
            $"{prefix}:e{Format}:{Convert.ToHexStringLower(hash[^NameBytes..])}",
            hash[..(HMACSHA512.HashSizeInBytes - NameBytes - NameBytes)].ToArray());
    }

    /// <summary>The sealed form.</summary>
    public static byte[] Close(in SealedSlot slot, ReadOnlySpan<byte> content)
    {
        var sealedBytes = new byte[HeadBytes + content.Length];
        sealedBytes[0] = Format;
        var nonce = sealedBytes.AsSpan(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(slot.Secret, TagBytes);
        cipher.Encrypt(nonce, content, sealedBytes.AsSpan(HeadBytes), sealedBytes.AsSpan(1 + NonceBytes, TagBytes), Context);
        return sealedBytes;
    }

    /// <summary>The content, or null if this was not sealed for this place by a gateway with this key.</summary>
    public static byte[]? Open(in SealedSlot slot, ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length is <= HeadBytes or > Limits.SharedBytesMax || sealedBytes[0] != Format)
        {
            return null;
        }

        var content = new byte[sealedBytes.Length - HeadBytes];
        using var cipher = new AesGcm(slot.Secret, TagBytes);
        try
        {
            cipher.Decrypt(
                sealedBytes.Slice(1, NonceBytes), sealedBytes[HeadBytes..], sealedBytes.Slice(1 + NonceBytes, TagBytes), content, Context);
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
