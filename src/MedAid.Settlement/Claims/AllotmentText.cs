using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Settlement.Claims;

/// <summary>
/// What a quote and a settlement warn of: a payment from outside that does not say what it was for and was counted where it lowers what a later
/// layer pays. The code at the end is for programs and stays the same.
/// </summary>
internal static class AllotmentText
{
    /// <summary>A sentence for each payment that lowers a later layer as it was counted.</summary>
    public static List<string> Warnings(ClaimCase claimCase, Breakdown breakdown, ReadOnlySpan<long> usedFen)
    {
        List<string> warnings = [];
        if (claimCase.Input.External.Count == 0)
        {
            return warnings;
        }

        foreach (var allotment in Allotment.Of(claimCase.Input, breakdown))
        {
            var (elsewhere, refusal) = claimCase.Bringing(allotment.PaidElsewhere(claimCase.Input.External)).Split(usedFen);
            if (refusal == Refusal.None && Lowered(breakdown, elsewhere) is { Length: > 0 } lowered)
            {
                warnings.Add(Sentence(claimCase.Input.External[allotment.Payment], allotment, lowered));
            }
        }

        return warnings;
    }

    private static string Sentence(LayerPayment payment, Allotment allotment, string lowered)
    {
        var name = allotment.Layer.Citation.Title is { Length: > 0 } title ? title : allotment.Layer.Id;
        var counted = string.Join('、', allotment.Counted.Select(
            c => $"{Vocabulary.Component.ChineseOf(c.Component)} {ExactNumber.Yuan(c.AmountFen)} 元"));
        var words = string.Join('、', allotment.Elsewhere.Select(
            c => $"{Vocabulary.Component.WordOf(c)} {Vocabulary.Component.ChineseOf(c)}"));
        return $"“{name}”支付 {ExactNumber.Yuan(payment.AmountFen)} 元没有写明用于哪部分费用，已计入{counted}，{lowered}。"
            + $"如实际赔付的是别的费用，请在这笔支付上写明 components（{words}）再提交；已结算的，先撤销再结算。（EXTERNAL_NOT_ALLOTTED）";
    }

    /// <summary>Which layers pay how much less than they would.</summary>
    private static string Lowered(Breakdown asCounted, Breakdown elsewhere)
    {
        var paid = PaidByLayer(asCounted);
        var lowered = PaidByLayer(elsewhere).Select(l => (l.Key, Fen: l.Value - paid.GetValueOrDefault(l.Key))).Where(l => l.Fen > 0);
        return string.Join('，', lowered.Select(l => $"{l.Key}因此少支付 {ExactNumber.Yuan(l.Fen)} 元"));
    }

    private static Dictionary<string, long> PaidByLayer(Breakdown breakdown)
    {
        var paid = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (ref readonly var line in breakdown.Lines)
        {
            if (line.Kind == LineKind.Rule)
            {
                var name = Explanation.LayerName(line);
                paid[name] = paid.GetValueOrDefault(name) + line.OwedFen;
            }
        }

        return paid;
    }
}
