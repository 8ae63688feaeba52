using System.CommandLine;
using System.Text.Json.Nodes;
using MedAid.Core;
using Spectre.Console;

namespace MedAid.Cli;

/// <summary>The commands that read patients' accounts. Who reads one person's is noted by the gateway.</summary>
internal static class PatientReports
{
    private static readonly string[] Days = ["0–30 天", "31–60 天", "61–90 天", "90 天以上", "合计欠款"];

    public static Command Account()
    {
        var hospital = new Option<string>("--hospital") { Description = "机构编码", Required = true };
        var key = new Option<string>("--key") { Description = "人员编号；不写则从标准输入读身份证号码", DefaultValueFactory = _ => "" };
        var purpose = new Option<string>("--purpose") { Description = "查询事由；记入留痕", Required = true };
        var calls = new PeopleCalls();
        var command = new Command("account", "一名患者在一家机构的账户：欠款、押金、应退和来历；每次查询都留痕") { hospital, key, purpose };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var body = new JsonObject { ["hospitalCode"] = parsed.GetValue(hospital), ["purpose"] = parsed.GetValue(purpose) };
            body[parsed.GetValue(key)!.Length > 0 ? "personKey" : "idNumber"] = parsed.GetValue(key) is { Length: > 0 } given
                ? given
                : (await Console.In.ReadLineAsync(cancellation))?.Trim() ?? "";
            var answer = await client.PostAsync("v1/patientAccounts:get", body, cancellation);
            return Print(answer, calls.WantsJson(parsed), PrintAccount);
        }));
        return command;
    }

    public static Command Age()
    {
        var hospital = new Option<string>("--hospital") { Description = "只看这家机构", DefaultValueFactory = _ => "" };
        var asOf = new Option<string>("--as-of") { Description = "截至日期，如 2026-03-31；不写就是今天", DefaultValueFactory = _ => "" };
        return Ask(
            "age", "患者欠款账龄（从就诊日算起）", [hospital, asOf],
            parsed => $"v1/patientAccounts:age?hospital_code={Uri.EscapeDataString(parsed.GetValue(hospital)!)}"
                + $"&as_of_date={Uri.EscapeDataString(parsed.GetValue(asOf)!)}",
            body =>
            {
                var table = new Table().AddColumns("人员编号", "机构", "最早就诊日");
                Array.ForEach(Days, title => table.AddColumn(new TableColumn(title).RightAligned()));

                foreach (var age in body["patients"]?.AsArray() ?? [])
                {
                    table.AddRow([
                        Text(age, "personKey"), Text(age, "hospitalCode"), Text(age, "oldestDate"), Yuan(age, "days0To30Fen"),
                        Yuan(age, "days31To60Fen"), Yuan(age, "days61To90Fen"), Yuan(age, "daysOver90Fen"), Yuan(age, "owedFen"),
                    ]);
                }

                Terminal.Out.Write(table);
                Console.Out.WriteLine($"截至 {body["asOfDate"]}，欠款合计 {Yuan(body, "owedFen")} 元，押金合计 {Yuan(body, "depositFen")} 元");
            });
    }

    /// <summary>The monthly statement: of one patient, or of all as a file; a page or a file goes to standard output.</summary>
    public static Command Statement()
    {
        var hospital = new Option<string>("--hospital") { Description = "机构编码", Required = true };
        var period = new Option<string>("--period") { Description = "月份，如 2026-03", Required = true };
        var key = new Option<string>("--key") { Description = "人员编号；不写则为全院，每人一行的 CSV，没有姓名", DefaultValueFactory = _ => "" };
        var purpose = new Option<string>("--purpose") { Description = "查询事由；记入留痕", DefaultValueFactory = _ => "每月一站式报销" };
        var html = new Option<bool>("--html") { Description = "输出可打印的网页" };
        var calls = new PeopleCalls();
        var command = new Command("statement", "门诊透析每月“一站式”报销明细") { hospital, period, key, purpose, html };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            if (parsed.GetValue(key)!.Length == 0)
            {
                var all = await client.GetAsync(
                    $"v1/patientStatements?hospital_code={Uri.EscapeDataString(parsed.GetValue(hospital)!)}"
                    + $"&period={Uri.EscapeDataString(parsed.GetValue(period)!)}&format=csv", cancellation);
                return Print(all, calls.WantsJson(parsed), body => Console.Out.Write(body["csv"]));
            }

            var one = await client.PostAsync("v1/patientStatements:get", new JsonObject
            {
                ["personKey"] = parsed.GetValue(key),
                ["hospitalCode"] = parsed.GetValue(hospital),
                ["period"] = parsed.GetValue(period),
                ["purpose"] = parsed.GetValue(purpose),
                ["format"] = parsed.GetValue(html) ? "html" : "",
            }, cancellation);
            return Print(one, calls.WantsJson(parsed), body => PrintStatement(body, parsed.GetValue(html)));
        }));
        return command;
    }

    public static Command WriteOffs() => Ask("list", "列出等待决定的核销申请", [], _ => "v1/writeOffs", body =>
    {
        foreach (var row in body["writeOffs"]?.AsArray() ?? [])
        {
            var what = $"{row!["proposalId"]}  {row["personKey"]}  {row["hospitalCode"]}  {Yuan(row, "amountFen")} 元";
            Console.Out.WriteLine($"{what}  {row["note"]}（{row["proposedBy"]} 申请）");
        }
    });

    private static void PrintStatement(JsonObject body, bool html)
    {
        if (html)
        {
            Console.Out.Write(body["html"]);
            return;
        }

        foreach (var statement in body["statements"]?.AsArray() ?? [])
        {
            var total = statement!["total"];
            Console.Out.WriteLine($"{statement["personKey"]}  {body["name"]}  {statement["period"]}  就诊 {statement["visitCount"]} 次");
            Console.Out.WriteLine($"费用 {Yuan(total, "grossFen")} 元，减免 {Yuan(total, "waivedFen")} 元");
            foreach (var payer in total?["payers"]?.AsArray() ?? [])
            {
                Console.Out.WriteLine(
                    $"  {payer!["name"]}（{payer["fund"]}）{Yuan(payer, "paidFen")} 元，其中医院垫付 {Yuan(payer, "advancedFen")} 元");
            }

            Console.Out.WriteLine(
                $"个人负担 {Yuan(total, "patientFen")} 元，已付 {Yuan(total, "paidFen")} 元，仍欠 {Yuan(total, "owedFen")} 元");
        }

        Console.Out.WriteLine(body["cite"] is { } cite ? $"依据：{cite}" : "");
    }

    private static void PrintAccount(JsonObject account)
    {
        Console.Out.WriteLine($"{account["personKey"]}  {account["name"]}  {PatientWrites.Balance(account["balance"])}");
        foreach (var share in account["shares"]?.AsArray() ?? [])
        {
            Console.Out.WriteLine(
                $"  {share!["serviceDate"]}  {share["settlementId"]}  个人负担 {Yuan(share, "amountFen")} 元，还欠 {Yuan(share, "owedFen")} 元");
        }

        foreach (var record in account["records"]?.AsArray() ?? [])
        {
            var what = $"第 {record!["recordNumber"]} 条  {record["recordedTime"]}  {record["sentence"]}";
            Console.Out.WriteLine($"  {what}（{record["operator"]}）{record["receiptNumber"]}");
        }
    }

    private static Command Ask(
        string name, string description, Option[] options, Func<ParseResult, string> path, Action<JsonObject> print)
    {
        var server = GatewayCalls.ServerOption("网关地址");
        server.DefaultValueFactory = _ => HealthCommand.DefaultServer;
        var json = PolicyCommands.JsonOption();
        var command = new Command(name, description) { server, json };
        Array.ForEach(options, command.Add);
        command.SetAction((parsed, cancellation) => GatewayCalls.GuardAsync(async () =>
        {
            await using var client = GatewayClient.Of(parsed.GetValue(server)!);
            return Print(await client.GetAsync(path(parsed), cancellation), parsed.GetValue(json), print);
        }));
        return command;
    }

    private static int Print(GatewayAnswer answer, bool json, Action<JsonObject> print)
    {
        if (answer.IsError)
        {
            return GatewayCalls.Refuse(answer);
        }

        if (json)
        {
            Terminal.Json(answer.Body);
        }
        else
        {
            print(answer.Body);
        }

        return ExitCode.Done;
    }

    private static string Text(JsonNode? row, string field) => row?[field]?.GetValue<string>() ?? "";

    private static string Yuan(JsonNode? row, string field) => ExactNumber.Yuan(row?[field]?.GetValue<long>() ?? 0);
}
