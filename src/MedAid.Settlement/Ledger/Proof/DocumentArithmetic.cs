using System.Collections.Frozen;
using System.Numerics;
using MedAid.Core.Calculation;

namespace MedAid.Settlement.Ledger.Proof;

/// <summary>
/// Whether the figures of a document follow from each other: bill, waivers, charges, items, lines, bands, journal. Needs nothing but the
/// document. What a rule of the pack decides is not worked out again.
/// </summary>
internal static class DocumentArithmetic
{
    private const int PerMillion = 1_000_000;

    private static readonly FrozenSet<Account> OfSettlements = FrozenSet.Create(
        Account.HospitalRevenue, Account.PatientCash, Account.FundReceivable, Account.AdvanceReceivable, Account.AccountReceivable,
        Account.HelperReceivable, Account.WaiverExpense, Account.HospitalBorne, Account.SettlementDifference);

    /// <summary>What does not follow, in Chinese; none if all does.</summary>
    public static IEnumerable<string> Differences(SettlementDocument document)
    {
        var breakdown = document.Breakdown;
        if (Sums(breakdown) is { } sum)
        {
            yield return $"结算 {document.SettlementId}：单据自身不平（{sum}）";
        }

        if (!JournalFollows(breakdown, document.Entries))
        {
            yield return $"结算 {document.SettlementId}：单据分录与单据金额不符";
        }

        // A reversal mirrors totals and payments, not how they came to be.
        foreach (var line in document.Kind == SettlementKind.Settlement ? breakdown.Lines : [])
        {
            if (Derivation(line) is { } step)
            {
                yield return $"结算 {document.SettlementId}：单据自身不平（{line.Layer} 层{step}）";
            }
        }

        if (document.Kind == SettlementKind.Settlement && breakdown.Counters.Any(c => c.UsedBeforeFen < 0))
        {
            yield return $"结算 {document.SettlementId}：单据自身不平（累计为负）";
        }
    }

    private static string? Sums(BreakdownDocument breakdown)
    {
        if (breakdown.GrossFen - breakdown.WaivedFen != breakdown.TotalFen)
        {
            return "总费用减减免不等于应付费用";
        }

        if (breakdown.Lines.Sum(l => l.PaidFen) + breakdown.PatientFen + breakdown.HospitalBorneFen != breakdown.TotalFen)
        {
            return "各层支付、患者和医院负担合计不等于应付费用";
        }

        if (!AccountFollows(breakdown))
        {
            return "个人账户支付与个人负担不符";
        }

        if (breakdown.Charges.TotalFen != breakdown.TotalFen)
        {
            return "费用分解合计不等于应付费用";
        }

        return breakdown.Items.Count > 0 && !ItemsFollow(breakdown) ? "明细合计不等于费用分解或减免" : null;
    }

    /// <summary>
    /// The account pays part of the patient's amount, nothing that is deferred; a helper's account part of that. In a reversal with the other sign.
    /// </summary>
    private static bool AccountFollows(BreakdownDocument breakdown)
    {
        var sign = breakdown.GrossFen < 0 ? -1 : 1;
        var (accountFen, helperFen) = (sign * breakdown.AccountFen, sign * breakdown.HelperFen);
        return helperFen >= 0 && helperFen <= accountFen && accountFen <= sign * (breakdown.PatientFen - breakdown.DeferredFen);
    }

    /// <summary>Of a reversal without items there is nothing to compare; with items it has the other sign.</summary>
    private static bool ItemsFollow(BreakdownDocument breakdown)
    {
        var (charges, waivedFen) = (default(ChargeSplit), 0L);
        foreach (var item in breakdown.Items)
        {
            charges = new ChargeSplit(
                charges.InScopeFen + item.Charges.InScopeFen, charges.FirstSelfPayFen + item.Charges.FirstSelfPayFen,
                charges.OverCeilingFen + item.Charges.OverCeilingFen, charges.OutOfScopeFen + item.Charges.OutOfScopeFen);
            waivedFen += item.WaivedFen;
        }

        return breakdown.GrossFen < 0 || (charges == breakdown.Charges && waivedFen == breakdown.WaivedFen);
    }

    private static bool JournalFollows(BreakdownDocument breakdown, IReadOnlyList<JournalEntry> entries)
    {
        long Of(Account account)
        {
            var sumFen = 0L;
            foreach (var entry in entries)
            {
                sumFen += entry.Account == account ? entry.AmountFen.Value : 0;
            }

            return sumFen;
        }

        return entries.All(e => OfSettlements.Contains(e.Account))
            && -Of(Account.HospitalRevenue) == breakdown.GrossFen && Of(Account.PatientCash) == breakdown.CashFen
            && Of(Account.AccountReceivable) == breakdown.AccountFen - breakdown.HelperFen
            && Of(Account.HelperReceivable) == breakdown.HelperFen
            && Of(Account.WaiverExpense) == breakdown.WaivedFen && Of(Account.HospitalBorne) == breakdown.HospitalBorneFen
            && Of(Account.FundReceivable) + Of(Account.AdvanceReceivable) == breakdown.Lines.Sum(l => l.DueFen)
            && Of(Account.SettlementDifference) == breakdown.Lines.Sum(l => l.PaidFen - l.DueFen);
    }

    private static string? Derivation(LineDocument line)
    {
        if (line.PaidFen < 0 || line.DeferredFen < 0 || line.AsideFen < 0 || line.CappedFen < 0 || line.OverCapFen < 0 || line.DeductibleFen < 0)
        {
            return "有负数";
        }

        if (!IsPaidAsTheBureauPays(line))
        {
            return "的应付医院金额与定额或按人头包干不符";
        }

        if (line.Layer == Journal.CapitationFund.Text)
        {
            return line.Rule is null && line.PaidFen == line.BaseFen ? null : "不是全额支付";
        }

        if (line.Rule is null)
        {
            return null;
        }

        if (line.EligibleFen > line.BaseFen || line.DeductibleFen > line.EligibleFen
            || line.AssessedFen > line.EligibleFen - line.DeductibleFen
            || (line.BaseCapFen is null && line.AssessedFen != line.BaseFen - line.DeductibleFen))
        {
            return "的计算基数、起付线与计入额不符";
        }

        var owedFen = line.PaidFen + line.DeferredFen;
        if (line.Shares.Count == 0)
        {
            return owedFen + line.CappedFen == 0 ? null : "没有分段却有支付";
        }

        // What a layer may pay is bounded by what remains; how much that was, the line does not say.
        return line.Shares.Sum(s => s.PartFen) > line.AssessedFen || owedFen + line.CappedFen > line.Shares.Sum(s => s.PaidFen)
            || !line.Shares.All(IsPaidByRate)
            ? "的分段与支付不符"
            : null;
    }

    /// <summary>
    /// By quota the bureau pays quota × the one ratio of the line, or as much of it as limits left of what the line pays: the line does not say
    /// which the pack chose. Where nothing was assessed, it does not say that ratio. By head the bureau pays nothing for a visit.
    /// </summary>
    private static bool IsPaidAsTheBureauPays(LineDocument line) => (line.QuotaFen, line.BureauPaysFen) switch
    {
        (null, null) => line.Layer != Journal.CapitationFund.Text,
        (null, 0) => line.Layer == Journal.CapitationFund.Text,
        (>= 0 and var quotaFen, >= 0 and var bureauPaysFen) => line is { Rule: not null, DeferredFen: 0, Shares.Count: <= 1 }
            && bureauPaysFen <= quotaFen
            && line.Shares.All(s => IsPaidByRate(s with { PartFen = quotaFen, PaidFen = bureauPaysFen })
                || IsPaidWithinLimits(line, s, quotaFen, bureauPaysFen)),
        _ => false,
    };

    private static bool IsPaidWithinLimits(LineDocument line, ShareDocument share, long quotaFen, long bureauPaysFen)
    {
        var cutBase = line.AssessedFen != line.BaseFen - line.DeductibleFen;
        var (partOfBase, wholeBase) = cutBase ? (line.AssessedFen, line.BaseFen - line.DeductibleFen) : (1, 1);
        var (partPaid, wholePaid) = line.CappedFen > 0 ? (line.PaidFen, line.PaidFen + line.CappedFen) : (1, 1);
        var whole = (BigInteger)wholeBase * wholePaid;
        return whole > 0 && BigInteger.Abs(
            (whole * bureauPaysFen * PerMillion) - ((BigInteger)quotaFen * share.RatePerMillion * partOfBase * partPaid))
            <= whole * ((BigInteger)quotaFen + PerMillion);
    }

    /// <summary>Rounding moves a share by less than a fen; the ratio is rounded itself, to a millionth.</summary>
    private static bool IsPaidByRate(ShareDocument share) =>
        share.PartFen >= 0
        && Int128.Abs(((Int128)share.PaidFen * PerMillion) - ((Int128)share.PartFen * share.RatePerMillion)) <= PerMillion + share.PartFen;
}
