namespace MedAid.Bureau;

/// <summary>Every bound of the national messages in one place; the operator finds them in OPERATIONS.md under the same names.</summary>
public static class Limits
{
    /// <summary>Nesting of the JSON of a national message.</summary>
    public const int JsonDepthMax = 32;
}
