using System.Collections.Concurrent;
using Grpc.Core;
using MedAid.Gateway.Tests.EndToEnd;
using MedAid.Settlement.Ledger;
using Xunit.Abstractions;

namespace MedAid.Gateway.Tests.Sharing;

/// <summary>
/// Several gateways on one database, 64 clients, 50 patients who all reach the yearly 300.00 of ordinary out-patient care. Afterwards the
/// books are read and compared with what every client was told: there must be one order, a visit after the other, that explains it all.
/// </summary>
public sealed class HistoryTests(ITestOutputHelper report)
{
    private const string Counter = "outpatient.paid@2025";
    private const int Clients = 64;
    private const int VisitsOfAClient = 14;
    private const int Patients = 50;
    private const long CapFen = 300_00;

    [SharedFact]
    public Task Two_gateways_at_the_caps_of_fifty_patients_act_like_one() => RunAsync(gateways: 2);

    [SharedFact]
    public Task Four_gateways_at_the_caps_of_fifty_patients_act_like_one() => RunAsync(gateways: 4);

    private async Task RunAsync(int gateways)
    {
        var seed = Seed.Next();
        report.WriteLine($"seed {seed}");
        using var patients = new HotPatients(Patients);
        await using var servers = await SharedServers.CreateAsync();
        var open = new List<GatewayProcess>();
        try
        {
            for (var i = 0; i < gateways; i++)
            {
                open.Add(await GatewayProcess.StartAsync(null, [.. servers.Settings(), patients.Setting]));
            }

            var told = new ConcurrentDictionary<string, SettlementV1.Settlement>(StringComparer.Ordinal);
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(c => WorkAsync(c, seed, open, patients, told)))
                .Within();
            Check(await servers.ProvenBooksAsync(), told);
        }
        finally
        {
            foreach (var gateway in open)
            {
                await gateway.DisposeAsync();
            }
        }
    }

    /// <summary>One client: a visit after the other at any gateway, and every fifth one sent twice at once, to two gateways.</summary>
    private static async Task WorkAsync(
        int client, int seed, List<GatewayProcess> gateways, HotPatients patients, ConcurrentDictionary<string, SettlementV1.Settlement> told)
    {
        var random = new Random(seed + client);
        for (var i = 0; i < VisitsOfAClient; i++)
        {
            var id = $"hot-{client}-{i}";
            var patient = patients.IdNumbers[random.Next(Patients)];
            var request = Requests.Outpatient(id, patient, "2025-03-02", random.Next(20_00, 120_00));
            var at = random.Next(gateways.Count);
            var calls = i % 5 == 0 ? new[] { at, (at + 1) % gateways.Count } : [at];
            foreach (var answer in await Task.WhenAll(calls.Select(g => SettleAsync(gateways[g], request))))
            {
                Assert.Equal(answer, told.GetOrAdd(id, answer));
            }
        }
    }

    private static async Task<SettlementV1.Settlement> SettleAsync(GatewayProcess gateway, SettlementV1.SettleRequest request)
    {
        while (true)
        {
            try
            {
                return (await gateway.Settlements.SettleAsync(request)).Settlement;
            }
            catch (RpcException busy) when (busy.StatusCode is StatusCode.Aborted or StatusCode.ResourceExhausted or StatusCode.Unavailable
                or StatusCode.DeadlineExceeded)
            {
                await Task.Delay(20);
            }
        }
    }

    private static void Check(IReadOnlyList<StoredSettlement> books, ConcurrentDictionary<string, SettlementV1.Settlement> told)
    {
        // No id lost and none twice.
        Assert.Equal(Clients * VisitsOfAClient, told.Count);
        Assert.Equal(told.Keys.Order(StringComparer.Ordinal), books.Select(b => b.Document.RequestId).Order(StringComparer.Ordinal));
        var atTheCap = 0;
        foreach (var history in books.Select(b => b.Document).GroupBy(d => d.PersonKey))
        {
            long usedFen = 0;
            foreach (var document in history.OrderBy(UsedBefore).ThenByDescending(Paid))
            {
                // In this order each saw what the ones before it left, and got 55 % of what was left of the cap, half up.
                Assert.Equal(usedFen, UsedBefore(document));
                var wantedFen = ((document.Breakdown.TotalFen * 55) + 50) / 100;
                Assert.Equal(Math.Min(wantedFen, CapFen - usedFen), Paid(document));
                Assert.Equal(document.Breakdown.TotalFen - Paid(document), document.Breakdown.PatientFen);
                Assert.Equal(document.Breakdown.PatientFen, told[document.RequestId].Breakdown.PatientFen);
                usedFen += Paid(document);
            }

            Assert.InRange(usedFen, 0, CapFen);
            atTheCap += usedFen == CapFen ? 1 : 0;
        }

        // 896 visits of 70.00 in the middle, 18 a patient: some 690.00 wanted of each cap. If few were reached, nothing was tried.
        Assert.InRange(atTheCap, 40, Patients);
    }

    private static long Paid(SettlementDocument document) => document.Breakdown.Lines.Single(l => l.Layer == "basic").PaidFen;

    private static long UsedBefore(SettlementDocument document) =>
        document.Breakdown.Counters.Where(c => c.Counter == Counter).Sum(c => c.UsedBeforeFen);
}
