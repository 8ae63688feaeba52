using System.Diagnostics;
using System.Text.RegularExpressions;
using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.National;

/// <summary>What docs/NATIONAL_DOOR.md shows is what happens: its commands, as they stand there, print what stands below them.</summary>
public sealed partial class DoorDocTests
{
    [Fact]
    public async Task The_commands_of_the_page_print_what_the_page_says()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Clone.Root, "docs", "NATIONAL_DOOR.md"));
        await using var gateway = await GatewayProcess.InsideAsync();
        var commands = Commands().Match(page).Groups[1].Value
            .Replace("http://localhost:8080", gateway.Http.BaseAddress!.ToString().TrimEnd('/'), StringComparison.Ordinal);
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var (printed, said) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.StandardInput.WriteAsync(commands);
        shell.StandardInput.Close();
        await shell.WaitForExitAsync().WaitAsync(GatewayProcess.Patience);
        Assert.Equal(("", Printed().Match(page).Groups[1].Value), (await said, await printed));
    }

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Commands();

    [GeneratedRegex("```text\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Printed();
}
