using MedAid.Clearing.Books;
using MedAid.Clearing.Patients;
using MedAid.Core;
using MedAid.Settlement.People;

namespace MedAid.Clearing.Decisions;

/// <summary>
/// Corrections of what was entered by mistake (冲正): one person proposes, another decides, and the counter-record moves everything back. A
/// record on which a later one rests is corrected after that one. A claim that was not answered is withdrawn by one person: no money moved.
/// </summary>
public static class CorrectionDecisions
{
    /// <summary>Proposes to correct a record; nothing moves yet.</summary>
    public static Decision Propose(ClearingState books, RecordHead head, long recordNumber, string reason)
    {
        if (reason.Length == 0)
        {
            return Decision.Refuse(ClearingRefusal.ReasonMissing, "");
        }

        if (!books.Corrections.Records.TryGetValue(recordNumber, out var target))
        {
            var isTaken = recordNumber > 0 && recordNumber <= books.Number;
            return Decision.Refuse(isTaken ? ClearingRefusal.RecordNotCorrectable : ClearingRefusal.RecordNotFound, PlainText.Number(recordNumber));
        }

        if (books.Corrections.OpenFor(recordNumber) is { } open)
        {
            return Decision.Refuse(ClearingRefusal.CorrectionProposedBefore, open.CorrectionId);
        }

        return Problem(books, target) ?? new(Decision.Next(books, head, RecordKind.CorrectionProposed) with
        {
            CountyCode = target.CountyCode,
            HospitalCode = target.HospitalCode,
            ClaimId = target.ClaimId,
            Note = reason,
            Correction = new CorrectionFact(recordNumber),
            Patient = target.Patient is { } fact ? new PatientFact { PersonKey = fact.PersonKey } : null,
        });
    }

    /// <summary>Decides a proposal, by another person than proposed it; approved, the counter-record is written.</summary>
    public static Decision Decide(ClearingState books, RecordHead head, string correctionId, bool approved, string note)
    {
        if (!books.Corrections.Proposals.TryGetValue(correctionId, out var correction) || !correction.Open)
        {
            return Decision.Refuse(ClearingRefusal.CorrectionNotOpen, correctionId);
        }

        if (SamePerson.Is(correction.Proposal.Operator, head.Operator))
        {
            return Decision.Refuse(ClearingRefusal.CorrectionSamePerson, correctionId);
        }

        if (note.Length == 0)
        {
            return Decision.Refuse(ClearingRefusal.ReasonMissing, "");
        }

        var kind = approved ? RecordKind.CounterRecorded : RecordKind.CorrectionRejected;
        var empty = Decision.Next(books, head, kind) with
        {
            Note = note, Correction = new CorrectionFact(correction.Record.Number, correctionId),
        };
        if (!approved)
        {
            return new(empty with
            {
                CountyCode = correction.Proposal.CountyCode,
                HospitalCode = correction.Proposal.HospitalCode,
                ClaimId = correction.Proposal.ClaimId,
                Patient = correction.Proposal.Patient,
            });
        }

        return Problem(books, correction.Record) ?? new(CounterRecord.Of(books, correction.Record, empty));
    }

    /// <summary>Withdraws a claim of which no line was answered; its receivables are open again.</summary>
    public static Decision Withdraw(ClearingState books, RecordHead head, string claimId, string reason)
    {
        if (!books.Claims.TryGetValue(claimId, out var claim))
        {
            return Decision.Refuse(ClearingRefusal.ClaimNotFound, claimId);
        }

        if (claim.Withdrawn)
        {
            return Decision.Refuse(ClearingRefusal.ClaimWithdrawn, claimId);
        }

        if (reason.Length == 0)
        {
            return Decision.Refuse(ClearingRefusal.ReasonMissing, "");
        }

        var built = books.Records.First(r => r.Kind == RecordKind.ClaimBuilt && r.ClaimId == claimId);
        return Resting(books, built) ?? new(CounterRecord.Of(books, built, Decision.Next(books, head, RecordKind.ClaimWithdrawn) with
        {
            Note = reason, Correction = new CorrectionFact(built.Number),
        }));
    }

    private static Decision? Problem(ClearingState books, ClearingRecord target)
    {
        if (!Corrections.CanCorrect(target))
        {
            return Decision.Refuse(ClearingRefusal.RecordNotCorrectable, PlainText.Number(target.Number));
        }

        return books.Corrections.VoidedBy(target.Number) is not null
            ? Decision.Refuse(ClearingRefusal.RecordCorrectedBefore, PlainText.Number(target.Number))
            : Resting(books, target);
    }

    private static Decision? Resting(ClearingState books, ClearingRecord target) => LaterRecords.RestingOn(books, target) is { } later
        ? Decision.Refuse(ClearingRefusal.LaterRecordFirst, PlainText.Number(target.Number)) with { Later = later }
        : null;
}
