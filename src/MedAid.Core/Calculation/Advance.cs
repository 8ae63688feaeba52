using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>
/// Advance (医院垫付): until the bureau settles a layer online, the hospital pays for it and claims it from the patient's home
/// county. What is not settled at the window at all (手工报销) is deferred: the patient pays it and claims it, unless the hospital has decided to
/// advance it. The first <c>one_stop</c> entry of
/// the layer whose condition holds decides; with none neither is the case.
/// </summary>
internal static class Advance
{
    /// <summary>Decides who pays now what the layer owes.</summary>
    public static void Decide(VisitInput visit, Layer layer, ref LayerLine line)
    {
        var facts = visit.Facts;
        for (var i = 0; line.PaidFen > 0 && i < layer.OneStop.Count; i++)
        {
            var entry = layer.OneStop[i];
            if (!entry.When.Holds(facts))
            {
                continue;
            }

            var byHospital = !entry.AtWindow && IsOwn(visit, layer);
            line.Advanced = byHospital || (entry.AtWindow && !entry.IsOnline(facts.County, facts.ServiceDate));
            line.DeferredFen = entry.AtWindow || byHospital ? 0 : line.PaidFen;
            line.PaidFen -= line.DeferredFen;
            return;
        }
    }

    private static bool IsOwn(VisitInput visit, Layer layer)
    {
        for (var i = 0; i < visit.Advances.Count; i++)
        {
            if (visit.Advances[i].Covers(layer.Id, visit.Facts))
            {
                return true;
            }
        }

        return false;
    }
}
