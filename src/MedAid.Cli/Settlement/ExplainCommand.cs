using System.CommandLine;
using Grpc.Core;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Cli;

/// <summary>`medaid explain SETTLEMENT`: reads a settlement to whoever asks why the amounts are what they are.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var id = Input.Name("settlement", "结算 ID，或结算时的请求号");
        var audit = Input.Flag("--audit", "另列审核依据：每一条的规则、可信度、全部来源、暂定之处和累计");
        return CommandFrame.Run(
            "explain", "逐句说明一笔结算：每一分钱由谁付、依据哪一条", [id, audit],
            async call => call.Print(await FindAsync(call, call.Get(id)), settlement =>
            {
                Display.Lines(States(settlement), line => line);
                BreakdownPrint.Print(settlement.Breakdown);
                Display.Lines(BreakdownPrint.Warnings(settlement.Breakdown, settlement.Breakdown.Warnings), warning => $"注意：{warning}");
                if (call.Get(audit))
                {
                    BreakdownPrint.PrintAudit(settlement.Breakdown);
                }
            }));
    }

    /// <summary>What the figures leave open: whether they still hold, and when the patient pays.</summary>
    private static IEnumerable<string> States(SettlementV1.Settlement settlement)
    {
        if (settlement.State == SettlementState.Reversed)
        {
            yield return $"已撤销（撤销编号 {settlement.ReversedBySettlementId}），以下是撤销前的计算，不再有效";
        }

        if (settlement.Kind == SettlementKind.Reversal)
        {
            yield return $"这是对结算 {settlement.ReversesSettlementId} 的撤销";
        }

        if (settlement.AgreementId.Length > 0)
        {
            yield return $"先诊疗后付费（协议 {settlement.AgreementId}）：窗口现付 {Display.Yuan(settlement.PayNowFen)} 元，个人负担记入应付";
        }
    }

    private static async Task<SettlementV1.Settlement> FindAsync(GatewayCall call, string id)
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
