using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MedAid.Core;
using Spectre.Console;

namespace MedAid.Cli;

/// <summary>`medaid owed …`: what counties owe the hospital, asked of a running gateway.</summary>
internal static class OwedCommands
{
    private const string VerifyPath = "/v1/clearing:verify";

    private static readonly (string Field, string Title)[] Days =
    [
        ("days0To30Fen", "0–30 天"), ("days31To60Fen", "31–60 天"), ("days61To90Fen", "61–90 天"), ("daysOver90Fen", "90 天以上"),
        ("outstandingFen", "合计未收"), ("paidFen", "已拨付"), ("unmatchedFen", "待认领"), ("refundDueFen", "应退县区"),
    ];

    public static Command Create()
    {
        var command = new Command("owed", "县区应拨款：申报、审核结果、到账、账龄、对账单、催款、冲正、核对") { Age(), List(), Verify() };
        foreach (var part in OwedBookCommands.Create().Concat(OwedFileCommands.Create()).Concat(OwedCorrectCommands.Create()))
        {
            command.Subcommands.Add(part);
        }

        return command;
    }

    private static Command Age()
    {
        var asOf = new Option<string>("--as-of") { Description = "截至日期，如 2026-03-31；不写就是今天", DefaultValueFactory = _ => "" };
        return Ask(
            "age", "各县区欠款账龄（从就诊日算起）", [asOf],
            parsed => $"/v1/receivables:age?as_of_date={Uri.EscapeDataString(parsed.GetValue(asOf)!)}",
            body =>
            {
                var table = new Table().AddColumn("县区");
                foreach (var (_, title) in Days)
                {
                    table.AddColumn(new TableColumn(title).RightAligned());
                }

                table.AddColumn(new TableColumn("平均回款天数").RightAligned());
                foreach (var county in body["counties"]?.AsArray() ?? [])
                {
                    table.AddRow([
                        Text(county, "countyCode"), .. Days.Select(d => Yuan(county, d.Field)),
                        Number(county, "daysToPay") is var days and > 0 ? days.ToString(CultureInfo.InvariantCulture) : "—",
                    ]);
                }

                Terminal.Out.Write(table);
                foreach (var warning in (body["advanceLoads"]?.AsArray() ?? []).Where(l => Text(l, "warning").Length > 0))
                {
                    Console.Out.WriteLine($"注意 {Text(warning, "hospitalCode")}：{Text(warning, "warning")}");
                }

                Terminal.Error.WriteLine($"截至 {body["asOfDate"]}，单位：元");
            });
    }

    private static Command List()
    {
        var county = new Option<string>("--county") { Description = "只看这个县区，六位编码", DefaultValueFactory = _ => "" };
        return Ask(
            "list", "应收明细，最早的在前（最多 1000 笔）", [county],
            parsed => $"/v1/receivables?page_size=1000&county_code={Uri.EscapeDataString(parsed.GetValue(county)!)}",
            body =>
            {
                var table = new Table().AddColumns("就诊日", "县区", "应收", "垫付", "申报批次", "拒付原因");
                table.AddColumn(new TableColumn("金额").RightAligned()).AddColumn(new TableColumn("未收").RightAligned());
                foreach (var owed in body["receivables"]?.AsArray() ?? [])
                {
                    table.AddRow([
                        .. new[]
                        {
                            Text(owed, "serviceDate"), Text(owed, "countyCode"), Text(owed, "receivableId"),
                            owed!["advanced"]?.GetValue<bool>() == true ? "是" : "否", Text(owed, "claimId"), Text(owed, "refusalReason"),
                        }.Select(Markup.Escape),
                        Yuan(owed, "amountFen"), Yuan(owed, "outstandingFen"),
                    ]);
                }

                Terminal.Out.Write(table);
            });
    }

    private static Command Verify() => Ask(
        "verify", "核对账本和往来账：单据、链条、分录、所接收的结算；有差异时退出码为 1", [], _ => VerifyPath,
        body =>
        {
            foreach (var difference in body["differences"]?.AsArray() ?? [])
            {
                Console.Out.WriteLine(difference);
            }

            Console.Out.WriteLine($"{Number(body, "records")} 条记录，{Count(body)} 处差异，末端 {body["head"]}");
            Terminal.Error.WriteLine(Text(body, "remark"));
        },
        body => Count(body) == 0 ? ExitCode.Done : ExitCode.Failed);

    /// <summary>A proof of large books takes longer than a call: asks again by its id until it has ended.</summary>
    private static async Task<GatewayAnswer> AskAsync(GatewayClient client, string path, CancellationToken cancellation)
    {
        var answer = await client.GetAsync(path, cancellation);
        while (path == VerifyPath && !answer.IsError && Text(answer.Body, "state") == "PROOF_STATE_RUNNING")
        {
            if (!Console.IsErrorRedirected)
            {
                await Console.Error.WriteLineAsync($"已核对 {Number(answer.Body, "percent")}%");
            }

            answer = await client.GetAsync($"{VerifyPath}?proof_id={Uri.EscapeDataString(Text(answer.Body, "proofId"))}", cancellation);
        }

        return answer;
    }

    internal static Command Ask(
        string name, string description, Option[] options, Func<ParseResult, string> path, Action<JsonObject> print,
        Func<JsonObject, int>? exit = null)
    {
        var server = GatewayCalls.ServerOption("网关地址");
        server.DefaultValueFactory = _ => HealthCommand.DefaultServer;
        var json = PolicyCommands.JsonOption();
        var command = new Command(name, description) { server, json };
        Array.ForEach(options, command.Add);
        command.SetAction((parsed, cancellation) => GatewayCalls.GuardAsync(async () =>
        {
            await using var client = GatewayClient.Of(parsed.GetValue(server)!);
            var answer = await AskAsync(client, path(parsed), cancellation);
            if (answer.IsError)
            {
                return GatewayCalls.Refuse(answer);
            }

            if (parsed.GetValue(json))
            {
                Terminal.Json(answer.Body);
            }
            else
            {
                print(answer.Body);
            }

            return exit?.Invoke(answer.Body) ?? ExitCode.Done;
        }));
        return command;
    }

    private static int Count(JsonObject body) => body["differences"]?.AsArray().Count ?? 0;

    private static string Text(JsonNode? row, string field) => row![field]?.GetValue<string>() ?? "";

    private static long Number(JsonNode? row, string field) => row![field]?.GetValue<long>() ?? 0;

    private static string Yuan(JsonNode? row, string field) => ExactNumber.Yuan(Number(row, field));
}
