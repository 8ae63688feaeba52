using System.CommandLine;

namespace MedAid.Cli;

/// <summary>What the commands about persons have in common: which gateway, who asks, in which role, and the form of the answer.</summary>
internal sealed class PeopleCalls
{
    private const string DefaultServer = "http://127.0.0.1:8080";

    private readonly Option<Uri?> server = GatewayCalls.ServerOption($"网关地址；不写则为 {DefaultServer}");
    private readonly Option<string> asker = new("--operator") { Description = "经办人；记入查询留痕", DefaultValueFactory = _ => Environment.UserName };
    private readonly Option<string> role = new("--role") { Description = "角色；有权的角色看到完整姓名和号码，如 insurance_office", DefaultValueFactory = _ => "" };
    private readonly Option<bool> json = PolicyCommands.JsonOption();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(server);
        command.Options.Add(asker);
        command.Options.Add(role);
        command.Options.Add(json);
    }

    /// <summary>Who asks.</summary>
    public string Operator(ParseResult parsed) => parsed.GetValue(asker)!;

    /// <summary>Whether JSON is wanted.</summary>
    public bool WantsJson(ParseResult parsed) => parsed.GetValue(json);

    /// <summary>Runs a call against the gateway.</summary>
    public Task<int> RunAsync(ParseResult parsed, Func<GatewayClient, Task<int>> call) => GatewayCalls.GuardAsync(async () =>
    {
        await using var client = GatewayClient.Of(parsed.GetValue(server) ?? new Uri(DefaultServer));
        client.SpeakFor(parsed.GetValue(asker)!, parsed.GetValue(role)!);
        return await call(client);
    });
}
