using MedAid.Clearing.Books;
using MedAid.Clearing.Reports;
using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Gateway.Services;

/// <summary>
/// Since when counties settle relief online, by the packs in force (<c>one_stop</c>). From that day on settling advances nothing; a statement
/// shows the day, and what was advanced after it all the same, because the day was put into the pack later.
/// </summary>
internal static class OnlineDates
{
    /// <summary>The entries that concern a county on a day.</summary>
    public static IReadOnlyList<OnlineSince> Of(PolicyBook policies, CountyCode county, DateOnly day) =>
    [
        .. Layers(policies, county, day).SelectMany(l => l.OneStop).Where(e => e.AtWindow)
            .Select(e => new OnlineSince(
                e.Citation.Title, e.Counties.TryGetValue(county.Text, out var own) ? own : e.OnlineFrom, e.Citation.Assumed))
            .Distinct(),
    ];

    /// <summary>Advanced on days of the period on which everything of its layer was online.</summary>
    public static long AdvancedAfterFen(ClearingState books, PolicyBook policies, StatementOrder order) => books.Receivables.Values
        .Where(r => r.Advanced && r.CountyCode == order.CountyCode && r.ServiceDate >= order.From && r.ServiceDate <= order.To)
        .Where(r => order.HospitalCode.IsEmpty || r.HospitalCode == order.HospitalCode)
        .Where(r => !r.Unwound && IsOnline(policies, r))
        .Sum(r => r.AmountFen);

    private static bool IsOnline(PolicyBook policies, Receivable receivable)
    {
        OneStopEntry[] entries =
        [
            .. Layers(policies, receivable.CountyCode, receivable.ServiceDate)
                .Where(l => l.Id == receivable.Origin.Layer).SelectMany(l => l.OneStop).Where(e => e.AtWindow),
        ];
        return entries.Length > 0 && Array.TrueForAll(entries, e => e.IsOnline(receivable.CountyCode, receivable.ServiceDate));
    }

    private static IEnumerable<Layer> Layers(PolicyBook policies, CountyCode county, DateOnly day) => policies.Packs
        .Select(p => p.Identity.Scheme).Distinct(StringComparer.Ordinal)
        .Select(scheme => policies.At(county, scheme, day)).OfType<PolicyTerms>()
        .SelectMany(t => t.Layers);
}
