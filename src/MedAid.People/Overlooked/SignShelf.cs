namespace MedAid.People.Overlooked;

/// <summary>The signs in force, swapped whole by a reload.</summary>
public sealed class SignShelf(DiseaseSigns signs)
{
    private volatile DiseaseSigns current = signs;

    /// <summary>The signs in force.</summary>
    public DiseaseSigns Current
    {
        get => current;
        set => current = value;
    }
}
