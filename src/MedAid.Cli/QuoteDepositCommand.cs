using System.CommandLine;
using System.Text.Json.Nodes;
using MedAid.Core;

namespace MedAid.Cli;

/// <summary>`medaid patient quote-deposit FILE`: the deposit of a planned stay, why, and what it would be for others.</summary>
internal static class QuoteDepositCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "就诊文件：预计的住院费用，格式同 POST /v1/settlements，- 表示标准输入" };
        var server = GatewayCalls.ServerOption("网关地址");
        server.DefaultValueFactory = _ => HealthCommand.DefaultServer;
        var json = PolicyCommands.JsonOption();
        var command = new Command("quote-deposit", "试算住院押金：等于预测个人负担，先诊疗后付费的不收；不入账") { file, server, json };
        command.SetAction((parsed, cancellation) => GatewayCalls.GuardAsync(async () =>
        {
            if (await QuoteCommand.ReadAsync(parsed.GetRequiredValue(file), cancellation) is not { } visit)
            {
                return ExitCode.Usage;
            }

            await using var client = GatewayClient.Of(parsed.GetValue(server)!);
            var answer = await client.PostAsync("v1/deposits:quote", new JsonObject { ["visit"] = visit }, cancellation);
            return answer.IsError ? GatewayCalls.Refuse(answer) : Print(answer.Body, parsed.GetValue(json));
        }));
        return command;
    }

    private static int Print(JsonObject body, bool json)
    {
        if (json)
        {
            Terminal.Json(body);
            return ExitCode.Done;
        }

        foreach (var sentence in body["sentences"]?.AsArray() ?? [])
        {
            Console.Out.WriteLine(sentence);
        }

        foreach (var other in body["others"]?.AsArray() ?? [])
        {
            Console.Out.WriteLine($"  {other!["name"]}：个人负担 {Yuan(other, "patientFen")} 元，押金 {Yuan(other, "depositFen")} 元");
        }

        return ExitCode.Done;
    }

    private static string Yuan(JsonNode row, string field) => ExactNumber.Yuan(row[field]?.GetValue<long>() ?? 0);
}
