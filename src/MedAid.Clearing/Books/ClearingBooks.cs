using MedAid.Clearing.Patients;
using MedAid.Core;

namespace MedAid.Clearing.Books;

/// <summary>
/// What the records of the clearing book come to: receivables, claims and payments. Not for two threads; the desk keeps
/// one in step with the book.
/// </summary>
public sealed class ClearingBooks
{
    private readonly Dictionary<string, Receivable> receivables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> bySettlement = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Claim> claims = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Payment> payments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ClearingRecord> requests = new(StringComparer.Ordinal);
    private readonly List<ClearingRecord> records = [];

    /// <summary>Number of the last record.</summary>
    public long Number { get; private set; }

    /// <summary>How far the ledger has been taken over.</summary>
    public long OutboxNumber { get; private set; }

    /// <summary>The general ledger over both journals.</summary>
    public GeneralLedger GeneralLedger { get; } = new();

    /// <summary>All receivables by their id.</summary>
    public IReadOnlyDictionary<string, Receivable> Receivables => receivables;

    /// <summary>All claims by their id.</summary>
    public IReadOnlyDictionary<string, Claim> Claims => claims;

    /// <summary>All payments by the bank's reference.</summary>
    public IReadOnlyDictionary<string, Payment> Payments => payments;

    /// <summary>
    /// The records that opened or moved receivables or brought money, in order: what statements of a period are made of. Those that the gateway
    /// made by itself are without their proofs and entries.
    /// </summary>
    public IReadOnlyList<ClearingRecord> Records => records;

    /// <summary>What patients owe, have paid and have deposited.</summary>
    public PatientAccounts Patients { get; } = new();

    /// <summary>What is due back to counties.</summary>
    public CountyRefunds Refunds { get; } = new();

    /// <summary>What was corrected or withdrawn, and what waits to be.</summary>
    public Corrections Corrections { get; } = new();

    /// <summary>What was recorded under a request id, or null.</summary>
    public ClearingRecord? Request(string requestId) => requests.GetValueOrDefault(requestId);

    /// <summary>The receivables of a settlement.</summary>
    public IEnumerable<Receivable> OfSettlement(string settlementId) =>
        bySettlement.GetValueOrDefault(settlementId, []).Select(id => receivables[id]);

    /// <summary>Reads the next record of the book.</summary>
    public void Apply(ClearingRecord record)
    {
        Invariant.Holds(record.Number == Number + 1, "records are read in order and none is left out");
        foreach (var origin in record.Receivables)
        {
            receivables.Add(origin.ReceivableId, new Receivable(origin));
            (bySettlement.TryGetValue(origin.SettlementId, out var ids) ? ids : bySettlement[origin.SettlementId] = []).Add(origin.ReceivableId);
        }

        foreach (var move in record.Moves)
        {
            receivables[move.ReceivableId].Move(move.From, move.To, move.AmountFen);
        }

        ApplyClaim(record);
        ApplyPayment(record);
        Refunds.Apply(record, receivables);
        Patients.Apply(record);
        foreach (var (id, reason) in record.Refusals)
        {
            receivables[id].RefusalReason = reason;
        }

        Corrections.Apply(record, new Corrected(records, receivables, claims, payments));

        // Nobody asks for what the gateway did by itself; kept, it would hold every settlement in memory.
        if (record.Taken is null && record.Kind != RecordKind.TurnoverPosted)
        {
            requests.Add(record.RequestId, record);
        }

        if (record.Receivables.Count > 0 || record.Moves.Count > 0 || record.Payment is not null || record.Refund is not null)
        {
            records.Add(record.Taken is null ? record : record with { Taken = null, Posted = null, Entries = [] });
        }

        GeneralLedger.Apply(record, OutboxNumber);
        OutboxNumber = record.Taken?.OutboxNumber ?? OutboxNumber;
        Number = record.Number;
    }

    private void ApplyClaim(ClearingRecord record)
    {
        if (record.Kind == RecordKind.ClaimBuilt)
        {
            var claim = new Claim(
                record.ClaimId!, record.CountyCode, record.HospitalCode, record.Period!, record.RecordedTime,
                [.. record.Moves.Select(m => new ClaimLine(m.ReceivableId, m.AmountFen))]);
            claims.Add(claim.ClaimId, claim);
            foreach (var line in claim.Lines)
            {
                receivables[line.ReceivableId].ClaimId = claim.ClaimId;
            }
        }

        if (record.Kind == RecordKind.Unwound)
        {
            foreach (var move in record.Moves)
            {
                receivables[move.ReceivableId].Unwound = true;
            }
        }
    }

    private void ApplyPayment(ClearingRecord record)
    {
        if (record.Payment is not { } fact)
        {
            return;
        }

        if (record.Kind != RecordKind.PaymentMatched)
        {
            payments.Add(fact.PaymentId, new Payment(
                fact.PaymentId, record.CountyCode, record.HospitalCode, fact.PaidDate, fact.ReceivedFen, fact.SetOffFen));
        }

        payments[fact.PaymentId].Match(fact.MatchedFen);
        foreach (var move in record.Moves.Where(m => m.To == Standing.Paid))
        {
            receivables[move.ReceivableId].PaidDate = fact.PaidDate;
        }
    }
}

/// <summary>A claim (申报): one batch of a hospital to a county for a period.</summary>
public sealed record Claim(
    string ClaimId, string CountyCode, string HospitalCode, string Period, DateTimeOffset BuiltTime, IReadOnlyList<ClaimLine> Lines)
{
    /// <summary>What was claimed.</summary>
    public long ClaimedFen => Lines.Sum(l => l.AmountFen);

    /// <summary>Whether it was withdrawn before it was answered.</summary>
    public bool Withdrawn { get; init; }
}

/// <summary>A line of a claim.</summary>
public readonly record struct ClaimLine(string ReceivableId, long AmountFen);

/// <summary>A payment of a county, and how much of it has found its claim.</summary>
public sealed class Payment(
    string paymentId, string countyCode, string hospitalCode, DateOnly paidDate, long receivedFen, long setOffFen)
{
    /// <summary>The bank's reference.</summary>
    public string PaymentId => paymentId;

    /// <summary>County.</summary>
    public string CountyCode => countyCode;

    /// <summary>Hospital.</summary>
    public string HospitalCode => hospitalCode;

    /// <summary>Day in the bank's statement.</summary>
    public DateOnly PaidDate => paidDate;

    /// <summary>How much came.</summary>
    public long ReceivedFen => receivedFen;

    /// <summary>How much the county set off against what was due back to it, so that less came.</summary>
    public long SetOffFen => setOffFen;

    /// <summary>How much of it is matched.</summary>
    public long MatchedFen { get; private set; }

    /// <summary>How much waits for its claim.</summary>
    public long UnmatchedFen => checked(ReceivedFen + SetOffFen - MatchedFen);

    internal void Match(long amountFen)
    {
        MatchedFen = checked(MatchedFen + amountFen);
        Invariant.Holds(MatchedFen >= 0 && UnmatchedFen >= 0, "no more is matched than came and was set off");
    }
}
