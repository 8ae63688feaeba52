using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf.Reflection;

namespace MedAid.Gateway.Json;

/// <summary>One HTTP method and path by which an RPC is reached, read from its <c>google.api.http</c> annotation.</summary>
/// <param name="Verb">GET or POST.</param>
/// <param name="Template">The path as ASP.NET routing writes it.</param>
/// <param name="PathFields">Fields of the request that stand in the path.</param>
/// <param name="HasBody">True if the body is the request; else fields that are not in the path come from the query.</param>
public sealed partial record JsonRoute(string Verb, string Template, IReadOnlyList<FieldDescriptor> PathFields, bool HasBody)
{
    /// <summary>All routes of a method. An annotation of a form that is not served fails here, at start-up, and not at the first call.</summary>
    public static IReadOnlyList<JsonRoute> Of(MethodDescriptor method)
    {
        var rule = method.GetOptions()?.GetExtension(AnnotationsExtensions.Http)
            ?? throw new NotSupportedException($"{method.FullName} has no google.api.http annotation.");
        return [.. rule.AdditionalBindings.Prepend(rule).Select(r => Read(method, r))];
    }

    private static JsonRoute Read(MethodDescriptor method, HttpRule rule)
    {
        var (verb, path) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => ("GET", rule.Get),
            HttpRule.PatternOneofCase.Post => ("POST", rule.Post),
            _ => throw new NotSupportedException($"{method.FullName}: only get and post are served."),
        };
        if (rule.Body is not ("" or "*") || rule.ResponseBody.Length > 0 || (rule.Body == "*") != (verb == "POST"))
        {
            throw new NotSupportedException($"{method.FullName}: post needs body \"*\", get has none, and response_body is not served.");
        }

        var names = Variable().Matches(path).Select(m => m.Groups[1].Value).ToList();
        if (Variable().Replace(path, "").AsSpan().ContainsAny('{', '}'))
        {
            throw new NotSupportedException($"{method.FullName}: a path variable is a plain field name.");
        }

        return new(verb, path, [.. names.Select(n => PathField(method, n))], rule.Body == "*");
    }

    private static FieldDescriptor PathField(MethodDescriptor method, string name)
    {
        var field = method.InputType.FindFieldByName(name);
        return field is { FieldType: FieldType.String, IsRepeated: false }
            ? field
            : throw new NotSupportedException($"{method.FullName}: {name} in the path is not a string field of the request.");
    }

    [GeneratedRegex(@"\{([a-z][a-z0-9_]*)\}")]
    private static partial Regex Variable();
}
