using System.Text;
using System.Text.Json;
using Grpc.Core;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>No id number and no name of samples/people.json leaves the register file: not in errors, logs, or the data folder.</summary>
public sealed class PrivacyTests
{
    [Fact]
    public async Task Id_numbers_and_names_stand_in_no_error_no_log_and_no_file_of_the_data_folder()
    {
        var data = GatewayProcess.NewDataFolder();
        var secrets = Secrets();
        var told = new List<string>();
        var output = "";
        await using (var gateway = await GatewayProcess.StartAsync(data))
        {
            await SettleForEveryoneAsync(gateway, told);
            await BeRefusedWithIdNumbersEverywhereAsync(gateway, told);
            AssertFree(secrets, data, "while it runs");
            await gateway.StopAsync();
            output = gateway.Output;
        }

        Assert.True(told.Count >= 21 + 11, $"only {told.Count} answers were looked at");
        AssertFree(secrets, data, "after its stop");
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(secret, output, StringComparison.OrdinalIgnoreCase);
            Assert.All(told, text => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
        }

        data.Delete(recursive: true);
    }

    private static string[] Secrets()
    {
        using var people = JsonDocument.Parse(File.ReadAllText(Clone.Sample("people.json")));
        string[] secrets =
        [
            .. people.RootElement.EnumerateArray()
                .SelectMany(p => new[] { p.GetProperty("id_number").GetString()!, p.GetProperty("name").GetString()! }),
        ];
        Assert.Equal(42, secrets.Length);
        return secrets;
    }

    private static string[] IdNumbers() => [.. Secrets().Where((_, i) => i % 2 == 0)];

    private static async Task SettleForEveryoneAsync(GatewayProcess gateway, List<string> told)
    {
        foreach (var (id, i) in IdNumbers().Select((id, i) => (id, i)))
        {
            var settled = await gateway.PostAsync("/v1/settlements", Requests.Outpatient($"all-{i}", id, "2026-03-02", 10_00));
            Assert.True(settled.Code == 200, settled.Text);
            told.Add(settled.Text);
        }
    }

    private static async Task BeRefusedWithIdNumbersEverywhereAsync(GatewayProcess gateway, List<string> told)
    {
        const string id = Requests.Jia;
        var body = Requests.Json(Requests.Sample("leak-1"));
        HttpAnswer[] answers =
        [
            await gateway.GetAsync($"/v1/settlements/{id}"),
            await gateway.GetAsync($"/v1/requests/{id}/settlement"),
            await gateway.GetAsync($"/v1/people/{id}"),
            await gateway.GetAsync($"/v1/settlements?{id}={id}"),
            await gateway.GetAsync($"/v1/settlements?pageToken={id}"),
            await gateway.GetAsync($"/v1/settlements?fromDate={id}"),
            await gateway.PostAsync("/v1/settlements", body.Replace($"\"{id}\"", id, StringComparison.Ordinal)),
            await gateway.PostAsync("/v1/settlements", body.Replace("\"H14112300101\"", $"\"样例甲{id}\"", StringComparison.Ordinal)),
            await gateway.PostAsync("/v1/settlements", body.Replace("\"2026-03-02\"", $"\"{id}\"", StringComparison.Ordinal)),
            await gateway.PostAsync("/v1/settlements", body.Replace("\"400.00\"", $"\"{id}.1\"", StringComparison.Ordinal)),
            await gateway.PostAsync("/v1/settlements", $"{{ {id}"),
        ];
        Assert.All(answers, a => Assert.True(a.Code >= 400, a.Text));

        // The name of an unknown field is the caller's own word, and the one thing of a body that an error repeats.
        told.AddRange(answers.Where((_, i) => i != 3).Select(a => a.Text));
        var unknownMethod = new Method<byte[], byte[]>(
            MethodType.Unary, "medaid.settlement.v1.SettlementService", id, Marshallers.Create(b => b, b => b), Marshallers.Create(b => b, b => b));
        var call = gateway.Channel.CreateCallInvoker().AsyncUnaryCall(unknownMethod, null, default, []);
        var thrown = await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseAsync.WaitAsync(GatewayProcess.Patience));
        told.Add(thrown.ToString());
        told.Add($"{thrown.Trailers}");
    }

    private static void AssertFree(string[] secrets, DirectoryInfo data, string when)
    {
        var files = data.GetFiles("*", SearchOption.AllDirectories);
        Assert.Contains(files, f => f.Name == "medaid.db");
        foreach (var file in files.Where(f => f.Extension != ".lock"))
        {
            using var open = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[open.Length];
            open.ReadExactly(bytes);
            foreach (var secret in secrets)
            {
                var holds = new[] { Encoding.UTF8, Encoding.Unicode }.Any(e => bytes.AsSpan().IndexOf(e.GetBytes(secret)) >= 0);
                Assert.False(holds, $"{file.Name} holds an id number or a name {when}");
            }
        }
    }
}
