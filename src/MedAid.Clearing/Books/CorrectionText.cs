using MedAid.Core;
using MedAid.Settlement;

namespace MedAid.Clearing.Books;

/// <summary>What is said of corrections in plain Chinese.</summary>
public static class CorrectionText
{
    /// <summary>A record by number, name and day, so that it can be found.</summary>
    public static string Cite(ClearingRecord record) =>
        $"往来账第 {record.Number} 条（{RecordNames.Of(record.Kind)}，{ChinaTime.DayOf(record.RecordedTime):yyyy-MM-dd}）";

    /// <summary>What has to be done before a record can be corrected or withdrawn on which a later one rests.</summary>
    public static string First(ClearingRecord later) => later.Kind == RecordKind.ClaimBuilt
        ? $"其后的{Cite(later)}已用到它，请先撤回申报批次 {later.ClaimId}，再来办理。"
        : $"其后的{Cite(later)}已用到它，请先冲正那一条，再来办理。";

    /// <summary>What was proposed or decided.</summary>
    public static string Of(ClearingRecord record, Correction correction) => record.Kind switch
    {
        RecordKind.CorrectionProposed => $"申请冲正{What(correction.Record)}，要由另一人决定。",
        RecordKind.CounterRecorded => $"已冲正{What(correction.Record)}；正确的内容请另行登记。",
        RecordKind.CorrectionRejected => $"不同意冲正{What(correction.Record)}，原记录不变。",
        _ => throw new InvariantBrokenException($"{record.Kind} is no correction"),
    };

    /// <summary>How much a record is about.</summary>
    public static long AmountFen(ClearingRecord record) => record switch
    {
        { Kind: RecordKind.PaymentMatched, Payment: { } matched } => matched.MatchedFen,
        { Payment: { } payment } => checked(payment.ReceivedFen + payment.SetOffFen),
        { Refund: { } refund } => refund.AmountFen,
        { Patient: { CashFen: not 0 } fact } => Math.Abs(fact.CashFen),
        { Patient: { } fact } => fact.Moves.Sum(m => m.AmountFen),
        _ => record.Moves.Sum(m => m.AmountFen),
    };

    private static string What(ClearingRecord record) => $"{Cite(record)} {ExactNumber.Yuan(AmountFen(record))} 元";
}
