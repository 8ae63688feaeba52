using System.Security.Cryptography;
using System.Text;
using MedAid.Core;
using MedAid.People.Storage;
using MedAid.Settlement;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Writes;

namespace MedAid.People.Applications;

/// <summary>Takes applications on paper in and carries them on, step by step.</summary>
public sealed class ReliefWorkflow(ReliefStore store, IEligibilityCache cache, PersonTokens tokens, PaperLists papers, TimeProvider time)
{
    private const int IdDigits = 24;

    /// <summary>The papers that a county asks for; null: no list is in force.</summary>
    public PaperList? PapersOf(CountyCode county) => papers.For(county);

    /// <summary>Takes an application in. The county's paper list has to be in force.</summary>
    public Task<Result<Recorded<ReliefApplication>>> SubmitAsync(
        string idNumber, Submission draft, WriteKey key, string operatorName, CancellationToken cancellationToken)
    {
        var list = papers.For(draft.County) ?? throw new InvalidOperationException("the caller checks that there is a list");
        var id = $"{ReliefApplication.IdLetter}{Hex(key.RequestId)[..IdDigits]}";
        return RecordAsync(
            new ReliefEntry(id, tokens.Of(idNumber)), key, operatorName, (facts, head) => ReliefRules.Submit(facts, id, draft, list, head),
            cancellationToken);
    }

    /// <summary>Takes one more step of an application.</summary>
    public Task<Result<Recorded<ReliefApplication>>> RecordAsync(
        string applicationId, ReliefAct act, WriteKey key, string operatorName, CancellationToken cancellationToken) => RecordAsync(
        new ReliefEntry(applicationId, null) { NoticeYear = (act as Confirmed)?.On?.Year }, key, operatorName,
        (facts, head) => ReliefRules.Take(facts, act, papers, head), cancellationToken);

    private async Task<Result<Recorded<ReliefApplication>>> RecordAsync(
        ReliefEntry entry, WriteKey key, string operatorName, Func<ReliefFacts, StepHead, Result<ReliefChange>> decide,
        CancellationToken cancellationToken)
    {
        var head = new WriteHead(key, operatorName, Instants.Now(time));
        var step = new StepHead(head.Operator, head.Time);
        return await cache.ForgetChangedAsync(
            await store.RecordAsync(entry, head, facts => decide(facts, step), cancellationToken), cancellationToken);
    }

    private static string Hex(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
