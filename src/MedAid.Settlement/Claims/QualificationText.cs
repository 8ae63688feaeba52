using MedAid.Core.Policy;
using MedAid.Settlement.People;

namespace MedAid.Settlement.Claims;

/// <summary>
/// Which qualification a visit lacks, and from which day it holds if one is on record; of several diseases the first. It is kept with the refusal.
/// </summary>
public sealed record QualificationText(string Care, string Disease, string ValidFrom)
{
    private const int Words = 3;

    /// <summary>The words that are kept as the subject of the refusal.</summary>
    public string Subject => $"{Care} {Disease} {ValidFrom}";

    /// <summary>The sentence for the cashier.</summary>
    public string Sentence => ValidFrom.Length > 0
        ? $"病种 {Disease} 的{Name}资格自 {ValidFrom} 起生效，就诊当日还没有生效，不能按{Name}结算。"
        : $"就诊当日没有病种 {Disease} 的{Name}资格，请核对病种编码，或先办理资格认定。";

    private string Name => Vocabulary.Care.TryFind(Care, out var care) && care == Core.Policy.Care.TwoDisease ? "“两病”" : "门诊慢特病";

    /// <summary>The text of a person's visit that was refused for it.</summary>
    internal static QualificationText Of(Eligibility person, VisitClaim claim)
    {
        var disease = Entitlement.Unqualified(person, claim);
        return new QualificationText(
            Vocabulary.Care.WordOf(claim.Care), disease ?? "", $"{Entitlement.BeginsOn(person, claim, disease):yyyy-MM-dd}");
    }

    /// <summary>The text out of a kept subject; null if it is not one.</summary>
    public static QualificationText? Of(string subject) =>
        subject.Split(' ', Words) is [var care, var disease, var validFrom] ? new QualificationText(care, disease, validFrom) : null;
}
