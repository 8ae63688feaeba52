using MedAid.Settlement.Ledger;

namespace MedAid.Stores.Writing;

/// <summary>
/// Which visits stand settled: whole, or by their bills, each with its settlement. A visit never stands in both ways, and its bills are of one
/// person.
/// </summary>
internal sealed class StandingVisits
{
    private readonly Dictionary<VisitKey, string> whole = [];
    private readonly Dictionary<VisitKey, SortedList<string, Bill>> bills = [];

    /// <summary>The settlement that forbids another of a visit or bill of a person (empty: not known), or null.</summary>
    public string? Against(VisitKey visit, string personKey)
    {
        if (whole.TryGetValue(visit.Whole, out var standing))
        {
            return standing;
        }

        if (!bills.TryGetValue(visit.Whole, out var some) || some.Count == 0)
        {
            return null;
        }

        return visit.Batch.Length == 0 ? some.Values[^1].SettlementId
            : some.TryGetValue(visit.Batch, out var bill) ? bill.SettlementId
            : some.Values.LastOrDefault(b => personKey.Length > 0 && b.PersonKey != personKey).SettlementId;
    }

    /// <summary>Notes that a settlement stands.</summary>
    public void Add(VisitKey visit, string settlementId, string personKey)
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
    public void Remove(VisitKey visit, string settlementId)
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

    private readonly record struct Bill(string? SettlementId, string PersonKey);
}
