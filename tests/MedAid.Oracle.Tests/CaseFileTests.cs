using System.Text.Json.Nodes;

namespace MedAid.Oracle.Tests;

/// <summary>The published examples, as they stand.</summary>
public sealed class CaseFileTests
{
    public static TheoryData<string, string> Examples()
    {
        var data = new TheoryData<string, string>();
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "cases"), "*.json").Order())
        {
            foreach (var example in JsonNode.Parse(File.ReadAllText(file))!["examples"]!.AsArray())
            {
                data.Add(Path.GetFileName(file), example!["example"]!.GetValue<string>());
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_published_example_gives_what_it_expects(string file, string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "cases", file);
        var example = JsonNode.Parse(File.ReadAllText(path))!["examples"]!.AsArray()
            .Single(e => e!["example"]!.GetValue<string>() == name);
        Expectation.Holds(example!.AsObject());
    }

    [Fact]
    public void All_the_example_files_are_there() =>
        Assert.Equal(9, Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "cases"), "*.json").Length);
}
