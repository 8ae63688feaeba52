using MedAid.Core;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;

namespace MedAid.Stores.Tests.Histories;

/// <summary>The use cases of settling and reversing over one ledger, for the persons of one history.</summary>
internal sealed class HistoryOffice
{
    /// <summary>After the last day that a history can reach.</summary>
    private static readonly HandClock Time = new(new DateTimeOffset(2030, 3, 2, 9, 0, 0, TimeSpan.FromHours(8)));

    private readonly SettleClaim settlements;
    private readonly ReverseClaim reversals;
    private readonly RefundItems refunds;

    public HistoryOffice(ILedger ledger, ReferenceData books, Patients patients)
    {
        Ledger = ledger;
        var opener = new ClaimOpener(new ReferenceDataHolder(books), patients, patients, Time, new NoAgreements());
        var memory = new LastKnownCounters();
        settlements = new SettleClaim(opener, new ClaimValidation(Patients.Tokens), ledger, memory, Time, new RefusedItems());
        reversals = new ReverseClaim(ledger, memory, Time);
        refunds = new RefundItems(opener, settlements, reversals, ledger, new KeptPersons(patients.FindVersionAsync), memory);
    }

    public ILedger Ledger { get; }

    /// <summary>
    /// Sends a request. It has its place in the ledger's queue when this returns: so requests are written in the order in which they are
    /// begun, also if nobody waits for the answer.
    /// </summary>
    public Task<Answer<Settled>> SendAsync(Call call, bool validateOnly = false) => call.Bill is { } bill
        ? settlements.SettleAsync(call.RequestId, bill.ToDraft(), validateOnly, CancellationToken.None)
        : reversals.ReverseAsync(
            call.RequestId, new HospitalCode(call.Undo!.Hospital), new SettlementId(call.Undo.SettlementId), call.Undo.Reason, validateOnly, CancellationToken.None);

    /// <summary>Takes items of a settlement back.</summary>
    public Task<Answer<Refunded>> RefundAsync(
        string requestId, HospitalCode hospitalCode, SettlementId settlementId, IReadOnlyList<ReturnedItem> items, bool validateOnly = false) =>
        refunds.RefundAsync(requestId, hospitalCode, settlementId, items, "退费", validateOnly, CancellationToken.None);

    /// <summary>Settles a draft as it is.</summary>
    public Task<Answer<Settled>> SettleAsync(string requestId, ClaimDraft draft) =>
        settlements.SettleAsync(requestId, draft, validateOnly: false, CancellationToken.None);

    private sealed class NoAgreements : IAgreements
    {
        public ValueTask<PayLaterAgreement?> FindAgreementAsync(string agreementId, CancellationToken cancellationToken) =>
            ValueTask.FromResult<PayLaterAgreement?>(null);
    }
}
