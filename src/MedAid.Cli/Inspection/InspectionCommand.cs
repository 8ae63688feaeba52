using System.CommandLine;
using System.Globalization;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Cli;

/// <summary>`medaid inspection`: everything about a period of a hospital as one archive, for inspectors (飞行检查).</summary>
internal static class InspectionCommand
{
    public static Command Create()
    {
        var hospital = Input.Hospital();
        var (from, to) = (Input.Text("--from", "就诊起日，如 2026-01-01", required: true), Input.Text("--to", "就诊止日", required: true));
        var file = Input.Text("--out", "写到哪个文件；已有的不覆盖", required: true);
        return CommandFrame.Run(
            "inspection", "飞行检查资料：一家机构一段时间的结算、明细、支付和依据、分录、更正、审核线索、账本核对，一个 ZIP；账本有差异时退出码为 1",
            [hospital, from, to, file], call => RunAsync(call, call.Get(hospital), call.Get(from), call.Get(to), call.Get(file)));
    }

    private static async Task<int> RunAsync(GatewayCall call, string hospital, string from, string to, string file)
    {
        if (File.Exists(file))
        {
            await Console.Error.WriteLineAsync($"{file}: 已有这个文件，请换一个名字");
            return ExitCode.Usage;
        }

        var folder = Directory.CreateTempSubdirectory("medaid-inspection-").FullName;
        try
        {
            var tables = new InspectionTables(folder);
            await SettlementsAsync(call, tables, new() { HospitalCode = hospital, FromDate = from, ToDate = to, PageSize = Pages.Size });
            await OthersAsync(call, tables, hospital, from, to);
            tables.Dispose();
            var proof = await ReceivableCommands.VerifyAsync(call);
            await InspectionGuide.PackAsync(folder, file, new InspectionScope(hospital, from, to, proof), tables, call.Cancellation);
            await Console.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"已写入 {file}：{tables.All[0].Rows} 笔结算和撤销，{tables.All[^1].Rows} 笔读不出，账本 {proof.Differences.Count} 处差异"));
            return proof.Differences.Count == 0 && tables.All[^1].Rows == 0 ? ExitCode.Done : ExitCode.Failed;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Page by page; each settlement is asked for whole, with its articles.</summary>
    private static async Task SettlementsAsync(GatewayCall call, InspectionTables tables, ListSettlementsRequest request)
    {
        do
        {
            var page = await call.Gateway.Settlements.ListSettlementsAsync(request);
            foreach (var head in page.Settlements)
            {
                tables.Add(await call.Gateway.Settlements.GetSettlementAsync(new() { SettlementId = head.SettlementId }));
            }

            page.UnreadableSettlements.ToList().ForEach(tables.Add);
            request.PageToken = page.NextPageToken;
            if (!Console.IsErrorRedirected && tables.All[0].Rows > 0)
            {
                await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"已取 {tables.All[0].Rows} 笔"));
            }
        }
        while (request.PageToken.Length > 0);
    }

    private static async Task OthersAsync(GatewayCall call, InspectionTables tables, string hospital, string from, string to)
    {
        var corrections = await Pages.WholeAsync(
            token => call.Gateway.Corrections.ListCorrectionsAsync(
                new() { HospitalCode = hospital, IncludeDecided = true, PageSize = Pages.Size, PageToken = token }),
            page => page.NextPageToken);
        corrections.Corrections.ToList().ForEach(tables.Add);
        var findings = await Pages.WholeAsync(
            token => call.Gateway.Reviews.ListReviewFindingsAsync(
                new() { HospitalCode = hospital, FromDate = from, ToDate = to, PageSize = Pages.Size, PageToken = token }),
            page => page.NextPageToken);
        findings.Findings.ToList().ForEach(tables.Add);
    }
}
