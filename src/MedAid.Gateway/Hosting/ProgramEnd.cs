using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using MedAid.Settlement.Ports;
using MedAid.Stores;
using MedAid.Stores.Postgres;
using Microsoft.AspNetCore.Connections;

namespace MedAid.Gateway.Hosting;

/// <summary>
/// How a failure ends a program: a Chinese sentence that says what to do, and an exit code of docs/OPERATIONS.md. What nobody foresaw is
/// written to a file of its owner's alone, and the sentence names it.
/// </summary>
public sealed partial record ProgramEnd(int ExitCode, string Text)
{
    /// <summary>The command line or a file that it names was not understood.</summary>
    public const int BadInput = 2;

    /// <summary>Settings, packs, reference files or stores do not let it start.</summary>
    public const int CannotStart = 3;

    /// <summary>Nobody answered in time.</summary>
    public const int Unreachable = 4;

    /// <summary>A defect of the program.</summary>
    public const int Defect = 6;

    /// <summary>Runs a program to its end; a failure becomes its sentence on standard error and its exit code.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> program, string before = "")
    {
        try
        {
            return await program();
        }
        catch (Exception failure)
        {
            var end = Of(failure);

            // A start has no input files: what cannot be opened is of its settings or stores.
            end = before.Length > 0 && end.ExitCode == BadInput ? end with { ExitCode = CannotStart } : end;
            await Console.Error.WriteLineAsync($"{before}{end.Text}");
            return end.ExitCode;
        }
    }

    /// <summary>Lets a failure that nobody waits for end the process in the same way.</summary>
    public static void CatchTheRest() => AppDomain.CurrentDomain.UnhandledException += (_, e) =>
    {
        var end = Of((Exception)e.ExceptionObject);
        Console.Error.WriteLine(end.Text);
        Environment.Exit(end.ExitCode);
    };

    /// <summary>What a failure means.</summary>
    public static ProgramEnd Of(Exception failure) => failure switch
    {
        StartProblemException or UnfitDatabaseException => new(CannotStart, failure.Message),
        LedgerUnavailableException { Away: true } or LedgerUnavailableException { Busy: true } or LedgerUnknownException =>
            new(Unreachable, failure.Message),
        LedgerUnavailableException or LedgerDamagedException => new(CannotStart, failure.Message),
        IOException { InnerException: AddressInUseException } => new(
            CannotStart, $"端口已被占用（{Address().Match(failure.Message).Value}）。请停掉占用它的程序，或设置 MEDAID__HTTPPORT、MEDAID__GRPCPORT"),
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => new(
            CannotStart, "本机没有 MedAid:ListenAddress 所写的地址；请写 127.0.0.1、0.0.0.0 或本机的一个地址"),
        SocketException { SocketErrorCode: SocketError.AccessDenied } => new(
            CannotStart, "不允许使用所设的端口；1024 以下的端口要有权限，请改用别的 MEDAID__HTTPPORT、MEDAID__GRPCPORT"),
        HttpRequestException or OperationCanceledException => new(Unreachable, "网关连不上或没有按时回答，请检查 --server 和网关是否在运行"),
        IOException or UnauthorizedAccessException => new(
            BadInput, $"文件打不开或写不了：{InQuotes().Match(failure.Message).Groups[1].Value}；请检查路径、权限和磁盘空间"),
        _ => new(Defect, $"程序内部错误，没有办完。{Details(failure)}"),
    };

    private static string Details(Exception failure)
    {
        var file = Path.Combine(Path.GetTempPath(), $"medaid-error-{RandomNumberGenerator.GetHexString(12, lowercase: true)}.txt");
        try
        {
            OwnersOnly.Write(file, $"{TimeProvider.System.GetUtcNow():O}{Environment.NewLine}{failure}", replace: false);
            return $"详细情况已写入 {file}，请交给信息科";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"详细情况写不进 {file}；错误类别 {failure.GetType().Name}";
        }
    }

    [GeneratedRegex(@"https?://\S+?(?=:\s|$)")]
    private static partial Regex Address();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex InQuotes();
}
