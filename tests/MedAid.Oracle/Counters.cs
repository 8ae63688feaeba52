using System.Globalization;

namespace MedAid.Oracle;

/// <summary>
/// What stands in the person's counters, and what this visit has added so far. The period `visit` is counted too if the
/// visit is part of a stay, or, for as long as the visit lasts, if it has several diseases.
/// </summary>
internal sealed class Counters(Dictionary<string, Fraction> given, DateOnly date, string? stay, bool severalDiseases)
{
    /// <summary>By name: what several diseases outside a stay share and leave nothing behind of.</summary>
    private readonly Dictionary<string, Fraction> passing = new(StringComparer.Ordinal);

    /// <summary>The quotas of day surgery that this visit's diseases have named so far.</summary>
    private Fraction quotas = Fraction.Zero;

    public SortedDictionary<string, Fraction> Added { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether something counts over this period.</summary>
    public bool Counts(string period) => period != "visit" || stay is not null || severalDiseases;

    public Fraction Used(string name, string period)
    {
        if (period == "visit" && stay is null)
        {
            return passing.GetValueOrDefault(name);
        }

        var key = Key(name, period);
        return given.GetValueOrDefault(key) + Added.GetValueOrDefault(key);
    }

    public void Add(string name, string period, Fraction amount)
    {
        if (!Counts(period))
        {
            return;
        }

        if (period == "visit" && stay is null)
        {
            passing[name] = passing.GetValueOrDefault(name) + amount;
            return;
        }

        var key = Key(name, period);
        Added[key] = Added.GetValueOrDefault(key) + amount;
    }

    /// <summary>What is left of a limit, never below zero; without counting, a limit per visit is always whole.</summary>
    public Fraction Left(Limit limit) => limit.Period == "visit"
        ? Left(limit.Amount, limit.StayCounter, "visit")
        : Left(limit.Amount, limit.Counter, limit.Period);

    public Fraction Left(Fraction amount, string name, string period) =>
        Counts(period) ? (amount - Used(name, period)).AtLeastZero() : amount;

    /// <summary>
    /// A further quota of day surgery: all of it, but in a stay less what earlier bills took of the quotas, which comes off once.
    /// </summary>
    public Fraction TakeQuota(Fraction quota)
    {
        if (stay is null)
        {
            return quota;
        }

        quotas += quota;
        var left = (quotas - given.GetValueOrDefault(Key("basic.quota", "visit"))).AtLeastZero()
            - Added.GetValueOrDefault(Key("basic.quota", "visit"));
        Add("basic.quota", "visit", left);
        return left;
    }

    private string Key(string name, string period) =>
        period == "visit" ? $"{name}@stay:{stay}" : Key(name, period, date);

    /// <summary>The name@period under which a visit of that date counts.</summary>
    public static string Key(string name, string period, DateOnly date)
    {
        var year = date.Year.ToString("0000", CultureInfo.InvariantCulture);
        return period switch
        {
            "month" => $"{name}@{year}-{date.Month:00}",
            "quarter" => $"{name}@{year}Q{(date.Month + 2) / 3}",
            "year" => $"{name}@{year}",
            _ => throw new ArgumentOutOfRangeException(nameof(period)),
        };
    }
}
