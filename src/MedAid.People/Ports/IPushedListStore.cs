using MedAid.People.Overlooked;
using MedAid.Settlement.Writes;

namespace MedAid.People.Ports;

/// <summary>
/// The lists that went to receivers, and their answers: a matter of record. One class over two databases; failures are exceptions of the
/// store (LedgerUnavailableException).
/// </summary>
public interface IPushedListStore
{
    /// <summary>Open findings of a county that are on no list of a receiver yet, the oldest first.</summary>
    Task<IReadOnlyList<Finding>> NewForAsync(Receiver receiver, string county, CancellationToken cancellationToken);

    /// <summary>
    /// Puts open findings of a county that are among <paramref name="candidates"/>, and on no list of the receiver yet, on a new one.
    /// </summary>
    Task<Result<PushedList>> BuildListAsync(
        WriteHead head, Receiver receiver, string county, IReadOnlyDictionary<string, IReadOnlyList<ProvingVisit>> candidates,
        CancellationToken cancellationToken);

    /// <summary>A list with its lines; null: there is none of this id.</summary>
    Task<PushedList?> FindListAsync(string listId, CancellationToken cancellationToken);

    /// <summary>
    /// Heads of lists, oldest first; where a day is given, only those that were made before it and have lines without an answer.
    /// </summary>
    Task<IReadOnlyList<PushedListHead>> ListListsAsync(
        Receiver? receiver, string county, DateOnly? builtBefore, int skip, int limit, CancellationToken cancellationToken);

    /// <summary>Notes the receiver's answers to lines, all or none; the id of the list.</summary>
    Task<Result<string>> AcknowledgeAsync(
        WriteHead head, string listId, IReadOnlyList<(int LineNumber, LineOutcome Outcome, string Note)> answers,
        CancellationToken cancellationToken);
}
