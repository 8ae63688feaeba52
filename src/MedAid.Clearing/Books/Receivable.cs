using MedAid.Core;

namespace MedAid.Clearing.Books;

/// <summary>
/// What the home county of a patient owes the hospital for one layer of one settlement. Its fen are spread over standings; together they are
/// always the whole amount.
/// </summary>
public sealed class Receivable
{
    // By standing: there are many receivables, and few standings.
    private readonly long[] fen = new long[(int)Standing.Unwound + 1];

    /// <summary>A receivable, all of it open.</summary>
    public Receivable(NewReceivable origin)
    {
        Origin = origin;
        fen[(int)Standing.Open] = origin.AmountFen;
    }

    /// <summary>Where it comes from.</summary>
    public NewReceivable Origin { get; }

    /// <summary>Settlement and layer: <c>S….relief</c>.</summary>
    public string ReceivableId => Origin.ReceivableId;

    /// <summary>Home county of the patient.</summary>
    public string CountyCode => Origin.CountyCode;

    /// <summary>Hospital.</summary>
    public string HospitalCode => Origin.HospitalCode;

    /// <summary>Fund.</summary>
    public string Fund => Origin.Fund;

    /// <summary>Whether the hospital advanced it (垫付); else it is in-patient relief and the like, which is claimed with it.</summary>
    public bool Advanced => Origin.Advanced;

    /// <summary>Day of the service.</summary>
    public DateOnly ServiceDate => Origin.ServiceDate;

    /// <summary>The whole amount.</summary>
    public long AmountFen => Origin.AmountFen;

    /// <summary>The claim that it is or was last in; null if it never was.</summary>
    public string? ClaimId { get; internal set; }

    /// <summary>Why it was last refused; empty if it never was.</summary>
    public string RefusalReason { get; internal set; } = "";

    /// <summary>Whether its settlement was undone.</summary>
    public bool Unwound { get; internal set; }

    /// <summary>The last day on which some of it was paid.</summary>
    public DateOnly? PaidDate { get; internal set; }

    /// <summary>How much stands somewhere.</summary>
    public long Fen(Standing standing) => fen[(int)standing];

    /// <summary>What is still owed, wherever it stands.</summary>
    public long OutstandingFen =>
        checked(Fen(Standing.Open) + Fen(Standing.Claimed) + Fen(Standing.Accepted) + Fen(Standing.Refused) + Fen(Standing.Disputed)
            + Fen(Standing.Retained));

    /// <summary>Standings that hold something, in order.</summary>
    public IEnumerable<(Standing Standing, long AmountFen)> Standings =>
        fen.Select((amountFen, standing) => ((Standing)standing, amountFen)).Where(s => s.amountFen != 0);

    internal void Move(Standing from, Standing to, long amountFen)
    {
        Invariant.Holds(amountFen > 0 && from != to, "a move moves something");
        Invariant.Holds(Fen(from) >= amountFen, "nothing moves that is not there");
        fen[(int)from] = Fen(from) - amountFen;
        fen[(int)to] = checked(Fen(to) + amountFen);
        Invariant.Holds(fen.Sum() == AmountFen, "a receivable neither grows nor shrinks");
    }
}

/// <summary>A receivable as its settlement made it.</summary>
public sealed record NewReceivable(
    string SettlementId, string Layer, string PersonKey, string CountyCode, string HospitalCode, DateOnly ServiceDate, string Fund, string Rule,
    bool Advanced, long AmountFen)
{
    /// <summary>Settlement and layer.</summary>
    public string ReceivableId => $"{SettlementId}.{Layer}";
}

/// <summary>Fen of a receivable that go from one standing to another.</summary>
public readonly record struct Move(string ReceivableId, Standing From, Standing To, long AmountFen);
