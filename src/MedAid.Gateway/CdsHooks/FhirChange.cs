using System.Text.Json;
using System.Text.Json.Nodes;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.CdsHooks;

/// <summary>An order as it would be with a suggestion: everything stays but item, quantity, price and approval.</summary>
internal static class FhirChange
{
    private const string Medication = "medicationCodeableConcept";

    public static JsonObject With(JsonElement resource, Item item)
    {
        var changed = CdsMessage.Changeable(resource);
        var isService = changed["resourceType"]!.GetValue<string>() == "ServiceRequest";
        changed.Remove("medicationReference");
        changed[isService ? "code" : Medication] = new JsonObject
        {
            ["coding"] = new JsonArray(new JsonObject { ["system"] = FhirOrder.ItemSystem, ["code"] = item.Code, ["display"] = item.Name }),
            ["text"] = item.Name,
        };
        var holder = isService ? changed : Child(changed, "dispenseRequest");
        Child(holder, isService ? "quantityQuantity" : "quantity")["value"] = JsonNode.Parse(item.Quantity);
        var extensions = changed["extension"] as JsonArray ?? [];
        JsonNode?[] others = [.. extensions.Where(e => UrlOf(e) is not (FhirOrder.PriceUrl or FhirOrder.ApprovalUrl)).Select(e => e?.DeepClone())];
        changed["extension"] = new JsonArray(
        [
            .. others,
            new JsonObject { ["url"] = FhirOrder.PriceUrl, ["valueDecimal"] = JsonNode.Parse(item.UnitPriceYuan) },
            .. item.Approval == Approval.Unspecified
                ? Array.Empty<JsonNode?>()
                : [new JsonObject { ["url"] = FhirOrder.ApprovalUrl, ["valueInteger"] = (int)item.Approval }],
        ]);
        return changed;
    }

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject there)
        {
            return there;
        }

        var made = new JsonObject();
        parent[name] = made;
        return made;
    }

    private static string? UrlOf(JsonNode? extension) =>
        (extension as JsonObject)?["url"] is JsonValue url && url.TryGetValue<string>(out var text) ? text : null;
}
