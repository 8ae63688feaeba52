namespace MedAid.People.EntitlementGaps;

/// <summary>The indicators in force, swapped whole by a reload.</summary>
public sealed class IndicatorHolder(DiseaseIndicators indicators)
{
    private volatile DiseaseIndicators current = indicators;

    /// <summary>The indicators in force.</summary>
    public DiseaseIndicators Current
    {
        get => current;
        set => current = value;
    }
}
