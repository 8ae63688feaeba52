using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.Settlement.Claims;

/// <summary>The split that a settlement would make at this moment, and the other ways.</summary>
public sealed record Quoted(
    BreakdownDocument Breakdown,
    IReadOnlyList<Alternative> Alternatives,
    string Recommendation,
    IReadOnlyList<string> Warnings,
    DateTimeOffset AsOf);

/// <summary>
/// Quotes a visit (预结算): the same split as a settlement from the counters as they stand, without any effect. On request the
/// same charges are split for each mode and each hospital, so that the patient can choose before treatment.
/// </summary>
public sealed class QuoteVisit(ClaimDesk desk, ClaimValidation validation, ILedger ledger, TimeProvider time)
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
        if (validation.Check(draft, desk.Today, violations) is not { } claim)
        {
            return Answer<Quoted>.Invalid(violations);
        }

        var asOf = SettlementIds.Stamp(time);
        var (opened, refused) = await desk.OpenAsync(claim, Purpose.Quote, cancellationToken);
        if (opened is null)
        {
            return Answer<Quoted>.Refused(refused!);
        }

        var usedFen = await ledger.ReadCountersAsync(
            opened.Person.PersonKey, opened.Terms.Identity.Scheme, opened.CounterKeys, cancellationToken);
        var (breakdown, refusal) = opened.Split(usedFen);
        if (refusal != Refusal.None)
        {
            return Answer<Quoted>.Refused(new RefusalRecord(refusal, breakdown.Warnings is [.., var last] ? last.Layer : ""));
        }

        var document = BreakdownDocuments.Of(opened, breakdown, usedFen);
        var alternatives = compare ? new Alternatives(opened, usedFen, sessionsPerMonth).All() : [];
        var recommendation = compare ? AlternativeText.Recommendation(alternatives) : "";
        return Answer<Quoted>.Of(
            new Quoted(document, alternatives, recommendation, [.. breakdown.Warnings.Select(Text)], asOf));
    }

    private static string Text(BreakdownWarning warning) => warning.Reason switch
    {
        Refusal.LayerNotInForce => $"层次 {warning.Layer} 对本次就诊不适用，带入的金额未计入；结算时会被拒绝。",
        Refusal.ExternalAboveRoom => $"层次 {warning.Layer} 带入的金额大于可支付余额，只计到余额；结算时会被拒绝。",
        _ => throw new InvariantBrokenException("a quote warns only of what was brought"),
    };
}
