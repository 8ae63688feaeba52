using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using MedAid.Gateway.Hosting;

namespace MedAid.Cli;

/// <summary>What the commands that call a gateway have in common: where it is, and what its failures mean for the shell.</summary>
internal static class GatewayCalls
{
    public static Option<Uri?> ServerOption(string description) => new("--server")
    {
        Description = description,
        HelpName = "URL",
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            {
                return uri;
            }

            result.AddError("--server 要写成 http://地址:端口");
            return null;
        },
    };

    /// <summary>Runs a call and turns outages and start problems into a sentence and an exit code.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> call)
    {
        try
        {
            return await call();
        }
        catch (StartProblemException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return ExitCode.Configuration;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException)
        {
            await Console.Error.WriteLineAsync("网关连不上或没有按时回答，请检查 --server 和网关是否在运行");
            return ExitCode.Unreachable;
        }
    }

    /// <summary>Prints an error of the gateway: the sentence, every bad field, the reason code.</summary>
    public static int Refuse(GatewayAnswer answer)
    {
        var details = answer.Body["error"]?["details"]?.AsArray() ?? [];
        var reason = Detail(details, "ErrorInfo")?["reason"]?.GetValue<string>() ?? "";
        Console.Error.WriteLine($"{Detail(details, "LocalizedMessage")?["message"]}（{reason}）");
        foreach (var violation in Detail(details, "BadRequest")?["fieldViolations"]?.AsArray() ?? [])
        {
            Console.Error.WriteLine($"  {violation!["field"]}  {violation["description"]}");
        }

        return ExitCode.Refused;
    }

    private static JsonNode? Detail(JsonArray details, string type) =>
        details.FirstOrDefault(d => d!["@type"]?.GetValue<string>().EndsWith("." + type, StringComparison.Ordinal) == true);
}
