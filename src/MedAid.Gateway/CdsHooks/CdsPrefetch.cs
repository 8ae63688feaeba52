using System.Text.Json;
using MedAid.Contract.Errors.V1;
using MedAid.Gateway.Calls;

namespace MedAid.Gateway.CdsHooks;

/// <summary>
/// What was sent beforehand. A key that is null had no data; one that is missing, or an error of the FHIR server, was not asked for.
/// </summary>
internal sealed class CdsPrefetch(IReadOnlyDictionary<string, JsonElement>? prefetch)
{
    private const string Bundle = "Bundle";

    /// <summary>The type of a resource, or null.</summary>
    public static string? TypeOf(JsonElement resource) => resource.ValueKind == JsonValueKind.Object
        && resource.TryGetProperty("resourceType", out var type) && type.ValueKind == JsonValueKind.String ? CdsMessage.Read<string>(type, "") : null;

    /// <summary>Throws PREFETCH_MISSING unless all of these are there; a list may be empty, the patient not.</summary>
    public void Require(IReadOnlyList<string> keys)
    {
        string[] missing = [.. keys.Where(k => prefetch?.ContainsKey(k) != true || TypeOf(prefetch[k]) == "OperationOutcome")];
        if (missing.Length == 0 && prefetch![CdsService.PatientKey].ValueKind == JsonValueKind.Null)
        {
            missing = [CdsService.PatientKey];
        }

        if (missing.Length > 0)
        {
            var names = string.Join(", ", missing);
            throw new ApiError(ErrorReason.PrefetchMissing)
            {
                Chinese = $"缺少须预先提供的病人资料（prefetch：{names}），本次不作提示；可以照常签署。",
                Metadata = new Dictionary<string, string> { ["prefetch"] = names },
            }.ToException();
        }
    }

    /// <summary>The resource of a key, if it is of that type.</summary>
    public FhirResource? Resource(string key, string type) => Resources(key, type).FirstOrDefault();

    /// <summary>The resources of that type under a key, alone or in a bundle.</summary>
    public IEnumerable<FhirResource> Resources(string key, string type)
    {
        if (prefetch?.GetValueOrDefault(key) is not { ValueKind: JsonValueKind.Object } json)
        {
            return [];
        }

        var at = $"prefetch.{key}";
        return TypeOf(json) switch
        {
            Bundle => CdsMessage.Read<FhirResource>(json, at).Entry.Present()
                .Where(e => TypeOf(e.Resource) == type).Select((e, i) => CdsMessage.Read<FhirResource>(e.Resource, $"{at}.entry[{i}].resource")),
            var other when other == type => [CdsMessage.Read<FhirResource>(json, at)],
            _ => [],
        };
    }
}
