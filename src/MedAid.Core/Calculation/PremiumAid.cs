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

/// <summary>A year's premium in fen: the person's part and the treasury's.</summary>
public readonly record struct Premium(long PersonalFen, long FiscalFen);

/// <summary>Who bears the personal part; for the new and uninsured also who bears the fiscal part.</summary>
public readonly record struct PremiumShares(long ReliefFen, long VeteransAidFen, long ProvinceFen, long CountyFen, long PersonFen);

/// <summary>
/// Aid with the premium of residents' insurance (资助参保, 晋医保发〔2019〕46号 五、十). 建档立卡 goes first, also for people who are 低保 or
/// 特困 besides. Pure.
/// </summary>
public static class PremiumAid
{
    private static readonly ValueSet KeyObjects = Only(IdentityKind.ExtremelyPoor)
        .With((int)IdentityKind.SubsistenceAllowance)
        .With((int)IdentityKind.PriorityVeteran);

    /// <summary>Shares a premium under a pack's terms. <paramref name="age"/> is in whole years.</summary>
    public static PremiumShares Share(ValueSet identities, int age, Enrolment enrolment, in Premium premium, PremiumAidTerms terms)
    {
        if (enrolment == Enrolment.NewAndInsured)
        {
            return new PremiumShares(0, 0, 0, 0, premium.PersonalFen);
        }

        var registered = terms.ProvinceShare is not null && Has(identities, IdentityKind.RegisteredPoor);
        var keyObject = new ValueSet(identities.Bits & (registered ? KeyObjects.With((int)IdentityKind.RegisteredPoor) : KeyObjects).Bits);
        if (enrolment == Enrolment.NewAndUninsured && !keyObject.IsEmpty)
        {
            var both = checked(premium.PersonalFen + premium.FiscalFen);
            return keyObject == Only(IdentityKind.PriorityVeteran)
                ? new PremiumShares(0, both, 0, 0, 0)
                : new PremiumShares(both, 0, 0, 0, 0);
        }

        if (registered)
        {
            var province = terms.ProvinceShare!.Value.Of(premium.PersonalFen);
            return new PremiumShares(0, 0, province, premium.PersonalFen - province, 0);
        }

        var relief = Math.Min(premium.PersonalFen, ReliefFen(identities, age, premium, terms));
        return new PremiumShares(relief, 0, 0, 0, premium.PersonalFen - relief);
    }

    /// <summary>在乡重点优抚 goes by the veterans' own rule, which is not here: no relief.</summary>
    private static long ReliefFen(ValueSet identities, int age, in Premium premium, PremiumAidTerms terms)
    {
        if (Has(identities, IdentityKind.ExtremelyPoor))
        {
            return premium.PersonalFen;
        }

        var subsistence = Has(identities, IdentityKind.SubsistenceAllowance) ? terms.SubsistenceAidFen ?? premium.PersonalFen : 0;
        var other = Has(identities, IdentityKind.SeverelyDisabled)
            || (Has(identities, IdentityKind.LowIncome) && (age >= terms.OldAge || age < terms.FullAge));
        return Math.Max(subsistence, other ? terms.OthersAidFen : 0);
    }

    private static bool Has(ValueSet identities, IdentityKind kind) => (identities.Bits & Only(kind).Bits) != 0;

    private static ValueSet Only(IdentityKind kind) => default(ValueSet).With((int)kind);
}
