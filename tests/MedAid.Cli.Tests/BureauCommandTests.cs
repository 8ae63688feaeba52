namespace MedAid.Cli.Tests;

/// <summary>The link to the bureau by hand, against a gateway without links: nothing is open, and nothing can be decided.</summary>
public sealed class BureauCommandTests
{
    [Fact]
    public async Task Status_and_what_is_pending_are_printed_and_a_task_that_is_not_there_cannot_be_resolved()
    {
        var data = Directory.CreateTempSubdirectory("medaid-cli-");
        await using (var served = await Served.StartAsync(data.FullName))
        {
            Task<Run> Run(params string[] words) => Medaid.RunAsync(["bureau", .. words, "--server", served.Address, "--operator", "李经办"]);
            Assert.Equal((0, "0 条链路"), Told(await Run("status")));
            Assert.Equal((0, "0 项"), Told(await Run("pending", "--parked")));
            string[] decision = ["resolve", "--task", "7", "--note", "平台已更正", "--decision", "try_again"];
            var missing = await Run([.. decision, "--checked-by", "王"]);
            Assert.NotEqual(0, missing.ExitCode);
            Assert.Contains("没有这个编号的平台任务", missing.Errors, StringComparison.Ordinal);
            var alone = await Run([.. decision, "--checked-by", "李经办"]);
            Assert.Contains("复核人要是另一个人", alone.Errors, StringComparison.Ordinal);
        }

        data.Delete(recursive: true);
    }

    private static (int ExitCode, string Output) Told(Run run) => (run.ExitCode, run.Output.TrimEnd());
}
