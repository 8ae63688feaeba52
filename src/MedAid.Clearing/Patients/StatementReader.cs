using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;

namespace MedAid.Clearing.Patients;

/// <summary>Which statements: of a hospital and a month, of one person or all, of named diseases or those that the region's rule names.</summary>
public sealed record StatementQuery(HospitalCode HospitalCode, DateOnly Month, PersonKey? PersonKey, IReadOnlyList<string> Diseases);

/// <summary>
/// Statements, and how many settlements of the month were left out because their documents are from before the kind of care was kept.
/// </summary>
public sealed record Statements(IReadOnlyList<MonthlyStatement> All, int Unclassified);

/// <summary>Reads the month from the ledger, page by page, and then the accounts, so that an undoing in between is known.</summary>
public sealed class StatementReader(ILedger ledger, ClearingBookService clearing, ReferenceDataHolder reference)
{
    /// <summary>The statements; null if the month has more settlements than are read for one answer.</summary>
    public async Task<Statements?> ReadAsync(StatementQuery query, CancellationToken cancellationToken)
    {
        var documents = new List<SettlementDocument>();
        var filter = new SettlementFilter
        {
            Limit = Settlement.Limits.PageMax, HospitalCode = query.HospitalCode, PersonKey = query.PersonKey, From = query.Month,
            To = query.Month.AddMonths(1).AddDays(-1), Reversed = false,
        };
        IReadOnlyList<ListedSettlement> page;
        do
        {
            page = await SettlementPages.ReadAsync(ledger, filter, cancellationToken);
            documents.AddRange(SettlementPages.Documents(page.Where(p => p.Head.Kind == SettlementKind.Settlement)));
            if (documents.Count > Limits.StatementSettlementsMax)
            {
                return null;
            }

            filter = page.Count > 0 ? filter with { After = page[^1].Place } : filter;
        }
        while (page.Count == filter.Limit);
        var chosen = documents.Where(d => Belongs(query, d)).ToArray();
        var statements = await clearing.ReadAsync(books => MonthlyStatement.Of(books, query.Month, chosen), cancellationToken);
        return new Statements(statements, documents.Count(d => d.Care is null));
    }

    /// <summary>The rule that asks for a statement of people of a county in a month; null if the diseases were named by the caller alone.</summary>
    public StatementRule? RuleFor(CountyCode county, DateOnly month) =>
        reference.Current.Arrangements.StatementFor(county, month.AddMonths(1).AddDays(-1));

    private bool Belongs(StatementQuery query, SettlementDocument document) =>
        document is { Care: Care.OutpatientChronic, DiseaseCode: { } disease }
        && (query.Diseases.Count > 0
            ? query.Diseases.Contains(disease)
            : reference.Current.Arrangements.StatementFor(document.CountyCode, document.ServiceDate)?.Diseases.Contains(disease) == true);
}
