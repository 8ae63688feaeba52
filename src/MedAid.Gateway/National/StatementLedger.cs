using MedAid.Bureau.Messages;
using MedAid.Bureau.Regions;
using MedAid.Settlement;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.Gateway.National;

/// <summary>A record of the ledger as a reconciliation counts it.</summary>
/// <param name="Document">The settlement or reversal.</param>
/// <param name="IsUndone">Whether it is a reversal, or was reversed.</param>
/// <param name="ReversalId">What reversed it, or empty.</param>
/// <param name="FundFen">fund_pay_sumamt.</param>
internal sealed record CountedRecord(SettlementDocument Document, bool IsUndone, string ReversalId, long FundFen);

/// <summary>
/// The records of a hospital's period, by the day on which they were settled here. What 2601 has undone is in no count, nor is the 2601: for the
/// hospital it never was.
/// </summary>
internal sealed class StatementLedger(ILedger ledger, SetlInfo info)
{
    private const string WithoutRefunds = "0";
    private const int DaysMax = 366;

    /// <summary>The records that a message asks for, oldest first.</summary>
    public async Task<IReadOnlyList<CountedRecord>> ReadAsync(NationalRequest request, NationalRow row, CancellationToken cancellationToken)
    {
        var (from, to) = (DoorCodes.DayOf(row, "stmt_begndate"), DoorCodes.DayOf(row, "stmt_enddate"));
        if (to < from || to.DayNumber - from.DayNumber >= DaysMax)
        {
            throw new NationalRefusedException($"{row.Path}.stmt_enddate 不能早于开始日期，一次最多 {DaysMax} 天");
        }

        foreach (var name in (string[])["insutype", "clr_type", "setl_optins", "clr_optins"])
        {
            if (!row[name].All(char.IsAsciiDigit))
            {
                throw new NationalRefusedException($"{row.Path}.{name} 应是数字代码");
            }
        }

        var filter = new SettlementFilter
        {
            Limit = Settlement.Limits.PageMax, HospitalCode = request.HospitalCode,
            Settled = (ChinaTime.StartOf(from), ChinaTime.StartOf(to.AddDays(1))),
        };
        var all = new List<StoredSettlement>();
        await foreach (var stored in LedgerPages.ReadAsync(ledger, filter, cancellationToken))
        {
            if (IsAskedFor(stored.Document, row) && !await IsUndoneBy2601Async(stored, cancellationToken))
            {
                all.Add(stored);
            }
        }

        var withRefunds = row["refd_setl_flag"] != WithoutRefunds;
        all.Reverse();
        return [.. all.Select(Counted).Where(c => withRefunds || !c.IsUndone)];
    }

    private CountedRecord Counted(StoredSettlement stored) => new(
        stored.Document, stored.Document.Kind == SettlementKind.Reversal || stored.ReversedBySettlementId is not null,
        stored.ReversedBySettlementId?.Text ?? "", info.FundSumFen(stored.Document));

    private bool IsAskedFor(SettlementDocument document, NationalRow row)
    {
        var agency = row.First("setl_optins", "clr_optins");
        return (row["insutype"].Length == 0 || row["insutype"] == SetlInfo.InsuranceOf(document.Breakdown))
            && (row["clr_type"].Length == 0 || row["clr_type"] == info.ClearingTypeOf(document))
            && (agency.Length == 0 || agency == document.CountyCode.Text);
    }

    private async Task<bool> IsUndoneBy2601Async(StoredSettlement stored, CancellationToken cancellationToken) =>
        UndoTransactions.IsUndo(stored.Document)
        || (stored.ReversedBySettlementId is { } reversal && await ledger.FindAsync(reversal, cancellationToken) is { Document: var by }
            && UndoTransactions.IsUndo(by));

    /// <summary>What counts and sums say: theirs against ours.</summary>
    public static StatementResult ResultOf(long countHere, long countThere, bool sumsAgree) =>
        countHere > countThere ? StatementResult.CentreHasMore
            : countHere < countThere ? StatementResult.HospitalHasMore
            : sumsAgree ? StatementResult.Balanced
            : StatementResult.Differ;
}
