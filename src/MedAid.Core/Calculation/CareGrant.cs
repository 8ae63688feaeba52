using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>Why a care grant is paid, or is not.</summary>
public enum CareGrantAnswer
{
    /// <summary>It is to be paid.</summary>
    Granted = 1,

    /// <summary>Neither a key object of relief nor 建档立卡.</summary>
    NoIdentity = 2,

    /// <summary>The disease is not in the list.</summary>
    DiseaseNotListed = 3,

    /// <summary>The disease is listed but not in its late stage.</summary>
    NotLateStage = 4,

    /// <summary>The person had it before, in whatever year.</summary>
    GrantedBefore = 5,
}

/// <summary>What is known of a person who may get the grant. Whether it was granted before comes from the register.</summary>
public readonly record struct CareGrantCase(ValueSet Identities, string Disease, bool LateStage, bool GrantedBefore);

/// <summary>
/// The care grant (大病关怀救助, 晋医保发〔2019〕46号 九): a fixed sum once in a life, beside any visit. Pure.
/// </summary>
public static class CareGrant
{
    /// <summary>
    /// Decides a case. An empty list of diseases grants nobody anything (assumed).
    /// </summary>
    public static CareGrantAnswer Decide(in CareGrantCase asked, CareGrantTerms terms)
    {
        if ((asked.Identities.Bits & terms.Identities.Bits) == 0)
        {
            return CareGrantAnswer.NoIdentity;
        }

        if (!terms.Diseases.Contains(asked.Disease, StringComparer.Ordinal))
        {
            return CareGrantAnswer.DiseaseNotListed;
        }

        return !asked.LateStage ? CareGrantAnswer.NotLateStage
            : asked.GrantedBefore ? CareGrantAnswer.GrantedBefore
            : CareGrantAnswer.Granted;
    }

    /// <summary>What is paid on an answer, in fen.</summary>
    public static long PaidFen(CareGrantAnswer answer, CareGrantTerms terms) =>
        answer == CareGrantAnswer.Granted ? terms.AmountFen : 0;
}
