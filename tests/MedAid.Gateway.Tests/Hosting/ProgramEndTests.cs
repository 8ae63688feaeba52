using System.Net.Sockets;
using MedAid.Gateway.Hosting;
using MedAid.Settlement.Ports;
using MedAid.Stores.Postgres;

namespace MedAid.Gateway.Tests.Hosting;

/// <summary>Whatever ends a program is one Chinese sentence and the exit code that OPERATIONS.md names.</summary>
public sealed class ProgramEndTests
{
    public static TheoryData<Exception, int> Failures => new()
    {
        { new StartProblemException("设置"), 3 },
        { new UnfitDatabaseException("fsync"), 3 },
        { new LedgerDamagedException("损坏"), 3 },
        { new LedgerUnavailableException("密码不对"), 3 },
        { new LedgerUnavailableException("连不上") { Away = true }, 4 },
        { new LedgerUnavailableException("繁忙") { Busy = true }, 4 },
        { new LedgerUnknownException("待确认"), 4 },
        { new SocketException((int)SocketError.AddressNotAvailable), 3 },
        { new HttpRequestException("refused"), 4 },
        { new TaskCanceledException(), 4 },
        { new UnauthorizedAccessException("Access to the path '/x' is denied."), 2 },
        { new FileNotFoundException("Could not find file '/x'."), 2 },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_that_is_foreseen_has_its_exit_code(Exception failure, int exitCode)
    {
        var end = ProgramEnd.Of(failure);
        Assert.Equal(exitCode, end.ExitCode);
        Assert.Single(end.Text.Split('\n'));
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}|fsync", end.Text);
    }

    /// <summary>As a ledger that is a link to nowhere.</summary>
    [Fact]
    public async Task A_start_that_cannot_open_a_file_cannot_start()
    {
        static Task<int> OpenAsync() => throw new FileNotFoundException("Could not find file '/data/medaid.db'.");

        Assert.Equal(ProgramEnd.CannotStart, await ProgramEnd.GuardAsync(OpenAsync, "MedAid 没有启动："));
        Assert.Equal(ProgramEnd.BadInput, await ProgramEnd.GuardAsync(OpenAsync));
    }

    [Fact]
    public void A_defect_says_where_its_details_are_and_nothing_of_them()
    {
        var end = ProgramEnd.Of(new InvalidOperationException("patient 张三"));

        Assert.Equal(6, end.ExitCode);
        Assert.DoesNotContain("张三", end.Text, StringComparison.Ordinal);
        var file = end.Text.Split("已写入 ")[1].Split('，')[0];
        Assert.Contains("patient 张三", File.ReadAllText(file), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        File.Delete(file);
    }
}
