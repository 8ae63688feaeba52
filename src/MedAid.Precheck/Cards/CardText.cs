using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Precheck.Checks;

namespace MedAid.Precheck.Cards;

/// <summary>A card out of a finding and its money.</summary>
internal static class CardText
{
    private const char Cut = '…';
    private const int WhatLengthMin = 12;

    /// <summary>The card; null if there is nothing to say once the money is known.</summary>
    public static Card? Of(OrderCase order, Found found, Money money)
    {
        var finding = found.Finding;
        CardSuggestion[] suggestions =
        [
            .. finding.Suggestions.Zip(money.Suggestions).Where(s => s.Second is not null).Select((s, i) => new CardSuggestion(
                $"{i + 1}", s.First.Label, s.First.Kind, s.First.Change.Claim, s.First.ItemNumber, s.Second!.Value)),
        ];
        var now = order.Opened.Breakdown.PatientFen;
        if (finding.OnlyIfCheaper && suggestions is not [{ PatientFen: var first }, ..])
        {
            return null;
        }

        if (finding.OnlyIfCheaper && suggestions[0].PatientFen >= now)
        {
            return null;
        }

        var source = order.BasisOf(found.Check, finding);
        return new Card
        {
            CardId = found.CardId,
            CheckId = found.Check.Id,
            Severity = found.Severity!.Value,
            Summary = Summary(finding.Subject, finding.What, finding.Action),
            Detail = $"{finding.Detail}{MoneyText(order, finding, money, suggestions)}依据：{source}。",
            Source = source,
            ItemNumber = finding.ItemNumber,
            WithoutItemFen = money.Without,
            Suggestions = suggestions,
            Reasons = Reasons(order, found),
        };
    }

    /// <summary>The line of a card: the item and the action are named; of the rest there is as much as fits, a few words at least.</summary>
    internal static string Summary(string item, string what, string action)
    {
        var subject = Short(item, Limits.ItemNameMax);
        var end = $"，{Short(action, Limits.SummaryMax - subject.Length - WhatLengthMin)}";
        return $"{subject}：{Short(what, Limits.SummaryMax - subject.Length - end.Length - 1)}{end}";
    }

    private static string Short(string text, int lengthMax)
    {
        if (text.Length <= lengthMax)
        {
            return text;
        }

        // A character of two halves is not cut between them.
        var length = lengthMax - 1;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + Cut;
    }

    private static string MoneyText(OrderCase order, Finding finding, Money money, CardSuggestion[] suggestions)
    {
        var care = order.CareRefusal == Refusal.None ? "" : $"按{Vocabulary.Care.ChineseOf(order.Claim.Care)}";
        string[] parts =
        [
            $"现在这样{care}个人负担 {ExactNumber.Yuan(order.Opened.Breakdown.PatientFen)} 元",
            .. suggestions.Select(s => $"{s.Label} {ExactNumber.Yuan(s.PatientFen)} 元"),
            .. money.Without is { } without && !suggestions.Any(s => s.Kind == SuggestionKind.RemoveItem && s.ItemNumber == finding.ItemNumber)
                ? [$"没有这一项 {ExactNumber.Yuan(without)} 元"]
                : Array.Empty<string>(),
        ];
        return string.Join("；", parts) + "。";
    }

    private static CardReason[] Reasons(OrderCase order, Found found)
    {
        var isStay = order.Draft.Claim.Care is Care.Inpatient or Care.DaySurgery;
        string[] facts = [.. found.Finding.Facts, .. isStay ? [] : new[] { CardFacts.Outpatient }];
        return
        [
            .. found.Check.Reasons.Select(code => (Code: code, Reason: order.Books.Checks.Reasons[code]))
                .Where(r => r.Reason.When.All(facts.Contains)).Take(Limits.OverrideReasonsMax)
                .Select(r => new CardReason(r.Code, r.Reason.Text)),
        ];
    }
}
