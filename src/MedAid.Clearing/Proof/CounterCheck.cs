using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;

namespace MedAid.Clearing.Proof;

/// <summary>
/// Whether a counter-record moves back what its record moved, and nothing else. What its entries come to, the accounts prove
/// (<see cref="BookTies"/>).
/// </summary>
internal static class CounterCheck
{
    /// <summary>What disagrees, in Chinese; null if nothing does. <paramref name="fold"/>: the book before the counter-record.</summary>
    public static string? Difference(BookFold fold, ClearingRecord target, ClearingRecord counter) =>
        IsCorrectable(target, counter) && (target.Patient is null ? OfCounty(fold, target, counter) : OfPatient(fold, target, counter))
            ? null
            : $"往来账第 {counter.Number} 条：与所冲正的第 {target.Number} 条不相反";

    private static bool IsCorrectable(ClearingRecord target, ClearingRecord counter) =>
        counter.HospitalCode == target.HospitalCode && counter.ClaimId == target.ClaimId
        && (counter.Kind == RecordKind.ClaimWithdrawn ? target.Kind == RecordKind.ClaimBuilt : Corrections.CanCorrect(target));

    private static bool OfCounty(BookFold fold, ClearingRecord target, ClearingRecord counter)
    {
        var (moves, funds) = CounterRecord.CountyBack(target, fold.FundOfUnwound);
        return counter.Patient is null && counter.CountyCode == target.CountyCode && counter.Moves.SequenceEqual(moves)
            && (counter.Refund?.Funds ?? []).SequenceEqual(funds);
    }

    private static bool OfPatient(BookFold fold, ClearingRecord target, ClearingRecord counter)
    {
        var (fact, moves) = (target.Patient!, CounterRecord.SharesBack(target, fold.IsUndone));
        return counter.Moves.Count == 0 && counter.Patient is { } back && back.PersonKey == fact.PersonKey && back.Moves.SequenceEqual(moves)
            && DepositsAgree(fact, back, isUndone: fact.Moves.Count > 0 && moves.Count == 0);
    }

    /// <summary>Of a deposit that was taken, the counties whose parts went are as the deposit stood; only the sum follows.</summary>
    private static bool DepositsAgree(Patients.PatientFact fact, Patients.PatientFact back, bool isUndone) =>
        isUndone ? back.Deposits.Count == 0
        : fact.CashFen > 0 ? back.Deposits.All(d => d.AmountFen < 0) && back.Deposits.Sum(d => d.AmountFen) == -fact.CashFen
        : back.Deposits.SequenceEqual(fact.Deposits.Select(d => d with { AmountFen = -d.AmountFen }));
}
