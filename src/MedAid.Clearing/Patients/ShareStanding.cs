namespace MedAid.Clearing.Patients;

/// <summary>
/// Where a fen of a patient's share (个人负担) stands. Each standing has an account of the journal (<see cref="PatientJournal"/>).
/// The numbers are stored.
/// </summary>
public enum ShareStanding
{
    /// <summary>Owed by the patient under an agreement to pay later (应付未付).</summary>
    Owed = 1,

    /// <summary>Paid at the window with the settlement (窗口已付).</summary>
    Window = 2,

    /// <summary>Paid since (已付).</summary>
    Paid = 3,

    /// <summary>Paid out of a deposit (押金抵付).</summary>
    FromDeposit = 4,

    /// <summary>Written off by decision (核销).</summary>
    WrittenOff = 5,

    /// <summary>Paid for a settlement that was undone since: due back to the patient (应退).</summary>
    RefundDue = 6,

    /// <summary>Given back (已退).</summary>
    Refunded = 7,

    /// <summary>Undone with its settlement (随结算撤销).</summary>
    Unwound = 8,
}
