using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace MedAid.Settlement.Claims;

/// <summary>The words of the rules, as the contract has them: <c>OUT_OF_RANGE</c> for <see cref="FieldRule.OutOfRange"/>.</summary>
public static partial class FieldRules
{
    private static readonly FrozenDictionary<FieldRule, string> Words =
        Enum.GetValues<FieldRule>().ToFrozenDictionary(r => r, r => WordStart().Replace($"{r}", "_").ToUpperInvariant());

    private static readonly FrozenDictionary<string, FieldRule> Rules = Words.ToFrozenDictionary(w => w.Value, w => w.Key);

    /// <summary>The word of a rule.</summary>
    public static string WordOf(FieldRule rule) => Words[rule];

    /// <summary>The rule of a word.</summary>
    public static FieldRule Named(string word) => Rules[word];

    [GeneratedRegex("(?<!^)(?=[A-Z])")]
    private static partial Regex WordStart();
}
