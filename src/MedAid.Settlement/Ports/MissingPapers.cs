using MedAid.Settlement.Claims;

namespace MedAid.Settlement.Ports;

/// <summary>
/// Papers that a visit needs and that nobody has signed, one sentence each with its code. It never changes the split. The room that keeps the papers
/// says it; its failures are the ledger's exceptions.
/// </summary>
public sealed record MissingPapers(Func<ClaimCase, CancellationToken, ValueTask<IReadOnlyList<string>>> OfAsync);
