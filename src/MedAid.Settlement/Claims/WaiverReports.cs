using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;

namespace MedAid.Settlement.Claims;

/// <summary>What one programme waived of one head in a month: how many items, how much. Both can be negative where reversals prevail.</summary>
public sealed record WaiverCost(string Programme, string Title, string Head, long Items, long WaivedFen);

/// <summary>A programme of a hospital as its file has it, and how its budget of a year stands.</summary>
public sealed record WaiverStanding(WaiverRule Rule, int Year, long UsedFen)
{
    /// <summary>What is left of the budget; null without one.</summary>
    public long? LeftFen => Rule.Limits.YearBudgetFen is { } budget ? Math.Max(0, budget - UsedFen) : null;

    /// <summary>Whether so much is used that the hospital is warned.</summary>
    public bool IsLow => Rule.Limits.YearBudgetFen is { } budget && UsedFen >= Rule.Limits.WarnAt.Of(budget);
}

/// <summary>The cost of a hospital's waivers in a month of its books, by programme and head.</summary>
/// <param name="Hospital">The hospital.</param>
/// <param name="Month">First day of the month.</param>
/// <param name="Settlements">Settlements and reversals of the month that waived something or took it back.</param>
/// <param name="WaivedFen">The sum of all lines.</param>
/// <param name="JournalFen">The sum of the account <c>waiver_expense</c> over the same records.</param>
/// <param name="Costs">Lines, by programme and head.</param>
/// <param name="Budgets">The programmes of the hospital's file, with the budget of the year as it stands now.</param>
public sealed record WaiverMonth(
    Hospital Hospital, DateOnly Month, int Settlements, long WaivedFen, long JournalFen, IReadOnlyList<WaiverCost> Costs,
    IReadOnlyList<WaiverStanding> Budgets);

/// <summary>
/// What waivers (费用减免) cost a hospital. A month is a month of the books, by the clocks of China: a reversal counts in the month in which
/// it was made, so a month that is over never changes and its sum is that of the journal. Budgets go by the year of service.
/// </summary>
public sealed class WaiverReports(ILedger ledger, ReferenceDataHolder reference)
{
    /// <summary>The programmes of a hospital and how their budgets of a year stand.</summary>
    public async Task<Answer<IReadOnlyList<WaiverStanding>>> StandingsAsync(
        HospitalCode hospitalCode, int year, CancellationToken cancellationToken) =>
        reference.Current.Hospital(hospitalCode) is { } hospital
            ? Answer<IReadOnlyList<WaiverStanding>>.Of(await StandingsAsync(hospital, year, cancellationToken))
            : Answer<IReadOnlyList<WaiverStanding>>.Refused(new RefusalRecord(Refusal.HospitalNotFound, hospitalCode.Text));

    /// <summary>The cost of a month.</summary>
    public async Task<Answer<WaiverMonth>> MonthAsync(HospitalCode hospitalCode, DateOnly month, CancellationToken cancellationToken)
    {
        if (reference.Current.Hospital(hospitalCode) is not { } hospital)
        {
            return Answer<WaiverMonth>.Refused(new RefusalRecord(Refusal.HospitalNotFound, hospitalCode.Text));
        }

        var sums = new WaiverSums();
        await foreach (var document in DocumentsAsync(hospitalCode, month, cancellationToken))
        {
            sums.Add(document);
        }

        return Answer<WaiverMonth>.Of(new WaiverMonth(
            hospital, month, sums.Settlements, sums.WaivedFen, sums.JournalFen, sums.Costs(),
            await StandingsAsync(hospital, month.Year, cancellationToken)));
    }

    private async Task<IReadOnlyList<WaiverStanding>> StandingsAsync(Hospital hospital, int year, CancellationToken cancellationToken)
    {
        string[] keys = [.. hospital.Waivers.Select(w => WaiverCounters.Year(hospital.Code, w.Id, year))];
        var usedFen = await ledger.ReadCountersAsync(default, "", keys, cancellationToken);
        return [.. hospital.Waivers.Zip(usedFen, (waiver, used) => new WaiverStanding(waiver, year, used))];
    }

    private async IAsyncEnumerable<SettlementDocument> DocumentsAsync(
        HospitalCode hospitalCode, DateOnly month, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = new SettlementFilter
        {
            Limit = Limits.WaiverPageSize,
            HospitalCode = hospitalCode,
            Settled = (ChinaTime.StartOf(month), ChinaTime.StartOf(month.AddMonths(1))),
            Waived = true,
        };
        while (true)
        {
            var page = await SettlementPages.ReadAsync(ledger, filter, cancellationToken);
            foreach (var document in SettlementPages.Documents(page))
            {
                yield return document;
            }

            if (page.Count < Limits.WaiverPageSize)
            {
                yield break;
            }

            filter = filter with { After = page[^1].Place };
        }
    }
}
