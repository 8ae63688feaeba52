using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;

namespace MedAid.Settlement.Claims;

/// <summary>
/// Takes items of a settlement back (部分退费): it is undone whole and what is left is settled anew in one transaction, on the same day of service, for
/// the person as known then, from the counters as they stand now. Either both are written or neither.
/// </summary>
public sealed class RefundItems(
    ClaimOpener opener, SettleClaim settle, ReverseClaim reverse, ILedger ledger, KeptPersons persons, LastKnownCounters memory)
{
    private const string Items = "items";

    /// <summary>
    /// Refunds, or with <paramref name="validateOnly"/> answers as if it did: then nothing is kept and the documents have no id.
    /// </summary>
    public async Task<Answer<Refunded>> RefundAsync(
        string requestId, HospitalCode hospitalCode, SettlementId settlementId, IReadOnlyList<ReturnedItem> items, string reason, bool validateOnly,
        CancellationToken cancellationToken)
    {
        var violations = new List<FieldViolation>();
        ClaimValidation.CheckRequestId(requestId, violations);
        ClaimValidation.CheckText("hospital_code", hospitalCode.Text, Limits.CodeMax, "机构编号", violations);
        ClaimValidation.CheckText("settlement_id", settlementId.Text, Limits.CodeMax, "结算 ID", violations);
        ClaimValidation.CheckText("reason", reason, Limits.ReasonMax, "退费原因", violations);
        var returned = Read(items, violations);
        if (violations.Count > 0)
        {
            return Answer<Refunded>.Invalid(violations);
        }

        var (claim, opened, refusal) = await OpenAsync(hospitalCode, settlementId, returned, items, violations, cancellationToken);
        if (violations.Count > 0)
        {
            return Answer<Refunded>.Invalid(violations);
        }

        var contentHash = RequestContent.HashOfRefund(hospitalCode, settlementId, reason, returned);
        var undo = new ReversalPosting
        {
            RequestId = UndoIdOf(requestId),
            ContentHash = contentHash,
            SettlementId = settlementId,
            Prepare = (original, later) => reverse.Prepare(UndoIdOf(requestId), hospitalCode, reason, original, later),
        };
        if (claim is null)
        {
            return await RefuseAsync(requestId, undo, refusal, validateOnly, cancellationToken);
        }

        var made = settle.Posting(requestId, contentHash, claim, opened, refusal, settlementId);
        if (validateOnly)
        {
            return await TryOutAsync(undo, made, cancellationToken);
        }

        var outcome = await ledger.ReplaceAsync(new ReplacementPosting { Undo = undo, Settlement = made }, cancellationToken);
        return await AnswerAsync(requestId, outcome, made.CounterKeys, cancellationToken);
    }

    /// <summary>
    /// The request id of the reversal. It follows from that of the refund, so that a repetition makes the same; the dot keeps it from callers,
    /// who may not write one in an id.
    /// </summary>
    private static string UndoIdOf(string requestId) => $"undo.{SettlementIds.Of(requestId).Text}";

    private static Dictionary<int, long> Read(IReadOnlyList<ReturnedItem> items, List<FieldViolation> violations)
    {
        var check = new ClaimChecks(violations);
        var returned = new Dictionary<int, long>();
        check.That(items.Count > 0, Items, FieldRule.Required, "请写明退哪些项目");
        check.That(items.Count <= Limits.ItemsMax, Items, FieldRule.TooMany, $"一次最多 {Limits.ItemsMax} 条");
        for (var i = 0; i < Math.Min(items.Count, Limits.ItemsMax); i++)
        {
            var quantity = items[i].Quantity.Length == 0
                ? 0
                : check.Number(new FieldName(Items, i, "quantity"), items[i].Quantity, 4, "退的数量", zeroAllowed: false) ?? 0;
            check.That(
                returned.TryAdd(items[i].ItemNumber, quantity), new FieldName(Items, i, "item_number"), FieldRule.Duplicate, "同一条明细请只写一次");
        }

        return returned;
    }

    /// <summary>What is left of the claim, opened; without a claim, why there is none. A settlement that is not the hospital's has none.</summary>
    private async Task<(VisitClaim? Claim, ClaimCase? Case, RefusalRecord? Refusal)> OpenAsync(
        HospitalCode hospitalCode, SettlementId settlementId, Dictionary<int, long> returned, IReadOnlyList<ReturnedItem> items,
        List<FieldViolation> violations, CancellationToken cancellationToken)
    {
        var original = (await ledger.FindAsync(settlementId, cancellationToken))?.Document;
        if (original is null || original.HospitalCode != hospitalCode || original.Kind != SettlementKind.Settlement)
        {
            return default;
        }

        if (KeptClaim.Read(original) is not { Upstream.Count: 0 } whole)
        {
            return (null, null, new RefusalRecord(Refusal.NotRefundableInPart, settlementId.Text));
        }

        var claim = Left(whole, returned, items, violations);
        if (violations.Count > 0)
        {
            return default;
        }

        var person = await persons.FindAsync(original.PersonKey, original.EligibilityVersion, cancellationToken);
        var (opened, refusal) = await opener.OpenKeptAsync(claim, person, cancellationToken);
        return (claim, opened, refusal);
    }

    private static VisitClaim Left(
        VisitClaim whole, Dictionary<int, long> returned, IReadOnlyList<ReturnedItem> items, List<FieldViolation> violations)
    {
        var check = new ClaimChecks(violations);
        var lines = whole.Items.GroupBy(i => i.ItemNumber).ToDictionary(g => g.Key, g => g.First());
        for (var i = 0; i < items.Count; i++)
        {
            if (check.That(
                lines.TryGetValue(items[i].ItemNumber, out var line), new FieldName(Items, i, "item_number"), FieldRule.OutOfRange,
                "该结算没有这条明细，请核对明细序号"))
            {
                check.That(
                    returned[items[i].ItemNumber] <= line!.QuantityTenThousandths, new FieldName(Items, i, "quantity"), FieldRule.OutOfRange,
                    "退的数量不能大于该明细还有的数量");
            }
        }

        ClaimItem[] left =
        [
            .. whole.Items.Select(i => returned.TryGetValue(i.ItemNumber, out var quantity) ? Less(i, quantity) : i).OfType<ClaimItem>(),
        ];
        check.That(left.Length > 0, Items, FieldRule.OutOfRange, "全部项目都要退的，请撤销整笔结算");
        return whole with { Items = left };
    }

    private static ClaimItem? Less(ClaimItem item, long returned)
    {
        var left = item.QuantityTenThousandths - returned;
        return returned == 0 || left <= 0
            ? null
            : item with { QuantityTenThousandths = left, AmountFen = Charges.AmountFen(item.PriceMillionths, left) };
    }

    /// <summary>A refund that cannot be, kept under its request id like any refusal.</summary>
    private async Task<Answer<Refunded>> RefuseAsync(
        string requestId, ReversalPosting undo, RefusalRecord? refusal, bool validateOnly, CancellationToken cancellationToken)
    {
        PostingDecision Refused(StoredSettlement? original, SettlementId? later) => PostingDecision.Of(
            undo.Prepare(original, later).Refusal ?? refusal ?? new RefusalRecord(Refusal.SettlementNotFound));
        if (validateOnly)
        {
            return Answer<Refunded>.Refused(Refused(await ledger.FindAsync(undo.SettlementId, cancellationToken), null).Refusal!);
        }

        var outcome = await ledger.ReverseAsync(
            new ReversalPosting
            {
                RequestId = requestId, ContentHash = undo.ContentHash, SettlementId = undo.SettlementId, Prepare = Refused,
            },
            cancellationToken);
        return await AnswerAsync(requestId, outcome, [], cancellationToken);
    }

    private async Task<Answer<Refunded>> TryOutAsync(ReversalPosting undo, SettlementPosting made, CancellationToken cancellationToken)
    {
        var stored = await ledger.FindAsync(undo.SettlementId, cancellationToken);
        var later = stored?.Document.Stay is null ? null : await ledger.FindLaterPartAsync(stored.Document, cancellationToken);
        var undone = undo.Prepare(stored, later);
        if (undone.Record is not { } mirror)
        {
            return Answer<Refunded>.Refused(undone.Refusal!);
        }

        var usedFen = made.PersonKey.IsEmpty
            ? []
            : await ledger.ReadCountersAsync(made.PersonKey, made.Scheme, made.CounterKeys, cancellationToken);
        for (var slot = 0; slot < usedFen.Length; slot++)
        {
            usedFen[slot] += mirror.Changes.Where(c => c.Counter == made.CounterKeys[slot]).Sum(c => c.AddedFen);
        }

        var visits = made.Search is { } search ? await ledger.ReadVisitsAsync(search, cancellationToken) : [];
        var settled = made.Prepare(usedFen, [.. visits.Where(v => v.SettlementId != undo.SettlementId)]);
        return settled.Record is { } record
            ? Answer<Refunded>.Of(new Refunded(
                mirror.Document with { SettlementId = default }, new Settled(record.Document with { SettlementId = default, RequestId = "" })))
            : Answer<Refunded>.Refused(settled.Refusal!);
    }

    private async Task<Answer<Refunded>> AnswerAsync(
        string requestId, PostingResult outcome, IReadOnlyList<string> counterKeys, CancellationToken cancellationToken)
    {
        var answer = ResultMapping.Answer(outcome);
        if (answer.Value is not { } settled)
        {
            return answer.NeedsNewRequestId ? Answer<Refunded>.RefusedForGood(answer.Refusal!) : Answer<Refunded>.Refused(answer.Refusal!);
        }

        var undone = await ledger.FindAsync(SettlementIds.Of(UndoIdOf(requestId)), cancellationToken)
            ?? throw new InvariantBrokenException("a refund has its reversal");
        if (outcome.Result == PostingEffect.Done)
        {
            memory.Reversed(undone.Document);
            memory.Settled(settled.Document, counterKeys);
        }

        return Answer<Refunded>.Of(new Refunded(undone.Document, settled));
    }
}
