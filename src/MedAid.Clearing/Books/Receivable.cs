using System.Collections.Immutable;
using MedAid.Core;

namespace MedAid.Clearing.Books;

/// <summary>
/// What the home county of a patient owes the hospital for one layer of one settlement. Its fen are spread over standings; together they are
/// always the whole amount.
/// </summary>
public sealed class Receivable
{
    // By standing: there are many receivables, and few standings.
    private readonly long[] fen = new long[(int)ReceivableStanding.Unwound + 1];

    /// <summary>A receivable, all of it open.</summary>
    public Receivable(NewReceivable origin)
    {
        Origin = origin;
        fen[(int)ReceivableStanding.Open] = origin.AmountFen;
    }

    /// <summary>Where it comes from.</summary>
    public NewReceivable Origin { get; }

    /// <summary>Settlement and layer: <c>S….relief</c>.</summary>
    public string ReceivableId => Origin.ReceivableId;

    /// <summary>Home county of the patient.</summary>
    public CountyCode CountyCode => Origin.CountyCode;

    /// <summary>Hospital.</summary>
    public HospitalCode HospitalCode => Origin.HospitalCode;

    /// <summary>Fund.</summary>
    public Fund Fund => Origin.Fund;

    /// <summary>Whether the hospital advanced it (垫付); else it is in-patient relief and the like, which is claimed with it.</summary>
    public bool Advanced => Origin.Advanced;

    /// <summary>Day of the service.</summary>
    public DateOnly ServiceDate => Origin.ServiceDate;

    /// <summary>The whole amount.</summary>
    public long AmountFen => Origin.AmountFen;

    /// <summary>The claim that it is or was last in; null if it never was.</summary>
    public string? ClaimId { get; private set; }

    /// <summary>Why it was last refused; empty if it never was.</summary>
    public string RefusalReason { get; private set; } = "";

    /// <summary>Whether its settlement was undone.</summary>
    public bool Unwound { get; internal set; }

    /// <summary>What was paid of it and when, in the order of the book; undoing it does not take that back.</summary>
    public ImmutableList<(DateOnly PaidDate, long AmountFen)> Payments { get; private set; } = [];

    /// <summary>How much stands somewhere.</summary>
    public long Fen(ReceivableStanding standing) => fen[(int)standing];

    /// <summary>What is still owed, wherever it stands.</summary>
    public long OutstandingFen =>
        checked(Fen(ReceivableStanding.Open) + Fen(ReceivableStanding.Claimed) + Fen(ReceivableStanding.Accepted)
        + Fen(ReceivableStanding.Refused) + Fen(ReceivableStanding.Disputed)
            + Fen(ReceivableStanding.Retained));

    /// <summary>Standings that hold something, in order.</summary>
    public IEnumerable<(ReceivableStanding Standing, long AmountFen)> Standings =>
        fen.Select((amountFen, standing) => ((ReceivableStanding)standing, amountFen)).Where(s => s.amountFen != 0);

    internal void Pay(DateOnly paidDate, long amountFen, Changes changes) =>
        Remember(ClaimId, RefusalReason, Payments.Add((paidDate, amountFen)), changes);

    /// <summary>Sets what is remembered beside what stands where.</summary>
    internal void Remember(
        string? claimId, string refusalReason, ImmutableList<(DateOnly PaidDate, long AmountFen)> payments, Changes changes) => changes.Put(
        (ClaimId, RefusalReason, Payments), (claimId, refusalReason, payments), v => (ClaimId, RefusalReason, Payments) = v);

    internal void Move(ReceivableStanding from, ReceivableStanding to, long amountFen, Changes changes)
    {
        RecordUnfitException.Unless(Enum.IsDefined(from) && Enum.IsDefined(to) && from != to, "应收的去向不对");
        RecordUnfitException.Unless(amountFen > 0, "应收移动的金额要大于零");
        RecordUnfitException.Unless(Fen(from) >= amountFen, $"应收 {ReceivableId} 没有这么多可移动的金额");
        changes.Put(Fen(from), Fen(from) - amountFen, v => fen[(int)from] = v);
        changes.Put(Fen(to), checked(Fen(to) + amountFen), v => fen[(int)to] = v);
        Invariant.Holds(fen.Sum() == AmountFen, "a receivable neither grows nor shrinks");
    }
}

/// <summary>A receivable as its settlement made it.</summary>
public sealed record NewReceivable(
    SettlementId SettlementId, string Layer, PersonKey PersonKey, CountyCode CountyCode, HospitalCode HospitalCode, DateOnly ServiceDate,
    Fund Fund, string Rule,
    bool Advanced, long AmountFen)
{
    /// <summary>Settlement and layer.</summary>
    public string ReceivableId => $"{SettlementId}.{Layer}";
}

/// <summary>Fen of a receivable that go from one standing to another.</summary>
public readonly record struct Move(string ReceivableId, ReceivableStanding From, ReceivableStanding To, long AmountFen);
