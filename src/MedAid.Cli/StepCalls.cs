using System.CommandLine;
using System.Text.Json.Nodes;

namespace MedAid.Cli;

/// <summary>What the commands that record something about persons have in common: the caller's key, and trying without effect.</summary>
internal sealed class StepCalls
{
    private readonly PeopleCalls calls = new();
    private readonly Option<string> request = new("--request-id")
    {
        Description = "请求号；重做时用同一个，就不会记两次。不写则每次新的", DefaultValueFactory = _ => Guid.NewGuid().ToString(),
    };

    private readonly Option<bool> validateOnly = new("--validate-only") { Description = "只检查，不写入" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(request);
        command.Options.Add(validateOnly);
        calls.AddTo(command);
    }

    /// <summary>The body with key and mode.</summary>
    public JsonObject Key(ParseResult parsed, JsonObject body)
    {
        body["requestId"] = parsed.GetValue(request);
        body["validateOnly"] = parsed.GetValue(validateOnly);
        return body;
    }

    /// <summary>Whether JSON is wanted.</summary>
    public bool WantsJson(ParseResult parsed) => calls.WantsJson(parsed);

    /// <summary>Runs a call against the gateway.</summary>
    public Task<int> RunAsync(ParseResult parsed, Func<GatewayClient, Task<int>> call) => calls.RunAsync(parsed, call);
}
