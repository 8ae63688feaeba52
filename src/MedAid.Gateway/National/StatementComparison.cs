using MedAid.Bureau.Messages.Files;
using MedAid.Bureau.Regions;
using MedAid.Core;

namespace MedAid.Gateway.National;

/// <summary>A hospital's rows against the ledger (3202): a row for every record of either side.</summary>
internal static class StatementComparison
{
    /// <summary>The rows of the result, those of the hospital first.</summary>
    public static IReadOnlyList<StatementResultRow> Compare(IReadOnlyList<StatementRow> rows, IReadOnlyList<CountedRecord> records)
    {
        var ours = records.ToDictionary(r => r.Document.SettlementId.Text, StringComparer.Ordinal);
        var open = new HashSet<string>(ours.Keys, StringComparer.Ordinal);
        var result = new List<StatementResultRow>();
        foreach (var row in rows)
        {
            var record = Find(row, ours);
            if (record is null || !open.Remove(record.Document.SettlementId.Text))
            {
                result.Add(new StatementResultRow(
                    row.PsnNo, row.MdtrtId, row.SetlId, "", StatementResult.HospitalHasMore, row.IsRefund, "只有医院有，本系统没有这笔，或同一笔写了两行",
                    new StatementSums(row.TotalFen, row.FundFen, row.AccountFen)));
                continue;
            }

            var problem = ProblemOf(row, record);
            result.Add(Of(record, problem is null ? StatementResult.Balanced : StatementResult.Differ, problem ?? ""));
        }

        result.AddRange(records.Where(r => open.Contains(r.Document.SettlementId.Text))
            .Select(r => Of(r, StatementResult.CentreHasMore, "只有本系统有，医院没有这笔；不认的可按 msgid 冲正（2601）")));
        return result;
    }

    /// <summary>The record of a row: some clients write a refund under the id of what it undoes, with negative sums.</summary>
    private static CountedRecord? Find(StatementRow row, Dictionary<string, CountedRecord> ours)
    {
        var found = ours.GetValueOrDefault(row.SetlId);
        return row.TotalFen < 0 && found is { Document.Breakdown.GrossFen: > 0, ReversalId.Length: > 0 }
            ? ours.GetValueOrDefault(found.ReversalId)
            : found;
    }

    private static string? ProblemOf(StatementRow row, CountedRecord record)
    {
        var (document, breakdown) = (record.Document, record.Document.Breakdown);
        return Sum("总金额", row.TotalFen, breakdown.GrossFen) ?? Sum("基金支付", row.FundFen, record.FundFen)
            ?? Sum("个人账户", row.AccountFen, breakdown.AccountFen)
            ?? (row.MdtrtId.Length > 0 && row.MdtrtId != document.VisitId ? "就诊 ID 不对"
                : row.PsnNo.Length > 0 && row.PsnNo != document.PersonKey.Text ? "人员编号不对"
                : null);

        static string? Sum(string what, long theirs, long fen) =>
            theirs == fen ? null : $"{what}不对：医院 {ExactNumber.Yuan(theirs)}，本系统 {ExactNumber.Yuan(fen)}";
    }

    private static StatementResultRow Of(CountedRecord record, StatementResult result, string memo)
    {
        var (document, breakdown) = (record.Document, record.Document.Breakdown);
        return new StatementResultRow(
            document.PersonKey.Text, document.VisitId, document.SettlementId.Text, DoorWrites.MessageIdIn(document), result, record.IsUndone, memo,
            new StatementSums(breakdown.GrossFen, record.FundFen, breakdown.AccountFen));
    }
}
