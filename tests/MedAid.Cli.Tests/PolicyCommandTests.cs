using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MedAid.Oracle;

namespace MedAid.Cli.Tests;

public sealed partial class PolicyCommandTests
{
    private const string Line = """
        {"pack":{"pack":"p","scheme":"resident","layers":[{"id":"basic","covers":["in_scope"],"rules":[{"ratio":0.85}]}]},
        "visit":{"date":"2022-07-12","charges":{"in_scope":400}}}
        """;

    /// <summary>400 × 85 % = 340 paid, 60 left; both as one line of JSON.</summary>
    private static readonly string Good = Line.ReplaceLineEndings("");

    [Fact]
    public async Task Test_runs_the_examples_of_the_packs_and_closes_with_the_count()
    {
        var run = await Medaid.RunAsync("policy", "test", "packs", "tests/cases");

        Assert.Equal(0, run.ExitCode);
        var count = Count().Match(run.Lines[^1]);
        Assert.True(count.Success, run.Output);
        Assert.Equal("0", count.Groups["failed"].Value);
        Assert.True(int.Parse(count.Groups["passed"].Value, CultureInfo.InvariantCulture) > 50, run.Lines[^1]);
        Assert.Single(run.Lines);
    }

    [Fact]
    public async Task Test_looks_into_packs_when_no_path_is_given()
    {
        var run = await Medaid.RunAsync("policy", "test");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal((await Medaid.RunAsync("policy", "test", "packs")).Output, run.Output);
    }

    [Fact]
    public async Task A_failing_example_is_named_with_both_amounts_and_exits_1()
    {
        using var folder = new Folder();
        var file = folder.Write("cases.json", $$"""
            {"examples": [
              {"example": "right", {{Good[1..^1]}}, "expect": {"patient": 60} },
              {"example": "wrong", {{Good[1..^1]}}, "expect": {"layers": {"basic": 340.01} } }]}
            """);

        var run = await Medaid.RunAsync("policy", "test", file);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("1 passed, 1 failed", run.Lines[^1]);
        Assert.Contains($"FAILED {file}: wrong", run.Output, StringComparison.Ordinal);
        Assert.Contains("340.01", run.Output, StringComparison.Ordinal);
        Assert.Contains("340.00", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("right", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_ran_the_count_is_zero_and_it_exits_1()
    {
        using var folder = new Folder();
        var run = await Medaid.RunAsync("policy", "test", folder.Path);
        Assert.Equal((1, "0 passed, 0 failed"), (run.ExitCode, Assert.Single(run.Lines)));
    }

    [Fact]
    public async Task A_file_that_is_not_there_or_cannot_be_read_is_one_failure()
    {
        using var folder = new Folder();
        var broken = folder.Write("broken.yaml", "pack: [probe\n");
        foreach (var path in new[] { broken, Path.Combine(folder.Path, "absent.yaml") })
        {
            var run = await Medaid.RunAsync("policy", "test", path);
            Assert.Equal((1, "0 passed, 1 failed"), (run.ExitCode, run.Lines[^1]));
        }
    }

    [Theory]
    [InlineData("policy", "test", "--colour")]
    [InlineData("policy", "show", "--colour")]
    [InlineData("policy", "lint", "packs", "-x")]
    [InlineData("policy", "eval", "surplus")]
    [InlineData("policy", "frobnicate")]
    [InlineData("nonsense")]
    [InlineData("policy")]
    public async Task A_command_line_that_is_not_understood_exits_2_and_says_so_on_the_error_stream(params string[] arguments)
    {
        var run = await Medaid.RunAsync(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.NotEmpty(run.Errors);
    }

    [Fact]
    public async Task Help_is_no_error()
    {
        var run = await Medaid.RunAsync("policy", "--help");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("eval", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_answers_line_by_line_and_a_bad_line_does_not_stop_it()
    {
        string[] input =
        [
            Good, "not json", Good.Replace("0.85", "1.85", StringComparison.Ordinal), "",
            Good.Replace("\"visit\"", "\"visits\"", StringComparison.Ordinal), "[]", Good,
        ];

        var run = await Medaid.RunWithInputAsync(string.Join('\n', input), "policy", "eval");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(6, run.Lines.Length);
        foreach (var index in new[] { 0, 5 })
        {
            var result = JsonDocument.Parse(run.Lines[index]).RootElement;
            Assert.Equal("60.00", result.GetProperty("patient").GetString());
            Assert.Equal("340.00", result.GetProperty("layers")[0].GetProperty("paid").GetString());
        }

        string[] codes = ["MALFORMED", "OUT_OF_RANGE", "MISSING_KEY", "WRONG_TYPE"];
        for (var i = 0; i < codes.Length; i++)
        {
            var error = Assert.Single(JsonDocument.Parse(run.Lines[i + 1]).RootElement.EnumerateObject()).Value;
            Assert.Equal(codes[i], error.GetProperty("code").GetString());
            Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", error.GetProperty("message").GetString());
        }
    }

    [Fact]
    public async Task A_warning_of_eval_goes_to_the_error_stream_with_its_line()
    {
        const string External = "\"external\":[{\"layer\":\"nobody\",\"amount\":1}],\"charges\"";
        var unknown = Good.Replace("\"charges\"", External, StringComparison.Ordinal);
        var run = await Medaid.RunWithInputAsync($"{Good}\n{unknown}\n", "policy", "eval");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(run.Lines[0], run.Lines[1]);
        Assert.StartsWith("line 2: LAYER_NOT_IN_FORCE", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_answers_each_of_ten_thousand_cases()
    {
        const int cases = 10_000;
        var input = string.Join('\n', Enumerable.Range(0, cases).Select(seed => CaseGenerator.Next((ulong)seed)));

        var run = await Medaid.RunWithInputAsync(input, "policy", "eval");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(cases, run.Lines.Length);
        Assert.All(run.Lines, line => Assert.StartsWith("{\"gross\":", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lint_of_the_packs_finds_no_error()
    {
        var text = await Medaid.RunAsync("policy", "lint", "packs", "--today", "2026-03-01");
        Assert.Equal(0, text.ExitCode);
        Assert.DoesNotContain(text.Lines, l => l.Contains(": error: ", StringComparison.Ordinal));
        Assert.Contains("已认可", text.Errors, StringComparison.Ordinal);

        var json = await Medaid.RunAsync("policy", "lint", "packs", "--today", "2026-03-01", "--strict", "--json");
        Assert.Equal((1, ""), (json.ExitCode, json.Errors));
        var document = JsonDocument.Parse(json.Output).RootElement;
        Assert.Equal(0, document.GetProperty("problems").GetArrayLength());
        var findings = document.GetProperty("findings").EnumerateArray().ToArray();
        Assert.All(findings, f => Assert.NotEqual("error", f.GetProperty("severity").GetString()));
        Assert.Contains(findings, f => f.GetProperty("accepted_by").ValueKind == JsonValueKind.String);
    }

    [Fact]
    public async Task A_sample_of_a_finding_gives_the_same_fen_when_it_is_evaluated()
    {
        using var folder = new Folder();
        const string Pack = """
            {"pack":"p","title":"试验","region":"1411","scheme":"resident","effective":"2022-01-01","sources":[{"id":"S1","title":"通知"}],
            "layers":[{"id":"basic","covers":["in_scope"],"rules":[{"id":"all","ratio":0.5,"cite":"S1"}]},
            {"id":"relief","covers":["in_scope"],"rules":[{"id":"poorest","when":{"identity":"extremely_poor"},"ratio":0.1,"cite":"S1"},
            {"id":"poor","when":{"identity":["extremely_poor","subsistence_allowance"]},"ratio":0.5,"cite":"S1"}]}]}
            """;
        var lint = await Medaid.RunAsync("policy", "lint", folder.Write("law.json", Pack), "--json");
        var finding = JsonDocument.Parse(lint.Output).RootElement.GetProperty("findings").EnumerateArray()
            .Single(f => f.GetProperty("code").GetString() == "IDENTITY_CLIFF");

        // 1,000,000: half remains, 500,000; less a tenth 450,000; less half 250,000.
        var samples = finding.GetProperty("samples").EnumerateArray().ToArray();
        Assert.Equal(["450000.00", "250000.00"], samples.Select(s => s.GetProperty("patient").GetString()!));
        var input = samples.Select(s => $"{{\"pack\":{Pack.ReplaceLineEndings("")},{s.GetProperty("case").GetRawText().ReplaceLineEndings("")[1..]}");
        var eval = await Medaid.RunWithInputAsync(string.Join('\n', input), "policy", "eval");
        Assert.Equal(
            ["450000.00", "250000.00"], eval.Lines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("patient").GetString()!));
    }

    [Fact]
    public async Task Diff_says_what_changes_and_explain_writes_the_page()
    {
        string[] packs = ["packs/lvliang/2021-01-01-outpatient-pooling.yaml", "packs/lvliang/2021-03-01-two-disease.yaml"];
        var diff = await Medaid.RunAsync("policy", "diff", packs[0], packs[1]);
        Assert.Equal((0, ""), (diff.ExitCode, diff.Errors));
        Assert.StartsWith("自 2021-03-01 起", diff.Lines[0], StringComparison.Ordinal);
        Assert.Contains("起付线由“每年 60元（累计 two_disease.deductible）”改为“每年 30元（累计 two_disease.deductible）”", diff.Output, StringComparison.Ordinal);

        var json = await Medaid.RunAsync("policy", "diff", packs[0], packs[1], "--json");
        Assert.Equal("2021-03-01", JsonDocument.Parse(json.Output).RootElement.GetProperty("effective").GetString());

        using var folder = new Folder();
        var file = Path.Combine(folder.Path, "page.html");
        var explain = await Medaid.RunAsync("policy", "explain", packs[1], "-o", file);
        Assert.Equal((0, ""), (explain.ExitCode, explain.Output));
        Assert.Contains("吕医保发〔2021〕28号", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.Equal(3, (await Medaid.RunAsync("policy", "explain", Path.Combine(folder.Path, "absent.yaml"))).ExitCode);
    }

    [Fact]
    public async Task New_writes_a_skeleton_or_a_copy_and_overwrites_nothing()
    {
        using var folder = new Folder();
        var file = Path.Combine(folder.Path, "141123", "new.yaml");
        var first = await Medaid.RunAsync("policy", "new", "141123", "resident", "2026-01-01", "-o", file);
        Assert.Equal((0, file), (first.ExitCode, Assert.Single(first.Lines)));
        Assert.Equal(1, (await Medaid.RunAsync("policy", "lint", file)).ExitCode);
        Assert.Equal(1, (await Medaid.RunAsync("policy", "new", "141123", "resident", "2026-01-01", "-o", file)).ExitCode);

        var copy = Path.Combine(folder.Path, "copy.yaml");
        var second = await Medaid.RunAsync(
            "policy", "new", "1411", "resident", "2027-01-01", "--from", "packs/lvliang/2022-07-12-dialysis.yaml", "-o", copy);
        Assert.Contains("ends: 2026-12-31", second.Errors, StringComparison.Ordinal);
        Assert.Contains("effective: 2027-01-01", await File.ReadAllTextAsync(copy), StringComparison.Ordinal);
        Assert.Equal(2, (await Medaid.RunAsync("policy", "new", "14x", "resident", "2027-01-01")).ExitCode);
        Assert.Equal(2, (await Medaid.RunAsync("policy", "new", "1411", "resident", "2027-02-30")).ExitCode);
    }

    [Fact]
    public async Task Lint_gives_file_line_code_and_advice_as_text_and_as_JSON()
    {
        using var folder = new Folder();
        var file = folder.Write("probe.yaml", "pack: p\nscheme: resident\nlayers: []\ncolour: red\n");

        var text = await Medaid.RunAsync("policy", "lint", file);
        Assert.Equal(1, text.ExitCode);
        Assert.StartsWith($"{file}:4: UNKNOWN_KEY: colour", Assert.Single(text.Lines), StringComparison.Ordinal);

        var json = await Medaid.RunAsync("policy", "lint", file, "--json");
        Assert.Equal((1, ""), (json.ExitCode, json.Errors));
        var problem = Assert.Single(JsonDocument.Parse(json.Output).RootElement.GetProperty("problems").EnumerateArray());
        Assert.Equal("UNKNOWN_KEY", problem.GetProperty("code").GetString());
        Assert.Equal(file, problem.GetProperty("file").GetString());
        Assert.Equal(4, problem.GetProperty("line").GetInt32());
        Assert.Equal("colour", problem.GetProperty("path").GetString());
    }

    [Fact]
    public async Task Show_prints_every_rule_with_source_confidence_and_what_is_assumed()
    {
        var text = await Medaid.RunAsync("policy", "show", "packs");
        Assert.Equal((0, ""), (text.ExitCode, text.Errors));
        Assert.Contains("inpatient-county", text.Output, StringComparison.Ordinal);
        Assert.Contains("暂设", text.Output, StringComparison.Ordinal);

        var json = await Medaid.RunAsync("policy", "show", "packs", "--json");
        Assert.Equal((0, ""), (json.ExitCode, json.Errors));
        var packs = JsonDocument.Parse(json.Output).RootElement.EnumerateArray().ToArray();
        Assert.All(packs, p => Assert.Matches("^[0-9a-f]{64}$", p.GetProperty("content_hash").GetString()));
        var rules = packs.SelectMany(p => p.GetProperty("rules").EnumerateArray()).ToArray();
        Assert.All(rules, r => Assert.True(r.GetProperty("cite").GetString()!.Length > 0 || r.GetProperty("assumed").GetBoolean()));
        Assert.Contains(rules, r => r.GetProperty("rule").GetString() == "dialysis-county" && r.GetProperty("assumed").GetBoolean());
    }

    [Fact]
    public async Task Show_of_a_pack_with_problems_keeps_its_JSON_clean_and_says_the_problems_on_the_error_stream()
    {
        using var folder = new Folder();
        folder.Write("good.yaml", "pack: p\nscheme: resident\nlayers: []\n");
        folder.Write("bad.yaml", "pack: q\nscheme: resident\nlayers: {}\n");
        var run = await Medaid.RunAsync("policy", "show", folder.Path, "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("p", Assert.Single(JsonDocument.Parse(run.Output).RootElement.EnumerateArray()).GetProperty("pack").GetString());
        Assert.Contains("WRONG_TYPE", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_with_json_prints_one_document()
    {
        var run = await Medaid.RunAsync("policy", "test", "tests/cases/jiangyin.json", "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var document = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(0, document.GetProperty("failed").GetInt32());
        Assert.Equal(document.GetProperty("passed").GetInt32(), document.GetProperty("examples").GetArrayLength());
    }

    [GeneratedRegex(@"^(?<passed>\d+) passed, (?<failed>\d+) failed$")]
    private static partial Regex Count();

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("medaid-cli-").FullName;

        public string Write(string name, string text)
        {
            var path = System.IO.Path.Combine(Path, name);
            File.WriteAllText(path, text);
            return path;
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
