namespace MedAid.People.Ports;

/// <summary>What was done about a marked settlement.</summary>
public enum MarkOutcome
{
    /// <summary>The change makes no difference to it.</summary>
    NoEffect = 1,

    /// <summary>It was reversed and settled again.</summary>
    SettledAgain = 2,

    /// <summary>It stays as it is, for a reason.</summary>
    Refused = 3,
}

/// <summary>How the open marks of a settlement were resolved.</summary>
/// <param name="ResolutionId">The caller's key.</param>
/// <param name="SettlementId">The settlement.</param>
/// <param name="Outcome">What was done.</param>
/// <param name="AgainSettlementId">The settlement that replaces it; empty: none.</param>
/// <param name="Reason">Why.</param>
/// <param name="Operator">Who reviewed it.</param>
/// <param name="Resolved">When.</param>
public sealed record MarkResolution(
    string ResolutionId, string SettlementId, MarkOutcome Outcome, string AgainSettlementId, string Reason, string Operator,
    DateTimeOffset Resolved);

/// <summary>Why marks were not resolved.</summary>
public enum MarkFault
{
    /// <summary>They were.</summary>
    None = 0,

    /// <summary>The request id stands for another content.</summary>
    Reused = 1,

    /// <summary>The settlement has no open mark.</summary>
    NotOpen = 2,

    /// <summary>What is to replace it is no settlement of the same person, or it is not reversed.</summary>
    AgainUnfit = 3,
}

/// <summary>What came of a resolution, and how many marks it resolved.</summary>
public sealed record MarkAnswer(MarkResolution? Resolution, MarkFault Fault, bool Replayed, int Resolved);

/// <summary>
/// Marks of settlements and what was done about them. One class over two databases. All open marks of a settlement are resolved together; a
/// later change that touches it makes a new one, so that it is open again.
/// </summary>
public interface IMarkStore
{
    /// <summary>Resolves what is open of a settlement. Without <paramref name="keep"/> nothing is written.</summary>
    Task<MarkAnswer> ResolveAsync(MarkResolution resolution, string contentHash, bool keep, CancellationToken cancellationToken);
}
