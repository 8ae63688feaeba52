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
    public static void Apply(in Workings workings, Programme programme)
    {
        var charges = Workings.Sum(workings.Remaining, programme.Components);
        var slot = workings.SlotOf(programme);
        var left = slot < 0 ? programme.AmountFen : Math.Max(0, programme.AmountFen - workings.Used(slot));
        var package = Math.Min(charges, left);
        workings.TakeOff(programme.Components, charges);
        workings.Remaining[(int)Component.Package] = package;
        workings.Count(slot, package);
        workings.Result.HospitalBorneFen += charges - package;
    }
}

/// <summary>Capitation (按人头包干): the fund pays the visit whole, the patient nothing; the bureau pays by head, not by visit.</summary>
internal static class Capitation
{
    /// <summary>Id of its line; not a layer's id.</summary>
    public const string LineId = "capitation";

    /// <summary>Pays everything that remains.</summary>
    public static void Apply(in Workings workings)
    {
        ref var line = ref workings.Result.AddLine(LineKind.Capitation, null, null);
        var total = Workings.Sum(workings.Remaining, Programme.AllCharges);
        (line.BaseFen, line.RoomFen, line.EligibleFen, line.AssessedFen) = (total, total, total, total);
        (line.ComputedFen, line.PaidFen) = (total, total);
        workings.Remaining.Clear();
    }
}

/// <summary>
/// Day surgery (日间手术): the patient's split is the plain one. The bureau pays the hospital quota × the basic layer's ratio; the difference to
/// what the layer pays is the hospital's gain or loss.
/// Example: quota 6,000 at 55 % → 3,300, whatever the visit's own 55 % came to.
/// </summary>
internal static class DaySurgery
{
    private const string BasicLayer = "basic";

    /// <summary>
    /// Says on the basic line what the bureau pays, if the pack has a quota for the disease and the layer paid by one ratio. What is not settled
    /// at the window the bureau owes to the patient, not to the hospital.
    /// </summary>
    public static void Reckon(in Workings workings, Programme programme)
    {
        if (workings.Facts.Disease is null || !programme.Quotas.TryGetValue(workings.Facts.Disease, out var quotaFen))
        {
            return;
        }

        foreach (ref var line in workings.Lines)
        {
            if (line is { LayerId: BasicLayer, DeferredFen: 0, Rule.Bands: { Count: 1 } bands })
            {
                line.QuotaFen = LeftFen(workings, programme, quotaFen);
                line.BureauPaysFen = bands.Rate(0).Of(line.QuotaFen.Value);
                return;
            }
        }
    }

    /// <summary>
    /// What is left of the quotas for this part: those of the visit's diseases are summed, and what earlier bills of the stay took comes off once.
    /// </summary>
    private static long LeftFen(in Workings workings, Programme programme, long quotaFen)
    {
        var slot = workings.QuotaSlotOf(programme);
        if (slot < 0)
        {
            return quotaFen;
        }

        var (takenBefore, taken) = workings.Taken(slot);
        workings.Result.QuotasFen = checked(workings.Result.QuotasFen + quotaFen);
        var leftFen = Math.Max(0, workings.Result.QuotasFen - takenBefore) - taken;
        workings.Count(slot, leftFen);
        return leftFen;
    }
}
