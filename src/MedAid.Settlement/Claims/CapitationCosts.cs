using MedAid.Core;
using MedAid.Settlement.Capitation;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.Settlement.Claims;

/// <summary>Whose visits a capitation contract is about: county and scheme of insurance, and the programme of their pack.</summary>
public sealed record CapitationScope(CountyCode County, string Scheme, string Programme);

/// <summary>
/// What the visits of a month cost under a capitation contract, read from the ledger: the lines that the contract paid, as they are booked. A
/// bill of several diseases may have other lines beside them.
/// </summary>
public sealed class CapitationCosts
{
    private const int PageSize = 500;

    private readonly Dictionary<PersonKey, long> fen = [];
    private readonly List<(PersonKey PersonKey, DateOnly Day, SettlementId SettlementId)> elsewhere = [];

    private readonly IReadOnlySet<PersonKey> roll;

    private CapitationCosts(IReadOnlySet<PersonKey> roll) => this.roll = roll;

    /// <summary>The cost of each person's visits that stand, in fen, by the opaque key of the person.</summary>
    public IReadOnlyDictionary<PersonKey, long> Fen => fen;

    /// <summary>
    /// Reads the visits of some days, at one hospital or at all. <paramref name="roll"/> are the persons of whom <see cref="PaidElsewhere"/> is to
    /// tell.
    /// </summary>
    /// <exception cref="LedgerDamagedException">A visit of the days cannot be read: the cost would be too small.</exception>
    public static async Task<CapitationCosts> ReadAsync(
        ILedger ledger, CapitationScope scope, (DateOnly First, DateOnly Last) days, HospitalCode? hospital, IReadOnlySet<PersonKey> roll,
        CancellationToken cancellationToken)
    {
        var costs = new CapitationCosts(roll);
        var filter = new SettlementFilter { Limit = PageSize, From = days.First, To = days.Last, HospitalCode = hospital, Reversed = false };
        while (true)
        {
            var page = await SettlementPages.ReadAsync(ledger, filter, cancellationToken);
            foreach (var document in SettlementPages.Documents(page.Where(s => s.Head.Kind == SettlementKind.Settlement)))
            {
                costs.Add(document, scope);
            }

            if (page.Count < PageSize)
            {
                return costs;
            }

            filter = filter with { After = page[^1].Place };
        }
    }

    /// <summary>
    /// A visit within the days of a head that another county or scheme pays, by its settlement id; null if there is none. The head and the
    /// visit would be paid for both.
    /// </summary>
    public SettlementId? PaidElsewhere(IReadOnlyDictionary<PersonKey, CapitationSpan[]> heads) => elsewhere
        .Where(v => heads.TryGetValue(v.PersonKey, out var spans) && spans.Any(s => s.Holds(v.Day)))
        .Select(v => (SettlementId?)v.SettlementId).Order().FirstOrDefault();

    private void Add(SettlementDocument document, CapitationScope scope)
    {
        if ((document.CountyCode, document.Breakdown.Policy.Scheme) != (scope.County, scope.Scheme))
        {
            if (roll.Contains(document.PersonKey))
            {
                elsewhere.Add((document.PersonKey, document.ServiceDate, document.SettlementId));
            }

            return;
        }

        foreach (var line in document.Breakdown.Lines.Where(l => l.Layer == Journal.CapitationFund.Text && l.Programme == scope.Programme))
        {
            fen[document.PersonKey] = checked(fen.GetValueOrDefault(document.PersonKey) + line.PaidFen);
        }
    }
}
