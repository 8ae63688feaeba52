using System.CommandLine;
using System.Text.Json.Nodes;
using MedAid.Core;

namespace MedAid.Cli;

/// <summary>`medaid patient …`: what patients owe, have paid and have deposited, by a running gateway.</summary>
internal static class PatientCommands
{
    private static readonly Option<string> Hospital = new("--hospital") { Description = "机构编码", Required = true };

    private static readonly Option<string[]> Settlements =
        new("--settlement") { Description = "结算 ID，可写多次；不写则为全部欠款，最早的在前", DefaultValueFactory = _ => [] };

    public static Command Create() => new("patient", "患者账户：先诊疗后付费协议、欠款、押金、核销")
    {
        Sign(), End(), Pay(), Refund(), Deposit(), WriteOff(), PatientReports.Account(), PatientReports.Age(),
        PatientReports.Statement(), QuoteDepositCommand.Create(),
    };

    private static Command Sign()
    {
        var number = new Option<string>("--number") { Description = "协议编号（纸面编号）", Required = true };
        var day = new Option<string>("--date") { Description = "签订日期；不写则为今天", DefaultValueFactory = _ => "" };
        return PatientWrites.OfPerson("sign", "签订先诊疗、后付费协议；回答里的协议号随结算送来", "v1/agreements", [Hospital, number, day], (parsed, body) =>
        {
            body["number"] = parsed.GetValue(number);
            body["signedDate"] = parsed.GetValue(day);
        });
    }

    private static Command End()
    {
        var agreement = new Argument<string>("agreement") { Description = "协议号" };
        var day = new Option<string>("--last-date") { Description = "最后一天，不早于今天；不写则为今天", DefaultValueFactory = _ => "" };
        var note = Note();
        var command = PatientWrites.Of(
            "end", "终止协议；此前的欠款仍要付清", parsed => $"v1/agreements/{Uri.EscapeDataString(parsed.GetValue(agreement)!)}:end", [day, note],
            (parsed, body) =>
            {
                body["lastDate"] = parsed.GetValue(day);
                body["note"] = parsed.GetValue(note);
            });
        command.Arguments.Add(agreement);
        return command;
    }

    private static Command Pay()
    {
        var yuan = Yuan();
        return PatientWrites.OfPerson("pay", "患者付欠款，可以只付一部分；回答就是收据", "v1/patientAccounts:pay", [Hospital, yuan, Settlements], (parsed, body) =>
        {
            body["amountFen"] = Fen(parsed, yuan);
            body["settlementIds"] = new JsonArray([.. parsed.GetValue(Settlements)!.Select(s => JsonValue.Create(s))]);
        });
    }

    private static Command Refund()
    {
        var yuan = Yuan();
        return PatientWrites.OfPerson(
            "refund", "退给患者：结算撤销前已付的钱", "v1/patientAccounts:refund", [Hospital, yuan], (parsed, body) => body["amountFen"] = Fen(parsed, yuan));
    }

    private static Command Deposit()
    {
        var (take, apply, back) = (Yuan(), Yuan(optional: true), Yuan(optional: true));
        var settlement = new Option<string>("--settlement") { Description = "结算 ID", Required = true };
        return new Command("deposit", "押金：收取、抵付、退还")
        {
            PatientWrites.OfPerson("take", "收押金", "v1/deposits", [Hospital, take], (parsed, body) => body["amountFen"] = Fen(parsed, take)),
            PatientWrites.OfPerson(
                "apply", "用押金支付一笔结算的个人负担；不写金额则能抵多少抵多少", "v1/deposits:apply", [Hospital, settlement, apply], (parsed, body) =>
                {
                    body["settlementId"] = parsed.GetValue(settlement);
                    body["amountFen"] = Fen(parsed, apply);
                }),
            PatientWrites.OfPerson(
                "return", "退押金；不写金额则全退", "v1/deposits:return", [Hospital, back], (parsed, body) => body["amountFen"] = Fen(parsed, back)),
        };
    }

    private static Command WriteOff()
    {
        var proposal = new Argument<string>("proposal") { Description = "核销申请号" };
        var reject = new Option<bool>("--reject") { Description = "不予核销；不写则为同意" };
        var (why, decided) = (Note(), Note());
        var decide = PatientWrites.Of(
            "decide", "决定核销；不能是申请人", parsed => $"v1/writeOffs/{Uri.EscapeDataString(parsed.GetValue(proposal)!)}:decide", [reject, decided],
            (parsed, body) =>
            {
                body["approved"] = !parsed.GetValue(reject);
                body["note"] = parsed.GetValue(decided);
            });
        decide.Arguments.Add(proposal);
        return new Command("write-off", "核销欠款：一人申请，另一人决定")
        {
            PatientWrites.OfPerson("propose", "申请核销还没有付的欠款", "v1/writeOffs", [Hospital, why, Settlements], (parsed, body) =>
            {
                body["note"] = parsed.GetValue(why);
                body["settlementIds"] = new JsonArray([.. parsed.GetValue(Settlements)!.Select(s => JsonValue.Create(s))]);
            }),
            decide,
            PatientReports.WriteOffs(),
        };
    }

    private static Option<string> Note() => new("--note") { Description = "原因，写明会议或文件；不写姓名和病情", Required = true };

    /// <summary>An amount in yuan, exact to the fen.</summary>
    private static Option<string> Yuan(bool optional = false)
    {
        var yuan = new Option<string>("--yuan") { Description = "金额，元，如 115.00", Required = !optional, DefaultValueFactory = _ => "0" };
        yuan.Validators.Add(result =>
        {
            if (ExactNumber.Read(result.GetValueOrDefault<string>(), 2, out _) != NumberProblem.None)
            {
                result.AddError("--yuan 要写成 115.00 这样的金额，最多两位小数");
            }
        });
        return yuan;
    }

    private static long Fen(ParseResult parsed, Option<string> yuan) =>
        ExactNumber.Read(parsed.GetValue(yuan), 2, out var fen) == NumberProblem.None ? fen : 0;
}
