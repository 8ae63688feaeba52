namespace MedAid.Clearing.Books;

/// <summary>What records are called in account statements and on paper.</summary>
public static class RecordNames
{
    private static readonly Dictionary<RecordKind, string> Names = new()
    {
        [RecordKind.Unreadable] = "无法读取的记录",
        [RecordKind.TakenOver] = "结算入往来账",
        [RecordKind.Unwound] = "随结算撤销",
        [RecordKind.ClaimBuilt] = "申报",
        [RecordKind.ReplyRecorded] = "审核回复",
        [RecordKind.Corrected] = "更正后待重报",
        [RecordKind.Disputed] = "申诉",
        [RecordKind.DisputeDecided] = "申诉裁定",
        [RecordKind.Charged] = "转由患者承担",
        [RecordKind.WrittenOff] = "核销",
        [RecordKind.PaymentRecorded] = "到账",
        [RecordKind.PaymentMatched] = "到账认领",
        [RecordKind.RetentionReleased] = "质保金拨付",
        [RecordKind.CountyRefunded] = "退还县区款",
        [RecordKind.CapitationClaimed] = "按人头打包月度申报",
        [RecordKind.AgreementSigned] = "签订先诊疗后付费协议",
        [RecordKind.AgreementEnded] = "终止协议",
        [RecordKind.PatientPaid] = "患者付款",
        [RecordKind.PatientRefunded] = "退患者",
        [RecordKind.WriteOffProposed] = "申请核销患者欠款",
        [RecordKind.WriteOffDecided] = "核销患者欠款",
        [RecordKind.DepositTaken] = "收押金",
        [RecordKind.DepositApplied] = "押金抵付",
        [RecordKind.DepositReturned] = "退押金",
        [RecordKind.TurnoverPosted] = "总账补记",
        [RecordKind.SettlementSetAside] = "结算搁置",
        [RecordKind.CapitationSetAside] = "按人头打包申报搁置",
        [RecordKind.CorrectionProposed] = "申请冲正",
        [RecordKind.CounterRecorded] = "冲正",
        [RecordKind.CorrectionRejected] = "不同意冲正",
        [RecordKind.ClaimWithdrawn] = "撤回申报",
        [RecordKind.RecordVoided] = "作废搁置记录",
    };

    /// <summary>The Chinese name of a kind.</summary>
    public static string Of(RecordKind kind) => Names[kind];

    /// <summary>
    /// The Chinese name of a record: of a counter-record with the number of what it corrects, of a corrected one with that of its counter-record.
    /// </summary>
    public static string Of(ClearingRecord record, long? voidedBy)
    {
        var name = record.Correction is { } fact ? $"{Of(record.Kind)}第 {fact.RecordNumber} 条" : Of(record.Kind);
        return voidedBy is null ? name : $"{name}（已由第 {voidedBy} 条冲正）";
    }
}
