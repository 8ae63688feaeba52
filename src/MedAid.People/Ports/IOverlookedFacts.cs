using MedAid.People.Overlooked;

namespace MedAid.People.Ports;

/// <summary>
/// The facts of the search as they follow the ledger, drawn from it and kept beside it. One class over two databases; failures are
/// exceptions of the store (LedgerUnavailableException).
/// </summary>
public interface IOverlookedFacts
{
    /// <summary>How far the facts follow the ledger.</summary>
    Task<FactsCheckpoint> CheckpointAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes one part of the outbox into the facts, if they still stand at <paramref name="at"/>: first the visits, then what was undone.
    /// False: somebody else was quicker, and nothing was done.
    /// </summary>
    Task<bool> FoldAsync(
        FactsCheckpoint at, FactsCheckpoint reached, IReadOnlyList<VisitFact> visits, IReadOnlyList<VisitUndone> undone,
        CancellationToken cancellationToken);

    /// <summary>Begins to draw the facts anew: they are emptied first.</summary>
    Task BeginRebuildAsync(CancellationToken cancellationToken);

    /// <summary>Empties a part of the facts; once nothing is left, they start again from the beginning of the ledger.</summary>
    Task EmptyAsync(int limit, CancellationToken cancellationToken);
}
