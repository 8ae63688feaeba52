using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using MedAid.Policies;

namespace MedAid.Cli;

/// <summary>`medaid quote FILE`: what a visit would cost the patient, and why; nothing is recorded.</summary>
internal static class QuoteCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "就诊文件：POST /v1/settlements 的报文，- 表示标准输入" };
        var compare = new Option<bool>("--compare") { Description = "同时比较门诊与参照住院、各家医院，指出患者负担最少的" };
        var sessions = new Option<int>("--sessions") { Description = "与 --compare 同用：每月同样就诊几次，推算到年底", HelpName = "次数" };
        var server = GatewayCalls.ServerOption("问运行中的网关，计入既往累计；不写则在本命令内试算，本年无既往就诊");
        var reading = PolicyCommands.ReadingOption();
        var json = PolicyCommands.JsonOption();
        var command = new Command("quote", "试算一次就诊：谁付多少、依据哪一条，不入账") { file, compare, sessions, server, reading, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(server) is not null && result.GetValue(reading) is { IsEmpty: false })
            {
                result.AddError("--reading 只用于本命令内试算；运行中的网关按它自己的设置 Readings");
            }
        });
        command.SetAction((parsed, cancellation) => GatewayCalls.GuardAsync(() => QuoteAsync(
            parsed.GetRequiredValue(file),
            new JsonObject { ["compare"] = parsed.GetValue(compare), ["sessionsPerMonth"] = parsed.GetValue(sessions) },
            parsed.GetValue(server), parsed.GetValue(reading)!, parsed.GetValue(json), cancellation)));
        return command;
    }

    private static async Task<int> QuoteAsync(
        FileInfo file, JsonObject request, Uri? server, ReadingChoices readings, bool json, CancellationToken cancellation)
    {
        if (await ReadAsync(file, cancellation) is not { } visit)
        {
            return ExitCode.Usage;
        }

        if (server is null)
        {
            await Console.Error.WriteLineAsync("未指定 --server：按本年无既往就诊试算");
        }

        await using var client = server is null ? await GatewayClient.InsideAsync(readings, cancellation) : GatewayClient.Of(server);
        request["visit"] = visit;
        var answer = await client.PostAsync("/v1/settlements:quote", request, cancellation);
        if (json)
        {
            Terminal.Json(answer.Body);
            return answer.IsError ? GatewayCalls.Refuse(answer) : ExitCode.Done;
        }

        if (answer.IsError)
        {
            return GatewayCalls.Refuse(answer);
        }

        BreakdownPrint.Print(answer.Body["breakdown"]!);
        BreakdownPrint.PrintAlternatives(answer.Body["alternatives"]!.AsArray(), $"{answer.Body["recommendation"]}");
        foreach (var warning in answer.Body["warnings"]!.AsArray())
        {
            await Console.Error.WriteLineAsync($"注意：{warning}");
        }

        return ExitCode.Done;
    }

    /// <summary>The visit of a settle or quote body, or the visit itself.</summary>
    internal static async Task<JsonNode?> ReadAsync(FileInfo file, CancellationToken cancellation)
    {
        try
        {
            var text = file.Name == "-"
                ? await Console.In.ReadToEndAsync(cancellation)
                : await File.ReadAllTextAsync(file.FullName, cancellation);
            if (JsonNode.Parse(text) is JsonObject body)
            {
                return body["visit"]?.DeepClone() ?? body;
            }
        }
        catch (JsonException e)
        {
            await Console.Error.WriteLineAsync($"{file}:{(e.LineNumber ?? 0) + 1}: 不是合法的 JSON");
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{file}: 文件打不开，请检查路径和权限");
            return null;
        }

        await Console.Error.WriteLineAsync($"{file}: 应是一个 JSON 对象");
        return null;
    }
}
