using System.CommandLine;
using MedAid.Contract.Clearing.V1;
using MedAid.Core;

namespace MedAid.Cli;

/// <summary>`medaid receivables claim|reply|decide|pay|match|release|refund`: each writes one record into the clearing book.</summary>
internal static class ReceivableBookCommands
{
    private static readonly Dictionary<string, RefusedDecision> Decisions = new(StringComparer.Ordinal)
    {
        ["correct"] = RefusedDecision.Corrected, ["dispute"] = RefusedDecision.Disputed, ["won"] = RefusedDecision.Won,
        ["lost"] = RefusedDecision.Lost, ["charge"] = RefusedDecision.Charged, ["write-off"] = RefusedDecision.WrittenOff,
    };

    public static IEnumerable<Command> Create() => [Claim(), Reply(), Decide(), Pay(), Match(), Release(), Refund()];

    private static Command Claim()
    {
        var county = Input.Name("county", "县区，六位编码");
        var hospital = Input.Hospital();
        var period = Input.Text("--period", "费用截至的月份，如 2026-03", required: true);
        return CommandFrame.Write(
            "claim", "申报：把一个县区截至某月的全部待申报款项编成一个批次", [county, hospital, period],
            call => call.Gateway.Clearing.BuildClaimAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                CountyCode = call.Get(county), HospitalCode = call.Get(hospital), Period = call.Get(period),
            }),
            ReceivablePrint.Record);
    }

    private static Command Reply()
    {
        var claim = Input.Name("claim", "申报批次");
        var lines = Input.Texts("--line", "一笔的审核结果：应收编号=核准金额，有拒付时再加 =原因；可写多次", required: true);
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
        return CommandFrame.Write(
            "reply", "登记县区的审核结果；很多笔时用 import-reply 导入文件", [claim, lines],
            call => call.Gateway.Clearing.RecordReplyAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                ClaimId = call.Get(claim), Lines = { call.Get(lines).Select(Line) },
            }),
            ReceivablePrint.Record);
    }

    private static ReplyLine? Line(string text)
    {
        var parts = text.Split('=', 3);
        return parts.Length >= 2 && ExactNumber.Read(parts[1], 2, out var fen) == NumberProblem.None
            ? new ReplyLine { ReceivableId = parts[0], AcceptedFen = fen, Reason = parts.Length == 3 ? parts[2] : "" }
            : null;
    }

    private static Command Decide()
    {
        var decision = Input.Name(
            "decision", "correct 更正后重报、dispute 申诉、won 申诉成立、lost 申诉不成立、charge 由患者承担、write-off 核销");
        decision.AcceptOnlyFromAmong([.. Decisions.Keys]);
        var receivables = new Argument<string[]>("receivables") { Description = "应收编号，同一县区的可写多个", Arity = ArgumentArity.OneOrMore };
        var note = Input.Text("--note", "原因和依据，如会议纪要文号", required: true);
        return CommandFrame.Write(
            "decide", "处理拒付或申诉中的款项", [decision, receivables, note],
            call => call.Gateway.Clearing.DecideRefusedAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                Decision = Decisions[call.Get(decision)], ReceivableIds = { call.Get(receivables) }, Note = call.Get(note),
            }),
            ReceivablePrint.Record);
    }

    private static Command Pay()
    {
        var money = new Money();
        var claims = Input.Texts("--claim", "指明的申报批次，可写多次；不写则为该县区全部");
        var retained = Input.Yuan("--retained", "县区扣留的质保金，元");
        var deducted = Input.Yuan("--deducted", "县区扣款，元");
        var setOff = Input.Yuan("--set-off", "县区以应退款冲抵的金额，元；--amount 只写实际到账的部分");
        return CommandFrame.Write(
            "pay", "登记到账，并按就诊日先后核销已核准的款项", [.. money.Symbols, claims, retained, deducted, setOff],
            call => call.Gateway.Clearing.RecordPaymentAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                PaymentId = call.Get(money.Payment), HospitalCode = call.Get(money.Hospital), CountyCode = call.Get(money.County),
                PaidDate = call.Get(money.Day), ReceivedFen = call.Get(money.Amount), ClaimIds = { call.Get(claims) },
                RetainedFen = call.Get(retained), DeductedFen = call.Get(deducted), SetOffFen = call.Get(setOff),
            }),
            ReceivablePrint.Record);
    }

    private static Command Match()
    {
        var payment = Input.Name("payment", "银行流水号");
        return CommandFrame.Write(
            "match", "用待认领的到账核销此后核准的款项", [payment],
            call => call.Gateway.Clearing.MatchPaymentAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly, PaymentId = call.Get(payment),
            }),
            ReceivablePrint.Record);
    }

    private static Command Release()
    {
        var money = new Money();
        return CommandFrame.Write(
            "release", "登记县区退还的质保金", money.Symbols,
            call => call.Gateway.Clearing.ReleaseRetentionAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                PaymentId = call.Get(money.Payment), HospitalCode = call.Get(money.Hospital), CountyCode = call.Get(money.County),
                PaidDate = call.Get(money.Day), ReceivedFen = call.Get(money.Amount),
            }),
            ReceivablePrint.Record);
    }

    private static Command Refund()
    {
        var money = new Money("收款县区，六位编码", "退款日，如 2026-04-10", "退款金额，元");
        return CommandFrame.Write(
            "refund", "登记退还县区的款项：拨付后撤销的结算", money.Symbols,
            call => call.Gateway.Clearing.RefundCountyAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                PaymentId = call.Get(money.Payment), HospitalCode = call.Get(money.Hospital), CountyCode = call.Get(money.County),
                PaidDate = call.Get(money.Day), AmountFen = call.Get(money.Amount),
            }),
            ReceivablePrint.Record);
    }

    /// <summary>Money that came or went: its reference, from whom, when, how much.</summary>
    private sealed class Money(string who = "付款县区，六位编码", string when = "到账日，如 2026-04-10", string what = "到账金额，元")
    {
        public Argument<string> Payment { get; } = Input.Name("payment", "银行流水号");

        public Option<string> Hospital { get; } = Input.Hospital();

        public Option<string> County { get; } = Input.Text("--county", who, required: true);

        public Option<string> Day { get; } = Input.Text("--date", when, required: true);

        public Option<long> Amount { get; } = Input.Yuan("--amount", what, required: true);

        public Symbol[] Symbols => [Payment, Hospital, County, Day, Amount];
    }
}
