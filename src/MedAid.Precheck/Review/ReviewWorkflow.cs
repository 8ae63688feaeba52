using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MedAid.Core;
using MedAid.Precheck.Cards;
using MedAid.Precheck.Checks;
using MedAid.Precheck.Data;
using MedAid.Precheck.Papers;
using MedAid.Settlement;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Writes;

namespace MedAid.Precheck.Review;

/// <summary>An outcome as it comes in.</summary>
/// <param name="FindingId">The finding; empty: a visit that was drawn.</param>
/// <param name="SettlementId">The visit that was drawn; empty: a finding.</param>
/// <param name="Kind">How it ended.</param>
/// <param name="AmountFen">What is deducted.</param>
/// <param name="Note">In words.</param>
/// <param name="CorrectionReason">Why it takes the place of the entry before, or empty.</param>
public sealed record OutcomeDraft(
    string FindingId, SettlementId SettlementId, ReviewOutcomeKind Kind, long AmountFen, string Note, string CorrectionReason);

/// <summary>
/// Goes over settled visits with the checks that are made before an order is signed, and with patterns, into a work list; records how each
/// finding ended; draws visits of each doctor. It reads page by page, outside any lock; what it has found is written at the end of a call.
/// </summary>
public sealed class ReviewWorkflow(
    ILedger ledger, OpenVisits visits, ReviewStore store, PatientHistories histories, PaperWatch papers, AdviceDataHolder data, PrecheckTerms terms,
    TimeProvider time)
{
    /// <summary>The check of a finding that was made by hand, of a visit that was drawn.</summary>
    public const string Sampled = "sampled-visit";

    /// <summary>The place after the last visit, where months are looked at.</summary>
    private const string Months = "months";

    private const char Between = '|';
    private const int IdBytes = 12;
    private const int Hundred = 100;

    /// <summary>How many settled visits one call reads.</summary>
    public int Together { get; init; } = Limits.ReviewVisitsTogetherMax;

    /// <summary>The book of checks and patterns in use.</summary>
    public CheckBook Book => data.Current.Checks;

    /// <summary>The Chinese title of a check or a pattern; one that is gone is named by its id.</summary>
    public string TitleOf(string checkId) => checkId == Sampled ? "抽查" : Book.Find(checkId)?.Title ?? Book.FindPattern(checkId)?.Title ?? checkId;

    /// <summary>Whether a text is a place that a call before gave out.</summary>
    public static bool IsPlace(string place) => place == Months || PlaceOf(place) is not null;

    /// <summary>Reviews the next visits of some days from a place on (empty: the first), or, after the last, the whole months in them.</summary>
    public async Task<Result<ReviewPiece>> RunAsync(
        ReviewDays days, string place, string operatorName, WriteKey key, CancellationToken cancellationToken)
    {
        var piece = new ReviewPiece
        {
            PieceId = key.ValidateOnly ? "" : $"R{IdOf(key.RequestId)}", Days = days, Next = "", Operator = operatorName,
            Noted = Instants.Now(time),
        };
        if (place == Months)
        {
            return await store.WriteAsync(piece, await OfMonthsAsync(days, cancellationToken), [], key, cancellationToken);
        }

        var (findings, lines) = (new List<ReviewFinding>(), new List<ReviewLine>());
        var page = await SettlementPages.ReadAsync(
            ledger,
            new SettlementFilter
            {
                Limit = Together, HospitalCode = days.HospitalCode, From = days.From, To = days.To, Reversed = false,
                Settled = (ChinaTime.StartOf(days.From), piece.Noted.AddDays(1)), After = PlaceOf(place),
            },
            cancellationToken);
        var (unopened, undiagnosed, read, unreadable) = (0, 0, 0, new SortedSet<SettlementId>());
        foreach (var listed in page.Where(s => s.Head.Kind == SettlementKind.Settlement))
        {
            if (listed.Stored is not { Document: var document })
            {
                unreadable.Add(listed.Head.SettlementId);
                continue;
            }

            read++;
            if (await TryOpenAsync(document, unreadable, cancellationToken) is not { } visit)
            {
                unopened++;
                lines.Add(Bare(document));
                continue;
            }

            undiagnosed += visit.Order.Claim.Diagnoses.Count == 0 ? 1 : 0;
            findings.AddRange(visit.Findings());
            lines.AddRange(visit.Lines());
        }

        return await store.WriteAsync(
            piece with
            {
                Next = page.Count == Together ? TextOf(page[^1]) : days.WholeMonths().Any() ? Months : "", Visits = read, Unchecked = unopened,
                Undiagnosed = undiagnosed, Unreadable = [.. unreadable],
            },
            findings, lines, key, cancellationToken);
    }

    /// <summary>
    /// Records how a finding, or a visit that was drawn, ended. What is recorded already is corrected by another entry with its reason.
    /// </summary>
    public Task<Result<ListedFinding>> RecordAsync(OutcomeDraft draft, WriteHead head, CancellationToken cancellationToken)
    {
        var isSampled = !draft.SettlementId.IsEmpty;
        var findingId = isSampled ? CardIds.OfFacts(Sampled, [draft.SettlementId.Text]) : draft.FindingId;
        return store.RecordAsync(
            findingId, draft.SettlementId, head,
            (known, visit) => (known ?? (visit is null ? null : OfSampled(findingId, visit, draft.Note))) is { } finding
                ? Decide(finding, draft, head)
                : Result.Refused<ListedFinding>(isSampled
                    ? Fault.Of(FieldRule.UnknownWord, "没有检查过这次结算，请先运行结算后检查，再照抽查名单填写", "settlement_id")
                    : new Fault("FINDING_NOT_FOUND")),
            cancellationToken);
    }

    /// <summary>
    /// Draws visits of each doctor in a month, the same for the same seed: in the order of a hash of seed, month and settlement, so that anybody can
    /// draw them again.
    /// </summary>
    public async Task<Result<VisitSample>> SampleAsync(
        HospitalCode hospitalCode, DateOnly month, string seed, CancellationToken cancellationToken)
    {
        var days = new ReviewDays(hospitalCode, month, month.AddMonths(1).AddDays(-1));
        if (await store.ReviewedAsync(days, cancellationToken) is not { } reviewed)
        {
            return Result.Refused<VisitSample>(Fault.Of(
                FieldRule.OutOfRange, $"{month:yyyy-MM} 还没有检查到月底，请先运行结算后检查（{days.From:yyyy-MM-dd} 至 {days.To:yyyy-MM-dd}）", "month"));
        }

        var all = await store.VisitsAsync(days, cancellationToken);
        var drawn = from doctor in all.GroupBy(v => v.Doctor, StringComparer.Ordinal)
                    orderby doctor.Key
                    from visit in doctor.OrderBy(v => RankOf(seed, month, v.SettlementId), StringComparer.Ordinal).Take(CountOf(doctor.Count()))
                    select visit;
        return Result.Done(new VisitSample([.. drawn], all.Count, reviewed));
    }

    /// <summary>The place of a visit in the order of the draw: SHA-256 of seed, month and settlement, a line each, in hexadecimal.</summary>
    internal static string RankOf(string seed, DateOnly month, SettlementId settlementId)
    {
        var text = $"{seed}\n{month.ToString("yyyy-MM", CultureInfo.InvariantCulture)}\n{settlementId}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static Result<ListedFinding> Decide(ListedFinding finding, OutcomeDraft draft, WriteHead head)
    {
        var isFirst = finding.Outcomes.Count == 0;
        if (isFirst != (draft.CorrectionReason.Length == 0))
        {
            return Result.Refused<ListedFinding>(isFirst
                ? Fault.Of(FieldRule.OnlyOne, "这项发现还没有结论，请去掉更正原因", "correction_reason")
                : Fault.Of(
                    FieldRule.Required, $"这项发现已有结论（{ChinaTime.DayOf(finding.Outcomes[^1].Noted):yyyy-MM-dd}）；要更正的写明更正原因",
                    "correction_reason"));
        }

        return draft.AmountFen > finding.DeductibleFen
            ? Result.Refused<ListedFinding>(Fault.Of(
                FieldRule.OutOfRange,
                finding.IsWithdrawn ? "所涉的就诊已经撤销，没有可以扣减的金额；撤销后重新结算的，请重新检查"
                    : $"扣减不能超过涉及金额 {ExactNumber.Yuan(finding.DeductibleFen)} 元{(finding.GoneFen > 0 ? "（已撤销的就诊不算）" : "")}",
                "amount_fen"))
            : Result.Done(finding with
            {
                Outcomes =
                [
                    .. finding.Outcomes,
                    new ReviewOutcome(
                        finding.Outcomes.Count + 1, draft.Kind, draft.AmountFen, draft.Note, draft.CorrectionReason, head.Operator, head.Time),
                ],
            });
    }

    private static ReviewLine Bare(SettlementDocument document)
    {
        var claim = KeptClaim.Read(document);
        return new ReviewLine(
            document.SettlementId, "", document.HospitalCode, document.ServiceDate, claim?.Department ?? "", claim?.Doctor ?? "", document.VisitId,
            document.PersonKey)
        {
            AmountFen = document.Breakdown.TotalFen,
        };
    }

    private static string TextOf(ListedSettlement last) =>
        $"{Instants.Microseconds(last.Head.SettledTime)}{Between}{last.Head.SettlementId}";

    private static (DateTimeOffset SettledTime, SettlementId SettlementId)? PlaceOf(string place)
    {
        var at = place.IndexOf(Between, StringComparison.Ordinal);
        return at > 0 && long.TryParse(place.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            ? (Instants.OfMicroseconds(microseconds), new SettlementId(place[(at + 1)..]))
            : null;
    }

    private static string IdOf(string requestId) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(requestId)).AsSpan(0, IdBytes));

    /// <summary>How many of so many visits of a doctor are drawn.</summary>
    private int CountOf(int count) => Math.Max(Book.Sampling.VisitsMin, ((count * Book.Sampling.Percent) + Hundred - 1) / Hundred);

    private ListedFinding OfSampled(string findingId, DrawnVisit drawn, string note) => new(
        new ReviewFinding
        {
            FindingId = findingId, CheckId = Sampled, HospitalCode = drawn.Line.HospitalCode, Department = drawn.Line.Department,
            Doctor = drawn.Line.Doctor, Day = drawn.Line.Day, Text = note.Length > 0 ? $"抽查：{note}" : "抽查",
            Basis = Book.BasisOf(Book.Sampling.Cite, Book.Sampling.Assumed, CountiesOf(drawn.Line.HospitalCode)),
            AmountFen = drawn.Line.AmountFen,
            Visits =
            [
                new ReviewVisit(
                    drawn.Line.SettlementId, drawn.Line.HospitalCode, drawn.Line.VisitId, drawn.Line.Day, 0, drawn.Line.AmountFen),
            ],
        },
        drawn.Stands ? 1 : 0, drawn.Stands ? 0 : drawn.Line.AmountFen, []);

    private CountyCode[] CountiesOf(HospitalCode hospitalCode) => visits.Hospital(hospitalCode) is { } hospital ? [hospital.County] : [];

    /// <summary>The visit laid open; null if it cannot be, and noted where what is stored beside it of its person is damaged.</summary>
    private async Task<VisitCase?> TryOpenAsync(
        SettlementDocument document, SortedSet<SettlementId> unreadable, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(document, unreadable, cancellationToken);
        }
        catch (LedgerDamagedException)
        {
            unreadable.Add(document.SettlementId);
            return null;
        }
    }

    private async Task<VisitCase?> OpenAsync(
        SettlementDocument document, SortedSet<SettlementId> unreadable, CancellationToken cancellationToken)
    {
        if (KeptClaim.Read(document) is not { } claim)
        {
            return null;
        }

        var books = data.Current;
        var person = await terms.PersonOf(document.PersonKey, document.EligibilityVersion, cancellationToken);
        var history = await histories.ReadAsync(document.PersonKey, claim.ServiceDate, PathChecks.Counted(claim, books), cancellationToken);
        if (visits.OpenSettled(document, claim, person, history.Visits) is not { } opened)
        {
            return null;
        }

        // Whether a condition is stable and a family doctor signed is not kept: the longest prescription that there is counts.
        var draft = new OrderDraft { Claim = opened.Case.Claim, Stable = true, HasFamilyDoctor = true };
        var elsewhere = await store.ElsewhereAsync(document, cancellationToken);
        unreadable.UnionWith(elsewhere.Where(e => e.Document is null).Select(e => e.SettlementId));
        return new VisitCase(
            new OrderCase(draft, opened, books, Refusal.None, terms.Starts)
            {
                Signed = await papers.SignedAsync(opened.Case, books.Checks, cancellationToken), Examinations = history.Examinations,
            },
            document,
            [.. elsewhere.Select(e => e.Document).OfType<SettlementDocument>()]);
    }

    private async Task<List<ReviewFinding>> OfMonthsAsync(ReviewDays days, CancellationToken cancellationToken)
    {
        var findings = new List<ReviewFinding>();
        foreach (var month in days.WholeMonths())
        {
            var of = new MonthCase(store, data.Current, days.HospitalCode, month, cancellationToken) { Counties = CountiesOf(days.HospitalCode) };
            foreach (var pattern in Book.Patterns.Where(p => p.HoldsOn(of.LastDay)))
            {
                findings.AddRange(PatternTable.Find(pattern.Id)!.OfMonth is { } find ? await find(of, pattern) : []);
            }
        }

        return findings;
    }
}
