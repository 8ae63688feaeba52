using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Sheets;

/// <summary>One line of the papers of a claim: what was claimed, by which article, and for whom, as far as the reader may know.</summary>
public sealed record PaperLine(NewReceivable Origin, long AmountFen)
{
    /// <summary>Document and article by which it was worked out.</summary>
    public string Article { get; init; } = "";

    /// <summary>What the county checks the amount by; null where the settlement was not looked up.</summary>
    public PaperBasis? Basis { get; init; }

    /// <summary>Name of the patient as the reader may see it; empty if nobody asked.</summary>
    public string Name { get; init; } = "";

    /// <summary>Id number of the patient as the reader may see it; empty if nobody asked.</summary>
    public string IdNumber { get; init; } = "";
}

/// <summary>
/// What the amount of a line was worked out from, as its settlement has it: bill, what was paid before, and what was left in scope.
/// </summary>
/// <param name="Disease">Disease of the visit, by name and code; empty if none was given.</param>
/// <param name="Rule">Title of the rule; empty if the law of today does not have it any more.</param>
/// <param name="TotalFen">The bill after waivers.</param>
/// <param name="BasicFen">What basic insurance paid.</param>
/// <param name="CatastrophicFen">What catastrophic insurance paid.</param>
/// <param name="BurdenFen">What was left to the patient within the scope of the policy, from which the layer starts.</param>
/// <param name="RatePerMillion">The ratio that was applied; null if there were several or none.</param>
public sealed record PaperBasis(
    string Disease, string Rule, long TotalFen, long BasicFen, long CatastrophicFen, long BurdenFen, int? RatePerMillion)
{
    /// <summary>The basis of a receivable; null if the settlement has no such line.</summary>
    public static PaperBasis? Of(NewReceivable origin, SettlementDocument settlement, string disease, string rule)
    {
        var split = settlement.Breakdown;
        return split.Lines.FirstOrDefault(l => l.Layer == origin.Layer && l.Fund == origin.Fund) is not { } line ? null : new PaperBasis(
            disease, rule, split.TotalFen, PaidBy(Fund.Basic), PaidBy(Fund.Catastrophic), line.BaseFen,
            line.Shares is [{ } only] ? only.RatePerMillion : null);

        long PaidBy(Fund fund) => split.Lines.Where(l => l.Fund == fund).Sum(l => l.PaidFen);
    }
}

/// <summary>
/// What the papers of a claim (申报材料) are made of. A claim never changes, so its papers do not either: made twice for the same reader, they
/// are the same bytes.
/// </summary>
public sealed record ClaimPaper(Claim Claim, IReadOnlyList<PaperLine> Lines)
{
    /// <summary>Relief that the hospital advanced, in the words of 吕梁 2022-07-12 一(一).</summary>
    public const string AdvancedKind = "垫付的门诊医疗救助费用";

    /// <summary>Relief that is settled together with it.</summary>
    public const string TogetherKind = "一并结算的住院等医疗救助费用";

    /// <summary>The lines by their kind, advances first; a kind without lines is left out.</summary>
    public IReadOnlyList<(string Kind, IReadOnlyList<PaperLine> Lines)> Kinds =>
    [
        .. Lines.GroupBy(l => l.Origin.Advanced).OrderByDescending(g => g.Key)
            .Select(g => (KindOf(g.Key), (IReadOnlyList<PaperLine>)[.. g])),
    ];

    /// <summary>What is claimed.</summary>
    public long ClaimedFen => Lines.Sum(l => l.AmountFen);

    /// <summary>How many patients it is for.</summary>
    public int Persons => Lines.Select(l => l.Origin.PersonKey).Distinct().Count();

    /// <summary>The papers of a claim of the books, without articles and names.</summary>
    public static ClaimPaper Of(ClearingState books, Claim claim)
    {
        var paper = new ClaimPaper(claim, [.. claim.Lines.Select(l => new PaperLine(books.Receivables[l.ReceivableId].Origin, l.AmountFen))]);
        Invariant.Holds(paper.Kinds.Sum(k => k.Lines.Sum(l => l.AmountFen)) == claim.ClaimedFen, "the papers claim what the claim does");
        return paper;
    }

    /// <summary>Document and article of a receivable, as its settlement has them.</summary>
    public static string ArticleOf(NewReceivable origin, SettlementDocument settlement) =>
        LinesOfLayers.Of(settlement).FirstOrDefault(l => l.Layer == origin.Layer && l.Fund == origin.Fund)?.Cite ?? "";

    /// <summary>The kind of a line.</summary>
    internal static string KindOf(bool advanced) => advanced ? AdvancedKind : TogetherKind;

    /// <summary>How a fund is called.</summary>
    internal static string FundName(Fund fund) => fund == Fund.Relief ? $"医疗救助基金（{fund}）" : fund.Text;
}
