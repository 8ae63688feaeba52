using System.Text.RegularExpressions;

namespace MedAid.Tidy.Tests;

/// <summary>Sizes, names and words of the source.</summary>
public sealed partial class SourceTests
{
    private const int LinesMax = 300;
    private const int LineLengthMax = 150;

    private static readonly string[] NamesOfNothing =
        ["Common", "Shared", "Utils", "Util", "Helpers", "Helper", "Manager", "Managers", "Misc", "Base"];

    [Fact]
    public void A_file_is_short_enough_to_read_at_once() => House.None(
        from file in House.Files("src", ".cs")
        let lines = House.Read(file).Count(c => c == '\n')
        where lines > LinesMax
        select $"{file} has {lines} lines, {LinesMax} are enough");

    [Fact]
    public void A_line_fits_a_screen() => House.None(
        from file in House.Files("src", ".cs")
        from line in House.Read(file).Split('\n').Select((text, i) => (Text: text, Number: i + 1))
        where line.Text.Length > LineLengthMax
        select $"{file}:{line.Number} has {line.Text.Length} characters");

    [Fact]
    public void A_name_says_what_is_in_it() => House.None(
        from file in House.Files("src", ".cs", ".csproj").Concat(House.Files("tests", ".cs", ".csproj"))
        from part in file.Split('/', '.')
        where NamesOfNothing.Contains(part)
        select file);

    [Fact]
    public void The_core_knows_no_floating_point() => House.None(
        from file in House.Files("src/MedAid.Core", ".cs")
        from line in House.Read(file).Split('\n').Select((text, i) => (Text: WithoutComment(text), Number: i + 1))
        where FloatingPoint().IsMatch(line.Text)
        select $"{file}:{line.Number}: {line.Text.Trim()}");

    [Fact]
    public void Nothing_is_left_for_later() => House.None(
        from file in House.Files("src", ".cs").Concat(House.Files("tests", ".cs")).Concat(House.Files("load-tests", ".cs"))
        where !file.EndsWith("SourceTests.cs", StringComparison.Ordinal)

        // A fact that needs a server says how to start one where there is none; on CI it runs.
        where !file.EndsWith("FactAttribute.cs", StringComparison.Ordinal)
        from line in House.Read(file).Split('\n').Select((text, i) => (Text: text, Number: i + 1))
        where LeftForLater().IsMatch(line.Text)
        select $"{file}:{line.Number}: {line.Text.Trim()}");

    /// <summary>A value that is added later would read as another one on a bill, and nobody would notice.</summary>
    [Fact]
    public void No_switch_over_a_closed_list_falls_to_the_words_of_one_value() => House.None(
        from file in House.Files("src", ".cs")
        from Match found in WordsOfOneValue().Matches(House.Read(file))
        select $"{file}: {found.Groups[1].Value.Trim()}: name the value and throw for any other");

    [Fact]
    public void No_test_depends_on_how_fast_the_machine_is() => House.None(
        from file in House.Files("tests", ".cs")
        where !file.StartsWith("tests/MedAid.Testing/", StringComparison.Ordinal) && !file.EndsWith("SourceTests.cs", StringComparison.Ordinal)
        from line in House.Read(file).Split('\n').Select((text, i) => (Text: text, Number: i + 1))
        where Impatience().IsMatch(line.Text)
        select $"{file}:{line.Number}: {line.Text.Trim()}: see tests/README.md");

    [Fact]
    public void A_file_is_named_after_what_it_holds() => House.None(
        from file in House.Files("src", ".cs")
        let name = Path.GetFileNameWithoutExtension(file)
        where name is not ("Program" or "AssemblyInfo")
        where !Regex.IsMatch(House.Read(file), $@"\b(class|struct|record|interface|enum)\s+(struct\s+)?\w*{name}\b")
        select $"{file} holds no {name}");

    private static string WithoutComment(string line) => line.Split("//")[0];

    [GeneratedRegex("""^ +[A-Z][\w.]*\.[A-Z]\w*(?: or [\w.]+)*(?: when .*)? => .*(?:\r?\n +[^_\s}].*)?\r?\n( +_ => \$?"[^"{]+",?)$""", RegexOptions.Multiline)]
    private static partial Regex WordsOfOneValue();

    [GeneratedRegex(@"\b(double|float|decimal|Math\.Round)\b")]
    private static partial Regex FloatingPoint();

    [GeneratedRegex(
        @"\bStopwatch\b|\bTickCount\b|\bThread\.Sleep\b|WaitAsync\(TimeSpan|Patience = TimeSpan|Task\.Delay\(TimeSpan|: TimeProvider\b")]
    private static partial Regex Impatience();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b|Skip\s*=\s*""|catch\s*(\([^)]*\))?\s*\{\s*\}")]
    private static partial Regex LeftForLater();
}
