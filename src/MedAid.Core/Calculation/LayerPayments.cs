using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>
/// The one primitive that every payer is: base → base cap → deductible → bands → room → caps → payment. The steps stand in
/// legal order; each is a file of its own.
/// </summary>
internal static class LayerPayments
{
    /// <summary>Lets one layer pay what it has to of what remains.</summary>
    public static Refusal Apply(in AdjudicationState state, Layer layer)
    {
        if (layer.External && !layer.When.Holds(state.Facts))
        {
            return Refusal.None;
        }

        if (SuppliedPayments.UpstreamFen(state.Visit, layer.Id) is { } upstream)
        {
            return SuppliedPayments.PayUpstream(state, layer, upstream);
        }

        if (layer.External)
        {
            return SuppliedPayments.PayExternal(state, layer);
        }

        if (layer.RuleFor(state.Facts) is { } rule)
        {
            PayByRule(state, layer, rule);
        }

        return Refusal.None;
    }

    private static void PayByRule(in AdjudicationState state, Layer layer, LayerRule rule)
    {
        ref var line = ref state.Result.AddLine(LineKind.Rule, layer, rule);
        line.RoomFen = AdjudicationState.Sum(state.Remaining, layer.Covers);
        line.BaseFen = BaseFen(state, layer, rule, line.RoomFen);
        line.BaseCapLeftFen = rule.BaseCap is { } baseCap ? state.Left(baseCap.Limit) : null;
        line.EligibleFen = BaseCap.Cut(state, rule.BaseCap, afterDeductible: false, line.BaseFen);
        line.DeductibleFen = Deductible.TakenFen(state, rule.Deductible, line.EligibleFen);
        var afterDeductible = line.EligibleFen - line.DeductibleFen;
        line.AssessedFen = BaseCap.Cut(state, rule.BaseCap, afterDeductible: true, afterDeductible);
        line.ComputedFen = rule.Bands is { } bands
            ? Bands.ComputedFen(state, bands, line.AssessedFen, ref line)
            : ClassShares.ComputedFen(state, rule, line.AssessedFen, ref line);
        var payable = Math.Min(line.ComputedFen, line.RoomFen);
        line.PaidFen = Caps.Cut(state, rule.Caps, payable);
        line.CappedFen = payable - line.PaidFen;
        Count(state, rule, line);
        state.TakeOff(layer.Covers, line.PaidFen);
        if (rule.OverCapToPatient)
        {
            var spill = line.BaseFen - line.EligibleFen + (afterDeductible - line.AssessedFen);
            line.OverCapFen = state.MoveOverCap(layer.Covers, checked(spill + line.CappedFen));
        }

        line.AsideFen = rule.Only is { RestAside: true } ? OnlyItems.MoveAside(state, line) : 0;
        Advance.Decide(state.Visit, layer, ref line);
    }

    private static long BaseFen(in AdjudicationState state, Layer layer, LayerRule rule, long roomFen)
    {
        if (rule.Only is { } only)
        {
            return Math.Min(roomFen, OnlyItems.InScopeFen(state, only));
        }

        return rule.OfCharged ? AdjudicationState.Sum(state.Charged, layer.Covers) : roomFen;
    }

    private static void Count(in AdjudicationState state, LayerRule rule, in LayerLine line)
    {
        if (rule.BaseCap is { } cap)
        {
            state.Count(state.SlotOf(cap.Limit), cap.AfterDeductible ? line.AssessedFen : line.EligibleFen);
        }

        Deductible.Count(state, rule.Deductible, line.DeductibleFen);
        if (rule.Bands is { } bands)
        {
            state.Count(state.SlotOf(bands), line.AssessedFen);
        }

        Caps.Count(state, rule.Caps, line.PaidFen);
    }
}
