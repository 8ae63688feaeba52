using System.CommandLine;
using System.Text.RegularExpressions;
using Google.Protobuf;

namespace MedAid.Cli;

/// <summary>One run of a command against a gateway: what the user gave, and the key of what is written.</summary>
internal sealed partial class GatewayCall(GatewayClient gateway, ParseResult parsed, CancellationToken cancellation)
{
    private string? requestId;
    private bool readInput;

    public GatewayClient Gateway => gateway;

    public CancellationToken Cancellation => cancellation;

    public required bool WantsJson { get; init; }

    /// <summary>The request id that the user gave; empty if none.</summary>
    public required string GivenRequestId { get; init; }

    public required bool ValidateOnly { get; init; }

    /// <summary>The key of what is written: the user's, or a new one, which is printed before it is sent.</summary>
    public string RequestId => KeyOr($"cli-{Guid.NewGuid():N}");

    /// <summary>The value of an option.</summary>
    public T Get<T>(Option<T> option) => parsed.GetValue(option)!;

    /// <summary>The value of an argument.</summary>
    public T Get<T>(Argument<T> argument) => parsed.GetValue(argument)!;

    /// <summary>The user's key, or one that follows from the content.</summary>
    public string KeyOr(string derived)
    {
        if (requestId is null)
        {
            requestId = GivenRequestId.Length > 0 ? GivenRequestId : derived;
            if (GivenRequestId.Length == 0)
            {
                Console.Error.WriteLine($"请求号 {requestId}");
            }
        }

        return requestId;
    }

    /// <summary>An id number, which does not belong on the command line where the shell keeps it: from standard input.</summary>
    public async Task<string> ReadIdNumberAsync()
    {
        readInput = true;
        return (await Console.In.ReadLineAsync(cancellation))?.Trim() ?? "";
    }

    /// <summary>Prints an answer as JSON or in words.</summary>
    public int Print<T>(T answer, Action<T> print, Func<T, int>? exit = null)
        where T : IMessage
    {
        if (WantsJson)
        {
            Terminal.Json(answer);
        }
        else
        {
            print(answer);
        }

        return exit?.Invoke(answer) ?? ExitCode.Done;
    }

    /// <summary>After an answer that did not come: what may have been written, and how to find out without writing twice.</summary>
    public void TellHowToRepeat()
    {
        if (requestId is null || ValidateOnly)
        {
            return;
        }

        string[] arguments = [.. Environment.GetCommandLineArgs().Skip(1)];
        string[] key = GivenRequestId.Length > 0 ? [] : ["--request-id", requestId];
        Console.Error.WriteLine($"不知道是否已登记。用同一请求号再做一次，已登记的不会登记两次{(readInput ? "；标准输入照样给" : "")}：");
        Console.Error.WriteLine($"  medaid {string.Join(' ', arguments.Concat(key).Select(Quoted))}");
    }

    private static string Quoted(string argument) =>
        Plain().IsMatch(argument) ? argument : $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^[\w./:=@%+,-]+$")]
    private static partial Regex Plain();
}
