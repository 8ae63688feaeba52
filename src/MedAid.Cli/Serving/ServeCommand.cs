using System.CommandLine;
using MedAid.Gateway.Hosting;

namespace MedAid.Cli;

/// <summary>`medaid serve`: the gateway in the foreground, with the same settings as the gateway's own program.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var settings = new Argument<string[]>("settings")
        {
            Description = "设置，如 -- --MedAid:HttpPort=8081；也可用 MEDAID__ 开头的环境变量",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("serve", "运行网关，直到 Ctrl+C 或 SIGTERM") { settings };
        command.SetAction((parsed, _) => GatewayProgram.RunAsync(parsed.GetValue(settings) ?? []));
        return command;
    }
}
