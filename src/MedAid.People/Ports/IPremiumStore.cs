using MedAid.People.Premiums;
using MedAid.Settlement.Writes;

namespace MedAid.People.Ports;

/// <summary>
/// Aid with the premium, year by year, and the runs that noted it. One class over two databases; a revision is never changed or deleted.
/// </summary>
public interface IPremiumStore
{
    /// <summary>A run by its id; null: there is none.</summary>
    Task<PremiumRun?> FindAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Begins a run, once, unless <paramref name="refusal"/> says why not; the same request again finds it.</summary>
    Task<Result<PremiumRun>> OpenAsync(PremiumRun run, WriteKey key, Fault? refusal, CancellationToken cancellationToken);

    /// <summary>
    /// Sees to the next persons of a run in one transaction, and writes what is new or another now; the run afterwards. A run that died is
    /// gone on with where it stopped. <paramref name="decide"/> may be called again and must only look and answer.
    /// </summary>
    Task<PremiumRun> GoOnAsync(
        string runId, int personsMax, Func<PremiumCase, PremiumEntitlement?> decide, CancellationToken cancellationToken);

    /// <summary>Last revisions of a county and a year, by township and person; of a township where one is given.</summary>
    Task<IReadOnlyList<PremiumLine>> ListAsync(
        int year, string county, string township, int skip, int limit, CancellationToken cancellationToken);

    /// <summary>All revisions of a person, oldest first.</summary>
    Task<IReadOnlyList<PremiumLine>> HistoryAsync(string personKey, CancellationToken cancellationToken);
}
