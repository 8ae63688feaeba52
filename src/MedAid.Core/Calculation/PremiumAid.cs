using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>How a person stands to the year's enrolment.</summary>
public enum Enrolment
{
    /// <summary>Was an object of aid when premiums were paid.</summary>
    AtEnrolment = 1,

    /// <summary>Became one later, insured already: what was paid is not refunded.</summary>
    NewAndInsured = 2,

    /// <summary>Became one later, not insured yet.</summary>
    NewAndUninsured = 3,
}

/// <summary>
/// A year's premium in fen, and what the city sets: the fixed aid of 低保 (null: in full) and that of the others.
/// </summary>
public readonly record struct PremiumTerms(long PersonalFen, long FiscalFen, long? SubsistenceAidFen, long OthersAidFen);

/// <summary>Who bears the personal part; for the new and uninsured also who bears the fiscal part.</summary>
public readonly record struct PremiumShares(long ReliefFen, long VeteransAidFen, long ProvinceFen, long CountyFen, long PersonFen);

/// <summary>
/// Aid with the premium of residents' insurance (资助参保, 晋医保发〔2019〕46号 五、十). 建档立卡 goes first, also for people who are 低保 or
/// 特困 besides. Pure.
/// </summary>
public static class PremiumAid
{
    /// <summary>The province's part in a hundred of the aid of 建档立卡; the rest is the county's.</summary>
    public const int ProvincePercent = 70;

    /// <summary>From this age on 低收入 people are aided.</summary>
    public const int OldAge = 60;

    /// <summary>Below this age they are, too.</summary>
    public const int FullAge = 18;

    private static readonly ValueSet KeyObjects = Only(IdentityKind.ExtremelyPoor)
        .With((int)IdentityKind.SubsistenceAllowance)
        .With((int)IdentityKind.PriorityVeteran)
        .With((int)IdentityKind.RegisteredPoor);

    /// <summary>Shares a premium. <paramref name="age"/> is in whole years.</summary>
    public static PremiumShares Share(ValueSet identities, int age, Enrolment enrolment, in PremiumTerms terms)
    {
        if (enrolment == Enrolment.NewAndInsured)
        {
            return new PremiumShares(0, 0, 0, 0, terms.PersonalFen);
        }

        var keyObject = new ValueSet(identities.Bits & KeyObjects.Bits);
        if (enrolment == Enrolment.NewAndUninsured && !keyObject.IsEmpty)
        {
            var both = checked(terms.PersonalFen + terms.FiscalFen);
            return keyObject == Only(IdentityKind.PriorityVeteran)
                ? new PremiumShares(0, both, 0, 0, 0)
                : new PremiumShares(both, 0, 0, 0, 0);
        }

        if (Has(identities, IdentityKind.RegisteredPoor))
        {
            var province = Rounding.HalfUp((Int128)terms.PersonalFen * ProvincePercent, 100);
            return new PremiumShares(0, 0, province, terms.PersonalFen - province, 0);
        }

        var relief = Math.Min(terms.PersonalFen, ReliefFen(identities, age, terms));
        return new PremiumShares(relief, 0, 0, 0, terms.PersonalFen - relief);
    }

    /// <summary>在乡重点优抚 goes by the veterans' own rule, which is not here: no relief.</summary>
    private static long ReliefFen(ValueSet identities, int age, in PremiumTerms terms)
    {
        if (Has(identities, IdentityKind.ExtremelyPoor))
        {
            return terms.PersonalFen;
        }

        var subsistence = Has(identities, IdentityKind.SubsistenceAllowance) ? terms.SubsistenceAidFen ?? terms.PersonalFen : 0;
        var other = Has(identities, IdentityKind.SeverelyDisabled)
            || (Has(identities, IdentityKind.LowIncome) && (age >= OldAge || age < FullAge));
        return Math.Max(subsistence, other ? terms.OthersAidFen : 0);
    }

    private static bool Has(ValueSet identities, IdentityKind kind) => (identities.Bits & Only(kind).Bits) != 0;

    private static ValueSet Only(IdentityKind kind) => default(ValueSet).With((int)kind);
}
