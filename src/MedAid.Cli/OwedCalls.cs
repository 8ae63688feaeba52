using System.CommandLine;
using System.Text.Json.Nodes;
using MedAid.Core;

namespace MedAid.Cli;

/// <summary>What the commands of the finance office have in common: which gateway, who does it, under which key, and amounts in yuan.</summary>
internal sealed class OwedCalls
{
    private readonly Option<Uri?> server = GatewayCalls.ServerOption($"网关地址；不写则为 {HealthCommand.DefaultServer}");
    private readonly Option<string> clerk = new("--operator") { Description = "经办人", DefaultValueFactory = _ => Environment.UserName };
    private readonly Option<string> requestId = new("--request-id") { Description = "请求号，重复时不会登记两次；不写则新生成一个", DefaultValueFactory = _ => "" };
    private readonly Option<bool> validateOnly = new("--validate-only") { Description = "只试算，不登记" };
    private readonly Option<bool> json = PolicyCommands.JsonOption();

    /// <summary>Adds the options of a command that asks.</summary>
    public void AskBy(Command command)
    {
        command.Options.Add(server);
        command.Options.Add(json);
    }

    /// <summary>Adds the options of a command that writes.</summary>
    public void WriteBy(Command command)
    {
        AskBy(command);
        command.Options.Add(clerk);
        command.Options.Add(requestId);
        command.Options.Add(validateOnly);
    }

    /// <summary>Asks, and prints the answer as JSON or in words.</summary>
    public Task<int> AskAsync(
        ParseResult parsed, Func<GatewayClient, Task<GatewayAnswer>> call, Func<JsonObject, int> print) => GatewayCalls.GuardAsync(async () =>
    {
        await using var client = GatewayClient.Of(parsed.GetValue(server) ?? HealthCommand.DefaultServer);
        return Print(parsed, await call(client), print);
    });

    /// <summary>Writes a record: posts a body with key, clerk and whether it is only tried.</summary>
    public Task<int> PostAsync(
        ParseResult parsed, string path, JsonObject body, CancellationToken cancellation, Func<JsonObject, int>? print = null)
    {
        var key = parsed.GetValue(requestId) is { Length: > 0 } given ? given : $"cli-{Guid.NewGuid():N}";
        body["requestId"] = key;
        body["operator"] = parsed.GetValue(clerk);
        body["validateOnly"] = parsed.GetValue(validateOnly);
        Console.Error.WriteLine($"请求号 {key}");
        return AskAsync(parsed, client => client.PostAsync(path, body, cancellation), print ?? OwedPrint.Record);
    }

    /// <summary>An option that takes yuan and gives fen.</summary>
    public static Option<long> YuanOption(string name, string description, bool required = false) => new(name)
    {
        Description = description,
        HelpName = "元",
        Required = required,
        CustomParser = result =>
        {
            if (ExactNumber.Read(result.Tokens[0].Value, 2, out var fen) == NumberProblem.None)
            {
                return fen;
            }

            result.AddError($"{name} 是以元为单位的金额，最多两位小数，如 33.13");
            return 0;
        },
    };

    private int Print(ParseResult parsed, GatewayAnswer answer, Func<JsonObject, int> print)
    {
        if (answer.IsError)
        {
            return GatewayCalls.Refuse(answer);
        }

        if (!parsed.GetValue(json))
        {
            return print(answer.Body);
        }

        Terminal.Json(answer.Body);
        return OwedPrint.HasFaults(answer.Body) ? ExitCode.Failed : ExitCode.Done;
    }
}
