using MedAid.Core;
using MedAid.Core.Calculation;

namespace MedAid.Settlement.Claims;

/// <summary>
/// What is said where an amount that came with the visit cannot stand: of which layer, as the pack calls it. It is kept with the refusal.
/// </summary>
public sealed record LayerText(string Layer, string Name)
{
    private const int Words = 2;

    /// <summary>The sentence for the cashier; null for a refusal that is not about one payment.</summary>
    public string? SentenceOf(Refusal refusal) => refusal switch
    {
        Refusal.LayerGivenTwice => $"“{Name}”既有另行支付又有平台已结算金额，请只保留一项。",
        Refusal.LayerNotInForce => $"“{Name}”支付不适用于本次就诊，请删除后再结算。",
        Refusal.UpstreamAboveRoom => $"医保平台已结算的“{Name}”金额大于可支付的余额，请核对费用明细。",
        Refusal.ExternalAboveRoom => $"“{Name}”支付大于可支付的余额，请核对后再结算。",
        Refusal.ExternalForNotCovered => $"“{Name}”支付指定的费用部分不在它的支付范围内，请改正后再结算。",
        _ => null,
    };

    /// <summary>The words that are kept as the subject of the refusal; none where no layer is concerned.</summary>
    internal static string Of(ClaimCase opened, Breakdown breakdown) => breakdown.Warnings is [.., { Layer: { Length: > 0 } layer }]
        ? $"{layer} {Explanation.LayerName(opened.Terms, layer)}"
        : "";

    /// <summary>The text out of a kept subject; null if it is not one.</summary>
    public static LayerText? Of(string subject) => subject.Split(' ', Words) is [var layer, var name] ? new LayerText(layer, name) : null;
}
