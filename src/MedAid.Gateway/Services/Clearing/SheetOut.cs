using MedAid.Clearing.Books;
using MedAid.Clearing.Sheets;
using MedAid.Contract.Clearing.V1;
using MedAid.Core;

namespace MedAid.Gateway.Services;

/// <summary>Maps outcomes of files to messages of the contract. The numbers of states and fits are the same in both.</summary>
internal static class SheetOut
{
    public static ImportReplyResponse Reply(ReplyImportReport report) => new()
    {
        ClaimId = report.Reading.ClaimId,
        Written = report.Written,
        RecordNumber = report.Written ? report.Record!.Number : 0,
        Replayed = report.Replayed,
        AcceptedFen = Moved(report.Record, MedAid.Clearing.Books.ReceivableStanding.Accepted),
        RefusedFen = Moved(report.Record, MedAid.Clearing.Books.ReceivableStanding.Refused),
        Lines =
        {
            report.Reading.Lines.Select(l => new ClearingV1.ReplySheetLine
            {
                Line = l.Line, ReceivableId = l.ReceivableId, AcceptedFen = l.AcceptedFen, Reason = l.Reason,
                State = (ClearingV1.ReplyLineState)(int)l.State,
            }),
        },
        Faults = { report.Reading.Faults.Select(Fault) },
    };

    public static ImportPaymentsResponse Payments(PaymentImportReport report) => new()
    {
        Written = report.Written,
        Replayed = report.Replayed,
        LinesPassedOver = report.PassedOver,
        Lines = { report.Lines.Select(Line) },
        Faults = { report.Faults.Select(Fault) },
        Debits =
        {
            report.Debits.Select(d => new MedAid.Contract.Clearing.V1.BankDebit
            {
                Line = d.Line, PaymentId = d.PaymentId, CountyCode = d.CountyCode.Text, Day = PlainText.Day(d.Day), AmountFen = d.AmountFen,
                UndoesPaymentIds = { d.Undoes }, Advice = d.Advice,
            }),
        },
    };

    private static PaymentSheetLine Line(PaymentLine line) => new()
    {
        Line = line.Bank.Line,
        PaymentId = line.Bank.Notice.PaymentId,
        CountyCode = line.Bank.Notice.CountyCode.Text,
        PaidDate = PlainText.Day(line.Bank.Notice.PaidDate),
        ReceivedFen = line.Bank.Notice.ReceivedFen,
        MatchedFen = line.MatchedFen,
        Fit = (ClearingV1.PaymentFit)(int)line.Fit,
        NamedClaimIds = { line.Bank.Notice.ClaimIds },
        PaidClaimIds = { line.ClaimIds },
    };

    private static ClearingV1.SheetFault Fault(MedAid.Clearing.Sheets.SheetFault fault) => new()
    {
        Line = fault.Line, Column = fault.Column, Code = fault.Code, Message = fault.Message,
    };

    private static long Moved(ClearingRecord? record, MedAid.Clearing.Books.ReceivableStanding to) =>
        record?.Moves.Where(m => m.To == to).Sum(m => m.AmountFen) ?? 0;
}
