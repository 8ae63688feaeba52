using MedAid.Clearing.Books;
using MedAid.Clearing.Sheets;
using MedAid.Core;
using MedAid.People.Qualifications;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;

namespace MedAid.Gateway.Services;

/// <summary>
/// What a county checks a claimed amount by, in Chinese: figures from the settlement, the disease's name from the region's list, the rule's
/// title from the pack by which it was split.
/// </summary>
internal sealed class PaperBases(ILedger ledger, ReferenceDataHolder reference, DiseaseLists diseases)
{
    /// <summary>The book knows the rule; article, bill and what was paid before stand in the settlement.</summary>
    public async Task<ClaimPaper> CompleteAsync(ClaimPaper paper, CancellationToken cancellationToken)
    {
        var lines = paper.Lines.ToArray();
        var several = new ParallelOptions { MaxDegreeOfParallelism = Limits.ArticlesAtOnceMax, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, lines.Length, several, async (i, token) =>
        {
            if (await ledger.FindAsync(lines[i].Origin.SettlementId, token) is { } stored)
            {
                lines[i] = lines[i] with
                {
                    Article = ClaimPaper.ArticleOf(lines[i].Origin, stored.Document), Basis = Of(lines[i].Origin, stored.Document),
                };
            }
        });
        return paper with { Lines = lines };
    }

    private PaperBasis? Of(NewReceivable origin, SettlementDocument settlement) =>
        PaperBasis.Of(origin, settlement, DiseaseOf(origin.CountyCode, settlement.DiseaseCode), TitleOf(origin, settlement));

    private string DiseaseOf(CountyCode county, string? code) =>
        code is null ? "" : diseases.For(county).Find(code) is { } listed ? $"{listed.Name}（{code}）" : code;

    private string TitleOf(NewReceivable origin, SettlementDocument settlement)
    {
        var law = settlement.Breakdown.Policy;
        var terms = reference.Current.Policies.At(settlement.CountyCode, law.Scheme, settlement.ServiceDate);
        var rules = terms?.Identity.Pack == law.Pack
            ? terms.Layers.Concat(terms.Programmes.SelectMany(p => p.Layers)).Where(l => l.Id == origin.Layer).SelectMany(l => l.Rules)
            : [];
        return rules.FirstOrDefault(r => r.Id == origin.Rule)?.Citation.Title ?? "";
    }
}
