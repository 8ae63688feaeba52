using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Precheck.Review;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;
using MedAid.Settlement.Writes;

namespace MedAid.Precheck.Tests;

/// <summary>The insurance office of a hospital whose visits of February 2026 are settled: it goes over them, lists, and decides.</summary>
internal sealed class ReviewOffice(Ward ward)
{
    public static readonly DateOnly First = new(2026, 2, 1);
    public static readonly DateOnly Last = new(2026, 2, 28);

    private static int keys;

    private int visits;

    /// <summary>The hospital.</summary>
    public HospitalCode Hospital { get; init; } = new(Ward.County);

    /// <summary>How many visits a call reads.</summary>
    public ReviewWorkflow Review { get; init; } = ward.Review;

    /// <summary>An out-patient visit; each number of a person is another one, 0 the patient of the ward.</summary>
    public ClaimDraft Visit(DateOnly day, params Dose[] items) => new()
    {
        HospitalCode = Hospital, VisitId = $"N{++visits}", IdNumber = Ward.IdNumber, ServiceDate = Text(day), Care = (int)Care.Outpatient,
        Mode = (int)Mode.Outpatient, Department = "NK", Doctor = "D1", Diagnoses = ["I10"], Items = [.. items.Select((d, i) => d.Line(i + 1))],
    };

    /// <summary>An id number of its own for each number.</summary>
    public static string Person(int number)
    {
        var digits = $"14112319680512{number:000}";
        return $"{digits}{"0123456789X".First(c => IdNumber.IsValid($"{digits}{c}"))}";
    }

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", null);

    public Task<SettlementId> SettleAsync(ClaimDraft draft) => ward.SettleAsync(draft);

    /// <summary>Goes over the days whole; returns the calls.</summary>
    public async Task<IReadOnlyList<ReviewPiece>> RunAsync(DateOnly? from = null, DateOnly? to = null, bool validateOnly = false)
    {
        var pieces = new List<ReviewPiece>();
        var place = "";
        do
        {
            pieces.Add((await Review.RunAsync(
                new ReviewDays(Hospital, from ?? First, to ?? Last), place, "王", Results.Key($"run-{Interlocked.Increment(ref keys)}", validateOnly: validateOnly), default)).Value);
            place = pieces[^1].Next;
        }
        while (place.Length > 0);
        return pieces;
    }

    public Task<List<ListedFinding>> ListAsync(string check = "", bool? open = null, ReviewOutcomeKind? kind = null) =>
        ward.Findings.ListAsync(new ReviewFilter(Hospital, null, null, check, "", open, kind, null, 1000), default);

    /// <summary>Settles one visit alone in a ward of its own, goes over it, and says what a check found of it.</summary>
    public async Task<IReadOnlyList<ReviewFinding>> FoundAsync(string check)
    {
        await RunAsync(new DateOnly(2022, 7, 1), new DateOnly(2022, 7, 31));
        await RunAsync();
        return [.. (await ListAsync(check)).Select(f => f.Finding)];
    }

    public Task<Result<ListedFinding>> DecideAsync(
        string findingId, ReviewOutcomeKind kind, long amountFen = 0, string reason = "", string? requestId = null, bool validateOnly = false) => Review.RecordAsync(
        new OutcomeDraft(findingId, default, kind, amountFen, "已核对", reason),
        new WriteHead(Results.Key(requestId ?? $"o-{Interlocked.Increment(ref keys)}", $"{kind} {amountFen} {reason}", validateOnly), "李", ward.Time.Now), default);
}
