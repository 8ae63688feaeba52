using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace MedAid.Gateway.National;

/// <summary>
/// The <c>jr_id</c> of a row: a card and the visit that it was shown in, for 3103 brings back this id and nothing else. It has 50
/// characters at most: 3 of the check, 16 of the facts, and the visit's id.
/// </summary>
internal static class AuditRowId
{
    private const int CheckLength = 3;
    private const int FactsLength = 16;
    private const int FactsBytes = 12;
    private const char Between = '.';

    /// <summary>The id of a card of a visit.</summary>
    public static string Of(string cardId, string visitId)
    {
        var at = cardId.LastIndexOf(Between);
        return CodeOf(cardId[..at]) + Base64Url.EncodeToString(Convert.FromHexString(cardId[(at + 1)..])) + visitId;
    }

    /// <summary>The card and the visit of an id; null if it is none of those that the checks make.</summary>
    public static (string CardId, string VisitId)? Read(string rowId, IEnumerable<string> checkIds)
    {
        if (rowId.Length <= CheckLength + FactsLength
            || checkIds.FirstOrDefault(id => rowId.StartsWith(CodeOf(id), StringComparison.Ordinal)) is not { } check)
        {
            return null;
        }

        Span<byte> facts = stackalloc byte[FactsBytes];
        return Base64Url.TryDecodeFromChars(rowId.AsSpan(CheckLength, FactsLength), facts, out var length) && length == FactsBytes
            ? ($"{check}{Between}{Convert.ToHexStringLower(facts)}", rowId[(CheckLength + FactsLength)..])
            : null;
    }

    /// <summary>Three characters that stand for a check; a test holds them apart.</summary>
    internal static string CodeOf(string checkId) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(checkId)))[..CheckLength];
}
