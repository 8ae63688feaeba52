using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Patients;

/// <summary>
/// The journal of patients' accounts. The settlement has debited the patient's cash by the whole share; a debt takes it out of there, a
/// payment brings it back. So <c>patient_cash</c> is what patients have really handed over, deposits included. Every entry is of the county of
/// its settlement, or of its deposit, and balances there.
/// </summary>
public static class PatientJournal
{
    /// <summary>The entries of what a record says of a patient; accounts that come to zero have none.</summary>
    public static IReadOnlyList<JournalEntry> EntriesOf(PatientAccounts accounts, PatientFact fact)
    {
        var sums = new SortedDictionary<(CountyCode County, Account Account), Fen>(Comparer);
        if (fact.Share is { AgreementId: not null } owed)
        {
            Add(sums, owed.CountyCode, (Account.PatientReceivable, Account.PatientCash), new Fen(owed.AmountFen));
        }

        foreach (var part in fact.Deposits)
        {
            Add(sums, part.CountyCode, (Account.PatientCash, Account.PatientDeposit), new Fen(part.AmountFen));
        }

        foreach (var move in fact.Moves)
        {
            Add(sums, CountyOf(accounts, fact, move.SettlementId), Sides(move.From, move.To), new Fen(move.AmountFen));
        }

        JournalEntry[] entries =
            [.. sums.Where(s => s.Value != Fen.Zero).Select(s => new JournalEntry(s.Key.Account, s.Key.County, default, s.Value))];
        Invariant.Holds(
            entries.GroupBy(e => e.CountyCode).All(g => g.Sum(e => e.AmountFen) == Fen.Zero), "debits equal credits for each county");
        return entries;
    }

    /// <summary>The county of what a record says of a patient; empty if it is about several or none.</summary>
    internal static CountyCode CountyOf(PatientAccounts accounts, PatientFact fact)
    {
        var counties = fact.Moves.Select(m => CountyOf(accounts, fact, m.SettlementId))
            .Concat(fact.Proposed.Select(p => accounts.Shares[p.SettlementId].Origin.CountyCode))
            .Concat(fact.Deposits.Select(d => d.CountyCode)).Distinct().Take(2).ToArray();
        return counties is [var only] ? only : default;
    }

    private static CountyCode CountyOf(PatientAccounts accounts, PatientFact fact, SettlementId settlementId) =>
        fact.Share is { } added && added.SettlementId == settlementId
            ? added.CountyCode
            : accounts.Shares[settlementId].Origin.CountyCode;

    /// <summary>
    /// Debit and credit of a move. The reversal of a settlement has credited the patient's cash by the whole share, as if all of it were
    /// given back at the window; what was not paid there is put right by the moves that end a share. What a deposit pays is the deposit going
    /// back to the patient's cash, in the county of the deposit, and the share being paid out of it, in the county of the settlement; so it is
    /// right where a person has moved since the deposit was taken.
    /// </summary>
    private static (Account Debit, Account Credit) Sides(ShareStanding from, ShareStanding to) => (from, to) switch
    {
        (ShareStanding.Owed, ShareStanding.Paid) => (Account.PatientCash, Account.PatientReceivable),
        (ShareStanding.Owed, ShareStanding.FromDeposit) => (Account.PatientCash, Account.PatientReceivable),
        (ShareStanding.Owed, ShareStanding.WrittenOff) => (Account.WriteOffExpense, Account.PatientReceivable),
        (ShareStanding.Owed, ShareStanding.Unwound) => (Account.PatientCash, Account.PatientReceivable),
        (ShareStanding.WrittenOff, ShareStanding.Unwound) => (Account.PatientCash, Account.WriteOffExpense),
        (ShareStanding.Paid, ShareStanding.RefundDue) => (Account.PatientCash, Account.PatientRefundPayable),
        (ShareStanding.RefundDue, ShareStanding.Refunded) => (Account.PatientRefundPayable, Account.PatientCash),
        (ShareStanding.Window, ShareStanding.FromDeposit or ShareStanding.Unwound) or (ShareStanding.FromDeposit, ShareStanding.Unwound) =>
            (Account.PatientCash, Account.PatientCash),

        // Counter-records; a payment that is corrected after its settlement was undone is not due back.
        (ShareStanding.Paid or ShareStanding.FromDeposit, ShareStanding.Owed) => (Account.PatientReceivable, Account.PatientCash),
        (ShareStanding.WrittenOff, ShareStanding.Owed) => (Account.PatientReceivable, Account.WriteOffExpense),
        (ShareStanding.FromDeposit, ShareStanding.Window) => (Account.PatientCash, Account.PatientCash),
        (ShareStanding.Refunded, ShareStanding.RefundDue) => (Account.PatientCash, Account.PatientRefundPayable),
        (ShareStanding.RefundDue, ShareStanding.Unwound) => (Account.PatientRefundPayable, Account.PatientCash),
        _ => throw new InvariantBrokenException($"a share does not go from {from} to {to}"),
    };

    private static Comparer<(CountyCode County, Account Account)> Comparer { get; } =
        Comparer<(CountyCode County, Account Account)>.Create((a, b) =>
        {
            var county = a.County.CompareTo(b.County);
            return county != 0 ? county : a.Account.CompareTo(b.Account);
        });

    private static void Add(
        SortedDictionary<(CountyCode County, Account Account), Fen> sums, CountyCode county, (Account Debit, Account Credit) sides, Fen amountFen)
    {
        var (debit, credit) = ((county, sides.Debit), (county, sides.Credit));
        sums[debit] = sums.GetValueOrDefault(debit) + amountFen;
        sums[credit] = sums.GetValueOrDefault(credit) - amountFen;
    }
}
