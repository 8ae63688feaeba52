using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Stores.Writing;

/// <summary>Visits of persons that stand settled, as far as a batch has read or made them.</summary>
internal sealed class PersonVisits
{
    private readonly Dictionary<PersonKey, Dictionary<string, VisitFacts>> persons = [];

    /// <summary>Those of a person; they may be more than one search would find.</summary>
    public IReadOnlyList<VisitFacts> Of(PersonKey personKey) => persons.GetValueOrDefault(personKey) is { } visits ? [.. visits.Values] : [];

    /// <summary>Notes a visit that stands; one that was noted before stays once.</summary>
    public void Add(PersonKey personKey, VisitFacts visit)
    {
        if (!persons.TryGetValue(personKey, out var visits))
        {
            persons[personKey] = visits = new Dictionary<string, VisitFacts>(StringComparer.Ordinal);
        }

        visits[visit.SettlementId.Text] = visit;
    }

    /// <summary>Notes that a settlement stands no more.</summary>
    public void Remove(PersonKey personKey, SettlementId settlementId) => persons.GetValueOrDefault(personKey)?.Remove(settlementId.Text);
}
