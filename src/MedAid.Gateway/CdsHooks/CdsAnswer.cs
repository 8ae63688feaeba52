using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using MedAid.Contract.Precheck.V1;
using MedAid.Contract.Settlement.V1;
using MedAid.Core;

namespace MedAid.Gateway.CdsHooks;

/// <summary>From advice to cards of CDS Hooks.</summary>
internal static class CdsAnswer
{
    /// <summary>The system of our reasons for going on.</summary>
    public const string ReasonSystem = "urn:medaid:override-reason";

    private const string MarkdownSigns = "\\`*_{}[]<>#|~!&";

    /// <summary>No cards, and for whoever connects the systems, why.</summary>
    public static CdsCards Nothing(string sentence) => new([]) { Extension = OfOurs(new JsonObject { ["text"] = sentence }) };

    public static CdsCards Of(CheckOrdersResponse advice, CdsDraft draft)
    {
        if (advice.NoOpinionText.Length > 0)
        {
            return Nothing(advice.NoOpinionText);
        }

        CdsCard[] cards = [.. advice.Cards.Where(draft.IsAsked).Select(card => Of(card, draft))];
        var unread = draft.Unread == 0 ? "" : $"另有 {draft.Unread} 条医嘱没有医保编码、单价或数量，没有查，也没有计入金额。";
        var rest = $"{advice.RestLine}{unread}";
        if (cards.Length == 0)
        {
            return rest.Length == 0 ? new CdsCards([]) : Nothing(rest);
        }

        // Money is said on every card, so every card says what is not in it; the rest is counted once.
        return new CdsCards(
        [
            .. cards.Select((card, i) => i == cards.Length - 1 ? WithMore(card, rest) : WithMore(card, unread)),
        ]);
    }

    private static CdsCard WithMore(CdsCard card, string text) =>
        text.Length == 0 ? card : card with { Detail = $"{card.Detail}\n\n{Markdown(text)}" };

    private static CdsCard Of(Card card, CdsDraft draft)
    {
        var key = CardKey.Of(card.CardId, draft.Request, draft.DoctorCode);
        CdsSuggestion[] suggestions = [.. card.Suggestions.Select(s => Of(s, key, draft))];
        return new CdsCard
        {
            Uuid = key.ToString(),
            Summary = card.Summary,
            Detail = Markdown(card.Detail),
            Indicator = card.Indicator switch
            {
                CardIndicator.Critical => "critical",
                CardIndicator.Warning => "warning",
                CardIndicator.Info => "info",
                _ => throw InvariantBrokenException.NoWordFor(card.Indicator),
            },
            Source = new CdsSource(card.SourceLabel),
            Suggestions = suggestions.Length == 0 ? null : suggestions,
            SelectionBehavior = suggestions.Length == 0 ? null : "at-most-one",
            OverrideReasons = [.. card.OverrideReasons.Select(r => new CdsReason(r.Code, ReasonSystem, r.Text))],
        };
    }

    private static CdsSuggestion Of(Suggestion suggestion, CardKey key, CdsDraft draft)
    {
        var uuid = key.SuggestionUuid(suggestion.SuggestionId);
        return draft.OrderOf(suggestion.ItemNumber) is { Reference.Length: > 0 } order
            ? new CdsSuggestion(suggestion.Label, uuid, [Action(suggestion, order)])
            : new CdsSuggestion(suggestion.Label, uuid, null) { Extension = suggestion.ItemNumber == 0 ? OfOurs(Way(suggestion)) : null };
    }

    private static CdsAction Action(Suggestion suggestion, CdsOrder order) => suggestion.Kind == SuggestionKind.RemoveItem
        ? new CdsAction("delete", suggestion.Label) { ResourceId = order.Reference }
        : new CdsAction("update", suggestion.Label) { Resource = FhirChange.With(order.Resource, suggestion.Item), ResourceId = order.Reference };

    /// <summary>The fields of the visit as they would be, as our contract spells them.</summary>
    private static JsonObject Way(Suggestion suggestion) => JsonNode.Parse(JsonFormatter.Default.Format(new Visit
    {
        Care = suggestion.Care, Mode = suggestion.Mode, HospitalCode = suggestion.HospitalCode, Filed = suggestion.Filed,
        DiseaseCode = suggestion.DiseaseCode,
    }))!.AsObject();

    private static JsonObject OfOurs(JsonObject content) => new() { [CdsMessage.Extension] = content };

    /// <summary>Plain text as Markdown: an item's name may hold any sign.</summary>
    private static string Markdown(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (MarkdownSigns.Contains(c, StringComparison.Ordinal))
            {
                escaped.Append('\\');
            }

            escaped.Append(c);
        }

        return escaped.ToString();
    }
}
