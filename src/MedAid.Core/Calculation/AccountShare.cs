namespace MedAid.Core.Calculation;

/// <summary>
/// What the personal account (个人账户) pays of the patient's part, in fen: first the own balance, then a helper's (家庭共济). Example: all,
/// balance 150, helper 80, and 260 remain in what it may pay → 230, of it 80 the helper's.
/// </summary>
public readonly record struct AccountShare(long AmountFen, long HelperFen)
{
    /// <summary>What comes from the own balance.</summary>
    public long OwnFen => AmountFen - HelperFen;

    /// <summary>Pays what was asked for, at most what there is and what remains in the components that the pack names.</summary>
    internal static Refusal Pay(VisitInput visit, Breakdown result)
    {
        if (visit.Account is not { } account)
        {
            return Refusal.None;
        }

        if (result.Terms.AccountCovers is not { } covers)
        {
            result.Warn(Refusal.AccountNotInPack, "");
            return visit.Purpose == Purpose.Settle ? Refusal.AccountNotInPack : Refusal.None;
        }

        var balances = (long)Int128.Min((Int128)account.BalanceFen + account.HelperFen, long.MaxValue);
        var amount = Math.Min(Math.Min(account.UseFen ?? long.MaxValue, balances), AdjudicationState.Sum(result.Remaining, covers));
        var share = new AccountShare(amount, amount - Math.Min(amount, account.BalanceFen));
        Invariant.Holds(amount >= 0 && share.OwnFen >= 0 && amount <= result.PatientFen, "an account pays part of the patient's amount");
        result.Account = share;
        return Refusal.None;
    }
}
