using MedAid.Core;

namespace MedAid.Precheck.Review;

/// <summary>How a finding ended.</summary>
public enum ReviewOutcomeKind
{
    /// <summary>无问题.</summary>
    NoFault = 1,

    /// <summary>教育.</summary>
    Educated = 2,

    /// <summary>扣减, with an amount.</summary>
    Deducted = 3,

    /// <summary>移送.</summary>
    Reported = 4,
}

/// <summary>Settled visits of a hospital on some days.</summary>
public sealed record ReviewDays(HospitalCode HospitalCode, DateOnly From, DateOnly To)
{
    /// <summary>The months that lie whole in the days, each by its first day.</summary>
    public IEnumerable<DateOnly> WholeMonths()
    {
        for (var month = new DateOnly(From.Year, From.Month, 1); month.AddMonths(1).AddDays(-1) <= To; month = month.AddMonths(1))
        {
            if (month >= From)
            {
                yield return month;
            }
        }
    }
}

/// <summary>A visit that a finding rests on.</summary>
/// <param name="SettlementId">Its settlement.</param>
/// <param name="HospitalCode">Hospital.</param>
/// <param name="VisitId">The hospital's id of the visit.</param>
/// <param name="Day">Service date.</param>
/// <param name="ItemNumber">The line; 0: the visit, or several lines.</param>
/// <param name="AmountFen">What of it the finding is about.</param>
public sealed record ReviewVisit(
    SettlementId SettlementId, HospitalCode HospitalCode, string VisitId, DateOnly Day, int ItemNumber, long AmountFen);

/// <summary>What a check or a pattern found in settled visits. It names no person.</summary>
public sealed record ReviewFinding
{
    /// <summary>Id: the check and a hash of the facts, the same in every run.</summary>
    public required string FindingId { get; init; }

    /// <summary>The check or the pattern.</summary>
    public required string CheckId { get; init; }

    /// <summary>Hospital.</summary>
    public required HospitalCode HospitalCode { get; init; }

    /// <summary>The hospital's code of the department, or empty.</summary>
    public required string Department { get; init; }

    /// <summary>The hospital's code of the doctor, or empty.</summary>
    public required string Doctor { get; init; }

    /// <summary>The service date; of a pattern of a month the last day of the month.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Code of the item, or empty.</summary>
    public string ItemCode { get; init; } = "";

    /// <summary>What is the matter, in Chinese.</summary>
    public required string Text { get; init; }

    /// <summary>What it rests on: documents and articles.</summary>
    public required string Basis { get; init; }

    /// <summary>What it is about, in fen; no more than this can be deducted.</summary>
    public required long AmountFen { get; init; }

    /// <summary>How many of its visits have to stand; with fewer it is withdrawn.</summary>
    public int VisitsNeeded { get; init; } = 1;

    /// <summary>The visits that it rests on.</summary>
    public required IReadOnlyList<ReviewVisit> Visits { get; init; }
}

/// <summary>How a finding ended, by one entry; a later one corrects it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Kind">How.</param>
/// <param name="AmountFen">What is deducted, in fen; 0 with any other kind.</param>
/// <param name="Note">In words, or empty.</param>
/// <param name="CorrectionReason">Why it takes the place of the entry before; empty in the first.</param>
/// <param name="Operator">Who.</param>
/// <param name="Noted">When.</param>
public sealed record ReviewOutcome(
    int Number, ReviewOutcomeKind Kind, long AmountFen, string Note, string CorrectionReason, string Operator, DateTimeOffset Noted);

/// <summary>A finding on the work list.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="VisitsStanding">How many of its visits stand settled today.</param>
/// <param name="GoneFen">What of its amount rests on visits that stand no more.</param>
/// <param name="Outcomes">Its outcomes, the last one holds; none: it is open.</param>
public sealed record ListedFinding(ReviewFinding Finding, int VisitsStanding, long GoneFen, IReadOnlyList<ReviewOutcome> Outcomes)
{
    /// <summary>The most that can be deducted, in fen: nothing for visits that were reversed, whose money went back.</summary>
    public long DeductibleFen => IsWithdrawn ? 0 : Math.Max(0, Finding.AmountFen - GoneFen);

    /// <summary>Whether so many visits were reversed that nothing is left of it.</summary>
    public bool IsWithdrawn => VisitsStanding < Finding.VisitsNeeded;
}

/// <summary>Which findings are listed; what is null or empty means any.</summary>
/// <param name="HospitalCode">Hospital.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="CheckId">The check.</param>
/// <param name="Doctor">The doctor.</param>
/// <param name="Open">True: open ones that stand; false: those that ended, by <paramref name="Kind"/> if it is given.</param>
/// <param name="Kind">How they ended.</param>
/// <param name="After">The last finding of the page before.</param>
/// <param name="Limit">How many at most.</param>
public sealed record ReviewFilter(
    HospitalCode HospitalCode, DateOnly? From, DateOnly? To, string CheckId, string Doctor, bool? Open, ReviewOutcomeKind? Kind,
    (DateOnly Day, string FindingId)? After, int Limit);

/// <summary>
/// What a settled visit adds to the patterns of a month, and of what samples are drawn: one for the visit (no item), one for each drug of an
/// out-patient whose days are known.
/// </summary>
public sealed record ReviewLine(
    SettlementId SettlementId, string ItemCode, HospitalCode HospitalCode, DateOnly Day, string Department, string Doctor, string VisitId,
    PersonKey PersonKey)
{
    /// <summary>The bill after waivers, or what the drug costs, in fen.</summary>
    public required long AmountFen { get; init; }

    /// <summary>Drugs and materials of the visit, in fen.</summary>
    public long GoodsFen { get; init; }

    /// <summary>What of these is outside the catalogue, in fen.</summary>
    public long OffFen { get; init; }

    /// <summary>Days for which the drug lasts.</summary>
    public int Days { get; init; }

    /// <summary>Days for which it may be prescribed.</summary>
    public int DaysMax { get; init; }
}

/// <summary>A visit that was drawn, and whether it stands settled today.</summary>
public sealed record DrawnVisit(ReviewLine Line, bool Stands);

/// <summary>One call of a review: what was read and found, and where to go on.</summary>
public sealed record ReviewPiece
{
    /// <summary>Id, made of the request's.</summary>
    public required string PieceId { get; init; }

    /// <summary>The days.</summary>
    public required ReviewDays Days { get; init; }

    /// <summary>Where to go on; empty: everything was read.</summary>
    public required string Next { get; init; }

    /// <summary>Visits that were read.</summary>
    public int Visits { get; init; }

    /// <summary>Of these, visits whose lines could not be checked: their claim, law, hospital or person is gone.</summary>
    public int Unchecked { get; init; }

    /// <summary>Of these, visits without diagnoses, of which restricted drugs are not checked.</summary>
    public int Undiagnosed { get; init; }

    /// <summary>Visits that were met, here or elsewhere, and whose documents cannot be read.</summary>
    public IReadOnlyList<SettlementId> Unreadable { get; init; } = [];

    /// <summary>Findings.</summary>
    public int Found { get; init; }

    /// <summary>Of these, findings that no run before had.</summary>
    public int Added { get; init; }

    /// <summary>Who ran it.</summary>
    public required string Operator { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Noted { get; init; }
}

/// <summary>Visits of a month that were drawn.</summary>
/// <param name="Visits">The visits, by doctor.</param>
/// <param name="OfVisits">Out of how many that stand.</param>
/// <param name="Reviewed">When the month was last read to its end.</param>
public sealed record VisitSample(IReadOnlyList<ReviewLine> Visits, int OfVisits, DateTimeOffset Reviewed);
