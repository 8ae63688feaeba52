using System.Text.Json;
using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.Sharing;

/// <summary>A gateway says which keys of names it lacks: those of another gateway, or of a data folder from before.</summary>
public sealed class DetailKeyTests : IDisposable
{
    private const string Lacks = "Names are sealed by keys that this gateway's file lacks";
    private const string Complete = "Every key that names are sealed by is in this gateway's file again";

    private readonly DirectoryInfo data = GatewayProcess.NewDataFolder();

    private string KeyFile => Path.Combine(data.FullName, "detail.keys");

    public void Dispose() => data.Delete(recursive: true);

    [SharedFact]
    public async Task A_gateway_with_a_file_of_its_own_says_so_stays_ready_and_is_content_once_it_has_the_others_line()
    {
        await using var servers = await SharedServers.CreateAsync();
        await using var one = await servers.GatewayAsync();
        await using var other = await GatewayProcess.StartAsync(data, [.. servers.Settings().Where(s => s.Name != "DetailKeysFile")]);
        other.Declare("MedAid.Gateway.Hosting.DetailKeyWatch");

        Assert.Contains($"{Lacks}: k1-shared.", other.Output, StringComparison.Ordinal);
        var (status, description) = await NamesAsync(other);
        Assert.Equal("degraded", status);
        Assert.Contains("k1-shared", description, StringComparison.Ordinal);
        Assert.Equal("up", (await NamesAsync(one)).Status);

        // Nothing can be sealed anew here, and no key is added to the file.
        var own = await File.ReadAllTextAsync(KeyFile);
        var refused = await DoorError.ByHttpAsync(other.PostAsync("/v1/people:rotateKey", """{"requestId":"r-1","newKey":true}"""));
        Assert.Equal(("DETAIL_KEYS_MISSING", "not_done"), (refused.Reason, refused.Outcome));
        Assert.Equal(own, await File.ReadAllTextAsync(KeyFile));

        var shared = await File.ReadAllTextAsync(servers.Settings().Single(s => s.Name == "DetailKeysFile").Value);
        await File.WriteAllTextAsync(KeyFile, shared + await File.ReadAllTextAsync(KeyFile));
        await other.ReloadAsync(Complete);
        Assert.Equal(1, other.TimesSaid(Lacks));
    }

    [Fact]
    public async Task A_gateway_whose_file_was_lost_says_so_and_settles_all_the_same()
    {
        await using (await GatewayProcess.StartAsync(data))
        {
        }

        File.Delete(KeyFile);
        await using var gateway = await GatewayProcess.StartAsync(data);
        gateway.Declare("MedAid.Gateway.Hosting.DetailKeyWatch");
        Assert.Contains(Lacks, gateway.Output, StringComparison.Ordinal);
        Assert.Equal("degraded", (await NamesAsync(gateway)).Status);
        var answer = await gateway.Settlements.SettleAsync(Requests.Sample("lost-keys")).ResponseAsync.WaitAsync(GatewayProcess.Patience);
        Assert.Equal(158_46, answer.Settlement.Breakdown.PatientFen);
    }

    private static async Task<(string? Status, string? Description)> NamesAsync(GatewayProcess gateway)
    {
        using var ready = await gateway.Http.GetAsync(new Uri("/readyz", UriKind.Relative));
        Assert.True(ready.IsSuccessStatusCode);
        using var body = JsonDocument.Parse(await ready.Content.ReadAsStringAsync());
        var names = body.RootElement.GetProperty("dependencies").EnumerateArray().Single(d => d.GetProperty("name").GetString() == "names");
        return (names.GetProperty("status").GetString(), names.GetProperty("description").GetString());
    }
}
