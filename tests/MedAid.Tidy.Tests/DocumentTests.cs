using System.Text.RegularExpressions;

namespace MedAid.Tidy.Tests;

/// <summary>Documents tell the truth: what they name exists, what exists is named.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Roots = ["src/", "tests/", "docs/", "packs/", "samples/", "protos/", "eng/", "load-tests/"];

    private static IEnumerable<string> Documents =>
        House.Files("docs", ".md").Concat(["README.md", "CHANGELOG.md", "samples/README.md", "protos/README.md"]);

    [Fact]
    public void Every_path_that_a_document_names_exists() => House.None(
        from document in Documents
        from Match match in InBackticks().Matches(House.Read(document))
        let path = match.Groups[1].Value
        where Roots.Any(r => path.StartsWith(r, StringComparison.Ordinal)) && path.IndexOfAny(['*', '<', ' ', '…']) < 0
        where !House.Exists(path)
        select $"{document} names {path}");

    [Fact]
    public void Every_link_between_documents_leads_somewhere() => House.None(
        from document in Documents
        from Match match in Decisions().Matches(House.Read(document))
        where !House.Exists($"docs/{match.Value}")
        select $"{document} names {match.Value}");

    [Fact]
    public void A_document_has_one_title() => House.None(
        from document in Documents
        let titles = OutsideFences(House.Read(document)).Count(l => l.StartsWith("# ", StringComparison.Ordinal))
        where titles != 1
        select $"{document} has {titles} titles");

    [Fact]
    public void Every_decision_says_its_status() => House.None(
        from document in House.Files("docs/adr", ".md")
        where !House.Read(document).Contains("**Status:**", StringComparison.Ordinal)
        select document);

    [Fact]
    public void Every_bound_stands_in_the_operators_list()
    {
        var operations = House.Read("docs/OPERATIONS.md");
        House.None(
            from file in House.Files("src", "Limits.cs")
            from Match match in Bound().Matches(House.Read(file))
            where !operations.Contains($"`{match.Groups[1].Value}`", StringComparison.Ordinal)
            select $"{match.Groups[1].Value} of {file}");
    }

    [Fact]
    public void Every_setting_stands_in_the_operators_list_and_in_the_settings_file()
    {
        var operations = House.Read("docs/OPERATIONS.md");
        var file = House.Read("src/MedAid.Gateway/appsettings.json");
        var settings = Setting().Matches(House.Read("src/MedAid.Gateway/Hosting/Settings.cs")).Select(m => m.Groups[1].Value).ToArray();
        Assert.NotEmpty(settings);
        House.None(settings.Where(s => !operations.Contains($"| `{s}` |", StringComparison.Ordinal)).Select(s => $"{s} is not in OPERATIONS.md"));
        House.None(settings.Where(s => !file.Contains($"\"{s}\"", StringComparison.Ordinal)).Select(s => $"{s} is not in appsettings.json"));
    }

    [Fact]
    public void Every_exit_code_stands_in_the_operators_list()
    {
        var operations = House.Read("docs/OPERATIONS.md");
        var codes = ExitCode().Matches(House.Read("src/MedAid.Cli/Calls/ExitCode.cs")).Select(m => m.Groups[1].Value).ToArray();
        Assert.NotEmpty(codes);
        House.None(codes.Where(c => !operations.Contains($"| {c} |", StringComparison.Ordinal)).Select(c => $"exit code {c}"));
    }

    [Fact]
    public void A_refusal_has_the_number_and_the_name_of_its_reason()
    {
        var reasons = Reason().Matches(House.Read("protos/medaid/errors/v1/error_reason.proto"))
            .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        var refusals = RefusalNumber().Matches(House.Read("src/MedAid.Core/Refusal.cs"))
            .Where(m => m.Groups[1].Value != "None").ToArray();
        Assert.NotEmpty(refusals);
        House.None(
            from match in refusals
            let reason = UpperSnake(match.Groups[1].Value)
            where !reasons.TryGetValue(reason, out var number) || number != match.Groups[2].Value
            select $"{reason} = {match.Groups[2].Value}");
    }

    [Fact]
    public void Every_stage_of_the_calculation_has_its_tests() => House.None(
        from file in House.Files("src/MedAid.Core/Calculation", ".cs")

        // What comes in is data, no stage.
        where !file.EndsWith("/VisitInput.cs", StringComparison.Ordinal)
        let twin = $"tests/MedAid.Core.Tests/Calculation/{Path.GetFileNameWithoutExtension(file)}Tests.cs"
        where !House.Exists(twin) && !House.Exists(twin.Replace("/Calculation", "", StringComparison.Ordinal))
        select $"{file} has no {twin}");

    private static string UpperSnake(string name) => WordStart().Replace(name, "_").ToUpperInvariant();

    private static IEnumerable<string> OutsideFences(string text)
    {
        var inside = false;
        foreach (var line in text.Split('\n'))
        {
            inside ^= line.StartsWith("```", StringComparison.Ordinal);
            if (!inside)
            {
                yield return line;
            }
        }
    }

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex InBackticks();

    [GeneratedRegex(@"adr/\d{4}-[a-z-]+\.md")]
    private static partial Regex Decisions();

    [GeneratedRegex(@"(?:const|static readonly) \w+ (\w+) =")]
    private static partial Regex Bound();

    [GeneratedRegex(@"public [\w<>, ]+ (\w+) \{ get; init; \}")]
    private static partial Regex Setting();

    [GeneratedRegex(@"public const int \w+ = (\d+);")]
    private static partial Regex ExitCode();

    [GeneratedRegex(@"^  ([A-Z_]+) = (\d+);", RegexOptions.Multiline)]
    private static partial Regex Reason();

    [GeneratedRegex(@"^    (\w+) = (\d+),", RegexOptions.Multiline)]
    private static partial Regex RefusalNumber();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();
}
