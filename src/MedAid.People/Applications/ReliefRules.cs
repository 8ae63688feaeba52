using MedAid.Core.Policy;
using MedAid.People.Identities;
using MedAid.People.Storage;
using MedAid.Settlement.Writes;

namespace MedAid.People.Applications;

/// <summary>
/// What a step makes of an application. Low-income and illness-impoverished people apply on paper; so do key objects who were treated outside
/// the area without filing (晋医保发〔2019〕46号 十一).
/// </summary>
public static class ReliefRules
{
    private static readonly IdentityKind[] KeyObjects =
    [
        IdentityKind.SubsistenceAllowance, IdentityKind.ExtremelyPoor, IdentityKind.PriorityVeteran,
    ];

    /// <summary>Takes an application in. What is missing of the papers is noted, and answered at once.</summary>
    public static Result<ReliefChange> Submit(ReliefFacts facts, string applicationId, Submission draft, PaperList papers, StepHead head)
    {
        if (facts.Person is not { } person)
        {
            return Result.Refused<ReliefChange>(ReliefFault.Unknown);
        }

        if (draft.CheckDay(head) is { } fault)
        {
            return Result.Refused<ReliefChange>(fault);
        }

        if (draft.Class == ApplicantClass.UnfiledOutOfArea
            && !person.Periods.Any(p => KeyObjects.Contains(p.Kind) && p.HoldsOn(draft.Receipts!.ServiceDate)))
        {
            return Result.Refused<ReliefChange>(ReliefFault.NotKeyObject);
        }

        if (facts.Others.Any(o => IsForTheSame(o, draft)))
        {
            return Result.Refused<ReliefChange>(ReliefFault.AppliedBefore);
        }

        var submission = draft with { Missing = papers.MissingOf(draft.Class, draft.Purpose, draft.Papers) };
        return Result.Done(new ReliefChange(ReliefApplication.Of(applicationId, person.PersonKey, [new ReliefStep(1, head, submission)])));
    }

    /// <summary>Takes one more step.</summary>
    public static Result<ReliefChange> Take(ReliefFacts facts, ReliefAct act, PaperLists papers, StepHead head)
    {
        if (facts.Application is not { } before)
        {
            return Result.Refused<ReliefChange>(ReliefFault.NotFound);
        }

        if (act.Check(before, head) is { } fault)
        {
            return Result.Refused<ReliefChange>(fault);
        }

        var after = before.After(new ReliefStep(before.Steps.Count + 1, head, Completed(act, before, facts.NextNotice, papers, head)));
        return Result.Done(new ReliefChange(after, after.State == ReliefState.Granted ? Identities(after) : null));
    }

    /// <summary>What only the workflow knows: what is still missing, and the number of a notice.</summary>
    private static ReliefAct Completed(ReliefAct act, ReliefApplication before, int nextNotice, PaperLists papers, StepHead head) => act switch
    {
        PapersAdded added => added with
        {
            Missing = papers.For(before.Submission.County)?.MissingOf(
                before.Submission.Class, before.Submission.Purpose, [.. before.Papers, .. added.Papers]) ?? before.Missing,
        },
        Confirmed { Agreed: true } confirmed when before.Proposal!.Act is Proposed { Grant: null } =>
            confirmed with { Notice = new NoticeNumber((confirmed.On ?? head.Today).Year, nextNotice) },
        _ => act,
    };

    private static Func<PersonFacts, IReadOnlyList<IdentityPeriod>>? Identities(ReliefApplication granted) =>
        granted is { Submission.Purpose: ReliefPurpose.Identity, Identity: { } kind, Grant: { From: { } from } grant }
            ? facts => IdentityTimeline.Add(facts.Periods, kind, from, grant.Until)
            : null;

    /// <summary>One identity at a time; and no stay is paid for twice.</summary>
    private static bool IsForTheSame(ReliefApplication other, Submission draft) =>
        other.Submission.Purpose == draft.Purpose
        && (draft.Purpose == ReliefPurpose.Identity
            ? (other.IsOpen || other.State == ReliefState.Appealed) && other.Submission.Class == draft.Class
            : (other.IsOpen || other.IsGranted || other.State == ReliefState.Appealed)
                && other.Submission.Receipts!.ServiceDate == draft.Receipts!.ServiceDate
                && other.Submission.Receipts.HospitalCode == draft.Receipts.HospitalCode);
}
