namespace MedAid.Clearing.Books;

/// <summary>
/// What no record may say, whatever came before it: amounts and days that are slips of the keyboard or worse. One figure beyond all bounds would
/// make sums overflow that other records need.
/// </summary>
internal static class RecordBounds
{
    public static void Check(ClearingRecord record)
    {
        RecordUnfitException.Unless(record.Kind != RecordKind.Unreadable && Enum.IsDefined(record.Kind), "内容无法读取");
        foreach (var origin in record.Receivables)
        {
            RecordUnfitException.Unless(origin.AmountFen is > 0 and <= Limits.EntryFenMax, "应收金额超出范围");
            CheckDay(origin.ServiceDate);
        }

        if (record.Payment is { } payment)
        {
            RecordUnfitException.Unless(
                IsPayment(payment.ReceivedFen) && IsPayment(payment.RetainedFen) && IsPayment(payment.DeductedFen) && IsPayment(payment.SetOffFen),
                $"到账 {payment.PaymentId} 的金额超出范围");
            CheckDay(payment.PaidDate);
        }

        if (record.Patient is { } patient)
        {
            RecordUnfitException.Unless(patient.Deposits.All(d => IsPayment(Math.Abs(d.AmountFen))), "押金金额超出范围");
            RecordUnfitException.Unless(patient.Share is null or { AmountFen: > 0 and <= Limits.EntryFenMax }, "个人负担金额超出范围");
            CheckDay(patient.Day);
        }

        CheckDay(record.Refund?.PaidDate);
        RecordUnfitException.Unless(
            record.Entries.All(e => e.Account.IsKnown) && (record.Posted ?? []).All(t => t.Account.IsKnown), "分录的科目不在科目表中");
        RecordUnfitException.Unless(
            record.Entries.All(e => IsEntry(e.AmountFen.Value))
                && (record.Posted ?? []).All(t => IsEntry(t.DebitFen.Value) && IsEntry(t.CreditFen.Value)),
            "分录金额超出范围");
    }

    private static bool IsPayment(long amountFen) => amountFen is >= 0 and <= Limits.PaymentFenMax;

    private static bool IsEntry(long amountFen) => amountFen is >= -Limits.EntryFenMax and <= Limits.EntryFenMax;

    private static void CheckDay(DateOnly? day) => RecordUnfitException.Unless(
        day is null || (day >= Settlement.Limits.ServiceDateMin && day <= Limits.DayMax), $"日期 {day:yyyy-MM-dd} 超出范围");
}
