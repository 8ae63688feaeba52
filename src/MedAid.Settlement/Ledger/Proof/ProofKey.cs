using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MedAid.Settlement.Ledger.Proof;

/// <summary>
/// A key in 16 bytes, so that a proof can remember millions of them. The id of a settlement is its own 96 bits; any other text is the first
/// 128 bits of its SHA-256, which nobody can make two texts share.
/// </summary>
public static class ProofKey
{
    private const int IdLength = 25;
    private const string Separator = "\n";

    /// <summary>The key of a text.</summary>
    public static UInt128 Of(string text)
    {
        if (text.Length == IdLength && text[0] == 'S' && UInt128.TryParse(
            text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id) && !text.AsSpan(1).ContainsAnyInRange('a', 'f'))
        {
            return id;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var length = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = length <= 1024 ? stackalloc byte[length] : new byte[length];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(text, bytes)], hash);

        // The highest bit keeps them apart from ids.
        return BinaryPrimitives.ReadUInt128BigEndian(hash) | (UInt128.One << 127);
    }

    /// <summary>The key of two texts in this order.</summary>
    public static UInt128 Of(string first, string second) => Of(first + Separator + second);

    /// <summary>The key of three texts in this order.</summary>
    public static UInt128 Of(string first, string second, string third) => Of(first + Separator + second + Separator + third);
}
