using System.CommandLine;
using Grpc.Core;
using SettlementMessage = MedAid.Contract.Settlement.V1.Settlement;

namespace MedAid.Cli;

/// <summary>`medaid explain SETTLEMENT`: reads a settlement to whoever asks why the amounts are what they are.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var id = Input.Name("settlement", "结算 ID，或结算时的请求号");
        return CommandFrame.Ask(
            "explain", "逐句说明一笔结算：每一分钱由谁付、依据哪一条", [id], call => FindAsync(call, call.Get(id)),
            settlement => BreakdownPrint.Print(settlement.Breakdown));
    }

    private static async Task<SettlementMessage> FindAsync(GatewayCall call, string id)
    {
        try
        {
            return await call.Gateway.Settlements.GetSettlementAsync(new() { SettlementId = id });
        }
        catch (RpcException unknown) when (unknown.StatusCode == StatusCode.NotFound)
        {
            return await call.Gateway.Settlements.GetSettlementAsync(new() { RequestId = id });
        }
    }
}
