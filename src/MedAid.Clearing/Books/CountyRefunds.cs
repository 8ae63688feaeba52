using MedAid.Core;

namespace MedAid.Clearing.Books;

/// <summary>
/// What is due back to counties (应退县区款): they paid for a settlement that was undone since. By hospital, county and fund; a part of
/// <see cref="ClearingBooks"/>.
/// </summary>
public sealed class CountyRefunds
{
    private readonly SortedDictionary<(string HospitalCode, string CountyCode, string Fund), long> due = new(Comparer);
    private readonly HashSet<string> paid = new(StringComparer.Ordinal);

    private static Comparer<(string HospitalCode, string CountyCode, string Fund)> Comparer { get; } =
        Comparer<(string HospitalCode, string CountyCode, string Fund)>.Create((a, b) =>
        {
            var hospital = string.CompareOrdinal(a.HospitalCode, b.HospitalCode);
            var county = hospital != 0 ? hospital : string.CompareOrdinal(a.CountyCode, b.CountyCode);
            return county != 0 ? county : string.CompareOrdinal(a.Fund, b.Fund);
        });

    /// <summary>What is due back to a county from a hospital.</summary>
    public long DueFen(string hospitalCode, string countyCode) => FundsOf(hospitalCode, countyCode).Sum(f => f.AmountFen);

    /// <summary>What is due back to a county from a hospital, or from all if none is named.</summary>
    public long DueOfCountyFen(string countyCode, string hospitalCode) =>
        due.Where(d => d.Key.CountyCode == countyCode && (hospitalCode.Length == 0 || d.Key.HospitalCode == hospitalCode)).Sum(d => d.Value);

    /// <summary>The same fund by fund, in order.</summary>
    public IEnumerable<RefundedFund> FundsOf(string hospitalCode, string countyCode) => due
        .Where(d => d.Key.HospitalCode == hospitalCode && d.Key.CountyCode == countyCode && d.Value > 0)
        .Select(d => new RefundedFund(d.Key.Fund, d.Value));

    /// <summary>Whether money went back under that reference of the bank.</summary>
    public bool IsPaidBack(string paymentId) => paid.Contains(paymentId);

    internal void Apply(ClearingRecord record, IReadOnlyDictionary<string, Receivable> receivables)
    {
        foreach (var move in record.Moves.Where(m => m is { From: Standing.Paid, To: Standing.Unwound }))
        {
            var receivable = receivables[move.ReceivableId];
            Add((receivable.HospitalCode, receivable.CountyCode, receivable.Fund), move.AmountFen);
        }

        if (record.Refund is not { } refund)
        {
            return;
        }

        foreach (var fund in refund.Funds)
        {
            Invariant.Holds(fund.AmountFen > 0 || record.Kind == RecordKind.CounterRecorded, "what goes back is something");
            Add((record.HospitalCode, record.CountyCode, fund.Fund), -fund.AmountFen);
        }

        if (record.Kind == RecordKind.CountyRefunded)
        {
            Invariant.Holds(paid.Add(refund.PaymentId), "money goes back once under a reference");
        }
        else if (record.Kind == RecordKind.CounterRecorded)
        {
            paid.Remove(refund.PaymentId);
        }
    }

    private void Add((string HospitalCode, string CountyCode, string Fund) key, long amountFen)
    {
        due[key] = checked(due.GetValueOrDefault(key) + amountFen);
        Invariant.Holds(due[key] >= 0, "no more goes back than is due");
    }
}
