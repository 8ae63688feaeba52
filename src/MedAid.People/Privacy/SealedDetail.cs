namespace MedAid.People.Privacy;

/// <summary>Name and id number under a key that is not in the database.</summary>
/// <param name="KeyId">Which key.</param>
/// <param name="Bytes">Nonce, tag and cipher text.</param>
public sealed record SealedDetail(string KeyId, byte[] Bytes);

/// <summary>What identifies a person to people. It is sealed at rest and never logged.</summary>
public sealed record PersonDetail(string Name, string IdNumber)
{
    private const int PrefixDigits = 4;
    private const int SuffixDigits = 4;

    /// <summary>The family name and a star, e.g. 张*.</summary>
    public string MaskedName => Name.Length == 0 ? "" : $"{char.ConvertFromUtf32(char.ConvertToUtf32(Name, 0))}*";

    /// <summary>The first and last four digits, e.g. 1427**********0012.</summary>
    public string MaskedIdNumber => IdNumber.Length <= PrefixDigits + SuffixDigits
        ? new string('*', IdNumber.Length)
        : $"{IdNumber[..PrefixDigits]}{new string('*', IdNumber.Length - PrefixDigits - SuffixDigits)}{IdNumber[^SuffixDigits..]}";
}
