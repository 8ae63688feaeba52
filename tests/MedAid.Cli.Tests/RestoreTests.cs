using System.Diagnostics;
using System.Text;

namespace MedAid.Cli.Tests;

/// <summary>Backup, damage and restore with the commands that docs/OPERATIONS.md names; and what is said of files that are no ledger.</summary>
public sealed class RestoreTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("medaid-restore-");

    private string Data => Path.Combine(folder.FullName, "data");

    public void Dispose() => folder.Delete(recursive: true);

    [BackupFact]
    public async Task What_was_backed_up_while_the_gateway_ran_is_restored_and_proved_by_the_commands_of_the_document()
    {
        await using (var served = await Served.StartAsync(Data))
        {
            await served.SettleSampleAsync();
            await RunDocumentedAsync("Backup");
        }

        await File.WriteAllTextAsync(Path.Combine(Data, "medaid.db"), "garbage");
        var damaged = await Medaid.RunOnDataAsync(Data, "ledger", "verify");
        Assert.Equal((3, ""), (damaged.ExitCode, damaged.Output));
        Assert.Contains("账本文件已损坏", damaged.Errors, StringComparison.Ordinal);

        var said = await RunDocumentedAsync("Restore");

        Assert.Contains("1 笔结算", said, StringComparison.Ordinal);
        Assert.Contains("0 处差异", said, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder.FullName, "aside", "medaid.db")));
        await using var again = await Served.StartAsync(Data);
        await again.SettleSampleAsync();
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("verify-chain")]
    public async Task No_ledger_an_empty_one_and_a_damaged_one_are_each_one_sentence(string command)
    {
        var missing = await Medaid.RunOnDataAsync(Data, "ledger", command);
        AssertOneSentence(missing, "没有账本文件");
        Assert.False(Directory.Exists(Data));

        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "medaid.db"), "");
        AssertOneSentence(await Medaid.RunOnDataAsync(Data, "ledger", command), "0 字节");

        await File.WriteAllTextAsync(Path.Combine(Data, "medaid.db"), "garbage");
        AssertOneSentence(await Medaid.RunOnDataAsync(Data, "ledger", command), "已损坏");
    }

    private static void AssertOneSentence(Run run, string says)
    {
        Assert.Equal((3, ""), (run.ExitCode, run.Output));
        Assert.Contains(says, Assert.Single(run.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    /// <summary>Runs the first commands of a section as they stand, with <c>medaid</c> as it was built.</summary>
    private async Task<string> RunDocumentedAsync(string section)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Medaid.Repository, "docs", "OPERATIONS.md"));
        var commands = text.Split($"\n## {section}\n")[1].Split("```sh\n")[1].Split("```")[0];
        var start = new ProcessStartInfo("sh", ["-ec", $"medaid() {{ dotnet '{Medaid.Program}' \"$@\"; }}\n{commands}"])
        {
            WorkingDirectory = folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["MEDAID__POSTGRES"] = null;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync().Within();
        await process.WaitForExitAsync().Within();
        Assert.True(process.ExitCode == 0, $"{commands}\n{output}\n{await errors}");
        return output;
    }
}
