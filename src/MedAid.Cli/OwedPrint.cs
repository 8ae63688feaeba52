using System.Text.Json.Nodes;
using MedAid.Core;
using Spectre.Console;

namespace MedAid.Cli;

/// <summary>Prints what came of the finance office's commands in words.</summary>
internal static class OwedPrint
{
    private static readonly Dictionary<string, string> Standings = new(StringComparer.Ordinal)
    {
        ["STANDING_OPEN"] = "待申报", ["STANDING_CLAIMED"] = "已申报", ["STANDING_ACCEPTED"] = "已核准", ["STANDING_REFUSED"] = "拒付",
        ["STANDING_DISPUTED"] = "申诉中", ["STANDING_RETAINED"] = "质保金", ["STANDING_PAID"] = "已拨付", ["STANDING_DEDUCTED"] = "扣款",
        ["STANDING_CHARGED"] = "由患者承担", ["STANDING_WRITTEN_OFF"] = "核销", ["STANDING_UNWOUND"] = "已撤销",
    };

    private static readonly Dictionary<string, string> Fits = new(StringComparer.Ordinal)
    {
        ["PAYMENT_FIT_EXACT"] = "一对一", ["PAYMENT_FIT_MANY_TO_ONE"] = "多对一", ["PAYMENT_FIT_UNDER"] = "少付", ["PAYMENT_FIT_OVER"] = "多付",
        ["PAYMENT_FIT_WAITING"] = "待认领", ["PAYMENT_FIT_RECORDED_BEFORE"] = "以前已登记",
    };

    /// <summary>Whether a file had bad lines.</summary>
    public static bool HasFaults(JsonObject body) => body["faults"]?.AsArray().Count > 0;

    /// <summary>A record of the book.</summary>
    public static int Record(JsonObject body)
    {
        var number = Number(body, "recordNumber");
        var state = body["replayed"]?.GetValue<bool>() == true ? "以前已登记" : "已登记";
        Console.Out.WriteLine(number > 0 ? $"{state}：往来账第 {number} 条" : "只是试算，没有登记");
        if (Text(body, "claimId") is { Length: > 0 } claim)
        {
            Console.Out.WriteLine($"申报批次 {claim}");
        }

        foreach (var group in (body["moves"]?.AsArray() ?? []).GroupBy(m => (From: Text(m, "from"), To: Text(m, "to"))))
        {
            Console.Out.WriteLine(
                $"{Standings[group.Key.From]} → {Standings[group.Key.To]}：{group.Count()} 笔，{Yuan(group.Sum(m => Number(m, "amountFen")))} 元");
        }

        if (Number(body, "unmatchedFen") is var waiting and > 0)
        {
            Console.Out.WriteLine($"待认领 {Yuan(waiting)} 元");
        }

        if (Number(body, "refundedFen") is var refunded and > 0)
        {
            Console.Out.WriteLine($"退还县区（含冲抵）{Yuan(refunded)} 元");
        }

        return ExitCode.Done;
    }

    /// <summary>What came of a reply's file.</summary>
    public static int Reply(JsonObject body)
    {
        foreach (var group in (body["lines"]?.AsArray() ?? []).GroupBy(l => Text(l, "state")).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var state = group.Key switch
            {
                "REPLY_LINE_STATE_GOOD" => "可采用",
                "REPLY_LINE_STATE_ANSWERED_BEFORE" => "以前已登记",
                "REPLY_LINE_STATE_UNANSWERED" => "没有填写，仍待审核",
                _ => "有问题",
            };
            Console.Out.WriteLine($"{state}：{group.Count()} 行");
        }

        Console.Out.WriteLine(
            $"批次 {Text(body, "claimId")}：核准 {Yuan(Number(body, "acceptedFen"))} 元，拒付 {Yuan(Number(body, "refusedFen"))} 元，{Outcome(body)}");
        return Faults(body);
    }

    /// <summary>What came of a bank statement's file.</summary>
    public static int Payments(JsonObject body)
    {
        foreach (var line in body["lines"]?.AsArray() ?? [])
        {
            Console.Out.WriteLine(
                $"第 {Number(line, "line")} 行 {Text(line, "paymentId")}  {Text(line, "countyCode")}  {Yuan(Number(line, "receivedFen"))} 元："
                + $"{Fits[Text(line, "fit")]}，认领 {Yuan(Number(line, "matchedFen"))} 元  {string.Join(' ', line!["paidClaimIds"]?.AsArray() ?? [])}");
        }

        Console.Out.WriteLine($"{Outcome(body)}；跳过非到账行 {Number(body, "linesPassedOver")} 行");
        return Faults(body);
    }

    /// <summary>A statement of account.</summary>
    public static int Statement(JsonObject body)
    {
        (string Title, string Field)[] rows =
        [
            ("期初应收", "openingFen"), ("＋垫付", "advancedFen"), ("＋其他救助", "otherFen"), ("－拨付", "paidFen"), ("－扣款", "deductedFen"),
            ("－由患者承担", "chargedFen"), ("－核销", "writtenOffFen"), ("－撤销", "unwoundFen"), ("期末应收", "closingFen"), ("其中申报", "claimedFen"),
            ("其中核准", "acceptedFen"), ("其中拒付", "refusedFen"), ("待认领款", "unmatchedClosingFen"), ("已退县区款", "refundPaidFen"),
            ("冲抵县区款", "refundSetOffFen"), ("应退县区款", "refundClosingFen"),
        ];
        var table = new Table().AddColumn($"{body["countyCode"]}  {body["fromDate"]} 至 {body["toDate"]}")
            .AddColumn(new TableColumn("元").RightAligned());
        foreach (var (title, field) in rows)
        {
            table.AddRow(title, Yuan(Number(body, field)));
        }

        Terminal.Out.Write(table);
        foreach (var refusal in body["refusals"]?.AsArray() ?? [])
        {
            Console.Out.WriteLine($"拒付：{Text(refusal, "reason")}，{Number(refusal, "lines")} 笔，{Yuan(Number(refusal, "amountFen"))} 元");
        }

        var forecast = body["forecast"]!;
        Console.Out.WriteLine(
            $"平均回款 {Number(forecast, "daysToPay")} 天{(forecast["assumed"]?.GetValue<bool>() == true ? "（假定）" : "")}，"
            + $"应回未回 {Yuan(Number(forecast, "overdueFen"))} 元");
        foreach (var month in forecast["months"]?.AsArray() ?? [])
        {
            Console.Out.WriteLine($"预计 {Text(month, "month")}：{Yuan(Number(month, "amountFen"))} 元");
        }

        foreach (var online in body["online"]?.AsArray() ?? [])
        {
            var from = Text(online, "fromDate");
            Console.Out.WriteLine($"{Text(online, "title")}：{(from.Length > 0 ? $"{from} 起联网，此后不再垫付" : "尚未联网")}");
        }

        if (Number(body, "advancedAfterOnlineFen") is var after and not 0)
        {
            Console.Out.WriteLine($"注意：本期有 {Yuan(after)} 元是联网之后垫付的，请与县区核对由谁结算");
        }

        Terminal.Error.WriteLine($"截至往来账第 {Number(body, "recordNumber")} 条");
        return ExitCode.Done;
    }

    private static string Outcome(JsonObject body) => body["replayed"]?.GetValue<bool>() == true ? "以前已全部登记，没有变化"
        : body["written"]?.GetValue<bool>() == true ? "已登记" : "没有登记";

    private static int Faults(JsonObject body)
    {
        foreach (var fault in body["faults"]?.AsArray() ?? [])
        {
            var (line, column) = (Number(fault, "line"), Text(fault, "column"));
            var place = line == 0 ? "整个文件" : column.Length > 0 ? $"第 {line} 行 {column} 列" : $"第 {line} 行";
            Console.Out.WriteLine($"{place}：{Text(fault, "message")}（{Text(fault, "code")}）");
        }

        return HasFaults(body) ? ExitCode.Failed : ExitCode.Done;
    }

    private static string Text(JsonNode? row, string field) => row![field]?.GetValue<string>() ?? "";

    private static long Number(JsonNode? row, string field) => row![field]?.GetValue<long>() ?? 0;

    private static string Yuan(long amountFen) => ExactNumber.Yuan(amountFen);
}
