using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using MedAid.Core;
using MedAid.Precheck.Checks;

namespace MedAid.Precheck.Cards;

/// <summary>Ids of cards: the check and a hash of the facts. They identify nobody.</summary>
internal static class CardIds
{
    private const int HashBytes = 12;
    private const char Between = '.';

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>The id of what a check has found about a person at a hospital.</summary>
    public static string Of(string checkId, PersonKey personKey, HospitalCode hospitalCode, Finding finding) =>
        OfFacts(checkId, [personKey.Text, hospitalCode.Text, .. finding.Key]);

    /// <summary>The id of what a check or a pattern has found: the same facts, the same id.</summary>
    public static string OfFacts(string checkId, IEnumerable<string> facts)
    {
        var text = string.Join('\u001F', facts.Prepend(checkId));
        return $"{checkId}{Between}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, HashBytes))}";
    }

    /// <summary>The check of a card's id, or null if it is none.</summary>
    public static string? CheckOf(string cardId)
    {
        var at = cardId.LastIndexOf(Between);
        return at > 0 && cardId.Length == at + 1 + (HashBytes * 2) && cardId.AsSpan(at + 1).IndexOfAnyExcept(Digits) < 0
            ? cardId[..at]
            : null;
    }
}
