using MedAid.Clearing.Books;
using MedAid.Core;

namespace MedAid.Clearing.Patients;

/// <summary>
/// What a patient bears of one settlement, and where it stands now. Its fen are spread over standings; together they are always the whole
/// amount. A share enters the book when it is owed, under an agreement, or when a deposit pays some of it; others were paid at the window
/// and need no account.
/// </summary>
public sealed class PatientShare
{
    private readonly SortedDictionary<ShareStanding, long> fen = [];

    /// <summary>A share, all of it owed or paid at the window.</summary>
    public PatientShare(NewShare origin)
    {
        Origin = origin;
        fen[First(origin)] = origin.AmountFen;
    }

    /// <summary>Where a share stands as it enters the book.</summary>
    public static ShareStanding First(NewShare origin) => origin.AgreementId is null ? ShareStanding.Window : ShareStanding.Owed;

    /// <summary>Where it comes from.</summary>
    public NewShare Origin { get; }

    /// <summary>Its settlement, which is also its key.</summary>
    public SettlementId SettlementId => Origin.SettlementId;

    /// <summary>Whether its settlement was undone.</summary>
    public bool Undone { get; internal set; }

    /// <summary>How much stands somewhere.</summary>
    public long Fen(ShareStanding standing) => fen.GetValueOrDefault(standing);

    /// <summary>Standings that hold something, in order.</summary>
    public IEnumerable<(ShareStanding Standing, long AmountFen)> Standings => fen.Where(f => f.Value != 0).Select(f => (f.Key, f.Value));

    internal void Move(ShareStanding from, ShareStanding to, long amountFen, Changes changes)
    {
        RecordUnfitException.Unless(Enum.IsDefined(from) && Enum.IsDefined(to) && from != to, "个人负担的去向不对");
        RecordUnfitException.Unless(amountFen > 0, "个人负担移动的金额要大于零");
        RecordUnfitException.Unless(Fen(from) >= amountFen, $"结算 {SettlementId} 的个人负担没有这么多可移动的金额");
        changes.Set(fen, from, Fen(from) - amountFen);
        changes.Set(fen, to, checked(Fen(to) + amountFen));
        Invariant.Holds(fen.Values.Sum() == Origin.AmountFen, "a share neither grows nor shrinks");
    }
}

/// <summary>A share as its settlement made it; under an agreement it is owed, else it was paid at the window.</summary>
public sealed record NewShare(
    SettlementId SettlementId, PersonKey PersonKey, HospitalCode HospitalCode, CountyCode CountyCode, DateOnly ServiceDate, long AmountFen,
    string? AgreementId);

/// <summary>Fen of a share that go from one standing to another.</summary>
public readonly record struct ShareMove(SettlementId SettlementId, ShareStanding From, ShareStanding To, long AmountFen);
