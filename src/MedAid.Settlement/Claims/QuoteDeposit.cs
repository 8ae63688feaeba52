using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Ports;

namespace MedAid.Settlement.Claims;

/// <summary>
/// The share that somebody with another identity, or with none, would bear of the same stay, and what of it a personal account leaves.
/// </summary>
public sealed record ShareFor(IdentityKind? Identity, long PatientFen, long CashFen);

/// <summary>The predicted share of a planned stay, and that of others.</summary>
public sealed record PredictedShare(Quoted Quote, PersonKey PersonKey, CountyCode County, IReadOnlyList<ShareFor> Others)
{
    /// <summary>The share in millionths of the bill, half up.</summary>
    public int SharePerMillion => ShareOf(Quote.Breakdown.PatientFen, Quote.Breakdown.TotalFen);

    /// <summary>A part in millionths of the whole, half up.</summary>
    public static int ShareOf(long patientFen, long totalFen) =>
        totalFen == 0 ? 0 : checked((int)(((2_000_000 * patientFen) + totalFen) / (2 * totalFen)));

    /// <summary>
    /// The deposit that follows from what a patient pays beside the personal account: a whole multiple of a unit, rounded down, for the notice
    /// lets the hospital ask for the share and no more. A unit of one fen is exact.
    /// </summary>
    public static long DepositFen(long cashFen, long unitFen) => cashFen / unitFen * unitFen;
}

/// <summary>
/// Predicts the share that a patient will bear of a planned in-patient stay (预算自费): a quote of the expected items from the counters as they
/// stand, and the same stay for an ordinary insured person and for every identity that changes the share.
/// </summary>
public sealed class QuoteDeposit(QuoteVisit quotes, ClaimOpener opener, ClaimValidation validation, ILedger ledger)
{
    private const string OfTotal = "只有预计总额、没有明细：全部费用按甲类、政策范围内试算（暂设），实际个人负担可能更多。";

    /// <summary>
    /// The predicted share, or why there is none. With <paramref name="ofTotal"/> the bill is one expected total, taken as wholly in scope: the
    /// least that the patient can bear, so that no deposit is asked for what nobody knows.
    /// </summary>
    public async Task<Answer<PredictedShare>> PredictAsync(ClaimDraft draft, bool ofTotal, CancellationToken cancellationToken)
    {
        var quoted = await quotes.QuoteAsync(draft, false, 0, cancellationToken);
        if (quoted.Value is not { } quote)
        {
            return quoted.Refusal is { } refusal ? Answer<PredictedShare>.Refused(refusal) : Answer<PredictedShare>.Invalid(quoted.Violations);
        }

        // The quote has found the form good and the claim open.
        var claim = validation.Check(draft, opener.Today, [])!;
        var (opened, refused, _) = await opener.OpenForQuoteAsync(claim, cancellationToken);
        if (opened is null)
        {
            return Answer<PredictedShare>.Refused(refused!);
        }

        var usedFen = await ledger.ReadCountersAsync(
            opened.Person.PersonKey, opened.Terms.Identity.Scheme, opened.CounterKeys, cancellationToken);
        if (ofTotal)
        {
            opened = opened.AllInScope();
            var document = BreakdownDocuments.Of(opened, opened.Split(usedFen).Breakdown, usedFen, []);
            quote = quote with
            {
                Breakdown = document, Warnings = [OfTotal, .. quote.Warnings.Except(quote.Breakdown.Warnings), .. document.Warnings],
            };
        }

        return Answer<PredictedShare>.Of(
            new PredictedShare(quote, opened.Person.PersonKey, opened.Person.County, [.. Others(opened, ofTotal, usedFen)]));
    }

    private static IEnumerable<ShareFor> Others(ClaimCase asked, bool ofTotal, long[] usedFen)
    {
        if (Share(asked, null, ofTotal, usedFen) is not { } ordinary)
        {
            yield break;
        }

        yield return ordinary;
        foreach (var identity in Enum.GetValues<IdentityKind>())
        {
            if (Share(asked, identity, ofTotal, usedFen) is { } share && share.PatientFen != ordinary.PatientFen)
            {
                yield return share;
            }
        }
    }

    private static ShareFor? Share(ClaimCase asked, IdentityKind? identity, bool ofTotal, long[] usedFen)
    {
        var person = asked.Person with { Identities = identity is { } kind ? [new IdentitySpan(kind, null, null)] : [], Provisional = [] };
        if (ClaimOpener.Open(asked.Reference, asked.Hospital, person, asked.Claim, Purpose.Quote).Case is not { } other)
        {
            return null;
        }

        var (breakdown, refusal) = (ofTotal ? other.AllInScope() : other).Split(usedFen);
        return refusal == Refusal.None ? new ShareFor(identity, breakdown.PatientFen, breakdown.CashFen) : null;
    }
}
