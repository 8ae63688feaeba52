using System.Globalization;

namespace MedAid.Oracle;

/// <summary>What stands in the person's counters, and what this visit has added so far.</summary>
internal sealed class Counters(Dictionary<string, Fraction> given, DateOnly date)
{
    public SortedDictionary<string, Fraction> Added { get; } = new(StringComparer.Ordinal);

    public Fraction Used(string name, string period)
    {
        var key = Key(name, period);
        return given.GetValueOrDefault(key) + Added.GetValueOrDefault(key);
    }

    public void Add(string name, string period, Fraction amount)
    {
        var key = Key(name, period);
        Added[key] = Added.GetValueOrDefault(key) + amount;
    }

    /// <summary>What is left of a limit, never below zero; a limit per visit is always whole.</summary>
    public Fraction Left(Limit limit) =>
        limit.Period == "visit" ? limit.Amount : Left(limit.Amount, limit.Counter, limit.Period);

    public Fraction Left(Fraction amount, string name, string period) => (amount - Used(name, period)).AtLeastZero();

    private string Key(string name, string period) => Key(name, period, date);

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
