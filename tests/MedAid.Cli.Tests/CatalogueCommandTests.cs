using System.Text.Json;

namespace MedAid.Cli.Tests;

public sealed class CatalogueCommandTests
{
    [Fact]
    public async Task A_catalogue_without_problems_exits_0_and_prints_nothing_but_the_count()
    {
        var run = await Medaid.RunAsync("catalogue", "check", "samples/catalogue.csv");
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.Matches("^2[0-9]{2} 条可用，0 个问题", run.Errors);
    }

    [Fact]
    public async Task Each_problem_is_a_line_with_file_and_number_and_it_exits_1()
    {
        var file = Path.GetTempFileName();
        try
        {
            var text = await File.ReadAllTextAsync(Path.Combine(Medaid.Repository, "samples", "catalogue.csv"));
            await File.WriteAllTextAsync(file, text.Replace("普通挂号费,registration,A", "普通挂号费,,D", StringComparison.Ordinal));

            var run = await Medaid.RunAsync("catalogue", "check", file);
            Assert.Equal(1, run.ExitCode);
            Assert.Equal(2, run.Lines.Length);
            Assert.StartsWith($"{file}:2: MISSING_KEY: category", run.Lines[0], StringComparison.Ordinal);
            Assert.StartsWith($"{file}:2: UNKNOWN_WORD: class", run.Lines[1], StringComparison.Ordinal);

            var json = await Medaid.RunAsync("catalogue", "check", file, "--json");
            Assert.Equal(1, json.ExitCode);
            var problems = JsonDocument.Parse(json.Output).RootElement.GetProperty("problems");
            Assert.Equal(["category", "class"], problems.EnumerateArray().Select(p => p.GetProperty("path").GetString()));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Without_a_file_it_is_a_slip_of_usage() =>
        Assert.Equal(2, (await Medaid.RunAsync("catalogue", "check")).ExitCode);

    [Fact]
    public async Task An_item_is_shown_by_either_code_with_its_substitutes_and_days()
    {
        var file = Path.GetTempFileName() + ".csv";
        try
        {
            await File.WriteAllTextAsync(file, """
                code,hospital_item_code,name,category,class,first_self_pay,ceiling,restricted,restriction,unit,effective,ends,note,substitutes,days_of_supply
                X1,H1,药甲,drug,B,0.10,1.5,true,二线,盒,2021-01-01,,,X2,14
                X2,H2,药乙,drug,A,,,false,,盒,2021-01-01,,,,7
                """);
            var run = await Medaid.RunAsync("catalogue", "show", "H1", "--file", file, "--json");
            Assert.True(run.ExitCode == 0, run.Errors);
            var item = JsonDocument.Parse(run.Output).RootElement[0];
            Assert.Equal(("X1", "1.50", 14), (
                item.GetProperty("code").GetString(), item.GetProperty("ceiling").GetString(), item.GetProperty("days_of_supply").GetInt32()));
            Assert.Equal("药乙", item.GetProperty("substitutes")[0].GetProperty("name").GetString());
            Assert.Contains("X2 药乙", (await Medaid.RunAsync("catalogue", "show", "X1", "--file", file)).Output, StringComparison.Ordinal);
            Assert.Equal(1, (await Medaid.RunAsync("catalogue", "show", "X9", "--file", file)).ExitCode);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
