using MedAid.Core;

namespace MedAid.Settlement.Ledger;

/// <summary>What a counter stands at, in words: amounts of those of packs, numbers of those that the gateway counts of stays.</summary>
public static class CounterText
{
    /// <summary>What the gateway counts begins with it; no counter of a pack has a slash.</summary>
    private const string OfGateway = "visit/";

    /// <summary>The value with its unit where it is no amount.</summary>
    public static string Of(string counter, long value) =>
        counter.StartsWith(OfGateway, StringComparison.Ordinal) ? $"{value} 次" : ExactNumber.Yuan(value);

    /// <summary>What is counted: the counter's own name, before it in Chinese what the gateway counts.</summary>
    public static string NameOf(string counter) => counter.Split('@')[0] switch
    {
        "visit/admissions" => $"本年住院次数（{counter}）",
        "visit/parts" => $"本次住院的结算次数（{counter}）",
        "visit/admission" => $"本次住院是本年第几次（{counter}）",
        _ => counter,
    };
}
