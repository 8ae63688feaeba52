using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>
/// The one primitive that every payer is: base → base cap → deductible → bands → room → caps → payment. The steps stand in
/// legal order; each is a file of its own.
/// </summary>
internal static class LayerPayments
{
    /// <summary>Lets one layer pay what it has to of what remains.</summary>
    public static Refusal Apply(in Workings workings, Layer layer)
    {
        if (layer.External && !layer.When.Holds(workings.Facts))
        {
            return Refusal.None;
        }

        if (Brought.UpstreamFen(workings.Visit, layer.Id) is { } upstream)
        {
            return Brought.PayUpstream(workings, layer, upstream);
        }

        if (layer.External)
        {
            return Brought.PayExternal(workings, layer);
        }

        if (layer.RuleFor(workings.Facts) is { } rule)
        {
            PayByRule(workings, layer, rule);
        }

        return Refusal.None;
    }

    private static void PayByRule(in Workings workings, Layer layer, LayerRule rule)
    {
        ref var line = ref workings.Result.AddLine(LineKind.Rule, layer, rule);
        line.RoomFen = Workings.Sum(workings.Remaining, layer.Covers);
        line.BaseFen = BaseFen(workings, layer, rule, line.RoomFen);
        line.BaseCapLeftFen = rule.BaseCap is { } baseCap ? workings.Left(baseCap.Limit) : null;
        line.EligibleFen = BaseCap.Cut(workings, rule.BaseCap, afterDeductible: false, line.BaseFen);
        line.DeductibleFen = Deductible.TakenFen(workings, rule.Deductible, line.EligibleFen);
        var afterDeductible = line.EligibleFen - line.DeductibleFen;
        line.AssessedFen = BaseCap.Cut(workings, rule.BaseCap, afterDeductible: true, afterDeductible);
        line.ComputedFen = rule.Bands is { } bands
            ? Bands.ComputedFen(workings, bands, line.AssessedFen, ref line)
            : ClassShares.ComputedFen(workings, rule, line.AssessedFen, ref line);
        var payable = Math.Min(line.ComputedFen, line.RoomFen);
        line.PaidFen = Caps.Cut(workings, rule.Caps, payable);
        line.CappedFen = payable - line.PaidFen;
        Count(workings, rule, line);
        workings.TakeOff(layer.Covers, line.PaidFen);
        if (rule.OverCapToPatient)
        {
            var spill = line.BaseFen - line.EligibleFen + (afterDeductible - line.AssessedFen);
            line.OverCapFen = workings.MoveOverCap(layer.Covers, checked(spill + line.CappedFen));
        }

        line.AsideFen = rule.Only is { RestAside: true } ? OnlyItems.MoveAside(workings, line) : 0;
        Advance.Decide(workings.Visit, layer, ref line);
    }

    private static long BaseFen(in Workings workings, Layer layer, LayerRule rule, long roomFen)
    {
        if (rule.Only is { } only)
        {
            return Math.Min(roomFen, OnlyItems.InScopeFen(workings, only));
        }

        return rule.OfCharged ? Workings.Sum(workings.Charged, layer.Covers) : roomFen;
    }

    private static void Count(in Workings workings, LayerRule rule, in LayerLine line)
    {
        if (rule.BaseCap is { } cap)
        {
            workings.Count(workings.SlotOf(cap.Limit), cap.AfterDeductible ? line.AssessedFen : line.EligibleFen);
        }

        Deductible.Count(workings, rule.Deductible, line.DeductibleFen);
        if (rule.Bands is { } bands)
        {
            workings.Count(workings.SlotOf(bands), line.AssessedFen);
        }

        Caps.Count(workings, rule.Caps, line.PaidFen);
    }
}
