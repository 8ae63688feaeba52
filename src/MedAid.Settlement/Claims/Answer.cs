using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Settlement.Claims;

/// <summary>
/// What a use case answers: a value, or every bad field, or one refusal. An outage is none of these; it is an exception of the
/// ledger or the register.
/// </summary>
public sealed record Answer<T>
    where T : class
{
    /// <summary>The value; null if something was wrong.</summary>
    public T? Value { get; private init; }

    /// <summary>All bad fields.</summary>
    public IReadOnlyList<FieldViolation> Violations { get; private init; } = [];

    /// <summary>The refusal; null if there is none.</summary>
    public RefusalRecord? Refusal { get; private init; }

    /// <summary>
    /// Whether the refusal is kept under the request id and nothing was ever done under it: only a new request id can succeed.
    /// </summary>
    public bool NeedsNewRequestId { get; private init; }

#pragma warning disable CA1000 // Answer<Settled>.Of(...) reads better here than a second, non-generic class of makers.

    /// <summary>An answer with a value.</summary>
    public static Answer<T> Of(T value) => new() { Value = value };

    /// <summary>An answer that names bad fields.</summary>
    public static Answer<T> Invalid(IReadOnlyList<FieldViolation> violations) => new() { Violations = violations };

    /// <summary>An answer that refuses.</summary>
    public static Answer<T> Refused(RefusalRecord refusal) => new() { Refusal = refusal };

    /// <summary>An answer that refuses whatever comes under this request id, for good.</summary>
    public static Answer<T> RefusedForGood(RefusalRecord refusal) => new() { Refusal = refusal, NeedsNewRequestId = true };

    /// <summary>An answer that refuses for a reason that needs no subject.</summary>
    public static Answer<T> Refused(Refusal refusal) => new() { Refusal = new RefusalRecord(refusal) };

#pragma warning restore CA1000
}

/// <summary>A record of the ledger as an answer: the document, whether it was answered before, and what undid it.</summary>
public sealed record Settled(SettlementDocument Document, bool Replayed = false, SettlementId? ReversedBySettlementId = null);
