using MedAid.Precheck.Cards;
using MedAid.Precheck.Data;

namespace MedAid.Precheck.Tests;

/// <summary>What every card's text has to be: short, with item, action and source, without blame.</summary>
internal static class CardRules
{
    private const int ShortestSubject = 2;

    private static readonly string[] Actions =
        ["改", "减", "补", "先", "申请", "提醒", "核对", "标", "合并", "告知", "选", "转到", "问明", "到期后再开", "写明"];

    private static readonly string[] Blame = ["违规", "错误", "骗", "滥用", "不该", "严禁", "你", "过失", "失职", "乱开"];

    public static void AssertGood(Card card)
    {
        Assert.InRange(card.Summary.Length, 1, Limits.SummaryMax);
        var colon = card.Summary.IndexOf('：', StringComparison.Ordinal);
        Assert.True(colon >= ShortestSubject, card.Summary);
        var action = card.Summary[(card.Summary.IndexOf('，', colon) + 1)..];
        Assert.True(Actions.Any(a => action.Contains(a, StringComparison.Ordinal)), card.Summary);
        Assert.True(card.Source.Length > 0 && card.Detail.EndsWith($"依据：{card.Source}。", StringComparison.Ordinal), card.Detail);
        Assert.DoesNotContain(Blame, word => card.Summary.Contains(word, StringComparison.Ordinal) || card.Detail.Contains(word, StringComparison.Ordinal));
        Assert.InRange(card.Reasons.Count, 1, Limits.OverrideReasonsMax);
        Assert.Equal(card.Reasons.Count, card.Reasons.Select(r => r.Code).Distinct().Count());
        Assert.True(Enum.IsDefined(card.Severity) && card.Severity != Severity.Critical, card.CardId);
        Assert.StartsWith($"{card.CheckId}.", card.CardId, StringComparison.Ordinal);
        Assert.DoesNotContain("  ", card.Summary + card.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("。。", card.Detail, StringComparison.Ordinal);
    }
}
