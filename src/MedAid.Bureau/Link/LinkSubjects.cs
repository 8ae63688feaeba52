using System.Text.Json;
using MedAid.Core;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ports;

namespace MedAid.Bureau.Link;

/// <summary>What the link asks of its gateway.</summary>
/// <param name="FindIdentity">Name and number of a person, noted as read by the link; null: not on record.</param>
public sealed record LinkPorts(Func<PersonKey, CancellationToken, Task<PersonIdentity?>> FindIdentity);

/// <summary>What tasks are about: settlements of the ledger, or visits that are settled through the platform.</summary>
public sealed class LinkSubjects(ILedger ledger, SettleClaim settle, LinkPorts ports)
{
    /// <summary>Who the person of a task is; null: not on record.</summary>
    public Task<PersonIdentity?> FindIdentityAsync(PersonKey personKey, CancellationToken cancellationToken) =>
        ports.FindIdentity(personKey, cancellationToken);

    /// <summary>The text in which a visit is kept until it is settled: without the id number.</summary>
    public static string ContentOf(ClaimDraft draft) => JsonSerializer.Serialize(draft with { IdNumber = "" });

    /// <summary>What the bureau is told of the visit of a task, or why it cannot be told.</summary>
    public async Task<(LinkVisit? Visit, string Why)> VisitAsync(BureauTask task, PersonIdentity identity, CancellationToken cancellationToken)
    {
        if (task.Kind == TaskKind.SettleThrough)
        {
            var draft = DraftOf(task, identity);
            var tried = await settle.SettleAsync(RequestIdOf(task), draft, validateOnly: true, cancellationToken);
            return tried.Value is { } settled ? (LinkVisit.Of(draft, settled.Document.Breakdown), "") : (null, WhyOf(tried));
        }

        return await ledger.FindAsync(task.SettlementId, cancellationToken) is { } stored && LinkVisit.Of(stored.Document) is { } visit
            ? (visit, "")
            : (null, "结算单读不出来");
    }

    /// <summary>Settles a visit that the platform has split.</summary>
    public Task<Answer<Settled>> SettleAsync(
        BureauTask task, PersonIdentity identity, IReadOnlyList<PaymentDraft> upstream, AccountDraft? account, CancellationToken cancellationToken) =>
        settle.SettleAsync(
            RequestIdOf(task), DraftOf(task, identity) with { UpstreamPayments = upstream, Account = account }, validateOnly: false,
            cancellationToken);

    /// <summary>Why a settlement was refused, as a stable word and without anything personal.</summary>
    public static string WhyOf(Answer<Settled> answer) => answer.Refusal is { } refusal
        ? refusal.Reason.ToString()
        : string.Join('、', answer.Violations.Select(v => v.Field).Distinct());

    /// <summary>The key of the task of a caller's request.</summary>
    public static string KeyOf(string requestId) => Prefix + requestId;

    private const string Prefix = "request/";

    private static string RequestIdOf(BureauTask task) => task.Key[Prefix.Length..];

    private static ClaimDraft DraftOf(BureauTask task, PersonIdentity identity) =>
        JsonSerializer.Deserialize<ClaimDraft>(task.Content)! with { IdNumber = identity.IdNumber };
}
