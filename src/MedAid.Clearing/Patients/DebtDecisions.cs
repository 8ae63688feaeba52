using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Core;
using MedAid.Settlement.People;

namespace MedAid.Clearing.Patients;

/// <summary>Whose account: one person at one hospital.</summary>
public sealed record AccountKey(PersonKey PersonKey, HospitalCode HospitalCode);

/// <summary>
/// What can be done about a patient's debt: paid whole or in parts, given back after an undoing, written off. Writing off takes two: one
/// proposes, another decides.
/// </summary>
public static class DebtDecisions
{
    /// <summary>Records a payment for the debts that it names, else for all of the account, oldest first. More than is owed is not taken.</summary>
    public static Decision Pay(
        ClearingState books, RecordHead head, AccountKey account, IReadOnlyList<SettlementId> settlementIds, long amountFen, DateOnly day)
    {
        var (owed, refused) = Named(books, account, settlementIds);
        if (refused is not null)
        {
            return refused;
        }

        return Take(owed, ShareStanding.Owed, ShareStanding.Paid, amountFen) is { } moves
            ? Written(books, head, RecordKind.PatientPaid, account, new PatientFact { PersonKey = account.PersonKey, Moves = moves, Day = day })
            : Decision.Refuse(amountFen <= 0 ? ClearingRefusal.AmountOutOfRange : ClearingRefusal.AboveDebt, "");
    }

    /// <summary>Records that a patient got back what was due, oldest first.</summary>
    public static Decision Refund(ClearingState books, RecordHead head, AccountKey account, long amountFen, DateOnly day)
    {
        var shares = books.Patients.SharesOf(account.PersonKey, account.HospitalCode);
        return Take(shares, ShareStanding.RefundDue, ShareStanding.Refunded, amountFen) is { } moves
            ? Written(books, head, RecordKind.PatientRefunded, account, new PatientFact { PersonKey = account.PersonKey, Moves = moves, Day = day })
            : Decision.Refuse(amountFen <= 0 ? ClearingRefusal.AmountOutOfRange : ClearingRefusal.AboveRefundDue, "");
    }

    /// <summary>Proposes to write off what is still owed of debts; nothing moves yet.</summary>
    public static Decision Propose(
        ClearingState books, RecordHead head, AccountKey account, IReadOnlyList<SettlementId> settlementIds, string reason)
    {
        if (reason.Length == 0)
        {
            return Decision.Refuse(ClearingRefusal.ReasonMissing, "");
        }

        var (owed, refused) = Named(books, account, settlementIds);
        return refused ?? Written(books, head, RecordKind.WriteOffProposed, account, new PatientFact
        {
            PersonKey = account.PersonKey,
            Proposed = [.. owed.Select(s => new ProposedShare(s.SettlementId, s.Fen(ShareStanding.Owed)))],
        }, reason);
    }

    /// <summary>
    /// Decides a proposal, by another operator than proposed it. Approved, what is still owed of the proposed amounts is written off: a
    /// patient who paid meanwhile has paid.
    /// </summary>
    public static Decision Decide(ClearingState books, RecordHead head, string proposalId, bool approved, string note)
    {
        if (!books.Patients.Proposals.TryGetValue(proposalId, out var proposal) || !proposal.Open)
        {
            return Decision.Refuse(ClearingRefusal.ProposalNotOpen, proposalId);
        }

        if (SamePerson.Is(proposal.ProposedBy, head.Operator))
        {
            return Decision.Refuse(ClearingRefusal.SecondOperatorNeeded, proposalId);
        }

        if (note.Length == 0)
        {
            return Decision.Refuse(ClearingRefusal.ReasonMissing, "");
        }

        var left = proposal.Shares
            .Select(p => new ShareMove(
                p.SettlementId, ShareStanding.Owed, ShareStanding.WrittenOff,
                Math.Min(p.AmountFen, books.Patients.Shares[p.SettlementId].Fen(ShareStanding.Owed))))
            .Where(m => approved && m.AmountFen > 0);
        return Written(
            books, head, RecordKind.WriteOffDecided, new AccountKey(proposal.PersonKey, proposal.HospitalCode),
            new PatientFact { PersonKey = proposal.PersonKey, ProposalId = proposalId, Moves = [.. left] }, note);
    }

    internal static Decision Written(
        ClearingState books, RecordHead head, RecordKind kind, AccountKey account, PatientFact fact, string note = "") =>
        new(Decision.Next(books, head, kind) with
        {
            CountyCode = PatientJournal.CountyOf(books.Patients, fact),
            HospitalCode = account.HospitalCode,
            Note = note,
            Patient = fact,
            Entries = PatientJournal.EntriesOf(books.Patients, fact),
        });

    /// <summary>Moves of an amount over shares in their order; null if it is not positive or more than what stands there.</summary>
    internal static List<ShareMove>? Take(IEnumerable<PatientShare> shares, ShareStanding from, ShareStanding to, long amountFen)
    {
        var moves = new List<ShareMove>();
        var leftFen = amountFen;
        foreach (var share in shares)
        {
            var takenFen = Math.Min(share.Fen(from), leftFen);
            if (takenFen > 0)
            {
                moves.Add(new ShareMove(share.SettlementId, from, to, takenFen));
                leftFen -= takenFen;
            }
        }

        return amountFen > 0 && leftFen == 0 ? moves : null;
    }

    /// <summary>The named debts of an account, or all of it; each must still be owed.</summary>
    private static (IReadOnlyList<PatientShare> Owed, Decision? Refused) Named(
        ClearingState books, AccountKey account, IReadOnlyList<SettlementId> settlementIds)
    {
        var owed = books.Patients.SharesOf(account.PersonKey, account.HospitalCode).Where(s => s.Fen(ShareStanding.Owed) > 0).ToArray();
        var named = settlementIds.ToHashSet();
        SettlementId[] missing = [.. settlementIds.Where(id => !Array.Exists(owed, s => s.SettlementId == id))];
        if (missing.Length > 0)
        {
            return ([], Decision.Refuse(ClearingRefusal.PatientDebtNotFound, missing[0].Text));
        }

        return owed.Length == 0
            ? ([], Decision.Refuse(ClearingRefusal.PatientDebtNotFound, ""))
            : ([.. owed.Where(s => named.Count == 0 || named.Contains(s.SettlementId))], null);
    }
}
