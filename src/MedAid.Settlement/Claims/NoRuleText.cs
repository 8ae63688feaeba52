using MedAid.Core.Policy;

namespace MedAid.Settlement.Claims;

/// <summary>
/// What is said where the law has no rule for a visit: kind of care, the hospital's tier and level, and where it lies. Nothing of it is
/// personal, so it is kept with the refusal.
/// </summary>
public sealed record NoRuleText(string Care, string Tier, string Level, string Place)
{
    private const int Words = 4;

    /// <summary>The words that are kept as the subject of the refusal.</summary>
    public string Subject => $"{Care} {Tier} {Level} {Place}";

    /// <summary>The sentence for the cashier.</summary>
    public string Sentence =>
        $"政策没有规定“{Chinese(Vocabulary.Care, Care)}”在{Chinese(Vocabulary.Place, Place)}的{Chinese(Vocabulary.HospitalTier, Tier)}医院"
        + $"（等级 {Level}）怎样支付，不能结算；请核对医疗类别、病种、就医地和备案，都没有错的，请联系医保办补充政策包。";

    /// <summary>The text of a visit; its hospital is one of the register's.</summary>
    internal static NoRuleText Of(Facts facts) => new(
        Vocabulary.Care.WordOf(facts.Care!.Value), Vocabulary.HospitalTier.WordOf(facts.HospitalTier!.Value), facts.HospitalLevel!,
        Vocabulary.Place.WordOf(facts.Place!.Value));

    /// <summary>The text out of a kept subject; null if it is not one.</summary>
    public static NoRuleText? Of(string subject) =>
        subject.Split(' ') is { Length: Words } words ? new NoRuleText(words[0], words[1], words[2], words[3]) : null;

    private static string Chinese<T>(WordList<T> list, string word)
        where T : struct, Enum => list.TryFind(word, out var value) ? list.ChineseOf(value) : word;
}
