using System.Buffers;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using MedAid.Gateway.Hosting;

namespace MedAid.Cli;

/// <summary>
/// What all commands that call a gateway have in common: where it is, who asks and in which role, the form of the answer; for those that
/// write, the key of the request as well. It turns refusals and outages into sentences and exit codes.
/// </summary>
internal sealed class CommandFrame
{
    private static readonly SearchValues<char> CodeCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private readonly Option<Uri?> server = ServerOption($"网关地址；不写则取环境变量 MEDAID_SERVER，没有则为 {DefaultServer}");
    private readonly Option<string> asker = new("--operator")
    {
        Description = "经办人；不写则取环境变量 MEDAID_OPERATOR，没有则为系统用户名", DefaultValueFactory = _ => Setting("MEDAID_OPERATOR") ?? Environment.UserName,
    };

    private readonly Option<string> role = new("--role")
    {
        Description = "角色；有权的角色看到完整姓名和号码，如 insurance_office；不写则取环境变量 MEDAID_ROLE",
        DefaultValueFactory = _ => Setting("MEDAID_ROLE") ?? "",
    };

    private readonly Option<bool> json = Input.Json();
    private readonly Option<string> requestId = Input.Text("--request-id", "请求号；重做时写同一个，就不会登记两次。不写则新编一个");
    private readonly Option<bool> validateOnly = Input.Flag("--validate-only", "只检查、试算，不登记");

    /// <summary>Where a gateway answers that nobody configured.</summary>
    public static Uri DefaultServer { get; } = new("http://127.0.0.1:8080");

    /// <summary>A command that asks once and prints the answer.</summary>
    public static Command Ask<T>(
        string name, string description, Symbol[] symbols, Func<GatewayCall, AsyncUnaryCall<T>> ask, Action<T> print, Func<T, int>? exit = null)
        where T : class, IMessage =>
        Run(name, description, symbols, async call => call.Print(await ask(call), print, exit));

    /// <summary>A command that reads something first, asks once, and prints the answer.</summary>
    public static Command Ask<T>(
        string name, string description, Symbol[] symbols, Func<GatewayCall, Task<T>> ask, Action<T> print, Func<T, int>? exit = null)
        where T : class, IMessage =>
        Run(name, description, symbols, async call => call.Print(await ask(call), print, exit));

    /// <summary>A command that writes by one call and prints the outcome.</summary>
    public static Command Write<T>(
        string name, string description, Symbol[] symbols, Func<GatewayCall, AsyncUnaryCall<T>> write, Action<T> print,
        Func<T, int>? exit = null)
        where T : class, IMessage =>
        Run(name, description, symbols, async call => call.Print(await write(call), print, exit), writes: true);

    /// <summary>A command that reads something first, writes by one call, and prints the outcome.</summary>
    public static Command Write<T>(
        string name, string description, Symbol[] symbols, Func<GatewayCall, Task<T>> write, Action<T> print, Func<T, int>? exit = null)
        where T : class, IMessage =>
        Run(name, description, symbols, async call => call.Print(await write(call), print, exit), writes: true);

    /// <summary>A command of several calls; it leaves an exit code.</summary>
    public static Command Run(string name, string description, Symbol[] symbols, Func<GatewayCall, Task<int>> run, bool writes = false)
    {
        var frame = new CommandFrame();
        var command = new Command(name, description);
        Symbol[] own = writes ? [frame.requestId, frame.validateOnly] : [];
        foreach (var symbol in (Symbol[])[.. symbols, .. own, frame.server, frame.asker, frame.role, frame.json])
        {
            Input.Add(command, symbol);
        }

        command.SetAction(async (parsed, cancellation) =>
        {
            await using var gateway = GatewayClient.Of(
                parsed.GetValue(frame.server) ?? DefaultServer, parsed.GetValue(frame.asker)!, parsed.GetValue(frame.role)!, cancellation);
            var call = new GatewayCall(gateway, parsed, cancellation)
            {
                WantsJson = parsed.GetValue(frame.json),
                GivenRequestId = writes ? parsed.GetValue(frame.requestId)! : "", ValidateOnly = writes && parsed.GetValue(frame.validateOnly),
            };
            return await GuardAsync(() => run(call), call);
        });
        return command;
    }

    /// <summary>An option that takes the address of a gateway.</summary>
    public static Option<Uri?> ServerOption(string description) => new("--server")
    {
        Description = description,
        HelpName = "URL",
        DefaultValueFactory = result => Setting("MEDAID_SERVER") is { } text ? Address(text, "环境变量 MEDAID_SERVER", result) : null,
        CustomParser = result => Address(result.Tokens[0].Value, "--server", result),
    };

    /// <summary>Runs a call and turns refusals, outages and start problems into a sentence and an exit code.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> run, GatewayCall? call = null)
    {
        try
        {
            return await run();
        }
        catch (StartProblemException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return ExitCode.Configuration;
        }
        catch (RpcException refusal)
        {
            return Refuse(refusal, call);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException or InvalidProtocolBufferException)
        {
            await Console.Error.WriteLineAsync("网关连不上或没有按时回答，请检查 --server 和网关是否在运行");
            if (e is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError })
            {
                call?.TellHowToRepeat();
            }

            return ExitCode.Unreachable;
        }
    }

    /// <summary>Prints an error of the gateway: the sentence, every bad field, the reason code.</summary>
    public static int Refuse(RpcException refusal, GatewayCall? call = null)
    {
        var status = refusal.GetRpcStatus();
        var info = status?.GetDetail<ErrorInfo>();
        Console.Error.WriteLine($"{status?.GetDetail<LocalizedMessage>()?.Message ?? refusal.Status.Detail}（{info?.Reason}）");
        foreach (var violation in status?.GetDetail<BadRequest>()?.FieldViolations ?? [])
        {
            Console.Error.WriteLine($"  {violation.Field}  {WithoutCode(violation.Description)}");
        }

        if (info?.Metadata.GetValueOrDefault("outcome") != "unknown")
        {
            return ExitCode.Refused;
        }

        call?.TellHowToRepeat();
        return ExitCode.Unreachable;
    }

    /// <summary>The sentence without the rule's code in front of it, which is for programs.</summary>
    private static string WithoutCode(string description)
    {
        var end = description.IndexOf(": ", StringComparison.Ordinal);
        return end > 0 && description.AsSpan(0, end).IndexOfAnyExcept(CodeCharacters) < 0 ? description[(end + 2)..] : description;
    }

    private static Uri? Address(string text, string where, SymbolResult result)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            return uri;
        }

        result.AddError($"{where} 要写成 http://地址:端口");
        return null;
    }

    private static string? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? text : null;
}
