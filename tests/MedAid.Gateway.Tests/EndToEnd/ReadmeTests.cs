using System.Text.Json;
using System.Text.RegularExpressions;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>What README.md shows is what happens: its request, as it stands there, gets its answer.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Clone.Root, "README.md"));

    [Fact]
    public async Task The_request_of_the_readme_gets_the_answer_of_the_readme()
    {
        var request = Curl().Match(Readme);
        Assert.True(request.Success, "README.md shows a curl command");
        using var shown = JsonDocument.Parse(Json().Match(Readme).Groups[1].Value);
        await using var gateway = await GatewayProcess.StartAsync();

        var body = await File.ReadAllTextAsync(Path.Combine(Clone.Root, request.Groups[1].Value));
        var answer = await gateway.PostAsync(new Uri(request.Groups[2].Value).AbsolutePath, body);

        using var given = JsonDocument.Parse(answer.Text);
        Assert.Equal([], Differences(shown.RootElement, given.RootElement, "").ToArray());
    }

    /// <summary>The README shortens: what it shows must stand in the answer, list entry by list entry.</summary>
    private static IEnumerable<string> Differences(JsonElement shown, JsonElement given, string path)
    {
        if (shown.ValueKind != given.ValueKind)
        {
            return [$"{path}: {shown} is {given}"];
        }

        return shown.ValueKind switch
        {
            JsonValueKind.Object => shown.EnumerateObject().SelectMany(p => given.TryGetProperty(p.Name, out var value)
                ? Differences(p.Value, value, $"{path}.{p.Name}")
                : [$"{path}.{p.Name} is missing"]),
            JsonValueKind.Array when shown.GetArrayLength() != given.GetArrayLength() =>
                [$"{path} has {given.GetArrayLength()} entries"],
            JsonValueKind.Array => shown.EnumerateArray().Zip(given.EnumerateArray())
                .SelectMany((pair, i) => Differences(pair.First, pair.Second, $"{path}[{i}]")),
            _ => shown.GetRawText() == given.GetRawText() ? [] : [$"{path}: {shown} is {given}"],
        };
    }

    [GeneratedRegex(@"^curl .*--data-binary @(\S+) (http://\S+)$", RegexOptions.Multiline)]
    private static partial Regex Curl();

    [GeneratedRegex(@"```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Json();
}
