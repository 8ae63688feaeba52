using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>
/// Bands (分段支付): each part of the base pays the ratio of the band it lies in; the sum is rounded once. With a period, and over a stay, the
/// payment is T(before + now) − T(before), so many small visits pay to the fen what one large visit would.
/// Example: 0 → 60 %, 20,000 → 70 %; before 19,000, now 3,000 → 1,000 × 60 % + 2,000 × 70 % = 2,000.
/// </summary>
internal static class Bands
{
    /// <summary>Pays for an amount and notes the share of every band that it touches.</summary>
    public static long ComputedFen(in AdjudicationState state, BandTerms bands, long amountFen, ref LayerLine line)
    {
        var slot = state.SlotOf(bands);
        var before = slot < 0 ? 0 : state.Used(slot);
        var after = checked(before + amountFen);
        line.AssessedBeforeFen = before;
        for (var i = 0; i < bands.Count && after > bands.OverFen(i); i++)
        {
            var from = Math.Max(before, bands.OverFen(i));
            var to = Math.Min(after, bands.UpToFen(i));
            if (to > from)
            {
                var paid = bands.PaymentFen(to) - bands.PaymentFen(from);
                state.Result.AddShare(ref line, new Share(bands.OverFen(i), null, to - from, bands.Rate(i), paid));
            }
        }

        return bands.PaymentFen(after) - bands.PaymentFen(before);
    }
}
