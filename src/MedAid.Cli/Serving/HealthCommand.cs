using System.CommandLine;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace MedAid.Cli;

/// <summary>`medaid health`: asks a gateway whether it is ready; for service managers and images without curl.</summary>
internal static class HealthCommand
{
    public static Command Create() => CommandFrame.Run("health", "网关是否就绪：就绪时退出码为 0，未就绪为 1，连不上为 4", [], async call =>
    {
        using var answer = await call.Gateway.Http.GetAsync(new Uri("/readyz", UriKind.Relative), call.Cancellation);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(call.Cancellation);
        if (call.WantsJson)
        {
            Terminal.Json(body);
        }
        else
        {
            var ready = body.Deserialize<Readiness>(JsonSerializerOptions.Web)!;
            await Console.Out.WriteLineAsync(ready.Status);
            Display.Lines(ready.Dependencies, d => $"  {d.Name}  {d.Status}  {d.Description}");
        }

        return answer.StatusCode == HttpStatusCode.OK ? ExitCode.Done : ExitCode.Failed;
    });

    /// <summary>What /readyz says.</summary>
    private sealed record Readiness(string Status, Dependency[] Dependencies);

    /// <summary>One dependency of the gateway.</summary>
    private sealed record Dependency(string Name, string Status, string Description);
}
