using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Patients;

/// <summary>
/// Deposits (住院押金): taken, applied against settlements, returned. The balance of a person at a hospital never falls below zero, and
/// nothing of it is lost: what was applied to a settlement that is undone is a deposit again.
/// </summary>
public static class DepositDecisions
{
    /// <summary>Takes a deposit of a person who is insured in a county; who pays later under an agreement pays none.</summary>
    public static Decision Take(
        ClearingState books, RecordHead head, AccountKey account, CountyCode countyCode, long amountFen, DateOnly day)
    {
        if (amountFen <= 0)
        {
            return Decision.Refuse(ClearingRefusal.AmountOutOfRange, "");
        }

        return books.Patients.InForce(account.PersonKey, account.HospitalCode, day) is { } agreement
            ? Decision.Refuse(ClearingRefusal.DepositUnderAgreement, agreement.AgreementId)
            : DebtDecisions.Written(
                books, head, RecordKind.DepositTaken, account,
                new PatientFact { PersonKey = account.PersonKey, Deposits = [new DepositPart(countyCode, amountFen)], Day = day });
    }

    /// <summary>
    /// Applies a deposit to the patient's share of a settlement, whether it is owed or was to be paid at the window; with an amount of zero
    /// as much as is there and needed.
    /// </summary>
    public static Decision Apply(
        ClearingState books, RecordHead head, AccountKey account, SettlementDocument? settlement, SettlementId settlementId, long amountFen)
    {
        if (settlement is not { Kind: SettlementKind.Settlement } || settlement.PersonKey != account.PersonKey
            || settlement.HospitalCode != account.HospitalCode || books.Patients.IsUndone(settlementId))
        {
            return Decision.Refuse(ClearingRefusal.SettlementNotOfPatient, settlementId.Text);
        }

        var known = books.Patients.Shares.GetValueOrDefault(settlementId);
        var from = settlement.AgreementId is null ? ShareStanding.Window : ShareStanding.Owed;
        var openFen = known?.Fen(from) ?? settlement.Breakdown.CashFen;
        var depositFen = books.Patients.DepositFen(account.PersonKey, account.HospitalCode);
        var appliedFen = amountFen == 0 ? Math.Min(openFen, depositFen) : amountFen;
        if (appliedFen <= 0 || appliedFen > openFen || appliedFen > depositFen)
        {
            return Decision.Refuse(Reason(appliedFen, openFen, depositFen), settlementId.Text);
        }

        return DebtDecisions.Written(books, head, RecordKind.DepositApplied, account, new PatientFact
        {
            PersonKey = account.PersonKey,
            Share = known is null ? ShareTakeOver.ShareOf(settlement) : null,
            Moves = [new ShareMove(settlementId, from, ShareStanding.FromDeposit, appliedFen)],
            Deposits = Use(books, account, settlement.CountyCode, appliedFen),
        });
    }

    /// <summary>Returns a deposit, or some of it; with an amount of zero all that is there.</summary>
    public static Decision Return(ClearingState books, RecordHead head, AccountKey account, long amountFen, DateOnly day)
    {
        var depositFen = books.Patients.DepositFen(account.PersonKey, account.HospitalCode);
        var returnedFen = amountFen == 0 ? depositFen : amountFen;
        return returnedFen <= 0 || returnedFen > depositFen
            ? Decision.Refuse(returnedFen < 0 ? ClearingRefusal.AmountOutOfRange : ClearingRefusal.AboveDeposit, "")
            : DebtDecisions.Written(
                books, head, RecordKind.DepositReturned, account,
                new PatientFact { PersonKey = account.PersonKey, Deposits = Use(books, account, default, returnedFen), Day = day });
    }

    /// <summary>Takes an amount that is there from the parts of a deposit: of one county first, then in order.</summary>
    internal static List<DepositPart> Use(ClearingState books, AccountKey account, CountyCode firstCounty, long amountFen)
    {
        var (used, leftFen) = (new List<DepositPart>(), amountFen);
        foreach (var part in books.Patients.DepositsOf(account.PersonKey, account.HospitalCode).OrderBy(p => p.CountyCode != firstCounty))
        {
            var takenFen = Math.Min(part.AmountFen, leftFen);
            if (takenFen > 0)
            {
                used.Add(new DepositPart(part.CountyCode, -takenFen));
                leftFen -= takenFen;
            }
        }

        return used;
    }

    private static ClearingRefusal Reason(long appliedFen, long openFen, long depositFen) => appliedFen switch
    {
        < 0 => ClearingRefusal.AmountOutOfRange,
        _ when depositFen == 0 || appliedFen > depositFen => ClearingRefusal.AboveDeposit,
        _ => ClearingRefusal.AboveDebt,
    };
}
