using MedAid.Core;
using MedAid.Settlement.LaterVisits;

namespace MedAid.People.LaterVisits;

/// <summary>What a piece of the outbox did to the visits that stand.</summary>
/// <param name="After">The checkpoint before it.</param>
/// <param name="Reached">The checkpoint after it.</param>
/// <param name="Settled">Visits that were settled.</param>
/// <param name="Undone">Settlements that stand no more, by person and day.</param>
/// <param name="Replays">Outcome for each person whose later visits had to be checked.</param>
public sealed record LaterVisitsPiece(
    long After, long Reached, IReadOnlyList<VisitPosition> Settled,
    IReadOnlyList<(PersonKey PersonKey, DateOnly Day, SettlementId SettlementId)> Undone,
    IReadOnlyList<PersonReplay> Replays);

/// <summary>What of a person's visits comes out differently.</summary>
/// <param name="PersonKey">The person.</param>
/// <param name="CauseId">The settlement that was made or undone last.</param>
/// <param name="IsUndone">Whether it was undone.</param>
/// <param name="UnorderedSince">The year from which on visits do not stand as in their order; null: they do.</param>
/// <param name="Differences">Visits that come out differently; null: it could not be worked out, and the marks stay.</param>
public sealed record PersonReplay(
    PersonKey PersonKey, SettlementId CauseId, bool IsUndone, int? UnorderedSince, IReadOnlyList<VisitDifference>? Differences)
{
    /// <summary>Settlements that could not be split anew; their marks stay.</summary>
    public IReadOnlySet<SettlementId> Unsplit { get; init; } = new HashSet<SettlementId>();
}
