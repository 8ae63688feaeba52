using MedAid.Core;

namespace MedAid.Clearing.Books;

/// <summary>A claim (申报): one batch of a hospital to a county for a period.</summary>
public sealed record Claim(
    string ClaimId, CountyCode CountyCode, HospitalCode HospitalCode, string Period, DateTimeOffset BuiltTime, IReadOnlyList<ClaimLine> Lines)
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
    string paymentId, CountyCode countyCode, HospitalCode hospitalCode, DateOnly paidDate, long receivedFen, long setOffFen)
{
    /// <summary>The bank's reference.</summary>
    public string PaymentId => paymentId;

    /// <summary>County.</summary>
    public CountyCode CountyCode => countyCode;

    /// <summary>Hospital.</summary>
    public HospitalCode HospitalCode => hospitalCode;

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

    internal void Match(long amountFen, Changes changes)
    {
        changes.Put(MatchedFen, checked(MatchedFen + amountFen), v => MatchedFen = v);
        RecordUnfitException.Unless(MatchedFen >= 0 && UnmatchedFen >= 0, $"到账 {PaymentId} 认领的金额大于到账和冲抵的金额");
    }
}
