namespace MedAid.People.Rosters;

/// <summary>
/// How many persons go into the next part of an import: many while parts are quick, few on a slow disk, where each part keeps cashiers
/// waiting.
/// </summary>
internal sealed class PartSize
{
    /// <summary>Persons of the next part.</summary>
    public int Next { get; private set; } = Limits.PartPersonsMax;

    /// <summary>Notes how long a part took.</summary>
    public void Took(TimeSpan time)
    {
        if (time > Limits.PartTime)
        {
            Next = Math.Max(Limits.PartPersonsMin, Next / 2);
        }
        else if (time < Limits.PartTime / 2)
        {
            Next = Math.Min(Limits.PartPersonsMax, Next * 2);
        }
    }
}
