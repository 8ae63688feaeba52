using MedAid.Clearing.Books;
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
    /// <summary>Owed by patients who pay later (应收患者款).</summary>
    public const string Receivable = "patient_receivable";

    /// <summary>Deposits of patients (住院押金，预收款).</summary>
    public const string Deposit = "patient_deposit";

    /// <summary>Due back to patients (应退患者款).</summary>
    public const string Refundable = "patient_refund_payable";

    /// <summary>The entries of what a record says of a patient; accounts that come to zero have none.</summary>
    public static IReadOnlyList<JournalEntry> EntriesOf(PatientAccounts accounts, PatientFact fact)
    {
        var sums = new SortedDictionary<(CountyCode County, string Account), long>(Comparer);
        if (fact.Share is { AgreementId: not null } owed)
        {
            Add(sums, owed.CountyCode, (Receivable, Journal.PatientCash), owed.AmountFen);
        }

        foreach (var part in fact.Deposits)
        {
            Add(sums, part.CountyCode, (Journal.PatientCash, Deposit), part.AmountFen);
        }

        foreach (var move in fact.Moves)
        {
            Add(sums, CountyOf(accounts, fact, move.SettlementId), Sides(move.From, move.To), move.AmountFen);
        }

        JournalEntry[] entries =
            [.. sums.Where(s => s.Value != 0).Select(s => new JournalEntry(s.Key.Account, s.Key.County, "", s.Value))];
        Invariant.Holds(
            entries.GroupBy(e => e.CountyCode).All(g => g.Sum(e => e.AmountFen) == 0), "debits equal credits for each county");
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

    private static CountyCode CountyOf(PatientAccounts accounts, PatientFact fact, string settlementId) =>
        fact.Share is { } added && added.SettlementId == settlementId
            ? added.CountyCode
            : accounts.Shares[settlementId].Origin.CountyCode;

    /// <summary>
    /// Debit and credit of a move. The reversal of a settlement has credited the patient's cash by the whole share, as if all of it were
    /// given back at the window; what was not paid there is put right by the moves that end a share. What a deposit pays is the deposit going
    /// back to the patient's cash, in the county of the deposit, and the share being paid out of it, in the county of the settlement; so it is
    /// right where a person has moved since the deposit was taken.
    /// </summary>
    private static (string Debit, string Credit) Sides(ShareStanding from, ShareStanding to) => (from, to) switch
    {
        (ShareStanding.Owed, ShareStanding.Paid) => (Journal.PatientCash, Receivable),
        (ShareStanding.Owed, ShareStanding.FromDeposit) => (Journal.PatientCash, Receivable),
        (ShareStanding.Owed, ShareStanding.WrittenOff) => (Accounts.WriteOff, Receivable),
        (ShareStanding.Owed, ShareStanding.Unwound) => (Journal.PatientCash, Receivable),
        (ShareStanding.WrittenOff, ShareStanding.Unwound) => (Journal.PatientCash, Accounts.WriteOff),
        (ShareStanding.Paid, ShareStanding.RefundDue) => (Journal.PatientCash, Refundable),
        (ShareStanding.RefundDue, ShareStanding.Refunded) => (Refundable, Journal.PatientCash),
        (ShareStanding.Window, ShareStanding.FromDeposit or ShareStanding.Unwound) or (ShareStanding.FromDeposit, ShareStanding.Unwound) =>
            (Journal.PatientCash, Journal.PatientCash),

        // Counter-records; a payment that is corrected after its settlement was undone is not due back.
        (ShareStanding.Paid or ShareStanding.FromDeposit, ShareStanding.Owed) => (Receivable, Journal.PatientCash),
        (ShareStanding.WrittenOff, ShareStanding.Owed) => (Receivable, Accounts.WriteOff),
        (ShareStanding.FromDeposit, ShareStanding.Window) => (Journal.PatientCash, Journal.PatientCash),
        (ShareStanding.Refunded, ShareStanding.RefundDue) => (Journal.PatientCash, Refundable),
        (ShareStanding.RefundDue, ShareStanding.Unwound) => (Refundable, Journal.PatientCash),
        _ => throw new InvariantBrokenException($"a share does not go from {from} to {to}"),
    };

    private static Comparer<(CountyCode County, string Account)> Comparer { get; } =
        Comparer<(CountyCode County, string Account)>.Create((a, b) =>
        {
            var county = string.CompareOrdinal(a.County, b.County);
            return county != 0 ? county : string.CompareOrdinal(a.Account, b.Account);
        });

    private static void Add(
        SortedDictionary<(CountyCode County, string Account), long> sums, CountyCode county, (string Debit, string Credit) sides, long amountFen)
    {
        var (debit, credit) = ((county, sides.Debit), (county, sides.Credit));
        sums[debit] = checked(sums.GetValueOrDefault(debit) + amountFen);
        sums[credit] = checked(sums.GetValueOrDefault(credit) - amountFen);
    }
}
