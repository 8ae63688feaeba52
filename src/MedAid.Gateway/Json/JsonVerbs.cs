using MedAid.Contract.Errors.V1;
using MedAid.Gateway.Calls;
using Microsoft.AspNetCore.Routing.Template;

namespace MedAid.Gateway.Json;

/// <summary>Tells a path that nothing is behind from one that is reached by another HTTP method.</summary>
internal sealed class JsonVerbs(IEndpointRouteBuilder routes)
{
    // Filled at the first call: by then every route is mapped.
    private readonly Lazy<(TemplateMatcher Template, string Verb)[]> known = new(() =>
    [
        .. from endpoint in routes.DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
           from verb in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
           select (new TemplateMatcher(TemplateParser.Parse(endpoint.RoutePattern.RawText!.TrimStart('/')), []), verb),
    ]);

    /// <summary>Why a request that no route took is refused; names the methods that the path has.</summary>
    public ApiError Refusal(HttpContext http)
    {
        string[] verbs =
        [
            .. known.Value.Where(k => k.Template.TryMatch(http.Request.Path, [])).Select(k => k.Verb).Distinct().Order(StringComparer.Ordinal),
        ];
        if (verbs.Length == 0)
        {
            return new ApiError(ErrorReason.PathNotFound);
        }

        var allow = string.Join(", ", verbs);
        http.Response.Headers.Allow = allow;
        return new ApiError(ErrorReason.HttpMethodNotOffered)
        {
            Chinese = $"该地址只接受 {allow} 请求，请检查请求方法。", Metadata = new Dictionary<string, string> { ["allow"] = allow },
        };
    }
}
