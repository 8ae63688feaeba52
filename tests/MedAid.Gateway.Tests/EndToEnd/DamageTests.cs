using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>Files that are damaged, missing or open to others, as whoever installs and watches the gateway meets them.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly DirectoryInfo data = GatewayProcess.NewDataFolder();

    private string Ledger => Path.Combine(data.FullName, "medaid.db");

    public void Dispose() => data.Delete(recursive: true);

    [Fact]
    public async Task A_file_that_is_no_ledger_ends_the_start_in_one_sentence_and_leaves_no_key_behind()
    {
        await File.WriteAllTextAsync(Ledger, "garbage");

        var (exitCode, output) = await GatewayProcess.RunToItsEndAsync(data);

        Assert.Equal(3, exitCode);
        Assert.Equal(2, output.TrimEnd().Split('\n').Length);
        Assert.Contains($"{Ledger}：账本文件已损坏", output, StringComparison.Ordinal);
        Assert.Contains("从备份恢复", output, StringComparison.Ordinal);
        Assert.Equal(["medaid.db", "medaid.db.lock"], Names());
    }

    [Fact]
    public async Task A_ledger_whose_key_is_missing_is_refused_without_leaving_a_wrong_key_and_starts_when_the_key_is_back()
    {
        await using (await GatewayProcess.InsideAsync(data))
        {
        }

        var key = await File.ReadAllTextAsync(Path.Combine(data.FullName, "person.key"));
        File.Delete(Path.Combine(data.FullName, "person.key"));

        var (exitCode, output) = await GatewayProcess.RunToItsEndAsync(data);

        Assert.Equal(3, exitCode);
        Assert.Contains("缺少人员密钥", output, StringComparison.Ordinal);
        Assert.Contains("请从备份恢复 person.key", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Names(), name => name.StartsWith("person.key", StringComparison.Ordinal));

        await File.WriteAllTextAsync(Path.Combine(data.FullName, "person.key"), key);
        OpenToEverybody(Path.Combine(data.FullName, "person.key"));
        await using var gateway = await GatewayProcess.InsideAsync(data);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Contains("person.key 别的用户可以访问，已改为 0600", gateway.Output, StringComparison.Ordinal);
            Assert.All(Directory.GetFiles(data.FullName), IsItsOwners);
        }
    }

    [Fact]
    public async Task A_damaged_page_is_told_under_a_code_of_its_own_and_readiness_turns()
    {
        string settlement;
        await using (var before = await GatewayProcess.InsideAsync(data))
        {
            settlement = (await before.Settlements.SettleAsync(Requests.Sample("page-1"))).Settlement.SettlementId;
        }

        SqlitePages.OverwriteRoot(new SqliteConnection($"Data Source={Ledger};Pooling=False"), "settlement");
        await using var gateway = await GatewayProcess.OpenAsync(data);
        gateway.Declare("CallGuard[1015]");

        // What is done beside the calls meets it too.
        gateway.Declare("[1402]");

        var one = await DoorError.ByGrpcAsync(gateway.Settlements.GetSettlementAsync(new() { SettlementId = settlement }));
        var list = await DoorError.ByGrpcAsync(gateway.Settlements.ListSettlementsAsync(new()));

        Assert.Equal(("LEDGER_DAMAGED", "not_done"), (one.Reason, one.Outcome));
        Assert.Equal("LEDGER_DAMAGED", list.Reason);
        // The report before may be a second old.
        JsonElement ledger = default;
        await Waiting.Until("readiness turns", async () =>
        {
            (var status, ledger) = await LedgerAsync(gateway);
            return (status, ledger.GetProperty("status").GetString()) == (HttpStatusCode.ServiceUnavailable, "down");
        });
        Assert.Contains("从备份恢复", ledger.GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_is_help_and_starts_nothing()
    {
        var (exitCode, output) = await GatewayProcess.RunToItsEndAsync(data, ["--help"]);

        Assert.Equal(0, exitCode);
        Assert.Contains("用法", output, StringComparison.Ordinal);
        Assert.Empty(Names());
    }

    private string[] Names() => [.. data.GetFiles().Select(f => f.Name).Order(StringComparer.Ordinal)];

    private static async Task<(HttpStatusCode Status, JsonElement Ledger)> LedgerAsync(GatewayProcess gateway)
    {
        using var answer = await gateway.Http.GetAsync(new Uri("/readyz", UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("\\u", text, StringComparison.Ordinal);
        var dependencies = JsonDocument.Parse(text).RootElement.GetProperty("dependencies").EnumerateArray().ToArray();
        Assert.True(dependencies.Single(d => d.GetProperty("name").GetString() == "disk").GetProperty("freeMiB").GetInt64() > 0);
        return (answer.StatusCode, dependencies.Single(d => d.GetProperty("name").GetString() == "ledger"));
    }

    private static void OpenToEverybody(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
    }

    private static void IsItsOwners(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal((path, UnixFileMode.UserRead | UnixFileMode.UserWrite), (path, File.GetUnixFileMode(path)));
        }
    }
}
