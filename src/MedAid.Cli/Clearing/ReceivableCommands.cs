using System.CommandLine;
using System.Globalization;
using MedAid.Contract.Clearing.V1;
using Spectre.Console;

namespace MedAid.Cli;

/// <summary>`medaid receivables …`: what counties owe the hospital, asked of a running gateway.</summary>
internal static class ReceivableCommands
{
    public static Command Create()
    {
        var command = new Command("receivables", "县区应拨款：申报、审核结果、到账、账龄、对账单、催款、冲正、核对") { Age(), List(), Verify() };
        foreach (var part in ReceivableBookCommands.Create().Concat(ReceivableFileCommands.Create()).Concat(ReceivableCorrectCommands.Create()))
        {
            command.Subcommands.Add(part);
        }

        return command;
    }

    private static Command Age()
    {
        var asOf = Input.Text("--as-of", "截至日期，如 2026-03-31；不写就是今天");
        return CommandFrame.Ask(
            "age", "各县区欠款账龄（从就诊日算起）", [asOf],
            call => call.Gateway.Clearing.AgeReceivablesAsync(new() { AsOfDate = call.Get(asOf) }), PrintAges);
    }

    private static void PrintAges(AgeReceivablesResponse ages)
    {
        var table = Terminal.Table(
            ["县区"], ["0–30 天", "31–60 天", "61–90 天", "90 天以上", "合计未收", "已拨付", "待认领", "应退县区", "平均回款天数"]);
        foreach (var county in ages.Counties)
        {
            long[] amounts =
            [
                county.Days0To30Fen, county.Days31To60Fen, county.Days61To90Fen, county.DaysOver90Fen, county.OutstandingFen, county.PaidFen,
                county.UnmatchedFen, county.RefundDueFen,
            ];
            table.AddRow([
                CountyNames.Shown(county.CountyCode), .. amounts.Select(Display.Yuan),
                county.DaysToPay > 0 ? county.DaysToPay.ToString(CultureInfo.InvariantCulture) : "—",
            ]);
        }

        Terminal.Out.Write(table);
        Display.Lines(ages.AdvanceLoads.Where(l => l.Warning.Length > 0), l => $"注意 {l.HospitalCode}：{l.Warning}");
        Terminal.Error.WriteLine($"截至 {ages.AsOfDate}，单位：元");
    }

    private static Command List()
    {
        var county = Input.Text("--county", "只看这个县区，六位编码");
        return CommandFrame.Ask(
            "list", "应收明细，最早的在前（最多 1000 笔）", [county],
            call => call.Gateway.Clearing.ListReceivablesAsync(new() { PageSize = 1000, CountyCode = call.Get(county) }), PrintReceivables);
    }

    private static void PrintReceivables(ListReceivablesResponse answer)
    {
        var table = Terminal.Table(["就诊日", "县区", "应收", "垫付", "申报批次", "拒付原因"], ["金额", "未收"]);
        foreach (var owed in answer.Receivables)
        {
            string[] texts = 
            [
                owed.ServiceDate, CountyNames.Shown(owed.CountyCode), owed.ReceivableId, owed.Advanced ? "是" : "否", owed.ClaimId, owed.RefusalReason,
            ];
            table.AddRow([.. texts.Select(Markup.Escape), Display.Yuan(owed.AmountFen), Display.Yuan(owed.OutstandingFen)]);
        }

        Terminal.Out.Write(table);
    }

    private static Command Verify() => CommandFrame.Ask(
        "verify", "核对账本和往来账：单据、链条、分录、所接收的结算；有差异时退出码为 1", [], VerifyAsync,
        proof =>
        {
            Display.Lines(proof.Differences, d => d);
            Console.Out.WriteLine($"{proof.Records} 条记录，{proof.Differences.Count} 处差异，末端 {proof.Head}");
            Terminal.Error.WriteLine(proof.Remark);
        },
        proof => proof.Differences.Count == 0 ? ExitCode.Done : ExitCode.Failed);

    /// <summary>A proof of large books takes longer than a call: asks again by its id until it has ended.</summary>
    internal static async Task<VerifyBookResponse> VerifyAsync(GatewayCall call)
    {
        var proof = await call.Gateway.Clearing.VerifyBookAsync(new());
        while (proof.State == ProofState.Running)
        {
            if (!Console.IsErrorRedirected)
            {
                await Console.Error.WriteLineAsync($"已核对 {proof.Percent}%");
            }

            proof = await call.Gateway.Clearing.VerifyBookAsync(new() { ProofId = proof.ProofId });
        }

        return proof;
    }
}
