using System.Globalization;
using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.Settlement.Claims;

/// <summary>What a caller asks to be listed, unchecked.</summary>
public sealed record ListDraft(
    int PageSize, string PageToken, HospitalCode HospitalCode, CountyCode CountyCode, string FromDate, string ToDate, bool? Reversed);

/// <summary>One page, and the token of the next; empty on the last.</summary>
public sealed record SettlementPage(IReadOnlyList<ListedSettlement> Settlements, string NextPageToken);

/// <summary>Reads the ledger: one record by its id or by the id of its request, or pages of them.</summary>
public sealed class ReadSettlements(ILedger ledger)
{
    /// <summary>A record by its own id.</summary>
    public async Task<Answer<Settled>> ByIdAsync(SettlementId settlementId, CancellationToken cancellationToken) =>
        await ledger.FindAsync(settlementId, cancellationToken) is { } stored
            ? Answer<Settled>.Of(new Settled(stored.Document, false, stored.ReversedBySettlementId))
            : Answer<Settled>.Refused(Refusal.SettlementNotFound);

    /// <summary>What was answered under a request id: the record, the refusal that was kept, or not found: nothing was done.</summary>
    public async Task<Answer<Settled>> ByRequestAsync(string requestId, CancellationToken cancellationToken) =>
        await ledger.FindRequestAsync(requestId, cancellationToken) switch
        {
            { Settlement: { } stored } =>
                Answer<Settled>.Of(new Settled(stored.Document, false, stored.ReversedBySettlementId)),
            { Refusal: { } refusal } => Answer<Settled>.RefusedForGood(refusal),
            _ => Answer<Settled>.Refused(Refusal.SettlementNotFound),
        };

    /// <summary>A page, newest first.</summary>
    public async Task<Answer<SettlementPage>> ListAsync(ListDraft draft, CancellationToken cancellationToken)
    {
        var violations = new List<FieldViolation>();
        var filter = Filter(draft, violations);
        if (violations.Count > 0)
        {
            return Answer<SettlementPage>.Invalid(violations);
        }

        var limit = filter.Limit;
        var found = await SettlementPages.ReadAsync(ledger, filter with { Limit = limit + 1 }, cancellationToken);
        var page = found.Take(limit).ToArray();
        var next = found.Count > limit ? Token(page[^1].Head, draft) : "";
        return Answer<SettlementPage>.Of(new SettlementPage(page, next));
    }

    private static SettlementFilter Filter(ListDraft draft, List<FieldViolation> violations)
    {
        if (draft.PageSize < 0)
        {
            violations.Add(Paging.BadSize);
        }

        var from = Day("from_date", draft.FromDate, violations);
        var to = Day("to_date", draft.ToDate, violations);
        if (from > to)
        {
            violations.Add(new FieldViolation("to_date", FieldRule.OutOfRange, "截止日期早于起始日期"));
        }

        (DateTimeOffset, SettlementId)? after = null;
        if (draft.PageToken.Length > 0 && !TryToken(draft, out after))
        {
            violations.Add(Paging.BadToken);
        }

        return new SettlementFilter
        {
            Limit = Paging.SizeOf(draft.PageSize),
            HospitalCode = !draft.HospitalCode.IsEmpty ? draft.HospitalCode : null,
            CountyCode = !draft.CountyCode.IsEmpty ? draft.CountyCode : null,
            From = from,
            To = to,
            Reversed = draft.Reversed,
            After = after,
        };
    }

    private static DateOnly? Day(string field, string text, List<FieldViolation> violations) =>
        text.Length == 0 ? null : ClaimValidation.ReadDay(field, text, violations);

    private static string Token(SettlementHead last, ListDraft draft) =>
        Paging.TokenOf(ListOf(draft), $"{last.SettledTime.UtcTicks} {last.SettlementId}");

    private static bool TryToken(ListDraft draft, out (DateTimeOffset, SettlementId)? after)
    {
        after = null;
        if (Paging.PlaceOf(draft.PageToken, ListOf(draft))?.Split(' ') is not [var ticks, var id]
            || !long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var instant)
            || instant > DateTimeOffset.MaxValue.UtcTicks)
        {
            return false;
        }

        after = (new DateTimeOffset(instant, TimeSpan.Zero), new SettlementId(id));
        return true;
    }

    private static string ListOf(ListDraft draft) =>
        $"settlements\n{draft.HospitalCode}\n{draft.CountyCode}\n{draft.FromDate}\n{draft.ToDate}\n{draft.Reversed}";
}
