using System.Text.RegularExpressions;

namespace MedAid.Cli.Tests;

public sealed partial class RosterCommandTests
{
    /// <summary>docs/OPERATIONS.md: a trial that writes nothing, the full list, and the changes, of which two end identities of that list.</summary>
    [Fact]
    public async Task The_lists_of_the_document_are_taken_in_its_order()
    {
        var folder = Directory.CreateTempSubdirectory("medaid-lists-");
        await using (var gateway = await Served.StartAsync(folder.FullName))
        {
            var page = await File.ReadAllTextAsync(Path.Combine(Medaid.Repository, "docs/OPERATIONS.md"));
            var outputs = new List<string>();
            foreach (var command in Import().Matches(page).Select(m => m.Groups[1].Value.Trim().Split(' ')))
            {
                string[] words = [.. command.Select(w => w.StartsWith("samples/", StringComparison.Ordinal) ? Path.Combine(Medaid.Repository, w) : w)];
                var run = await Medaid.RunAsync([.. words, "--operator", "受理员", "--server", gateway.Address]);
                Assert.True(run.ExitCode == 0, $"{string.Join(' ', command)}: {run.Output}{run.Errors}");
                outputs.Add(run.Output);
            }

            Assert.Equal(3, outputs.Count);
            Assert.StartsWith("只试查，没有写入", outputs[0], StringComparison.Ordinal);
            Assert.Contains("变动 4，未采用 0", outputs[0], StringComparison.Ordinal);
            Assert.Contains("变动 4，未采用 0", outputs[1], StringComparison.Ordinal);
            Assert.Contains("  兴县（141123）  ", outputs[1], StringComparison.Ordinal);

            // The same file of another county is another request, not the first one under a used id.
            var full = Path.Combine(Medaid.Repository, "samples", "rosters", "annex2-full-list.csv");
            var other = await Medaid.RunAsync(
                "roster", "import", full, "--county", "141124", "--validate-only", "--operator", "受理员", "--server", gateway.Address);
            Assert.Contains("（141124）", other.Output, StringComparison.Ordinal);
            Assert.Contains("未采用 0", outputs[2], StringComparison.Ordinal);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_form_comes_as_a_file_on_standard_output()
    {
        var run = await Medaid.RunAsync("roster", "template", "annex3", "--csv");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("动态调整工作类型", run.Output, StringComparison.Ordinal);

        var unknown = await Medaid.RunAsync("roster", "template", "annex9");
        Assert.Equal(2, unknown.ExitCode);
    }

    [Fact]
    public async Task Without_a_gateway_the_shell_is_told_so()
    {
        var run = await Medaid.RunAsync(
            "roster", "import", "samples/rosters/annex2-full-list.csv", "--county", "141123", "--server", "http://127.0.0.1:1");
        Assert.Equal(4, run.ExitCode);
        Assert.Contains("网关连不上", run.Errors, StringComparison.Ordinal);
    }

    [GeneratedRegex("^medaid (roster import [^#\n]+)", RegexOptions.Multiline)]
    private static partial Regex Import();
}
