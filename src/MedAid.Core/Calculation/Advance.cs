using MedAid.Core.Policy;

namespace MedAid.Core.Calculation;

/// <summary>
/// Advance (医院垫付): until the bureau settles a layer online, the hospital pays for it and claims it from the patient's home
/// county. The first <c>one_stop</c> entry of the layer whose condition holds decides; with none nothing is advanced.
/// </summary>
internal static class Advance
{
    /// <summary>Whether the hospital advances what the layer pays.</summary>
    public static bool Applies(Facts facts, Layer layer, long paidFen)
    {
        for (var i = 0; paidFen > 0 && i < layer.OneStop.Count; i++)
        {
            if (layer.OneStop[i].When.Holds(facts))
            {
                return !layer.OneStop[i].IsOnline(facts.County, facts.ServiceDate);
            }
        }

        return false;
    }
}
