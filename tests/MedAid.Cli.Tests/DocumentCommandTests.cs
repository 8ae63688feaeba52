using System.Text.RegularExpressions;

namespace MedAid.Cli.Tests;

/// <summary>The commands that documents show are run as they stand there.</summary>
public sealed partial class DocumentCommandTests
{
    public static TheoryData<string> Commands()
    {
        var commands = new TheoryData<string>();
        foreach (Match command in Command().Matches(File.ReadAllText(Path.Combine(Medaid.Repository, "README.md"))))
        {
            commands.Add(command.Groups[1].Value.Trim());
        }

        return commands;
    }

    [Fact]
    public void The_readme_shows_commands() => Assert.True(Commands().Count >= 3);

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_of_the_readme_does_what_it_says(string command)
    {
        var run = await Medaid.RunAsync(command.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.True(run.ExitCode == 0, $"{command}: exit code {run.ExitCode}\n{run.Output}\n{run.Errors}");
        Assert.NotEmpty(run.Output + run.Errors);
    }

    [GeneratedRegex(@"^dotnet run --project src/MedAid\.Cli -- ([^#\n<]+)", RegexOptions.Multiline)]
    private static partial Regex Command();
}
