using MedAid.Clearing.Books;
using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Clearing.Patients;

/// <summary>What a record of a patient's account says in plain Chinese, and what makes it a receipt.</summary>
public static class PatientText
{
    /// <summary>Money that the patient handed over by this record; negative if the patient got it.</summary>
    public static long MoneyFen(ClearingRecord record) => record.Kind switch
    {
        RecordKind.PatientPaid => record.Patient!.Moves.Sum(m => m.AmountFen),
        RecordKind.PatientRefunded => -record.Patient!.Moves.Sum(m => m.AmountFen),
        RecordKind.DepositTaken or RecordKind.DepositReturned => record.Patient!.CashFen,
        RecordKind.CounterRecorded => record.Patient!.CashFen + record.Patient.Moves.Sum(Back),
        _ => 0,
    };

    /// <summary>Number of the receipt (收据号): hospital and number in the book, so that it is never given twice.</summary>
    public static string ReceiptNumber(ClearingRecord record) => $"{record.HospitalCode}-{record.Number:D8}";

    /// <summary>One sentence for the patient.</summary>
    public static string Of(ClearingRecord record)
    {
        var fact = record.Patient!;
        var movedFen = ExactNumber.Yuan(fact.Moves.Sum(m => m.AmountFen));
        return record.Kind switch
        {
            RecordKind.AgreementSigned => OfAgreement(fact.NewAgreement!),
            RecordKind.AgreementEnded => $"先诊疗、后付费协议 {fact.Ended!.AgreementId} 最后一天是 {fact.Ended.LastDate:yyyy-MM-dd}；此前的欠款仍要付清。",
            RecordKind.PatientPaid => $"收到患者付欠款 {movedFen} 元。",
            RecordKind.PatientRefunded => $"退给患者 {movedFen} 元：所付的结算已撤销。",
            RecordKind.WriteOffProposed => $"申请核销欠款 {ExactNumber.Yuan(fact.Proposed.Sum(p => p.AmountFen))} 元，要由另一人决定。",
            RecordKind.WriteOffDecided => fact.Moves.Count > 0 ? $"核销欠款 {movedFen} 元，患者不用再付。" : "没有核销，欠款不变。",
            RecordKind.DepositTaken => $"收到押金 {ExactNumber.Yuan(fact.CashFen)} 元。",
            RecordKind.DepositApplied => $"用押金支付个人负担 {movedFen} 元。",
            RecordKind.DepositReturned => $"退还押金 {ExactNumber.Yuan(-fact.CashFen)} 元。",
            RecordKind.TakenOver => $"先诊疗、后付费，个人负担 {ExactNumber.Yuan(fact.Share!.AmountFen)} 元记为欠款。",
            RecordKind.Unwound => OfUndoing(fact),
            RecordKind.CorrectionProposed => $"申请冲正往来账第 {record.Correction!.RecordNumber} 条，要由另一人决定。",
            RecordKind.CorrectionRejected => $"不同意冲正往来账第 {record.Correction!.RecordNumber} 条，原记录不变。",
            RecordKind.CounterRecorded => $"已冲正往来账第 {record.Correction!.RecordNumber} 条，那一条不再算数。",
            _ => throw new InvariantBrokenException($"{record.Kind} says nothing of a patient"),
        };
    }

    /// <summary>Money of the window that a counter-record takes out again; positive if it had been given to the patient.</summary>
    private static long Back(ShareMove move) => move.From switch
    {
        ShareStanding.Paid or ShareStanding.RefundDue => -move.AmountFen,
        ShareStanding.Refunded => move.AmountFen,
        _ => 0,
    };

    private static string OfAgreement(SignedAgreement paper) =>
        $"已签订先诊疗、后付费协议 {paper.AgreementId}：身份为{string.Join("、", paper.Identities.Select(Vocabulary.Identity.ChineseOf))}，"
        + $"适用于{string.Join("、", paper.Care.Select(Vocabulary.Care.ChineseOf))}，无需交纳押金，个人负担部分以后付。依据 {PolicySources.None.OnPapers(paper.Cite)}。";

    private static string OfUndoing(PatientFact fact)
    {
        long Fen(ShareStanding from) => fact.Moves.Where(m => m.From == from).Sum(m => m.AmountFen);
        return $"结算已撤销：欠款注销 {ExactNumber.Yuan(Fen(ShareStanding.Owed) + Fen(ShareStanding.WrittenOff))} 元，"
            + $"应退已付 {ExactNumber.Yuan(Fen(ShareStanding.Paid))} 元，退回押金 {ExactNumber.Yuan(Fen(ShareStanding.FromDeposit))} 元。";
    }
}
