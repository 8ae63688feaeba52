using System.Collections.Concurrent;
using Grpc.Core;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>A planned stop under load: it ends with exit code 0, and what was acknowledged is there afterwards.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task A_stop_lets_the_calls_in_flight_finish_and_keeps_all_that_was_acknowledged()
    {
        var data = GatewayProcess.NewDataFolder();
        var acknowledged = new ConcurrentDictionary<string, string>();
        await using (var gateway = await GatewayProcess.StartAsync(data))
        {
            var warm = new TaskCompletionSource();
            var clients = Enumerable.Range(0, 8).Select(c => SettleUntilItStopsAsync(gateway, c, acknowledged, warm)).ToArray();
            await warm.Task.WaitAsync(GatewayProcess.Patience);

            await gateway.SendStopAsync();

            await Task.WhenAll(clients).WaitAsync(GatewayProcess.Patience);
            Assert.Equal(0, await gateway.EndAsync());
        }

        await using (var gateway = await GatewayProcess.StartAsync(data))
        {
            foreach (var (requestId, settlementId) in acknowledged)
            {
                var kept = await gateway.Settlements.GetSettlementAsync(new() { RequestId = requestId });
                Assert.Equal(settlementId, kept.SettlementId);
            }
        }

        data.Delete(recursive: true);
    }

    private static async Task SettleUntilItStopsAsync(
        GatewayProcess gateway, int client, ConcurrentDictionary<string, string> acknowledged, TaskCompletionSource warm)
    {
        for (var i = 0; ; i++)
        {
            var request = Requests.Outpatient($"stop-{client}-{i}", Requests.You, "2026-03-02", 10_00);
            try
            {
                var answer = await gateway.Settlements.SettleAsync(request).ResponseAsync.WaitAsync(GatewayProcess.Patience);
                acknowledged[request.RequestId] = answer.Settlement.SettlementId;
            }
            catch (RpcException late) when (late.StatusCode == StatusCode.DeadlineExceeded)
            {
                // Five seconds may be too little on a busy machine; the outcome is unknown, and another visit comes.
                continue;
            }
            catch (RpcException stopping)
            {
                // Refused at the door, unreachable, or cut off where the stop took its longest, which the client calls Internal: a caller sends the
                // same id to another node. Anything else is a defect, and a defect of the gateway has details.
                Assert.Contains(stopping.StatusCode, new[] { StatusCode.Unavailable, StatusCode.Cancelled, StatusCode.Internal });
                Assert.True(stopping.StatusCode != StatusCode.Internal || stopping.Trailers.GetValueBytes("grpc-status-details-bin") is null);
                return;
            }

            if (acknowledged.Count >= 100)
            {
                warm.TrySetResult();
            }
        }
    }
}
