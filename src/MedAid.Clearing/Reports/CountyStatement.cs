using MedAid.Clearing.Books;
using MedAid.Core;

namespace MedAid.Clearing.Reports;

/// <summary>Whose statement, of which days, as of which record of the book.</summary>
/// <param name="HospitalCode">Hospital; empty: all.</param>
/// <param name="CountyCode">County.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="RecordNumber">Last record of the book that counts, so that a statement can be made again as it was; 0: all.</param>
public sealed record StatementOrder(HospitalCode HospitalCode, CountyCode CountyCode, DateOnly From, DateOnly To, long RecordNumber = 0);

/// <summary>What stood somewhere, what came, what went, and what stands there now.</summary>
public sealed record StandingFlow(ReceivableStanding Standing, long OpeningFen, long InFen, long OutFen, long ClosingFen);

/// <summary>What one fund incurred in the period, had accepted and paid, and still owes at its end.</summary>
public sealed record FundFlow(Fund Fund, long IncurredFen, long AcceptedFen, long PaidFen, long ClosingFen);

/// <summary>Lines that the county refused for one reason, in full or in part.</summary>
public sealed record RefusalSum(string Reason, int Lines, long AmountFen);

/// <summary>Money that came in the period.</summary>
public sealed record PaymentRow(string PaymentId, DateOnly PaidDate, DateOnly BookedDate, long ReceivedFen, long MatchedFen, long SetOffFen = 0);

/// <summary>Since when a county's relief is settled online, after which nothing new is advanced; null: not yet.</summary>
public sealed record OnlineSince(string Title, DateOnly? FromDate, bool Assumed);

/// <summary>
/// The account of a county with the hospital over some days (往来对账单). An advance counts on the day of the service, everything else on the day
/// on which it was written into the book (入账日). Its sums tie; <see cref="StatementFold"/> asserts it.
/// </summary>
public sealed record CountyStatement(StatementOrder Order)
{
    /// <summary>Owed the evening before.</summary>
    public required long OpeningFen { get; init; }

    /// <summary>Advanced by the hospital in the period (垫付).</summary>
    public required long AdvancedFen { get; init; }

    /// <summary>Other relief of the period that the county pays on claim.</summary>
    public required long OtherFen { get; init; }

    /// <summary>Paid by the county, as far as it found its claim.</summary>
    public required long PaidFen { get; init; }

    /// <summary>Deducted for good.</summary>
    public required long DeductedFen { get; init; }

    /// <summary>Charged to patients by decision.</summary>
    public required long ChargedFen { get; init; }

    /// <summary>Written off by decision.</summary>
    public required long WrittenOffFen { get; init; }

    /// <summary>Undone with its settlement before it was paid.</summary>
    public required long UnwoundFen { get; init; }

    /// <summary>Owed in the evening of the last day.</summary>
    public required long ClosingFen { get; init; }

    /// <summary>Claimed in the period.</summary>
    public required long ClaimedFen { get; init; }

    /// <summary>Accepted in the period, disputes that were won among it.</summary>
    public required long AcceptedFen { get; init; }

    /// <summary>Refused by replies of the period.</summary>
    public required long RefusedFen { get; init; }

    /// <summary>Kept back in the period.</summary>
    public required long RetainedFen { get; init; }

    /// <summary>ReceivableStanding by standing.</summary>
    public required IReadOnlyList<StandingFlow> Standings { get; init; }

    /// <summary>Fund by fund.</summary>
    public required IReadOnlyList<FundFlow> Funds { get; init; }

    /// <summary>Refusals of the period by reason, the largest first.</summary>
    public required IReadOnlyList<RefusalSum> Refusals { get; init; }

    /// <summary>Money of the period.</summary>
    public required IReadOnlyList<PaymentRow> Payments { get; init; }

    /// <summary>Received and without a claim the evening before.</summary>
    public required long UnmatchedOpeningFen { get; init; }

    /// <summary>Received in the period.</summary>
    public required long ReceivedFen { get; init; }

    /// <summary>Received and without a claim at the end.</summary>
    public required long UnmatchedClosingFen { get; init; }

    /// <summary>Due back to the county the evening before, for what was undone after it was paid.</summary>
    public required long RefundOpeningFen { get; init; }

    /// <summary>Undone in the period after it was paid.</summary>
    public required long RefundNewFen { get; init; }

    /// <summary>Paid back to the county in the period.</summary>
    public required long RefundPaidFen { get; init; }

    /// <summary>Set off by the county in the period, against what it paid.</summary>
    public required long RefundSetOffFen { get; init; }

    /// <summary>Due back to the county at the end.</summary>
    public long RefundClosingFen => checked(RefundOpeningFen + RefundNewFen - RefundPaidFen - RefundSetOffFen);

    /// <summary>When the money that is owed may be expected.</summary>
    public required CashForecast Forecast { get; init; }

    /// <summary>Number of the last record of the book that counts.</summary>
    public required long RecordNumber { get; init; }

    /// <summary>Since when the county is online; filled in by who knows the law.</summary>
    public IReadOnlyList<OnlineSince> Online { get; init; } = [];

    /// <summary>Advanced in the period although the county was online by then; filled in by who knows the law.</summary>
    public long AdvancedAfterOnlineFen { get; init; }
}
