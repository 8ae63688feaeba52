using MedAid.Core;

namespace MedAid.Settlement.Ledger;

/// <summary>What a counter stands at, in words: amounts of those of packs, numbers of those that the gateway counts of stays.</summary>
public static class CounterText
{
    /// <summary>What the gateway counts begins with it; no counter of a pack has a slash.</summary>
    private const string OfGateway = "visit/";

    /// <summary>Admissions are counted by month and by day.</summary>
    private static readonly int LengthOfDay = "visit/admissions@2026-03-02".Length;

    /// <summary>The value with its unit where it is no amount.</summary>
    public static string Of(string counter, long value) =>
        counter.StartsWith(OfGateway, StringComparison.Ordinal) ? $"{value} 次" : ExactNumber.Yuan(value);

    /// <summary>What is counted: the counter's own name, before it in Chinese what the gateway counts.</summary>
    public static string NameOf(string counter) => counter.Split('@')[0] switch
    {
        "visit/admissions" => $"{(counter.Length == LengthOfDay ? "当日" : "当月")}入院次数（{counter}）",
        "visit/parts" => $"本次住院的结算次数（{counter}）",
        "visit/admission" => $"本次住院是本年第几次（{counter}）",
        _ => counter,
    };
}
