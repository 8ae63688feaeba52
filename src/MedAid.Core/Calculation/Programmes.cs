using System.Numerics;
using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>A programme takes the visit out of the plain layers; the first whose condition holds applies.</summary>
internal static class Programmes
{
    /// <summary>Chooses the programme, or null.</summary>
    public static Programme? Choose(PolicyTerms terms, Facts facts)
    {
        for (var i = 0; i < terms.Programmes.Count; i++)
        {
            if (terms.Programmes[i].When.Holds(facts))
            {
                return terms.Programmes[i];
            }
        }

        return null;
    }
}

/// <summary>
/// Case package (单病种限额): all charges, or those of some components, become the package up to the price cap; their excess is borne by the
/// hospital.
/// Example: cap 8,000, charges 9,500 → package 8,000, hospital-borne 1,500.
/// </summary>
internal static class CasePackage
{
    /// <summary>Turns what remains into the package.</summary>
    public static void Apply(in AdjudicationState state, Programme programme)
    {
        var charges = AdjudicationState.Sum(state.Remaining, programme.Components);
        var slot = state.SlotOf(programme);
        var left = slot < 0 ? programme.AmountFen : Math.Max(0, programme.AmountFen - state.Used(slot));
        var package = Math.Min(charges, left);
        state.TakeOff(programme.Components, charges);
        state.Remaining[(int)Component.Package] = package;
        state.Count(slot, package);
        state.Result.HospitalBorneFen += charges - package;
    }
}

/// <summary>Capitation (按人头包干): the fund pays the visit whole, the patient nothing; the bureau pays by head, not by visit.</summary>
internal static class Capitation
{
    /// <summary>Id of its line; not a layer's id.</summary>
    public const string LineId = "capitation";

    /// <summary>Pays everything that remains.</summary>
    public static void Apply(in AdjudicationState state, Programme programme)
    {
        ref var line = ref state.Result.AddLine(LineKind.Capitation, null, null);
        line.Programme = programme;
        var total = AdjudicationState.Sum(state.Remaining, Programme.AllCharges);
        (line.BaseFen, line.RoomFen, line.EligibleFen, line.AssessedFen) = (total, total, total, total);
        (line.ComputedFen, line.PaidFen, line.BureauPaysFen) = (total, total, 0);
        state.Remaining.Clear();
    }
}

/// <summary>
/// Day surgery (日间手术): the patient's split is the plain one. The bureau pays the hospital quota × the basic layer's ratio; the difference to
/// what the layer pays is the hospital's gain or loss. What a limit of the layer cuts off is cut off the quota in the same proportion, unless the
/// pack says that the whole quota is owed all the same.
/// Example: quota 6,000 at 55 % → 3,300, whatever the visit's own 55 % came to; of 2,750 the year's limit left 2,000 → 2,400.
/// </summary>
internal static class DaySurgery
{
    /// <summary>
    /// Says on the basic line what the bureau pays, if the pack has a quota for the disease and the layer paid by one ratio. What is not settled
    /// at the window the bureau owes to the patient, not to the hospital.
    /// </summary>
    public static void Reckon(in AdjudicationState state, Programme programme)
    {
        if (state.Facts.Disease is null || !programme.Quotas.TryGetValue(state.Facts.Disease, out var quotaFen))
        {
            return;
        }

        foreach (ref var line in state.Lines)
        {
            if (line is { LayerId: Programme.QuotaLayer, DeferredFen: 0, Rule.Bands: { Count: 1 } bands })
            {
                line.QuotaFen = LeftFen(state, programme, quotaFen);
                line.BureauPaysFen = programme.QuotaAtLimit == QuotaAtLimit.Whole
                    ? bands.Rate(0).Of(line.QuotaFen.Value)
                    : WithinLimitsFen(line.QuotaFen.Value, bands.Rate(0), line);
                return;
            }
        }
    }

    /// <summary>Quota × ratio × what the base cap and the caps of the rule left of what the layer pays without them, rounded once.</summary>
    private static long WithinLimitsFen(long quotaFen, Rate rate, in LayerLine line)
    {
        var (wholeBaseFen, wholePaidFen) = (line.BaseFen - line.DeductibleFen, checked(line.PaidFen + line.CappedFen));
        if (line.AssessedFen == wholeBaseFen && line.CappedFen == 0)
        {
            return rate.Of(quotaFen);
        }

        var (dividend, divisor) = ((BigInteger)quotaFen * rate.Numerator, (BigInteger)rate.Denominator);
        if (line.AssessedFen != wholeBaseFen)
        {
            (dividend, divisor) = (dividend * line.AssessedFen, divisor * wholeBaseFen);
        }

        if (line.CappedFen != 0)
        {
            (dividend, divisor) = (dividend * line.PaidFen, divisor * wholePaidFen);
        }

        return Rounding.HalfUp(dividend, divisor);
    }

    /// <summary>
    /// What is left of the quotas for this part: those of the visit's diseases are summed, and what earlier bills of the stay took comes off once.
    /// </summary>
    private static long LeftFen(in AdjudicationState state, Programme programme, long quotaFen)
    {
        var slot = state.QuotaSlotOf(programme);
        if (slot < 0)
        {
            return quotaFen;
        }

        var (takenBefore, taken) = state.Taken(slot);
        state.Result.QuotasFen = checked(state.Result.QuotasFen + quotaFen);
        var leftFen = Math.Max(0, state.Result.QuotasFen - takenBefore) - taken;
        state.Count(slot, leftFen);
        return leftFen;
    }
}
