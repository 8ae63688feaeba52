using System.Security.Cryptography;
using System.Text;
using MedAid.People.Ports;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;

namespace MedAid.People.Applications;

/// <summary>A call that records a step.</summary>
/// <param name="RequestId">The caller's key.</param>
/// <param name="ContentHash">Tells one content from another.</param>
/// <param name="Operator">Who.</param>
/// <param name="ValidateOnly">True: everything is checked, nothing is kept.</param>
public sealed record ReliefCall(string RequestId, string ContentHash, string Operator, bool ValidateOnly);

/// <summary>Takes applications on paper in and carries them on, step by step; each step is repeatable by its request id.</summary>
public sealed class ReliefDesk(IReliefStore store, IEligibilityCache cache, PersonTokens tokens, PaperLists papers, TimeProvider time)
{
    private const int IdDigits = 24;

    /// <summary>The papers that a county asks for; null: no list is in force.</summary>
    public PaperList? PapersOf(string county) => papers.For(county);

    /// <summary>Takes an application in. The county's paper list has to be in force.</summary>
    public Task<ReliefOutcome> SubmitAsync(string idNumber, Submission draft, ReliefCall call, CancellationToken cancellationToken)
    {
        var list = papers.For(draft.County) ?? throw new InvalidOperationException("the caller checks that there is a list");
        var head = HeadOf(call);
        var id = $"{ReliefApplication.IdLetter}{Hex(call.RequestId)[..IdDigits]}";
        return RecordAsync(
            new ReliefEntry(id, tokens.Of(idNumber), head), call, dossier => ReliefRules.Submit(dossier, id, draft, list, head), cancellationToken);
    }

    /// <summary>Takes one more step of an application.</summary>
    public Task<ReliefOutcome> RecordAsync(string applicationId, ReliefAct act, ReliefCall call, CancellationToken cancellationToken)
    {
        var head = HeadOf(call);
        var entry = new ReliefEntry(applicationId, null, head) { NoticeYear = (act as Confirmed)?.On?.Year ?? head.Today.Year };
        return RecordAsync(
            entry, call, dossier => ReliefRules.Take(dossier, act, papers, head), cancellationToken);
    }

    private async Task<ReliefOutcome> RecordAsync(
        ReliefEntry entry, ReliefCall call, Func<ReliefDossier, ReliefRuling> decide, CancellationToken cancellationToken)
    {
        var outcome = await store.RecordAsync(entry, !call.ValidateOnly, decide, cancellationToken);
        await cache.ForgetAsync(outcome.Changed, cancellationToken);
        return outcome;
    }

    /// <summary>To the microsecond, as it is stored.</summary>
    private StepHead HeadOf(ReliefCall call)
    {
        var now = time.GetUtcNow();
        return new StepHead(call.RequestId, call.ContentHash, call.Operator, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)));
    }

    private static string Hex(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
