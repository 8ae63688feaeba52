using MedAid.Clearing.Books;
using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Patients;

/// <summary>
/// The journal of patients' accounts. The settlement has debited the patient's cash by the whole share; a debt takes it out of there, a
/// payment brings it back. So <c>patient_cash</c> is what patients have really handed over, deposits included.
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
    public static IReadOnlyList<JournalEntry> EntriesOf(PatientFact fact)
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        if (fact.Share is { AgreementId: not null } owed)
        {
            Add(sums, (Receivable, Journal.PatientCash), owed.AmountFen);
        }

        Add(sums, (Journal.PatientCash, Deposit), fact.DepositFen);
        foreach (var move in fact.Moves)
        {
            Add(sums, Sides(move.From, move.To), move.AmountFen);
        }

        JournalEntry[] entries = [.. sums.Where(s => s.Value != 0).Select(s => new JournalEntry(s.Key, "", "", s.Value))];
        Invariant.Holds(entries.Sum(e => e.AmountFen) == 0, "debits equal credits");
        return entries;
    }

    /// <summary>
    /// Debit and credit of a move. The reversal of a settlement has credited the patient's cash by the whole share, as if all of it were
    /// given back at the window; what was not paid there is put right by the moves that end a share.
    /// </summary>
    private static (string Debit, string Credit) Sides(ShareStanding from, ShareStanding to) => (from, to) switch
    {
        (ShareStanding.Owed, ShareStanding.Paid) => (Journal.PatientCash, Receivable),
        (ShareStanding.Owed, ShareStanding.FromDeposit) => (Deposit, Receivable),
        (ShareStanding.Owed, ShareStanding.WrittenOff) => (Accounts.WriteOff, Receivable),
        (ShareStanding.Window, ShareStanding.FromDeposit) => (Deposit, Journal.PatientCash),
        (ShareStanding.Owed, ShareStanding.Unwound) => (Journal.PatientCash, Receivable),
        (ShareStanding.Window, ShareStanding.Unwound) => (Journal.PatientCash, Journal.PatientCash),
        (ShareStanding.FromDeposit, ShareStanding.Unwound) => (Journal.PatientCash, Deposit),
        (ShareStanding.WrittenOff, ShareStanding.Unwound) => (Journal.PatientCash, Accounts.WriteOff),
        (ShareStanding.Paid, ShareStanding.RefundDue) => (Journal.PatientCash, Refundable),
        (ShareStanding.RefundDue, ShareStanding.Refunded) => (Refundable, Journal.PatientCash),

        // Counter-records; a payment that is corrected after its settlement was undone is not due back.
        (ShareStanding.Paid, ShareStanding.Owed) => (Receivable, Journal.PatientCash),
        (ShareStanding.FromDeposit, ShareStanding.Owed) => (Receivable, Deposit),
        (ShareStanding.WrittenOff, ShareStanding.Owed) => (Receivable, Accounts.WriteOff),
        (ShareStanding.FromDeposit, ShareStanding.Window) => (Journal.PatientCash, Deposit),
        (ShareStanding.Refunded, ShareStanding.RefundDue) => (Journal.PatientCash, Refundable),
        (ShareStanding.RefundDue, ShareStanding.Unwound) => (Refundable, Journal.PatientCash),
        _ => throw new InvariantBrokenException($"a share does not go from {from} to {to}"),
    };

    private static void Add(SortedDictionary<string, long> sums, (string Debit, string Credit) sides, long amountFen)
    {
        sums[sides.Debit] = checked(sums.GetValueOrDefault(sides.Debit) + amountFen);
        sums[sides.Credit] = checked(sums.GetValueOrDefault(sides.Credit) - amountFen);
    }
}
