using System.Text.Json.Nodes;
using MedAid.Contract.Precheck.V1;
using MedAid.Core;
using MedAid.Precheck.Data;

namespace MedAid.Gateway.National;

/// <summary>From cards to rows of 3101 and 3102. Whoever gets a row may block the order, so a mere remark is none.</summary>
internal sealed class AuditOut(AdviceDataHolder data)
{
    /// <summary>The rows of a person, the most urgent first.</summary>
    /// <param name="patient">The person.</param>
    /// <param name="advice">What is said of the orders.</param>
    /// <param name="rules">Ids of checks whose rows are asked for; none: all.</param>
    /// <param name="taskId">task_id, as it was sent.</param>
    public IEnumerable<JsonObject> Rows(AuditPatient patient, CheckOrdersResponse advice, IReadOnlyCollection<string> rules, string taskId) =>
        from card in advice.Cards
        where AuditTables.Severities.ContainsKey(card.Indicator) && (rules.Count == 0 || rules.Contains(card.CheckId))
        select Row(patient, card, taskId);

    private JsonObject Row(AuditPatient patient, Card card, string taskId)
    {
        var visitId = patient.Request.Visit.VisitId;
        var id = AuditRowId.Of(card.CardId, visitId);
        var item = patient.Request.Visit.Items.FirstOrDefault(i => i.ItemNumber == card.ItemNumber);
        var amount = item?.AmountFen ?? 0;
        return new JsonObject
        {
            ["jr_id"] = id,
            ["rule_id"] = card.CheckId,
            ["rule_name"] = data.Current.Checks.Find(card.CheckId)?.Title ?? card.CheckId,
            ["vola_cont"] = Content(card),
            ["patn_id"] = patient.PatientId,
            ["mdtrt_id"] = visitId,
            ["judge_result_detail_dtos"] = new JsonArray(new JsonObject
            {
                ["jrd_id"] = id,
                ["patn_id"] = patient.PatientId,
                ["mdtrt_id"] = visitId,
                ["rx_id"] = item is null ? "" : patient.Orders[item.ItemNumber - 1]["rx_id"],
                ["vola_item_type"] = AuditTables.TheItem,
                ["vola_amt"] = Yuan(amount),
            }),
            ["vola_amt"] = Yuan(amount),
            ["vola_amt_stas"] = AuditTables.AmountKnown,
            ["sev_deg"] = AuditTables.Severities[card.Indicator],
            ["vola_evid"] = Cut(card.SourceLabel),
            ["vola_bhvr_type"] = item is null ? AuditTables.AboutVisit : AuditTables.AboutItem,
            ["task_id"] = taskId,
        };
    }

    /// <summary>The card in one text: there is no room for suggestions of their own.</summary>
    private static string Content(Card card) => Cut(card.Suggestions.Count == 0
        ? $"{card.Summary}。{card.Detail}"
        : $"{card.Summary}。可改为：{string.Join("；", card.Suggestions.Select(Suggested))}。{card.Detail}");

    private static string Suggested(Suggestion suggestion) => $"{suggestion.Label}（个人负担 {ExactNumber.Yuan(suggestion.PatientFen)} 元）";

    private static string Cut(string text)
    {
        if (text.Length <= AuditTables.ContentMax)
        {
            return text;
        }

        var length = AuditTables.ContentMax - 1;
        return $"{text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)]}…";
    }

    private static JsonNode Yuan(long fen) => JsonNode.Parse(ExactNumber.Yuan(fen))!;
}
