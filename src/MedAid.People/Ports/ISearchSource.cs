using MedAid.People.Overlooked;
using MedAid.Settlement.People;

namespace MedAid.People.Ports;

/// <summary>
/// What the search asks of the facts and of what is known of persons. One class over two databases; failures are exceptions of the store
/// (LedgerUnavailableException).
/// </summary>
public interface ISearchSource
{
    /// <summary>Signs by person, disease and sign between two days, both included.</summary>
    Task<IReadOnlyList<SignSeen>> SignsAsync(DateOnly first, DateOnly last, CancellationToken cancellationToken);

    /// <summary>
    /// Visits, since a year, of persons whose burden of a year is above the higher line, or above the lower one if any identity of theirs
    /// is on record.
    /// </summary>
    Task<IReadOnlyList<BurdenVisit>> BurdensAsync(int yearFrom, OverlookedTerms terms, CancellationToken cancellationToken);

    /// <summary>What is known of persons.</summary>
    Task<IReadOnlyDictionary<string, SearchedPerson>> PersonsAsync(
        IReadOnlyList<string> personKeys, CancellationToken cancellationToken);

    /// <summary>Where persons live, as the last roster has it; who was on none is not among them.</summary>
    Task<IReadOnlyDictionary<string, (string Township, string Village)>> PlacesAsync(
        IReadOnlyList<string> personKeys, CancellationToken cancellationToken);

    /// <summary>Settlements that prove what is shown, oldest first, at most the newest <see cref="Limits.ProofsMax"/> of each.</summary>
    Task<IReadOnlyDictionary<string, IReadOnlyList<ProvingVisit>>> ProofsAsync(
        IReadOnlyList<Shown> shown, DateOnly signsFrom, CancellationToken cancellationToken);

    /// <summary>Persons of a county with any qualification.</summary>
    Task<IReadOnlyList<Eligibility>> QualifiedAsync(string county, CancellationToken cancellationToken);

    /// <summary>By which benefits some persons have a settlement between two days, both included.</summary>
    Task<IReadOnlyList<(string PersonKey, QualificationKind Kind)>> ServedAsync(
        IReadOnlyList<string> personKeys, DateOnly first, DateOnly last, CancellationToken cancellationToken);

    /// <summary>Visits for a disease, by person; of one person if it is given.</summary>
    Task<IReadOnlyList<UremiaVisits>> VisitsForAsync(string disease, string? personKey, CancellationToken cancellationToken);
}
