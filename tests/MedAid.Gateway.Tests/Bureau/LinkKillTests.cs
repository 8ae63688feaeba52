using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using MedAid.Contract.Bureau.V1;
using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.Bureau;

/// <summary>
/// Gateway and bureau are killed without warning while settlements are told. Afterwards both books hold the same. MEDAID_TEST_KILLS=full kills
/// thirty times; without it four times.
/// </summary>
public sealed class LinkKillTests
{
    private const int VisitsBetweenKills = 12;

    private static readonly int Kills = Environment.GetEnvironmentVariable("MEDAID_TEST_KILLS") == "full" ? 30 : 4;

    [Fact]
    public async Task Kills_of_the_gateway_and_of_the_bureau_leave_no_account_one_sided()
    {
        var data = GatewayProcess.NewDataFolder();
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var reference = LinkedGateway.Reference(address, "time_limit_seconds: 2");
        (string, string)[] settings = [("ReferenceFolder", reference.FullName)];
        var dead = new List<GatewayProcess>();
        await using var bureau = await BureauProcess.StartAsync(address);
        var gateway = await GatewayProcess.StartAsync(data, settings);
        var settled = new List<(SettlementV1.Settlement Settlement, bool Reversed)>();
        var random = new Random(20261201);
        for (var kill = 0; kill < Kills; kill++)
        {
            var before = await bureau.CallsAsync();
            for (var i = 0; i < VisitsBetweenKills; i++)
            {
                var number = (kill * VisitsBetweenKills) + i;
                var one = (await gateway.Settlements.SettleAsync(Visits.Of(number))).Settlement;
                if (i == 0)
                {
                    await gateway.Settlements.ReverseAsync(new()
                    {
                        RequestId = $"u-{number}", HospitalCode = one.HospitalCode, SettlementId = one.SettlementId, Reason = "退费",
                    });
                }

                settled.Add((one, i == 0));
            }

            // Somewhere between the first message and the last.
            var point = before + random.Next(1, VisitsBetweenKills * 4);
            await Waiting.Until("messages are under way", async () => await bureau.CallsAsync() >= point || await OpenAsync(gateway) == 0);
            if (kill % 2 == 0)
            {
                await gateway.KillAsync();
                dead.Add(gateway);
                gateway = await GatewayProcess.StartAsync(data, settings);
            }
            else
            {
                await bureau.RestartAsync();
            }
        }

        // No more faults, so that the end is the end.
        await bureau.CalmAsync();
        await Waiting.Until("the bureau was told of everything", async () => await OpenAsync(gateway) == 0);
        var pending = (await new BureauService.BureauServiceClient(gateway.Channel).ListPendingMessagesAsync(new() { PageSize = 1000 })).Tasks;
        Books.AssertAgree(settled, await bureau.RowsAsync(), pending);
        Assert.Empty(pending);

        await gateway.DisposeAsync();
        foreach (var killed in dead)
        {
            await killed.DisposeAsync();
        }

        data.Delete(recursive: true);
        reference.Delete(recursive: true);
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<long> OpenAsync(GatewayProcess gateway)
    {
        var status = await new BureauService.BureauServiceClient(gateway.Channel).GetBureauStatusAsync(new());
        return status.BehindMessages + status.Links.Sum(l => l.OpenTasks);
    }

    /// <summary>`medaid simulate bureau` as a process, with books that outlive it.</summary>
    private sealed class BureauProcess : IAsyncDisposable
    {
        private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

        private readonly DirectoryInfo books = Directory.CreateTempSubdirectory("medaid-bureau-");
        private readonly HttpClient http;
        private readonly Uri address;
        private Process? process;
        private long callsOfTheDead;

        private BureauProcess(Uri address) => (this.address, http) = (address, new HttpClient { BaseAddress = address, Timeout = Waiting.Longest });

        public static async Task<BureauProcess> StartAsync(Uri address)
        {
            var bureau = new BureauProcess(address);
            await bureau.StartAsync();
            return bureau;
        }

        /// <summary>Kills it and starts it again at the same place.</summary>
        public async Task RestartAsync()
        {
            callsOfTheDead = await CallsAsync();
            await EndAsync();
            await StartAsync();
        }

        public async Task CalmAsync()
        {
            using var answer = await http.PutAsync(new Uri("/control/faults", UriKind.Relative), new StringContent("{}"));
            answer.EnsureSuccessStatusCode();
        }

        public async Task<long> CallsAsync() => callsOfTheDead + (await OverviewAsync()).GetProperty("calls").GetInt64();

        public async Task<IReadOnlyList<BureauRow>> RowsAsync()
        {
            var rows = await http.GetFromJsonAsync<Row[]>(new Uri("/control/settlements", UriKind.Relative), Names);
            return [.. rows!.Select(r => new BureauRow(r.HospitalVisitNumber, r.State, r.TotalFen, r.PersonFen))];
        }

        public async ValueTask DisposeAsync()
        {
            await EndAsync();
            http.Dispose();
            books.Delete(recursive: true);
        }

        private Task<JsonElement> OverviewAsync() => http.GetFromJsonAsync<JsonElement>(new Uri("/control", UriKind.Relative));

        private async Task StartAsync()
        {
            var program = Path.Combine(Clone.Root, "artifacts", "bin", "MedAid.Cli", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "medaid.dll");
            process = Process.Start(new ProcessStartInfo(
                "dotnet",
                [
                    program, "simulate", "bureau", "--listen", address.Authority, "--data", books.FullName, "--seed",
                    callsOfTheDead.ToString(CultureInfo.InvariantCulture), "--faults", "lost_after=0.08,lost_before=0.05,bad_gateway=0.05",
                ])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            await Waiting.Until("the bureau answers", async () =>
            {
                try
                {
                    await OverviewAsync();
                    return true;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            });
        }

        private async Task EndAsync()
        {
            process!.Kill();
            await process.WaitForExitAsync().Within();
            process.Dispose();
        }

        private sealed record Row(string HospitalVisitNumber, string State, long TotalFen, long PersonFen);
    }
}
