using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.Settlement.Claims;

/// <summary>The split that a settlement would make at this moment, and the other ways.</summary>
public sealed record Quoted(
    BreakdownDocument Breakdown,
    IReadOnlyList<Alternative> Alternatives,
    string Recommendation,
    IReadOnlyList<string> Warnings,
    DateTimeOffset AsOf,
    string? AgreementId = null)
{
    /// <summary>What the patient would pay at the window.</summary>
    public long PayNowFen => AgreementId is null ? Breakdown.CashFen : 0;
}

/// <summary>
/// Quotes a visit (预结算): the same split as a settlement from the counters as they stand, without any effect. On request the
/// same charges are split for each mode and each hospital, so that the patient can choose before treatment.
/// </summary>
public sealed class QuoteVisit(ClaimOpener opener, ClaimValidation validation, ILedger ledger, LastKnownCounters memory, TimeProvider time)
{
    /// <summary>
    /// Quotes a visit; with <paramref name="compare"/> also every other way, projected to the end of the year if
    /// <paramref name="sessionsPerMonth"/> is not zero.
    /// </summary>
    public async Task<Answer<Quoted>> QuoteAsync(
        ClaimDraft draft, bool compare, int sessionsPerMonth, CancellationToken cancellationToken)
    {
        var violations = new List<FieldViolation>();
        ClaimValidation.CheckSessions(sessionsPerMonth, violations);
        if (validation.Check(draft, opener.Today, violations) is not { } claim)
        {
            return Answer<Quoted>.Invalid(violations);
        }

        var asOf = Instants.Now(time);
        var (opened, refused, lastFound) = await opener.OpenForQuoteAsync(claim, cancellationToken);
        if (opened is null)
        {
            return Answer<Quoted>.Refused(refused!);
        }

        string[] keys = [.. opened.CounterKeys, .. compare ? Alternatives.CountersElsewhere(opened) : []];
        var (counters, visits, outage) = await CountersAsync(opened, keys, asOf, cancellationToken);
        var usedFen = counters.UsedFen[..opened.CounterKeys.Count];
        var (breakdown, refusal) = opened.Split(usedFen);
        if (refusal != Refusal.None)
        {
            return Answer<Quoted>.Refused(new RefusalRecord(refusal, LayerText.Of(opened, breakdown)));
        }

        var document = BreakdownDocuments.Of(opened, breakdown, usedFen, visits);
        var alternatives = compare ? new Alternatives(opened, ByKey(keys, counters), sessionsPerMonth).All() : [];
        var recommendation = compare ? AlternativeText.Recommendation(alternatives) : "";
        string[] warnings =
        [
            .. RegisterWarning(lastFound), .. outage, .. breakdown.Warnings.Select(w => Text(opened.Terms, w)),
            .. breakdown.NoRule ? [NoRuleText.Of(opened).Sentence] : Array.Empty<string>(),
            .. document.Warnings, .. WaiverDocuments.Warnings(document.Waivers),
        ];
        return Answer<Quoted>.Of(
            new Quoted(
                document, alternatives, recommendation, warnings, lastFound < counters.AsOf ? lastFound.Value : counters.AsOf,
                opened.Agreement?.AgreementId));
    }

    private static Dictionary<string, long> ByKey(string[] keys, KnownCounters counters) =>
        keys.Zip(counters.UsedFen).ToDictionary(k => k.First, k => k.Second, StringComparer.Ordinal);

    /// <summary>
    /// The counters and other visits of the ledger; if it cannot be reached, the counters last known with the warning that says so.
    /// </summary>
    private async Task<(KnownCounters Counters, IReadOnlyList<VisitFacts> Visits, string[] Warnings)> CountersAsync(
        ClaimCase opened, string[] keys, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        var (person, scheme) = (opened.Person.PersonKey, opened.Terms.Identity.Scheme);
        try
        {
            var usedFen = await ledger.ReadCountersAsync(person, scheme, keys, cancellationToken);
            memory.Read(person, scheme, keys, usedFen, asOf);
            var standing = await ledger.FindStandingAsync(opened.Claim.Key, person, cancellationToken);
            var visits = await ledger.ReadVisitsAsync(opened.Search, cancellationToken);
            return (new KnownCounters(usedFen, asOf), visits, StandingWarning(standing));
        }
        catch (LedgerUnavailableException)
        {
            if (memory.Find(person, scheme, keys) is not { } known)
            {
                throw;
            }

            return (known, [], [$"账本暂时连不上，按 {ChinaTime.Of(known.AsOf):yyyy-MM-dd HH:mm:ss} 的累计试算，结算时以账本为准。"]);
        }
    }

    private static string[] StandingWarning(SettlementId? standing) => standing is null
        ? []
        : [$"该次就诊已经结算（结算编号 {standing}），再结算会被拒绝；确需重新结算的，先撤销原结算。（VISIT_ALREADY_SETTLED）"];

    private static string[] RegisterWarning(DateTimeOffset? lastFound) => lastFound is { } known
        ? [$"参保登记暂时连不上，按 {ChinaTime.Of(known):yyyy-MM-dd HH:mm:ss} 所知的身份和资格试算，结算时以登记为准。"]
        : [];

    private static string Text(PolicyTerms terms, BreakdownWarning warning) => warning.Reason switch
    {
        Refusal.LayerNotInForce => $"“{Explanation.LayerName(terms, warning.Layer)}”支付不适用于本次就诊，试算没有计入，请删除后再结算。",
        Refusal.ExternalAboveRoom => $"“{Explanation.LayerName(terms, warning.Layer)}”支付大于可支付的余额，试算只计到余额，请改正金额后再结算。",
        Refusal.AccountNotInPack => "当地政策没有写明个人账户可以支付什么，试算没有计入个人账户，请删除后再结算。",
        _ => throw new InvariantBrokenException("a quote warns only of what was brought"),
    };
}
