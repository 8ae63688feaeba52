using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.Settlement.Claims;

/// <summary>What the care of the people under a capitation contract cost, read from the ledger.</summary>
public static class CapitationCosts
{
    private const int PageSize = 500;

    /// <summary>The cost of each person's visits that stand, in fen, by the opaque key of the person.</summary>
    public static async Task<Dictionary<string, long>> ReadAsync(
        ILedger ledger, string programme, CountyCode county, (DateOnly First, DateOnly Last) days, HospitalCode? hospital,
        CancellationToken cancellationToken)
    {
        var costs = new Dictionary<string, long>(StringComparer.Ordinal);
        var filter = new SettlementFilter
        {
            Limit = PageSize, CountyCode = county, From = days.First, To = days.Last, HospitalCode = hospital, Reversed = false,
        };
        while (true)
        {
            var page = await ledger.ListAsync(filter, cancellationToken);
            foreach (var document in page.Select(s => s.Document))
            {
                if (document.Kind == SettlementKind.Settlement && document.Breakdown.Programme == programme)
                {
                    costs[document.PersonKey] = checked(costs.GetValueOrDefault(document.PersonKey) + document.Breakdown.TotalFen);
                }
            }

            if (page.Count < PageSize)
            {
                return costs;
            }

            filter = filter with { After = (page[^1].Document.SettledTime, page[^1].Document.SettlementId) };
        }
    }
}
