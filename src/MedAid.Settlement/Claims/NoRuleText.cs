using MedAid.Core.Policy;

namespace MedAid.Settlement.Claims;

/// <summary>
/// What is said where the law has no rule for a visit: day, law, kind of care, the hospital's tier and level, and where it lies. Nothing of it is
/// personal, so it is kept with the refusal.
/// </summary>
public sealed record NoRuleText(NoPolicyText Law, string Care, string Tier, string Level, string Place)
{
    private const int Words = 4;

    /// <summary>The words that are kept as the subject of the refusal.</summary>
    public string Subject => $"{Care} {Tier} {Level} {Place} {Law.Subject}";

    /// <summary>The sentence for the cashier.</summary>
    public string Sentence =>
        $"{Law.Name} {Law.Day} 的政策没有规定“{Chinese(Vocabulary.Care, Care)}”在{Chinese(Vocabulary.Place, Place)}的"
        + $"{Chinese(Vocabulary.HospitalTier, Tier)}医院（{CodeNames.Level(Level)}）怎样支付，不能结算；"
        + "请核对就诊日期、医疗类别、病种、就医地和备案，都没有错的，请联系医保办补充政策。";

    /// <summary>The text of a visit; its hospital is one of the register's.</summary>
    internal static NoRuleText Of(ClaimCase opened)
    {
        var facts = opened.Input.Facts;
        return new NoRuleText(
            NoPolicyText.Of(opened.Reference, opened.Person, opened.Claim), Vocabulary.Care.WordOf(facts.Care!.Value),
            Vocabulary.HospitalTier.WordOf(facts.HospitalTier!.Value), facts.HospitalLevel!, Vocabulary.Place.WordOf(facts.Place!.Value));
    }

    /// <summary>The text out of a kept subject; null if it is not one.</summary>
    public static NoRuleText? Of(string subject) =>
        subject.Split(' ', Words + 1) is [var care, var tier, var level, var place, var law] && NoPolicyText.Of(law) is { } known
            ? new NoRuleText(known, care, tier, level, place)
            : null;

    private static string Chinese<T>(WordList<T> list, string word)
        where T : struct, Enum => list.TryFind(word, out var value) ? list.ChineseOf(value) : word;
}
