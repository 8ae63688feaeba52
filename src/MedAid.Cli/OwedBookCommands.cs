using System.CommandLine;
using System.Text.Json.Nodes;
using MedAid.Core;

namespace MedAid.Cli;

/// <summary>`medaid owed claim|reply|decide|pay|match|release|refund`: each writes one record into the clearing book.</summary>
internal static class OwedBookCommands
{
    private static readonly Dictionary<string, string> Decisions = new(StringComparer.Ordinal)
    {
        ["correct"] = "CORRECTED", ["dispute"] = "DISPUTED", ["won"] = "WON", ["lost"] = "LOST", ["charge"] = "CHARGED",
        ["write-off"] = "WRITTEN_OFF",
    };

    public static IEnumerable<Command> Create() => [Claim(), Reply(), Decide(), Pay(), Match(), Release(), Refund()];

    public static Option<string> HospitalOption() => new("--hospital") { Description = "机构编号", Required = true };

    private static Command Claim()
    {
        var county = new Argument<string>("county") { Description = "县区，六位编码" };
        var hospital = HospitalOption();
        var period = new Option<string>("--period") { Description = "费用截至的月份，如 2026-03", Required = true };
        var command = new Command("claim", "申报：把一个县区截至某月的全部待申报款项编成一个批次") { county, hospital, period };
        return Writes(command, (calls, parsed, cancellation) => calls.PostAsync(parsed, "v1/claims", new JsonObject
        {
            ["countyCode"] = parsed.GetValue(county), ["hospitalCode"] = parsed.GetValue(hospital), ["period"] = parsed.GetValue(period),
        }, cancellation));
    }

    private static Command Reply()
    {
        var claim = new Argument<string>("claim") { Description = "申报批次" };
        var lines = new Option<string[]>("--line")
        {
            Description = "一笔的审核结果：应收编号=核准金额，有拒付时再加 =原因；可写多次",
            Required = true,
        };
        lines.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (Line(token.Value) is null)
                {
                    result.AddError($"--line {token.Value} 看不懂，要写成 应收编号=核准金额=原因，金额以元为单位");
                }
            }
        });
        var command = new Command("reply", "登记县区的审核结果；很多笔时用 import-reply 导入文件") { claim, lines };
        return Writes(command, (calls, parsed, cancellation) => calls.PostAsync(
            parsed, $"v1/claims/{Uri.EscapeDataString(parsed.GetValue(claim)!)}:reply",
            new JsonObject { ["lines"] = new JsonArray([.. parsed.GetValue(lines)!.Select(Line)]) }, cancellation));
    }

    private static JsonObject? Line(string text)
    {
        var parts = text.Split('=', 3);
        return parts.Length >= 2 && ExactNumber.Read(parts[1], 2, out var fen) == NumberProblem.None
            ? new JsonObject { ["receivableId"] = parts[0], ["acceptedFen"] = fen, ["reason"] = parts.Length == 3 ? parts[2] : "" }
            : null;
    }

    private static Command Decide()
    {
        var decision = new Argument<string>("decision")
        {
            Description = "correct 更正后重报、dispute 申诉、won 申诉成立、lost 申诉不成立、charge 由患者承担、write-off 核销",
        };
        decision.AcceptOnlyFromAmong([.. Decisions.Keys]);
        var receivables = new Argument<string[]>("receivables") { Description = "应收编号，同一县区的可写多个", Arity = ArgumentArity.OneOrMore };
        var note = new Option<string>("--note") { Description = "原因和依据，如会议纪要文号", Required = true };
        var command = new Command("decide", "处理拒付或申诉中的款项") { decision, receivables, note };
        return Writes(command, (calls, parsed, cancellation) => calls.PostAsync(parsed, "v1/receivables:decide", new JsonObject
        {
            ["decision"] = $"REFUSED_DECISION_{Decisions[parsed.GetValue(decision)!]}",
            ["receivableIds"] = new JsonArray([.. parsed.GetValue(receivables)!.Select(r => JsonValue.Create(r))]),
            ["note"] = parsed.GetValue(note),
        }, cancellation));
    }

    private static Command Pay()
    {
        var (command, body) = Money("pay", "登记到账，并按就诊日先后核销已核准的款项");
        var claims = new Option<string[]>("--claim") { Description = "指明的申报批次，可写多次；不写则为该县区全部", DefaultValueFactory = _ => [] };
        var retained = OwedCalls.YuanOption("--retained", "县区扣留的质保金，元");
        var deducted = OwedCalls.YuanOption("--deducted", "县区扣款，元");
        command.Options.Add(claims);
        command.Options.Add(retained);
        command.Options.Add(deducted);
        var setOff = OwedCalls.YuanOption("--set-off", "县区以应退款冲抵的金额，元；--amount 只写实际到账的部分");
        command.Options.Add(setOff);
        return Writes(command, (calls, parsed, cancellation) =>
        {
            var payment = body(parsed);
            payment["claimIds"] = new JsonArray([.. parsed.GetValue(claims)!.Select(c => JsonValue.Create(c))]);
            payment["retainedFen"] = parsed.GetValue(retained);
            payment["deductedFen"] = parsed.GetValue(deducted);
            payment["setOffFen"] = parsed.GetValue(setOff);
            return calls.PostAsync(parsed, "v1/payments", payment, cancellation);
        });
    }

    private static Command Match()
    {
        var payment = new Argument<string>("payment") { Description = "银行流水号" };
        var command = new Command("match", "用待认领的到账核销此后核准的款项") { payment };
        return Writes(command, (calls, parsed, cancellation) => calls.PostAsync(
            parsed, $"v1/payments/{Uri.EscapeDataString(parsed.GetValue(payment)!)}:match", [], cancellation));
    }

    private static Command Release()
    {
        var (command, body) = Money("release", "登记县区退还的质保金");
        return Writes(command, (calls, parsed, cancellation) => calls.PostAsync(parsed, "v1/payments:release", body(parsed), cancellation));
    }

    private static Command Refund()
    {
        var (command, body) = Money("refund", "登记退还县区的款项：拨付后撤销的结算", "收款县区，六位编码", "退款日，如 2026-04-10", "退款金额，元");
        return Writes(command, (calls, parsed, cancellation) =>
        {
            var refund = body(parsed);
            refund["amountFen"] = refund["receivedFen"]!.DeepClone();
            refund.Remove("receivedFen");
            return calls.PostAsync(parsed, "v1/payments:refund", refund, cancellation);
        });
    }

    /// <summary>A command about money that came or went: its reference, from whom, when, how much.</summary>
    private static (Command Command, Func<ParseResult, JsonObject> Body) Money(
        string name, string description, string who = "付款县区，六位编码", string when = "到账日，如 2026-04-10", string what = "到账金额，元")
    {
        var payment = new Argument<string>("payment") { Description = "银行流水号" };
        var hospital = HospitalOption();
        var county = new Option<string>("--county") { Description = who, Required = true };
        var day = new Option<string>("--date") { Description = when, Required = true };
        var amount = OwedCalls.YuanOption("--amount", what, required: true);
        return (new Command(name, description) { payment, county, hospital, day, amount }, parsed => new JsonObject
        {
            ["paymentId"] = parsed.GetValue(payment), ["hospitalCode"] = parsed.GetValue(hospital), ["countyCode"] = parsed.GetValue(county),
            ["paidDate"] = parsed.GetValue(day), ["receivedFen"] = parsed.GetValue(amount),
        });
    }

    private static Command Writes(Command command, Func<OwedCalls, ParseResult, CancellationToken, Task<int>> write)
    {
        var calls = new OwedCalls();
        calls.WriteBy(command);
        command.SetAction((parsed, cancellation) => write(calls, parsed, cancellation));
        return command;
    }
}
