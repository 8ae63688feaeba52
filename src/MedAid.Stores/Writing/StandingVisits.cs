using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Stores.Writing;

/// <summary>
/// Which visits stand settled: whole, or by their bills, each with its settlement. A visit never stands in both ways, and its bills are of one
/// person.
/// </summary>
internal sealed class StandingVisits
{
    private readonly Dictionary<VisitKey, SettlementId> whole = [];
    private readonly Dictionary<VisitKey, SortedList<string, Bill>> bills = [];

    /// <summary>The settlement that forbids another of a visit or bill of a person (empty: not known), or null.</summary>
    public SettlementId? Against(VisitKey visit, PersonKey personKey)
    {
        if (whole.TryGetValue(visit.Whole, out var standing))
        {
            return new SettlementId(standing.Text);
        }

        if (!bills.TryGetValue(visit.Whole, out var some) || some.Count == 0)
        {
            return null;
        }

        return visit.Batch.Length == 0 ? some.Values[^1].SettlementId
            : some.TryGetValue(visit.Batch, out var bill) ? bill.SettlementId
            : some.Values.LastOrDefault(b => !personKey.IsEmpty && b.PersonKey != personKey).SettlementId;
    }

    /// <summary>Notes that a settlement stands.</summary>
    public void Add(VisitKey visit, SettlementId settlementId, PersonKey personKey)
    {
        if (visit.Batch.Length == 0)
        {
            whole[visit] = settlementId;
            return;
        }

        if (!bills.TryGetValue(visit.Whole, out var some))
        {
            bills[visit.Whole] = some = new SortedList<string, Bill>(StringComparer.Ordinal);
        }

        some[visit.Batch] = new Bill(settlementId, personKey);
    }

    /// <summary>Notes that it stands no more, if it did.</summary>
    public void Remove(VisitKey visit, SettlementId settlementId)
    {
        if (whole.GetValueOrDefault(visit) == settlementId)
        {
            whole.Remove(visit);
        }
        else if (bills.TryGetValue(visit.Whole, out var some) && some.GetValueOrDefault(visit.Batch).SettlementId == settlementId)
        {
            some.Remove(visit.Batch);
        }
    }

    private readonly record struct Bill(SettlementId? SettlementId, PersonKey PersonKey);
}
