using MedAid.Core;

namespace MedAid.Clearing.Books;

/// <summary>
/// What is due back to counties (应退县区款): they paid for a settlement that was undone since. By hospital, county and fund; a part of
/// <see cref="ClearingState"/>.
/// </summary>
public sealed class CountyRefunds
{
    private readonly SortedDictionary<(HospitalCode HospitalCode, CountyCode CountyCode, Fund Fund), long> due = new(Comparer);
    private readonly HashSet<string> paid = new(StringComparer.Ordinal);

    private static Comparer<(HospitalCode HospitalCode, CountyCode CountyCode, Fund Fund)> Comparer { get; } =
        Comparer<(HospitalCode HospitalCode, CountyCode CountyCode, Fund Fund)>.Create((a, b) =>
        {
            var hospital = string.CompareOrdinal(a.HospitalCode.Text, b.HospitalCode.Text);
            var county = hospital != 0 ? hospital : string.CompareOrdinal(a.CountyCode.Text, b.CountyCode.Text);
            return county != 0 ? county : a.Fund.CompareTo(b.Fund);
        });

    /// <summary>What is due back to a county from a hospital.</summary>
    public long DueFen(HospitalCode hospitalCode, CountyCode countyCode) => FundsOf(hospitalCode, countyCode).Sum(f => f.AmountFen);

    /// <summary>What is due back to a county from a hospital, or from all if none is named.</summary>
    public long DueOfCountyFen(CountyCode countyCode, HospitalCode hospitalCode) =>
        due.Where(d => d.Key.CountyCode == countyCode && (hospitalCode.IsEmpty || d.Key.HospitalCode == hospitalCode)).Sum(d => d.Value);

    /// <summary>The same fund by fund, in order.</summary>
    public IEnumerable<RefundedFund> FundsOf(HospitalCode hospitalCode, CountyCode countyCode) => due
        .Where(d => d.Key.HospitalCode == hospitalCode && d.Key.CountyCode == countyCode && d.Value > 0)
        .Select(d => new RefundedFund(d.Key.Fund, d.Value));

    /// <summary>Whether money went back under that reference of the bank.</summary>
    public bool IsPaidBack(string paymentId) => paid.Contains(paymentId);

    internal void Apply(ClearingRecord record, IReadOnlyDictionary<string, Receivable> receivables, Changes changes)
    {
        foreach (var move in record.Moves.Where(m => m is { From: ReceivableStanding.Paid, To: ReceivableStanding.Unwound }))
        {
            var receivable = receivables[move.ReceivableId];
            Add((receivable.HospitalCode, receivable.CountyCode, receivable.Fund), move.AmountFen, changes);
        }

        if (record.Refund is not { } refund)
        {
            return;
        }

        foreach (var fund in refund.Funds)
        {
            RecordUnfitException.Unless(fund.AmountFen > 0 || record.Kind == RecordKind.CounterRecorded, "退还县区的金额要大于零");
            Add((record.HospitalCode, record.CountyCode, fund.Fund), -fund.AmountFen, changes);
        }

        if (record.Kind == RecordKind.CountyRefunded)
        {
            RecordUnfitException.Unless(changes.Add(paid, refund.PaymentId), "这个银行流水号已退还过一次");
        }
        else if (record.Kind == RecordKind.CounterRecorded)
        {
            changes.Remove(paid, refund.PaymentId);
        }
    }

    private void Add((HospitalCode HospitalCode, CountyCode CountyCode, Fund Fund) key, long amountFen, Changes changes)
    {
        var left = checked(due.GetValueOrDefault(key) + amountFen);
        RecordUnfitException.Unless(left >= 0, "退还县区的金额大于应退");
        changes.Set(due, key, left);
    }
}
