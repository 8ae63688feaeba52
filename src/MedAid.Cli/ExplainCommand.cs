using System.CommandLine;

namespace MedAid.Cli;

/// <summary>`medaid explain SETTLEMENT`: reads a settlement to whoever asks why the amounts are what they are.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("settlement") { Description = "结算 ID，或结算时的请求号" };
        var server = GatewayCalls.ServerOption("网关地址");
        server.DefaultValueFactory = _ => HealthCommand.DefaultServer;
        var json = PolicyCommands.JsonOption();
        var command = new Command("explain", "逐句说明一笔结算：每一分钱由谁付、依据哪一条") { id, server, json };
        command.SetAction((parsed, cancellation) => GatewayCalls.GuardAsync(async () =>
        {
            await using var client = GatewayClient.Of(parsed.GetValue(server)!);
            var wanted = Uri.EscapeDataString(parsed.GetRequiredValue(id));
            var answer = await client.GetAsync($"/v1/settlements/{wanted}", cancellation);
            if (answer.Status == 404)
            {
                answer = await client.GetAsync($"/v1/requests/{wanted}/settlement", cancellation);
            }

            if (answer.IsError)
            {
                return GatewayCalls.Refuse(answer);
            }

            if (parsed.GetValue(json))
            {
                Terminal.Json(answer.Body);
            }
            else
            {
                BreakdownPrint.Print(answer.Body["breakdown"]!);
            }

            return ExitCode.Done;
        }));
        return command;
    }
}
