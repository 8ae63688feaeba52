namespace MedAid.People;

/// <summary>Every bound of this room, listed in docs/OPERATIONS.md.</summary>
public static class Limits
{
    /// <summary>Persons written together by an import; on the embedded ledger a cashier waits at most for one such part.</summary>
    public const int PartPersonsMax = 250;
}
