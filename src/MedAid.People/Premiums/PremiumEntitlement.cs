using MedAid.Core;
using MedAid.Core.Calculation;

namespace MedAid.People.Premiums;

/// <summary>By which rule somebody bears a premium (晋医保发〔2019〕46号 五、十).</summary>
public enum PremiumRule
{
    /// <summary>Was an object of aid when premiums were paid.</summary>
    AtEnrolment = 1,

    /// <summary>新增对象已参保: what was paid is not refunded.</summary>
    NewInsured = 2,

    /// <summary>新增对象未参保: the year's personal and fiscal parts are paid in full.</summary>
    NewUninsured = 3,

    /// <summary>No longer an object of the year, by what is known now.</summary>
    None = 4,
}

/// <summary>Words of rules, the same in store, wire and files.</summary>
public static class PremiumRules
{
    /// <summary>The word of a rule.</summary>
    public static string WordOf(PremiumRule rule) => rule switch
    {
        PremiumRule.AtEnrolment => "at_enrolment",
        PremiumRule.NewInsured => "new_insured",
        PremiumRule.NewUninsured => "new_uninsured",
        PremiumRule.None => "none",
        _ => throw InvariantBrokenException.NoWordFor(rule),
    };

    /// <summary>The rule of a word.</summary>
    public static PremiumRule Of(string word) => Enum.GetValues<PremiumRule>().First(r => WordOf(r) == word);

    /// <summary>What the office calls it.</summary>
    public static string TitleOf(PremiumRule rule) => rule switch
    {
        PremiumRule.AtEnrolment => "参保缴费时已是对象",
        PremiumRule.NewInsured => "新增且已参保，个人缴费不退还",
        PremiumRule.NewUninsured => "新增且未参保，个人缴费和财政补助全额救助",
        PremiumRule.None => "按现有资料不再是当年对象",
        _ => throw InvariantBrokenException.NoWordFor(rule),
    };
}

/// <summary>
/// What is borne of a person's premium of a year, by what was known when it was noted. A later run that finds otherwise adds a revision; what
/// an earlier one said stays.
/// </summary>
public sealed record PremiumEntitlement
{
    /// <summary>The person.</summary>
    public required PersonKey PersonKey { get; init; }

    /// <summary>Year of the premium.</summary>
    public required int Year { get; init; }

    /// <summary>From 1 on.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>The run that noted it.</summary>
    public string RunId { get; init; } = "";

    /// <summary>County of insurance, or of the household where there is none.</summary>
    public required CountyCode County { get; init; }

    /// <summary>Township by the last roster.</summary>
    public string Township { get; init; } = "";

    /// <summary>Scheme.</summary>
    public required string Scheme { get; init; }

    /// <summary>By which rule.</summary>
    public required PremiumRule Rule { get; init; }

    /// <summary>Day of the enrolment, or first day of the new identity; null: none.</summary>
    public DateOnly? ObjectFrom { get; init; }

    /// <summary>Identities on that day, by their words, with blanks between.</summary>
    public string Identities { get; init; } = "";

    /// <summary>The premium.</summary>
    public required Premium Premium { get; init; }

    /// <summary>Who bears it.</summary>
    public required PremiumShares Shares { get; init; }

    /// <summary>The pack.</summary>
    public string Pack { get; init; } = "";

    /// <summary>The article.</summary>
    public string Cite { get; init; } = "";

    /// <summary>Whether a figure of the rule is ours.</summary>
    public bool Assumed { get; init; }

    /// <summary>When it was noted.</summary>
    public DateTimeOffset Noted { get; init; }

    /// <summary>What is borne for the person.</summary>
    public long AidFen => Shares.ReliefFen + Shares.VeteransAidFen + Shares.ProvinceFen + Shares.CountyFen;

    /// <summary>Whether another revision says the same.</summary>
    public bool SaysTheSame(PremiumEntitlement other) => this with
    {
        Revision = other.Revision, RunId = other.RunId, Noted = other.Noted, Township = other.Township,
    } == other;
}

/// <summary>An entitlement with what was borne by the revision before.</summary>
public sealed record PremiumLine(PremiumEntitlement Entitlement, long BeforeFen)
{
    /// <summary>What is to be paid more, or, below zero, what was too much.</summary>
    public long DifferenceFen => Entitlement.AidFen - BeforeFen;
}

/// <summary>A run over a county and a year.</summary>
public sealed record PremiumRun
{
    /// <summary>The caller's key.</summary>
    public required string RunId { get; init; }

    /// <summary>Year of the premium.</summary>
    public required int Year { get; init; }

    /// <summary>County.</summary>
    public required CountyCode County { get; init; }

    /// <summary>Scheme.</summary>
    public required string Scheme { get; init; }

    /// <summary>Last day of the collection: who is an object on it was one at enrolment.</summary>
    public required DateOnly EnrolledBy { get; init; }

    /// <summary>The year's premium.</summary>
    public required Premium Premium { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string Operator { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When everybody was seen to; null: it goes on.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Key of the last person seen to.</summary>
    public string Reached { get; init; } = "";

    /// <summary>Persons with an entitlement.</summary>
    public int Persons { get; init; }

    /// <summary>Persons whose entitlement is new or another now.</summary>
    public int Changed { get; init; }

    /// <summary>Sum of the differences.</summary>
    public long DifferenceFen { get; init; }
}
