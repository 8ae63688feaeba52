using Google.Protobuf.WellKnownTypes;
using MedAid.Clearing.Books;
using MedAid.Contract.Clearing.V1;
using MedAid.Core;

namespace MedAid.Gateway.Services;

/// <summary>From corrections of the clearing book to the wire.</summary>
internal static class CorrectionOut
{
    public static CorrectionRecord Written(ClearingState books, ClearingRecord record, bool replayed, bool written)
    {
        var correction = books.Corrections.Proposals.GetValueOrDefault(
            record.Correction!.CorrectionId ?? (written ? Clearing.Books.Correction.IdOf(record) : ""))
            ?? new Clearing.Books.Correction("", books.Corrections.Records[record.Correction.RecordNumber], record, null);
        return new CorrectionRecord
        {
            RecordNumber = written ? record.Number : 0,
            Correction = Message(books, correction),
            Moves = { ClearingOut.Moves(record) },
            ShareMoves = { PatientOut.Moves(record.Patient?.Moves ?? []) },
            Entries = { ClearingOut.Entries(record) },
            Replayed = replayed,
            Sentence = CorrectionText.Of(record, correction),
        };
    }

    public static ClearingV1.Correction Message(ClearingState books, Clearing.Books.Correction correction) => new()
    {
        CorrectionId = correction.CorrectionId,
        Record = Record(books, correction.Record),
        Note = correction.Proposal.Note,
        ProposedBy = correction.Proposal.Operator,
        ProposedTime = Timestamp.FromDateTimeOffset(correction.Proposal.RecordedTime),
        State = correction.Decision?.Kind switch
        {
            null => CorrectionState.Proposed,
            RecordKind.CounterRecorded => CorrectionState.Approved,
            RecordKind.CorrectionRejected => CorrectionState.Rejected,
            { } kind => throw InvariantBrokenException.NoWordFor(kind),
        },
        DecidedBy = correction.Decision?.Operator ?? "",
        DecisionNote = correction.Decision?.Note ?? "",
    };

    public static BookRecord Record(ClearingState books, ClearingRecord record) => new()
    {
        RecordNumber = record.Number,
        Kind = record.Kind.ToString(),
        Title = RecordNames.Of(record.Kind),
        RecordedTime = Timestamp.FromDateTimeOffset(record.RecordedTime),
        Operator = record.Operator,
        HospitalCode = record.HospitalCode.Text,
        CountyCode = record.CountyCode.Text,
        PersonKey = (record.Patient?.PersonKey ?? default).Text,
        PaymentId = PaymentOf(record),
        ClaimId = record.ClaimId ?? "",
        AmountFen = CorrectionText.AmountFen(record),
        VoidedBy = books.Corrections.VoidedBy(record.Number) ?? 0,
    };

    /// <summary>The bank's reference of a record; empty if it has none.</summary>
    public static string PaymentOf(ClearingRecord record) => record.Payment?.PaymentId ?? record.Refund?.PaymentId ?? "";
}
