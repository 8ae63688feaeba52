using MedAid.Core.Policy;

namespace MedAid.Settlement.Claims;

/// <summary>What a quote and a settlement say of an identity that is granted before its certificate (先保障后认证): every figure rests on it.</summary>
internal static class ProvisionalText
{
    /// <summary>One sentence for each provisional identity that holds on the day of service.</summary>
    public static IEnumerable<string> Of(ClaimCase claimCase) =>
        from provisional in claimCase.Person.Provisional
        where provisional.Span.HoldsOn(claimCase.Claim.ServiceDate)
        select $"以下金额暂按“{Vocabulary.Identity.ChineseOf(provisional.Span.Kind)}”身份计算，该身份先保障后认证，"
            + $"应于 {provisional.CertifyBy:yyyy-MM-dd} 前认证；未获认证的，本笔将重新核算。";

    /// <summary>The same as warnings. The code at the end is for programs and stays the same.</summary>
    public static IEnumerable<string> Warnings(ClaimCase claimCase) => Of(claimCase).Select(s => s + "（PROVISIONAL_IDENTITY）");
}
