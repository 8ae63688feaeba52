using System.Security.Cryptography;

namespace MedAid.People;

/// <summary>Ids of imports.</summary>
public static class ImportIds
{
    private const int Digits = 24;

    /// <summary>The id of a content: the same file is the same import.</summary>
    public static string Of(ReadOnlySpan<byte> content) => "I" + Convert.ToHexString(SHA256.HashData(content))[..Digits];
}
