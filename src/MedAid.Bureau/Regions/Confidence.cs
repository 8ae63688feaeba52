namespace MedAid.Bureau.Regions;

/// <summary>How far a fact about a region can be relied on.</summary>
public enum Confidence
{
    /// <summary>Seen with several implementers.</summary>
    Seen,

    /// <summary>Seen with one implementer, or in one province.</summary>
    Local,

    /// <summary>Assumed; ask the bureau.</summary>
    Assumed,
}
