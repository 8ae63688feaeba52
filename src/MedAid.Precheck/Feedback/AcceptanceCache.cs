using System.Collections.Concurrent;
using MedAid.Core;
using MedAid.Precheck.Data;

namespace MedAid.Precheck.Feedback;

/// <summary>How often the checks of a department were accepted lately, counted anew once a minute and after an answer of its own.</summary>
public sealed class AcceptanceCache(FeedbackStore store, TimeProvider time)
{
    private readonly ConcurrentDictionary<(HospitalCode Hospital, string Department), Counted> departments = new();

    /// <summary>The counts of a department by check.</summary>
    public async Task<IReadOnlyDictionary<string, AnswerCount>> OfAsync(
        HospitalCode hospital, string department, Demotion terms, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (departments.TryGetValue((hospital, department), out var known) && now - known.AsOf < Limits.AcceptanceAgeMax && now >= known.AsOf)
        {
            return known.Counts;
        }

        var counts = await store.CountAsync(hospital, department, now.AddDays(-terms.Days), now.AddDays(1), cancellationToken);
        var counted = new Counted(now, counts.ToDictionary(c => c.CheckId, c => c.Count, StringComparer.Ordinal));
        if (departments.Count >= Limits.DepartmentsRememberedMax)
        {
            departments.Clear();
        }

        departments[(hospital, department)] = counted;
        return counted.Counts;
    }

    /// <summary>Forgets a department: it has answered.</summary>
    public void Forget(HospitalCode hospital, string department) => departments.TryRemove((hospital, department), out _);

    private sealed record Counted(DateTimeOffset AsOf, IReadOnlyDictionary<string, AnswerCount> Counts);
}
