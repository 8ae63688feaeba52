namespace MedAid.Core.Policy;

/// <summary>Where and when an arrangement holds: a region by the first digits of its counties, from a day up to and including another.</summary>
public abstract record Arrangement
{
    /// <summary>First digits of the counties of insurance.</summary>
    public required string Region { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day, or null.</summary>
    public DateOnly? Ends { get; init; }

    /// <summary>Article, and how well it is sourced.</summary>
    public required Citation Citation { get; init; }

    /// <summary>Whether it holds for people of a county on a day.</summary>
    public bool HoldsFor(CountyCode county, DateOnly day) =>
        county.Text.StartsWith(Region, StringComparison.Ordinal) && day >= From && !(day > Ends);
}

/// <summary>Who may be treated first and pay later (先诊疗后付费), where and for which care.</summary>
public sealed record PayLaterRule : Arrangement
{
    /// <summary>Who, where, for what.</summary>
    public required Condition When { get; init; }

    /// <summary>Whether one of a person's identities may.</summary>
    public bool IsFor(ValueSet identities) => When.Identity.AllowsAny(identities);

    /// <summary>Whether it holds at the hospital and whatever else it asks, whoever the person and whatever the care.</summary>
    public bool HoldsAt(Facts facts) => (When with { Identity = default, Care = default }).Holds(facts);
}

/// <summary>Whose visits are brought together month by month in a one-stop statement (每月“一站式”报销明细), by the disease treated.</summary>
public sealed record StatementRule : Arrangement
{
    /// <summary>Disease codes.</summary>
    public required IReadOnlyList<string> Diseases { get; init; }
}

/// <summary>How the deposit of a stay (住院押金) follows from the share that the patient is predicted to bear.</summary>
public sealed record DepositRule : Arrangement;

/// <summary>After how many days a stay is so long that the clerk is asked to look at its day of admission.</summary>
public sealed record LongStayRule : Arrangement
{
    /// <summary>Days from admission to the day of the bill.</summary>
    public required int Days { get; init; }
}

/// <summary>A layer whose payments the hospital itself has to claim from the county, though it advances nothing (机构按月申报).</summary>
public sealed record HospitalClaimRule : Arrangement
{
    /// <summary>Layer as the pack names it.</summary>
    public required string Layer { get; init; }

    /// <summary>Fund that owes it.</summary>
    public required Fund Fund { get; init; }
}

/// <summary>
/// What notices arrange about paying, apart from who bears what: it changes when and by whom money moves, never the split of a visit.
/// Immutable.
/// </summary>
public sealed class Arrangements(
    IReadOnlyList<PayLaterRule> payLater, IReadOnlyList<DepositRule> deposits, IReadOnlyList<HospitalClaimRule> hospitalClaims,
    IReadOnlyList<StatementRule> statements)
{
    /// <summary>Nothing is arranged.</summary>
    public static Arrangements None { get; } = new([], [], [], []);

    /// <summary>Rules of paying later.</summary>
    public IReadOnlyList<PayLaterRule> PayLater => payLater;

    /// <summary>Rules of deposits.</summary>
    public IReadOnlyList<DepositRule> Deposits => deposits;

    /// <summary>Layers that hospitals claim.</summary>
    public IReadOnlyList<HospitalClaimRule> HospitalClaims => hospitalClaims;

    /// <summary>Monthly statements.</summary>
    public IReadOnlyList<StatementRule> Statements => statements;

    /// <summary>Rules of long stays.</summary>
    public IReadOnlyList<LongStayRule> LongStays { get; init; } = [];

    /// <summary>The rule of long stays for people of a county on a day, of the nearest region; null if there is none.</summary>
    public LongStayRule? LongStayFor(CountyCode county, DateOnly day) => Nearest(LongStays, county, day);

    /// <summary>The rule of monthly statements for people of a county on a day, of the nearest region; null if there is none.</summary>
    public StatementRule? StatementFor(CountyCode county, DateOnly day) => Nearest(statements, county, day);

    /// <summary>The rule of paying later for people of a county on a day, of the nearest region; null if there is none.</summary>
    public PayLaterRule? PayLaterFor(CountyCode county, DateOnly day) => Nearest(payLater, county, day);

    /// <summary>The rule of deposits for people of a county on a day, of the nearest region; null if there is none.</summary>
    public DepositRule? DepositFor(CountyCode county, DateOnly day) => Nearest(deposits, county, day);

    /// <summary>Whether the hospital claims what a layer paid from a fund for people of a county on a day.</summary>
    public bool IsClaimedByHospital(CountyCode county, DateOnly day, string layer, Fund fund)
    {
        for (var i = 0; i < hospitalClaims.Count; i++)
        {
            var rule = hospitalClaims[i];
            if (string.Equals(rule.Layer, layer, StringComparison.Ordinal) && rule.Fund == fund
                && rule.HoldsFor(county, day))
            {
                return true;
            }
        }

        return false;
    }

    private static T? Nearest<T>(IReadOnlyList<T> rules, CountyCode county, DateOnly day)
        where T : Arrangement => rules.Where(r => r.HoldsFor(county, day)).MaxBy(r => (r.Region.Length, r.From));
}
