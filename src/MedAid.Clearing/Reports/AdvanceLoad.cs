using MedAid.Clearing.Books;
using MedAid.Core;

namespace MedAid.Clearing.Reports;

/// <summary>
/// What a hospital has advanced and not got back, against the limit that it set itself (垫付警戒线). The limit warns and never refuses: a patient at
/// the window is not to suffer for what a county owes.
/// </summary>
public sealed record AdvanceLoad(HospitalCode HospitalCode, long AdvancedFen, long LimitFen)
{
    private const int WholePermille = 1000;

    /// <summary>How much of the limit is used, in thousandths, rounded half up.</summary>
    public long SharePermille => LimitFen == 0 ? 0 : (long)(((2 * (Int128)AdvancedFen * WholePermille) + LimitFen) / (2 * (Int128)LimitFen));

    /// <summary>Whether more is out than the hospital wants.</summary>
    public bool IsOver => AdvancedFen > LimitFen;

    /// <summary>The hospitals that have set a limit.</summary>
    public static IReadOnlyList<AdvanceLoad> Of(ClearingState books, IReadOnlyDictionary<string, long> limitsFen)
    {
        if (limitsFen.Count == 0)
        {
            return [];
        }

        var sums = limitsFen.Keys.ToDictionary(h => h, _ => 0L, StringComparer.Ordinal);
        foreach (var receivable in books.Receivables.Values.Where(r => r.Advanced && sums.ContainsKey(r.HospitalCode.Text)))
        {
            sums[receivable.HospitalCode.Text] = checked(sums[receivable.HospitalCode.Text] + receivable.OutstandingFen);
        }

        return [.. sums.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new AdvanceLoad(new HospitalCode(s.Key), s.Value, limitsFen[s.Key]))];
    }
}
