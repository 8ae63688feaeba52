using MedAid.Bureau.Messages.Files;
using MedAid.Bureau.Regions;
using MedAid.Core;

namespace MedAid.Simulator.Books;

/// <summary>A settlement, or a reversal, as a reconciliation compares it.</summary>
/// <param name="Id"><c>setl_id</c>.</param>
/// <param name="Reverses">Of a reversal, the id of what it reverses: a hospital may have it under either.</param>
/// <param name="VisitId"><c>mdtrt_id</c>.</param>
/// <param name="PersonNumber"><c>psn_no</c>.</param>
/// <param name="MessageId"><c>msgid</c>.</param>
/// <param name="IsRefund">Whether it has the flag of what was undone.</param>
/// <param name="Sums">Its sums, as the region counts them.</param>
internal sealed record BureauRow(
    string Id, string Reverses, string VisitId, string PersonNumber, string MessageId, bool IsRefund, StatementSums Sums)
{
    private bool IsNegative => Sums.TotalFen < 0;

    /// <summary>Compares every row of both sides, each once.</summary>
    /// <param name="bureau">The bureau's rows.</param>
    /// <param name="hospital">The hospital's.</param>
    /// <param name="form">Under which id a reversal is answered.</param>
    public static IReadOnlyList<StatementResultRow> Compare(
        IReadOnlyList<BureauRow> bureau, IReadOnlyList<StatementRow> hospital, RefundRows form)
    {
        var known = new Dictionary<(string Id, bool IsNegative), BureauRow>();
        foreach (var row in bureau)
        {
            known[(row.Id, row.IsNegative)] = row;
            if (row.Reverses.Length > 0)
            {
                known[(row.Reverses, row.IsNegative)] = row;
            }
        }

        var (seen, compared) = (new HashSet<BureauRow>(ReferenceEqualityComparer.Instance), new List<StatementResultRow>());
        foreach (var row in hospital)
        {
            compared.Add(known.TryGetValue((row.SetlId, row.TotalFen < 0), out var own) && seen.Add(own)
                ? own.Compare(row, form)
                : new StatementResultRow(
                    row.PsnNo, row.MdtrtId, row.SetlId, "", StatementResult.HospitalHasMore, row.IsRefund, "中心没有这笔结算",
                    new StatementSums(row.TotalFen, row.FundFen, row.AccountFen)));
        }

        compared.AddRange(bureau.Where(r => !seen.Contains(r)).Select(r => r.Result(StatementResult.CentreHasMore, "医院没有上传这笔结算", form)));
        return compared;
    }

    private StatementResultRow Compare(StatementRow hospital, RefundRows form)
    {
        string[] differences =
        [
            .. new[]
            {
                (Name: "medfee_sumamt", Theirs: hospital.TotalFen, Own: Sums.TotalFen),
                (Name: "fund_pay_sumamt", Theirs: hospital.FundFen, Own: Sums.FundFen),
                (Name: "acct_pay", Theirs: hospital.AccountFen, Own: Sums.AccountFen),
            }.Where(d => d.Theirs != d.Own).Select(d => $"{d.Name} 医院 {ExactNumber.Yuan(d.Theirs)} 中心 {ExactNumber.Yuan(d.Own)}"),
        ];
        return Result(
            differences.Length == 0 ? StatementResult.Balanced : StatementResult.Differ, string.Join('；', differences), form);
    }

    private StatementResultRow Result(StatementResult result, string memo, RefundRows form) => new(
        PersonNumber, VisitId, form == RefundRows.SameId && Reverses.Length > 0 ? Reverses : Id, MessageId, result, IsRefund, memo, Sums);
}
