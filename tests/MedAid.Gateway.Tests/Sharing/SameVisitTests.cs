using Grpc.Core;
using MedAid.Contract.Clearing.V1;
using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.Sharing;

/// <summary>One visit at two gateways on one PostgreSQL.</summary>
public sealed class SameVisitTests
{
    [SharedFact]
    public async Task One_visit_sent_to_two_gateways_at_once_under_other_ids_is_settled_once()
    {
        await using var servers = await SharedServers.CreateAsync();
        await using var one = await servers.GatewayAsync();
        await using var two = await servers.GatewayAsync();

        // Half of the visits are sent for two persons: then not even the counters' lock stands between the gateways.
        var told = await Task.WhenAll(
            from visit in Enumerable.Range(0, 20)
            from number in new[] { 1, 2 }
            let person = visit % 2 == 0 && number == 2 ? Requests.Chen : Requests.You
            select ToldAsync(number == 1 ? one : two, $"race-{visit}-{number}", $"V-race-{visit}", person));

        Assert.Equal(20, told.Count(t => t.Length == 0));
        Assert.Equal(20, told.Count(t => t == "A settlement of the visit stands."));
        Assert.Empty((await new ClearingService.ClearingServiceClient(two.Channel).ProveAsync()).Differences);
    }

    private static async Task<string> ToldAsync(GatewayProcess gateway, string requestId, string visitId, string person)
    {
        try
        {
            await gateway.Settlements.SettleAsync(Requests.Outpatient(requestId, person, "2023-05-04", 1_00).With(v => v.VisitId = visitId));
            return "";
        }
        catch (RpcException refused)
        {
            return refused.Status.Detail;
        }
    }
}
