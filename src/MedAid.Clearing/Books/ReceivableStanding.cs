namespace MedAid.Clearing.Books;

/// <summary>
/// Where a fen of a receivable stands. A receivable may be split over several: a claim that is accepted in part leaves one part accepted and
/// one refused. Each standing has an account of the journal (<see cref="Accounts"/>). The numbers are stored.
/// </summary>
public enum ReceivableStanding
{
    /// <summary>Owed and not yet claimed (待申报): advanced relief (垫付), or relief that the county pays on claim.</summary>
    Open = 1,

    /// <summary>In a claim that was not answered yet (已申报).</summary>
    Claimed = 2,

    /// <summary>Accepted by the county, not yet paid (已核准).</summary>
    Accepted = 3,

    /// <summary>Refused by the county (拒付); corrected, disputed, charged or written off from here.</summary>
    Refused = 4,

    /// <summary>Refused, and the hospital disagrees (申诉).</summary>
    Disputed = 5,

    /// <summary>Kept back by the county as a deposit for quality (质保金), to be paid later.</summary>
    Retained = 6,

    /// <summary>Paid (已拨付).</summary>
    Paid = 7,

    /// <summary>Deducted by the county for good (扣款).</summary>
    Deducted = 8,

    /// <summary>Charged to the patient by decision (决定由患者承担).</summary>
    Charged = 9,

    /// <summary>Written off by decision (核销).</summary>
    WrittenOff = 10,

    /// <summary>Undone with its settlement (随结算撤销).</summary>
    Unwound = 11,
}
