using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MedAid.Core;

namespace MedAid.Cli;

/// <summary>`medaid owed correct|withdraw-claim`: counter-records of what was entered by mistake, and claims that are taken back.</summary>
internal static class OwedCorrectCommands
{
    private static readonly Dictionary<string, string> States = new(StringComparer.Ordinal)
    {
        ["CORRECTION_STATE_PROPOSED"] = "待决定", ["CORRECTION_STATE_APPROVED"] = "已冲正", ["CORRECTION_STATE_REJECTED"] = "不同意",
    };

    public static IEnumerable<Command> Create() =>
    [
        new("correct", "冲正登记错的内容（到账、退款、审核结果、处理决定、患者付款、押金）：一人申请，另一人决定") { Find(), Propose(), Decide(), List() },
        Withdraw(),
    ];

    private static Command Find()
    {
        var payment = new Option<string>("--payment") { Description = "银行流水号", DefaultValueFactory = _ => "" };
        var claim = new Option<string>("--claim") { Description = "申报批次", DefaultValueFactory = _ => "" };
        var receivable = new Option<string>("--receivable") { Description = "应收编号", DefaultValueFactory = _ => "" };
        return OwedCommands.Ask(
            "find", "查一笔到账、一个申报批次或一笔应收的往来账记录号；患者的用 patient account 查", [payment, claim, receivable],
            parsed => $"/v1/clearing/records?payment_id={Uri.EscapeDataString(parsed.GetValue(payment)!)}"
                + $"&claim_id={Uri.EscapeDataString(parsed.GetValue(claim)!)}&receivable_id={Uri.EscapeDataString(parsed.GetValue(receivable)!)}",
            body => Lines(body["records"], Record));
    }

    private static Command Propose()
    {
        var number = new Argument<long>("record") { Description = "往来账记录号" };
        var note = Note("原因：错在哪里，正确的是什么；不写姓名和病情");
        var command = new Command("propose", "申请冲正一条记录；有后续记录以它为前提时会告知先冲正哪一条") { number, note };
        return Writes(command, _ => "v1/corrections", parsed => new JsonObject
        {
            ["recordNumber"] = parsed.GetValue(number), ["note"] = parsed.GetValue(note),
        }, Written);
    }

    private static Command Decide()
    {
        var correction = new Argument<string>("correction") { Description = "冲正申请号" };
        var reject = new Option<bool>("--reject") { Description = "不同意；不写则为同意" };
        var note = Note("原因和依据");
        var command = new Command("decide", "决定冲正；不能是申请人") { correction, reject, note };
        return Writes(command, parsed => $"v1/corrections/{Uri.EscapeDataString(parsed.GetValue(correction)!)}:decide", parsed => new JsonObject
        {
            ["approved"] = !parsed.GetValue(reject), ["note"] = parsed.GetValue(note),
        }, Written);
    }

    private static Command List()
    {
        var hospital = new Option<string>("--hospital") { Description = "只看这家机构", DefaultValueFactory = _ => "" };
        var all = new Option<bool>("--all") { Description = "已决定的也列出" };
        return OwedCommands.Ask(
            "list", "列出等待决定的冲正申请", [hospital, all],
            parsed => $"/v1/corrections?hospital_code={Uri.EscapeDataString(parsed.GetValue(hospital)!)}"
                + $"&include_decided={(parsed.GetValue(all) ? "true" : "false")}",
            body => Lines(body["corrections"], Correction));
    }

    private static Command Withdraw()
    {
        var claim = new Argument<string>("claim") { Description = "申报批次" };
        var note = Note("原因");
        var command = new Command("withdraw-claim", "撤回还没有审核结果的申报；其中的款项回到待申报，可重新申报") { claim, note };
        return Writes(command, parsed => $"v1/claims/{Uri.EscapeDataString(parsed.GetValue(claim)!)}:withdraw", parsed => new JsonObject
        {
            ["note"] = parsed.GetValue(note),
        }, OwedPrint.Record);
    }

    private static Option<string> Note(string description) => new("--note") { Description = description, Required = true };

    private static Command Writes(
        Command command, Func<ParseResult, string> path, Func<ParseResult, JsonObject> body, Func<JsonObject, int> print)
    {
        var calls = new OwedCalls();
        calls.WriteBy(command);
        command.SetAction((parsed, cancellation) => calls.PostAsync(parsed, path(parsed), body(parsed), cancellation, print));
        return command;
    }

    private static int Written(JsonObject body)
    {
        var id = Text(body["correction"], "correctionId");
        Console.Out.WriteLine(body["sentence"]);
        Console.Out.WriteLine(Number(body, "recordNumber") is var number and > 0
            ? string.Create(CultureInfo.InvariantCulture, $"往来账第 {number} 条，冲正申请号 {id}") : "只是试算，没有登记");
        return ExitCode.Done;
    }

    private static void Lines(JsonNode? rows, Func<JsonNode, string> line)
    {
        foreach (var row in rows?.AsArray() ?? [])
        {
            Console.Out.WriteLine(line(row!));
        }
    }

    private static string Correction(JsonNode row)
    {
        var decided = Text(row, "decidedBy") is { Length: > 0 } who ? $"，{who} {States[Text(row, "state")]}：{row["decisionNote"]}" : "";
        return $"{row["correctionId"]}  {Record(row["record"]!)}  {row["note"]}（{row["proposedBy"]} 申请{decided}）";
    }

    private static string Record(JsonNode row)
    {
        string[] about = [Text(row, "countyCode"), Text(row, "personKey"), Text(row, "paymentId"), Text(row, "claimId")];
        var voided = Number(row, "voidedBy") is var by and > 0 ? string.Create(CultureInfo.InvariantCulture, $"，已由第 {by} 条冲正") : "";
        var whose = string.Join("  ", about.Where(t => t.Length > 0));
        var amount = ExactNumber.Yuan(Number(row, "amountFen"));
        return $"第 {Number(row, "recordNumber")} 条 {row["title"]}  {whose}  {amount} 元（{row["operator"]}{voided}）";
    }

    private static string Text(JsonNode? row, string field) => row?[field]?.GetValue<string>() ?? "";

    private static long Number(JsonNode? row, string field) => row?[field]?.GetValue<long>() ?? 0;
}
