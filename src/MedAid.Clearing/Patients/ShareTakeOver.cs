using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Patients;

/// <summary>What a settlement or its reversal does to the patient's account when it is taken over from the ledger.</summary>
internal static class ShareTakeOver
{
    /// <summary>Whether the patient owes the share of a settlement: it names an agreement, and there is something to pay.</summary>
    public static bool IsOwed(SettlementDocument document) =>
        document is { AgreementId: not null, ReversesSettlementId: null, Breakdown.CashFen: > 0 };

    /// <summary>The share of a settlement as a debt.</summary>
    public static PatientFact Owed(SettlementDocument document) => new() { PersonKey = document.PersonKey, Share = ShareOf(document) };

    /// <summary>The share of a settlement as it enters the book: what a personal account paid is not the patient's to pay any more.</summary>
    public static NewShare ShareOf(SettlementDocument document) => new(
        document.SettlementId, document.PersonKey, document.HospitalCode, document.CountyCode, document.ServiceDate,
        document.Breakdown.CashFen, document.AgreementId);

    /// <summary>
    /// The end of a share with its settlement: what was owed or written off is gone, what a deposit paid is a deposit again, what was paid
    /// afterwards is due back.
    /// </summary>
    public static PatientFact Undone(PatientAccounts accounts, SettlementDocument reversal)
    {
        var settlementId = reversal.ReversesSettlementId!.Value;
        var fact = new PatientFact { PersonKey = reversal.PersonKey, UndoneSettlementId = settlementId };
        if (!accounts.Shares.TryGetValue(settlementId, out var share))
        {
            return fact;
        }

        var fromDepositFen = share.Fen(ShareStanding.FromDeposit);
        return fact with
        {
            Moves =
            [
                .. share.Standings.Select(s => new ShareMove(
                    settlementId, s.Standing, s.Standing == ShareStanding.Paid ? ShareStanding.RefundDue : ShareStanding.Unwound, s.AmountFen)),
            ],
            Deposits = fromDepositFen == 0 ? [] : [new DepositPart(share.Origin.CountyCode, fromDepositFen)],
        };
    }
}
