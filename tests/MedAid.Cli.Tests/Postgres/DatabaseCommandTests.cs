using System.Text.Json;

namespace MedAid.Cli.Tests.Postgres;

/// <summary>`medaid db` as an administrator uses it before the first start and after an upgrade.</summary>
public sealed class DatabaseCommandTests(DatabaseServer server) : IClassFixture<DatabaseServer>
{
    [ServerFact]
    public async Task Steps_are_listed_as_pending_done_and_then_listed_as_done()
    {
        var database = await server.NewDatabaseAsync();

        var before = await Medaid.RunOnAsync(database, "db", "status");
        Assert.Equal(1, before.ExitCode);
        Assert.Equal("0001  0001-first  待执行", before.Lines[0]);
        Assert.All(before.Lines, line => Assert.EndsWith("待执行", line, StringComparison.Ordinal));

        var migrated = await Medaid.RunOnAsync(database, "db", "migrate");
        Assert.Equal((0, before.Lines.Length), (migrated.ExitCode, migrated.Lines.Length));
        Assert.All(migrated.Lines, line => Assert.EndsWith("执行", line, StringComparison.Ordinal));
        Assert.All(migrated.Lines, line => Assert.DoesNotContain("待执行", line, StringComparison.Ordinal));

        var after = await Medaid.RunOnAsync(database, "db", "status");
        Assert.Equal(0, after.ExitCode);
        Assert.Equal(migrated.Lines, after.Lines);

        var again = await Medaid.RunOnAsync(database, "db", "migrate");
        Assert.Equal((0, ""), (again.ExitCode, again.Output));
    }

    [ServerFact]
    public async Task A_script_reads_the_steps_as_JSON()
    {
        var database = await server.NewDatabaseAsync();
        await Medaid.RunOnAsync(database, "db", "migrate");

        var status = await Medaid.RunOnAsync(database, "db", "status", "--json");

        using var steps = JsonDocument.Parse(status.Output);
        var numbers = steps.RootElement.EnumerateArray().Select(s => s.GetProperty("number").GetInt32()).ToArray();
        Assert.Equal(Enumerable.Range(1, numbers.Length), numbers);
        Assert.All(steps.RootElement.EnumerateArray(), s => Assert.True(s.GetProperty("applied_time").GetDateTimeOffset() > default(DateTimeOffset)));
    }

    [ServerFact]
    public async Task Two_who_migrate_at_once_do_each_step_once()
    {
        var database = await server.NewDatabaseAsync();

        var runs = await Task.WhenAll(Medaid.RunOnAsync(database, "db", "migrate"), Medaid.RunOnAsync(database, "db", "migrate"));

        Assert.All(runs, run => Assert.Equal((0, ""), (run.ExitCode, run.Errors)));
        var status = await Medaid.RunOnAsync(database, "db", "status");
        Assert.Equal(status.Lines, runs.SelectMany(r => r.Lines).Order(StringComparer.Ordinal));
    }

    [ServerFact]
    public async Task A_database_of_a_newer_version_is_left_alone()
    {
        var database = await server.NewDatabaseAsync();
        await Medaid.RunOnAsync(database, "db", "migrate");
        await DatabaseServer.RunAsync(database, "INSERT INTO migration (number, name) VALUES (99, '0099-of-the-future')");

        foreach (var command in (string[][])[["db", "migrate"], ["ledger", "verify"]])
        {
            var run = await Medaid.RunOnAsync(database, command);
            Assert.Equal(3, run.ExitCode);
            Assert.Contains("0099-of-the-future", run.Errors, StringComparison.Ordinal);
            Assert.Contains("请升级本程序", run.Errors, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("db", "status")]
    [InlineData("db", "migrate")]
    [InlineData("ledger", "verify")]
    public async Task A_database_that_is_away_is_one_sentence_without_the_password(string group, string command)
    {
        // Nothing listens on port 1.
        var run = await Medaid.RunOnAsync("Host=127.0.0.1;Port=1;Database=medaid;Username=medaid;Password=geheim", group, command);

        Assert.Equal((4, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("连不上 PostgreSQL，或它没有按时回答；请检查数据库是否运行", run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.TrimEnd().Split('\n'));
        Assert.DoesNotContain("geheim", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("db", "status")]
    [InlineData("db", "migrate")]
    public async Task Without_a_connection_string_it_says_which_setting_to_make(string group, string command)
    {
        var run = await Medaid.RunAsync(group, command);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("MEDAID__POSTGRES", run.Errors, StringComparison.Ordinal);
    }
}
