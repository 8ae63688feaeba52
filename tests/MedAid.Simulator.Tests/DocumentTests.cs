using System.Text.RegularExpressions;
using MedAid.Simulator.Faults;

namespace MedAid.Simulator.Tests;

/// <summary>What docs/SIMULATOR.md shows is what happens.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Document = Repository.Read("docs/SIMULATOR.md");

    [Fact]
    public async Task Every_control_call_of_the_document_is_answered()
    {
        await using var bureau = await BureauSimulator.StartAsync(new SimulatorOptions());
        using var http = new HttpClient { BaseAddress = bureau.BaseAddress };
        var calls = Curl().Matches(Document);
        Assert.True(calls.Count >= 10, $"{calls.Count} calls");
        foreach (Match call in calls)
        {
            using var request = new HttpRequestMessage(
                new HttpMethod(call.Groups[1].Success ? call.Groups[1].Value : "GET"), new Uri(call.Groups[3].Value, UriKind.Relative));
            request.Content = call.Groups[2].Success ? new StringContent(call.Groups[2].Value) : null;
            using var answer = await http.SendAsync(request).Within();
            Assert.True(answer.IsSuccessStatusCode, $"{call.Value}: {await answer.Content.ReadAsStringAsync().Within()}");
        }
    }

    [Fact]
    public void The_faults_of_the_command_in_the_document_are_understood()
    {
        var plan = FaultPlanText.Read(Faults().Match(Document).Groups[1].Value);
        Assert.Equal((50_000, 100_000), (plan.ShareOf("2207", FaultKind.LostAfter), plan.ShareOf("2207", FaultKind.BadGateway)));
        Assert.All(Enum.GetValues<FaultKind>(), k => Assert.NotEmpty(FaultNames.Describe(k)));
    }

    [GeneratedRegex(@"^curl -s (?:-X (\w+) )?(?:-d '([^']*)' )?http://127\.0\.0\.1:8090(\S*)", RegexOptions.Multiline)]
    private static partial Regex Curl();

    [GeneratedRegex(@"--faults (\S+)")]
    private static partial Regex Faults();
}
