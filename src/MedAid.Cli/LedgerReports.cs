using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MedAid.Core;
using MedAid.Settlement;
using Spectre.Console;

namespace MedAid.Cli;

/// <summary>`medaid ledger head|balance|account`: the general ledger, asked of a running gateway.</summary>
internal static class LedgerReports
{
    private const int PageSize = 1000;
    private static readonly string[] Columns = ["期初", "借方", "贷方", "期末"];

    public static Command Head() => OwedCommands.Ask(
        "head", "往来账末端的序号和哈希；每月打印留存，日后用 medaid ledger verify-chain --head 查证", [], _ => "/v1/journal:head",
        body =>
        {
            Console.Out.WriteLine($"第 {body["recordNumber"]} 条  {body["hash"]}  {body["time"]}");
            foreach (var record in body["setAside"]?.AsArray() ?? [])
            {
                Console.Out.WriteLine($"搁置：第 {record!["recordNumber"]} 条（{Text(record, "title")}）未计入账：{Text(record, "reason")}");
            }
        });

    public static Command Void()
    {
        var number = new Argument<long>("number") { Description = "被搁置的记录的序号；medaid ledger head 列出" };
        var note = new Option<string>("--note") { Description = "原因和依据", Required = true };
        var second = new Option<string>("--second") { Description = "复核人，不能是经办人自己", Required = true };
        var command = new Command("void", "作废一条被搁置的记录：它与前面的记录不相容，没有计入账；记录留在账里，由两人作废") { number, note, second };
        var calls = new OwedCalls();
        calls.WriteBy(command);
        command.SetAction((parsed, cancellation) => calls.PostAsync(parsed, "v1/journal:void", new JsonObject
        {
            ["recordNumber"] = parsed.GetValue(number), ["note"] = parsed.GetValue(note), ["secondOperator"] = parsed.GetValue(second),
        }, cancellation));
        return command;
    }

    public static Command Balance()
    {
        var period = new Period();
        var byCounty = new Option<bool>("--by-county") { Description = "每个县区一行" };
        var byFund = new Option<bool>("--by-fund") { Description = "每个基金一行" };
        return OwedCommands.Ask(
            "balance", "试算平衡表：期初、借方、贷方、期末", [.. period.Options, byCounty, byFund],
            parsed => $"/v1/journal:balance?{period.Query(parsed)}&by_county={Flag(parsed, byCounty)}&by_fund={Flag(parsed, byFund)}",
            body =>
            {
                var table = new Table().AddColumns("科目", "名称", "县区", "基金");
                foreach (var title in Columns)
                {
                    table.AddColumn(new TableColumn(title).RightAligned());
                }

                foreach (var row in body["rows"]?.AsArray() ?? [])
                {
                    table.AddRow(
                        Text(row, "account"), Text(row, "name"), Text(row, "countyCode"), Text(row, "fund"),
                        Yuan(row, "openingFen"), Yuan(row, "debitFen"), Yuan(row, "creditFen"), Yuan(row, "closingFen"));
                }

                Terminal.Out.Write(table);
                Terminal.Error.WriteLine($"{body["fromDate"]} 至 {body["toDate"]}，单位：元，贷方余额为负；借方合计等于贷方合计 {Yuan(body, "turnoverFen")}");
            });
    }

    public static Command Account()
    {
        var period = new Period();
        var account = new Argument<string>("account") { Description = "科目，如 advance_receivable；见 docs/ACCOUNTS.md" };
        var server = GatewayCalls.ServerOption("网关地址");
        server.DefaultValueFactory = _ => HealthCommand.DefaultServer;
        var command = new Command("account", "明细账：一个科目的每条分录和余额；每行一条，用制表符分隔") { account, server };
        period.Options.ToList().ForEach(command.Add);
        command.SetAction((parsed, cancellation) => GatewayCalls.GuardAsync(async () =>
        {
            await using var client = GatewayClient.Of(parsed.GetValue(server)!);
            var (path, token) = ($"/v1/journal/accounts/{Uri.EscapeDataString(parsed.GetValue(account)!)}/entries?page_size={PageSize}", "");
            do
            {
                var answer = await client.GetAsync($"{path}&{period.Query(parsed)}&page_token={token}", cancellation);
                if (answer.IsError)
                {
                    return GatewayCalls.Refuse(answer);
                }

                Print(answer.Body, first: token.Length == 0);
                token = Text(answer.Body, "nextPageToken");
            }
            while (token.Length > 0);
            return ExitCode.Done;
        }));
        return command;
    }

    private static void Print(JsonObject body, bool first)
    {
        if (first)
        {
            Console.Out.WriteLine("时间\t凭据\t事项\t机构\t县区\t基金\t金额\t余额");
            Console.Out.WriteLine($"\t\t期初\t\t\t\t\t{Yuan(body, "openingFen")}");
        }

        foreach (var entry in body["entries"]?.AsArray() ?? [])
        {
            Console.Out.WriteLine(string.Join('\t', [
                Time(entry), Text(entry, "reference"), Text(entry, "title"), Text(entry, "hospitalCode"), Text(entry, "countyCode"),
                Text(entry, "fund"), Yuan(entry, "amountFen"), Yuan(entry, "balanceFen"),
            ]));
        }
    }

    private static string Time(JsonNode? entry) => ChinaTime.Of(DateTimeOffset.Parse(Text(entry, "time"), CultureInfo.InvariantCulture))
        .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Flag(ParseResult parsed, Option<bool> option) => parsed.GetValue(option) ? "true" : "false";

    private static string Text(JsonNode? row, string field) => row![field]?.GetValue<string>() ?? "";

    private static string Yuan(JsonNode? row, string field) => ExactNumber.Yuan(row![field]?.GetValue<long>() ?? 0);

    /// <summary>The days, and perhaps one hospital and county.</summary>
    private sealed class Period
    {
        private readonly Option<string> from = new("--from") { Description = "开始日期，如 2026-03-01", Required = true };
        private readonly Option<string> to = new("--to") { Description = "结束日期（含），如 2026-03-31", Required = true };
        private readonly Option<string> hospital = new("--hospital") { Description = "只看这个机构", DefaultValueFactory = _ => "" };
        private readonly Option<string> county = new("--county") { Description = "只看这个县区，六位编码", DefaultValueFactory = _ => "" };

        public Option[] Options => [from, to, hospital, county];

        public string Query(ParseResult parsed) => string.Join('&', new[]
        {
            ("from_date", from), ("to_date", to), ("hospital_code", hospital), ("county_code", county),
        }.Select(p => $"{p.Item1}={Uri.EscapeDataString(parsed.GetValue(p.Item2)!)}"));
    }
}
