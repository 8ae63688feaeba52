using MedAid.Bureau.Regions;
using MedAid.Core;
using MedAid.Settlement.Claims;

namespace MedAid.Bureau.Link;

/// <summary>What is to be said of the figures of a settlement at the bureau.</summary>
/// <param name="Reason">Why they are not taken; empty: they are.</param>
/// <param name="Remarks">What is wrong, with both figures.</param>
/// <param name="Upstream">Of a visit that the platform split, what each layer of MedAid's law pays.</param>
/// <param name="Account">What the personal account pays, or null.</param>
internal sealed record BureauJudgement(
    string Reason, IReadOnlyList<string> Remarks, IReadOnlyList<PaymentDraft> Upstream, AccountDraft? Account)
{
    /// <summary>Judges the figures.</summary>
    public static BureauJudgement Of(TaskKind kind, BureauLink link, LinkVisit visit, BureauSplit split)
    {
        if (kind == TaskKind.Report)
        {
            string[] remarks = [.. split.UnknownRows, .. visit.Figures.DifferencesFrom(split.Figures)];
            return new BureauJudgement(split.UnknownRows.Count > 0 ? LinkReason.FundUnknown : LinkReason.Differs, remarks, [], null);
        }

        string[] unmapped =
        [
            .. split.UnknownRows,
            .. from paid in split.ByKind
               where paid.Key != FundKind.Account && paid.Value != 0 && !link.Layers.ContainsKey(paid.Key)
               orderby paid.Key
               select $"基金类别 {paid.Key} 没有对应的保障层：{ExactNumber.Yuan(paid.Value)}",
        ];
        string[] differs = visit.Figures.MedfeeFen == split.Figures.MedfeeFen
            ? []
            : [$"医疗费总额：本系统 {ExactNumber.Yuan(visit.Figures.MedfeeFen)}，医保平台 {ExactNumber.Yuan(split.Figures.MedfeeFen)}"];
        return new BureauJudgement(
            unmapped.Length > 0 ? LinkReason.FundUnknown : LinkReason.Differs, [.. unmapped, .. differs],
            [
                .. from layer in link.Layers
                   group split.ByKind.GetValueOrDefault(layer.Key) by layer.Value into paid
                   select new PaymentDraft(paid.Key, paid.Sum()),
            ],
            visit.UsesAccount && split.Figures.AccountFen > 0
                ? new AccountDraft(split.Figures.AccountFen, false, split.Figures.AccountFen, 0)
                : null);
    }
}
