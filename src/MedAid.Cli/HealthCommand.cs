using System.CommandLine;

namespace MedAid.Cli;

/// <summary>`medaid health`: asks a gateway whether it is ready; for service managers and images without curl.</summary>
internal static class HealthCommand
{
    public static readonly Uri DefaultServer = new("http://127.0.0.1:8080");

    public static Command Create()
    {
        var server = GatewayCalls.ServerOption($"网关地址，默认 {DefaultServer}");
        server.DefaultValueFactory = _ => DefaultServer;
        var json = PolicyCommands.JsonOption();
        var command = new Command("health", "网关是否就绪：就绪时退出码为 0，未就绪为 1，连不上为 4") { server, json };
        command.SetAction((parsed, cancellation) => GatewayCalls.GuardAsync(async () =>
        {
            await using var client = GatewayClient.Of(parsed.GetValue(server)!);
            var answer = await client.GetAsync("/readyz", cancellation);
            if (parsed.GetValue(json))
            {
                Terminal.Json(answer.Body);
            }
            else
            {
                await Console.Out.WriteLineAsync($"{answer.Body["status"]}");
                foreach (var dependency in answer.Body["dependencies"]!.AsArray())
                {
                    await Console.Out.WriteLineAsync($"  {dependency!["name"]}  {dependency["status"]}  {dependency["description"]}");
                }
            }

            return answer.Status == 200 ? ExitCode.Done : ExitCode.Failed;
        }));
        return command;
    }
}
