using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using MedAid.Gateway.Json;

namespace MedAid.Gateway.OpenApi;

/// <summary>OpenAPI 3.0 of HTTP/JSON, made from the descriptors and annotations by which calls are mapped.</summary>
internal sealed class OpenApiDocument(WireCatalog catalog)
{
    public const string Path = "/openapi.json";

    private const string About =
        "Splits, settles and reverses. Money is in fen as int64: a string by default, a number with the header "
        + "`Accept: application/json;int64=number`. Field names are read as lowerCamel or snake_case; unknown fields are refused. "
        + "Bodies are UTF-8, at most 4 MiB; a call takes at most 5 seconds.";

    // Served as JSON and never put into a page, so Chinese stays readable.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lazy<byte[]> bytes = new(() => Build(catalog));

    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods(Path, HomePage.Reading, (HttpContext http) =>
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.Body.WriteAsync(bytes.Value, http.RequestAborted).AsTask();
    });

    private static byte[] Build(WireCatalog catalog)
    {
        var comments = new ProtoComments();
        var schemas = new OpenApiSchemas(comments);
        var paths = new JsonObject();
        var tags = new JsonArray();
        foreach (var service in catalog.Services.Where(s => s.FullName.StartsWith("medaid.", StringComparison.Ordinal)))
        {
            tags.Add(new JsonObject { ["name"] = service.Name, ["description"] = comments.Of(service.FullName) });
            foreach (var method in service.Methods)
            {
                AddMethod(paths, method, comments, schemas);
            }
        }

        var document = new JsonObject
        {
            ["openapi"] = "3.0.3",
            ["info"] = new JsonObject { ["title"] = "MedAid", ["version"] = Version(), ["description"] = About },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["tags"] = tags,
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas.ToJson() },
        };

        return JsonSerializer.SerializeToUtf8Bytes(document, Readable);
    }

    private static void AddMethod(JsonObject paths, MethodDescriptor method, ProtoComments comments, OpenApiSchemas schemas)
    {
        var number = 0;
        foreach (var route in JsonRoute.Of(method))
        {
            number++;
            var comment = comments.Of(method.FullName);
            var operation = new JsonObject
            {
                ["operationId"] = number == 1 ? $"{method.Service.Name}_{method.Name}" : $"{method.Service.Name}_{method.Name}_{number}",
                ["tags"] = new JsonArray(method.Service.Name),
                ["summary"] = comment.Split(". ")[0].ReplaceLineEndings(" "),
                ["description"] = comment,
                ["parameters"] = Parameters(method, route, schemas),
                ["responses"] = new JsonObject
                {
                    ["200"] = Body("The answer.", schemas.Message(method.OutputType)),
                    ["default"] = Body("Why not.", OpenApiSchemas.Reference(OpenApiSchemas.ErrorName)),
                },
            };
            if (route.HasBody)
            {
                operation["requestBody"] = Body("The request.", schemas.Message(method.InputType));
                operation["requestBody"]!["required"] = true;
            }

            if (!paths.ContainsKey(route.Template))
            {
                paths[route.Template] = new JsonObject();
            }

            paths[route.Template]![route.Verb.ToLowerInvariant()] = operation;
        }
    }

    private static JsonArray Parameters(MethodDescriptor method, JsonRoute route, OpenApiSchemas schemas)
    {
        var parameters = new JsonArray([.. route.PathFields.Select(f => Parameter(f, "path", f.Name, schemas))]);
        var oneofs = route.PathFields.Select(f => f.RealContainingOneof).OfType<OneofDescriptor>().ToHashSet();
        if (!route.HasBody)
        {
            foreach (var field in method.InputType.Fields.InDeclarationOrder().Except(route.PathFields))
            {
                // A field that excludes one in the path can never be given.
                if (field.RealContainingOneof is not { } oneof || !oneofs.Contains(oneof))
                {
                    parameters.Add(Parameter(field, "query", field.JsonName, schemas));
                }
            }
        }

        return parameters;
    }

    private static JsonObject Parameter(FieldDescriptor field, string place, string name, OpenApiSchemas schemas) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = place == "path" || OpenApiSchemas.IsRequired(field),
        ["description"] = schemas.CommentOn(field),
        ["schema"] = schemas.Value(field),
    };

    private static JsonObject Body(string description, JsonObject schema) => new()
    {
        ["description"] = description,
        ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } },
    };

    private static string Version() =>
        typeof(OpenApiDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
