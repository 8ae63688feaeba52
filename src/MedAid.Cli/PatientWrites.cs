using System.CommandLine;
using System.Text.Json.Nodes;
using MedAid.Core;

namespace MedAid.Cli;

/// <summary>The commands that write into patients' accounts: who, under which request id, and the receipt.</summary>
internal static class PatientWrites
{
    /// <summary>A command about a person at a hospital: by key, or with the id number from standard input.</summary>
    public static Command OfPerson(string name, string description, string path, Option[] options, Action<ParseResult, JsonObject> fill)
    {
        var key = new Option<string>("--key") { Description = "人员编号；不写则从标准输入读身份证号码", DefaultValueFactory = _ => "" };
        return Of(name, description, _ => path, [key, .. options], async (parsed, body, cancellation) =>
        {
            var hospital = options.OfType<Option<string>>().Single(o => o.Name == "--hospital");
            body["hospitalCode"] = parsed.GetValue(hospital);
            body[parsed.GetValue(key)!.Length > 0 ? "personKey" : "idNumber"] = parsed.GetValue(key) is { Length: > 0 } given
                ? given
                : (await Console.In.ReadLineAsync(cancellation))?.Trim() ?? "";
            fill(parsed, body);
        });
    }

    /// <summary>A command that writes.</summary>
    public static Command Of(
        string name, string description, Func<ParseResult, string> path, Option[] options, Action<ParseResult, JsonObject> fill) =>
        Of(name, description, path, options, (parsed, body, _) =>
        {
            fill(parsed, body);
            return Task.CompletedTask;
        });

    private static Command Of(
        string name, string description, Func<ParseResult, string> path, Option[] options,
        Func<ParseResult, JsonObject, CancellationToken, Task> fill)
    {
        var requestId = new Option<string>("--request-id")
        {
            Description = "请求号，同一请求号再做一次没有第二次效果；不写则新编一个", DefaultValueFactory = _ => Guid.NewGuid().ToString(),
        };
        var asker = new Option<string>("--operator") { Description = "经办人", DefaultValueFactory = _ => Environment.UserName };
        var only = new Option<bool>("--validate-only") { Description = "只检查，不办理" };
        var server = GatewayCalls.ServerOption("网关地址");
        server.DefaultValueFactory = _ => HealthCommand.DefaultServer;
        var json = PolicyCommands.JsonOption();
        var command = new Command(name, description) { requestId, asker, only, server, json };
        Array.ForEach(options, command.Add);
        command.SetAction((parsed, cancellation) => GatewayCalls.GuardAsync(async () =>
        {
            await using var client = GatewayClient.Of(parsed.GetValue(server)!);
            var body = new JsonObject
            {
                ["requestId"] = parsed.GetValue(requestId), ["operator"] = parsed.GetValue(asker), ["validateOnly"] = parsed.GetValue(only),
            };
            await fill(parsed, body, cancellation);
            var answer = await client.PostAsync(path(parsed), body, cancellation);
            return answer.IsError ? GatewayCalls.Refuse(answer) : Print(answer.Body, parsed.GetValue(json));
        }));
        return command;
    }

    private static int Print(JsonObject record, bool json)
    {
        if (json)
        {
            Terminal.Json(record);
            return ExitCode.Done;
        }

        Console.Out.WriteLine(record["sentence"]);
        foreach (var (field, title) in new[] { ("receiptNumber", "收据号"), ("agreementId", "协议号"), ("proposalId", "核销申请号"), ("personKey", "人员编号") })
        {
            if (record[field]?.GetValue<string>() is { Length: > 0 } text)
            {
                Console.Out.WriteLine($"{title}  {text}");
            }
        }

        if (record["leftFen"]?.GetValue<long>() is > 0 and var leftFen)
        {
            Console.Out.WriteLine($"这笔结算个人负担还有 {ExactNumber.Yuan(leftFen)} 元");
        }

        Console.Out.WriteLine(Balance(record["balance"]));
        return ExitCode.Done;
    }

    /// <summary>Where an account stands, in one line.</summary>
    public static string Balance(JsonNode? balance)
    {
        string Yuan(string field) => ExactNumber.Yuan(balance?[field]?.GetValue<long>() ?? 0);
        return $"欠款 {Yuan("owedFen")} 元，押金 {Yuan("depositFen")} 元，应退 {Yuan("refundDueFen")} 元";
    }
}
