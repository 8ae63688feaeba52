using MedAid.Contract.Clearing.V1;
using Spectre.Console;

namespace MedAid.Cli;

/// <summary>Prints the outcome of the finance office's commands in words.</summary>
internal static class ReceivablePrint
{
    /// <summary>Whether a record was written, and its number.</summary>
    public static string State(long recordNumber, bool replayed) =>
        recordNumber > 0 ? $"{(replayed ? "以前已登记" : "已登记")}：往来账第 {recordNumber} 条" : "只是试算，没有登记";

    /// <summary>A record of the book.</summary>
    public static void Record(WriteResponse written)
    {
        Console.Out.WriteLine(State(written.RecordNumber, written.Replayed));
        if (written.ClaimId.Length > 0)
        {
            Console.Out.WriteLine($"申报批次 {written.ClaimId}");
        }

        Display.Lines(
            written.Moves.GroupBy(m => (m.From, m.To)),
            moves => $"{Name(moves.Key.From)} → {Name(moves.Key.To)}：{moves.Count()} 笔，{Display.Yuan(moves.Sum(m => m.AmountFen))} 元");
        if (written.UnmatchedFen > 0)
        {
            Console.Out.WriteLine($"待认领 {Display.Yuan(written.UnmatchedFen)} 元");
        }

        if (written.RefundedFen > 0)
        {
            Console.Out.WriteLine($"退还县区（含冲抵）{Display.Yuan(written.RefundedFen)} 元");
        }
    }

    /// <summary>Outcome of a reply's file.</summary>
    public static void Reply(ImportReplyResponse answer)
    {
        Display.Lines(answer.Lines.GroupBy(l => l.State).OrderBy(g => g.Key), lines => $"{Name(lines.Key)}：{lines.Count()} 行");
        Console.Out.WriteLine(
            $"批次 {answer.ClaimId}：核准 {Display.Yuan(answer.AcceptedFen)} 元，拒付 {Display.Yuan(answer.RefusedFen)} 元，"
            + Outcome(answer.Replayed, answer.Written));
        Faults(answer.Faults);
    }

    /// <summary>Outcome of a bank statement's file.</summary>
    public static void Payments(ImportPaymentsResponse answer)
    {
        Display.Lines(
            answer.Lines,
            line => $"第 {line.Line} 行 {line.PaymentId}  {CountyNames.Shown(line.CountyCode)}  {Display.Yuan(line.ReceivedFen)} 元：{Name(line.Fit)}，"
                + $"认领 {Display.Yuan(line.MatchedFen)} 元  {string.Join(' ', line.PaidClaimIds)}");
        Display.Lines(
            answer.Debits,
            debit => $"第 {debit.Line} 行 {debit.PaymentId}  {CountyNames.Shown(debit.CountyCode)}  支出 {Display.Yuan(debit.AmountFen)} 元，"
                + $"没有登记：{debit.Advice}");
        Console.Out.WriteLine($"{Outcome(answer.Replayed, answer.Written)}；跳过与县区无关的非到账行 {answer.LinesPassedOver} 行");
        Faults(answer.Faults);
    }

    /// <summary>Whether every line of a file was good.</summary>
    public static int Exit(IReadOnlyCollection<SheetFault> faults) => faults.Count > 0 ? ExitCode.Failed : ExitCode.Done;

    /// <summary>A statement of account; the page if it was asked for.</summary>
    public static void Statement(Statement statement)
    {
        if (statement.Page.Length > 0)
        {
            Console.Out.Write(statement.Page);
            return;
        }

        PrintAmounts(statement);
        Display.Lines(statement.Refusals, r => $"拒付：{r.Reason}，{r.Lines} 笔，{Display.Yuan(r.AmountFen)} 元");
        var forecast = statement.Forecast;
        Console.Out.WriteLine(
            $"平均回款 {forecast.DaysToPay} 天{(forecast.Assumed ? "（假定）" : "")}，应回未回 {Display.Yuan(forecast.OverdueFen)} 元");
        Display.Lines(forecast.Months, m => $"预计 {m.Month}：{Display.Yuan(m.AmountFen)} 元");
        Display.Lines(statement.OnlineDates, o => $"{o.Title}：{(o.FromDate.Length > 0 ? $"{o.FromDate} 起联网，此后不再垫付" : "尚未联网")}");
        if (statement.AdvancedAfterOnlineFen != 0)
        {
            Console.Out.WriteLine($"注意：本期有 {Display.Yuan(statement.AdvancedAfterOnlineFen)} 元是联网之后垫付的，请与县区核对由谁结算");
        }

        Terminal.Error.WriteLine($"截至往来账第 {statement.RecordNumber} 条");
    }

    private static void PrintAmounts(Statement of)
    {
        (string Title, long AmountFen)[] rows =
        [
            ("期初应收", of.OpeningFen), ("＋垫付", of.AdvancedFen), ("＋其他救助", of.OtherFen), ("－拨付", of.PaidFen), ("－扣款", of.DeductedFen),
            ("－由患者承担", of.ChargedFen), ("－核销", of.WrittenOffFen), ("－撤销", of.UnwoundFen), ("期末应收", of.ClosingFen),
            ("其中申报", of.ClaimedFen), ("其中核准", of.AcceptedFen), ("其中拒付", of.RefusedFen), ("待认领款", of.UnmatchedClosingFen),
            ("已退县区款", of.RefundPaidFen), ("冲抵县区款", of.RefundSetOffFen), ("应退县区款", of.RefundClosingFen),
        ];
        var table = Terminal.Table([$"{CountyNames.Shown(of.CountyCode)}  {of.FromDate} 至 {of.ToDate}"], ["元"]);
        foreach (var (title, amountFen) in rows)
        {
            table.AddRow(title, Display.Yuan(amountFen));
        }

        Terminal.Out.Write(table);
    }

    private static string Outcome(bool replayed, bool written) => replayed ? "以前已全部登记，没有变化" : written ? "已登记" : "没有登记";

    private static void Faults(IEnumerable<SheetFault> faults) =>
        Display.Lines(faults, f => $"{Display.Place(f.Line, f.Column)}：{f.Message}（{f.Code}）");

    private static string Name(Standing standing) => standing switch
    {
        Standing.Open => "待申报",
        Standing.Claimed => "已申报",
        Standing.Accepted => "已核准",
        Standing.Refused => "拒付",
        Standing.Disputed => "申诉中",
        Standing.Retained => "质保金",
        Standing.Paid => "已拨付",
        Standing.Deducted => "扣款",
        Standing.Charged => "由患者承担",
        Standing.WrittenOff => "核销",
        Standing.Unwound => "已撤销",
        _ => $"{standing}",
    };

    private static string Name(PaymentFit fit) => fit switch
    {
        PaymentFit.Exact => "一对一",
        PaymentFit.ManyToOne => "多对一",
        PaymentFit.Under => "少付",
        PaymentFit.Over => "多付",
        PaymentFit.Waiting => "待认领",
        PaymentFit.RecordedBefore => "以前已登记",
        _ => $"{fit}",
    };

    private static string Name(ReplyLineState state) => state switch
    {
        ReplyLineState.Good => "可采用",
        ReplyLineState.AnsweredBefore => "以前已登记",
        ReplyLineState.Unanswered => "没有填写，仍待审核",
        ReplyLineState.Bad => "有问题",
        _ => $"{state}",
    };
}
