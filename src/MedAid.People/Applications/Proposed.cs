using MedAid.Settlement.People;
using MedAid.Settlement.Writes;

namespace MedAid.People.Applications;

/// <summary>What is granted: the days of the identity, or an amount for the receipts.</summary>
/// <param name="From">First day of the identity; null: an amount is granted.</param>
/// <param name="Until">First day without it; null: no end.</param>
/// <param name="AmountFen">Amount granted; 0: the identity is granted.</param>
public sealed record ReliefGrant(DateOnly? From, DateOnly? Until, long AmountFen);

/// <summary>A rule that the applicant does not meet: where it stands and what it says.</summary>
public sealed record FailedRule(string Cite, string Text);

/// <summary>拟定: one clerk proposes a grant or a refusal. A refusal may be proposed at every stage, a grant by the county only.</summary>
public sealed record Proposed(ReliefGrant? Grant, IReadOnlyList<FailedRule> FailedRules) : ReliefAct
{
    /// <inheritdoc/>
    public override string Title => Grant is null ? "拟不予救助" : "拟批准";

    internal override Fault? Check(ReliefApplication before, StepHead head)
    {
        if (Grant is null)
        {
            return before.IsOpen && before.State != ReliefState.AwaitingConfirmation ? null : ReliefFault.OutOfTurn(Title, before.State);
        }

        return Turn(before, ReliefState.AtCounty) ?? (before.Submission.Purpose == ReliefPurpose.Identity ? CheckDays() : CheckAmount(before));
    }

    internal override ReliefApplication Apply(ReliefApplication before, ReliefStep step) =>
        before with { Proposal = step, Back = before.State, State = ReliefState.AwaitingConfirmation };

    private Fault? CheckDays() => Grant is { From: { } from, AmountFen: 0 } && !(Grant.Until <= from)
        ? null
        : ReliefFault.Unfit("申请的是身份，请写明起始日期，截止日期（首个不再享受的日期）要晚于起始日期，不写金额");

    private Fault? CheckAmount(ReliefApplication before) =>
        Grant is { From: null, Until: null } && Grant.AmountFen > 0 && Grant.AmountFen <= before.Submission.Receipts!.OwnFen
            ? null
            : ReliefFault.Unfit("申请的是已发生费用的救助金额，金额要大于零，不能超过收据总额减去医保报销后的个人负担，不写身份日期");
}

/// <summary>复核: another clerk confirms the proposal, or sends it back. A refusal gets its notice here.</summary>
/// <param name="Agreed">False: sent back to where it was.</param>
/// <param name="Note">Why.</param>
/// <param name="Notice">The notice of a confirmed refusal.</param>
public sealed record Confirmed(bool Agreed, string Note, NoticeNumber? Notice) : ReliefAct
{
    /// <summary>Day of the decision; null: the day on which it was recorded.</summary>
    public DateOnly? On { get; init; }

    /// <inheritdoc/>
    public override string Title => "复核";

    internal override Fault? Check(ReliefApplication before, StepHead head) =>
        Turn(before, ReliefState.AwaitingConfirmation)
        ?? (SamePerson.Is(before.Proposal!.Head.Operator, head.Operator) ? ReliefFault.SameOperator("拟定和复核不能是同一人，请换人复核") : null)
        ?? (On is { } day ? ReliefFault.OnDay(Title, day, First(before), head.Today) : null);

    internal override ReliefApplication Apply(ReliefApplication before, ReliefStep step)
    {
        if (!Agreed)
        {
            return before with { Proposal = null, State = before.Back };
        }

        var proposal = (Proposed)before.Proposal!.Act;
        return before with
        {
            Decision = step,
            Grant = proposal.Grant,
            Notice = proposal.Grant is null ? new RefusalNotice(Notice!, proposal.FailedRules, On ?? step.Head.Today) : null,
            State = proposal.Grant is null ? ReliefState.Refused : ReliefState.Granted,
        };
    }

    /// <summary>No decision is older than what it rests on.</summary>
    private static DateOnly First(ReliefApplication before) => new[]
    {
        before.SubmittedOn,
        before.Visit?.On ?? default,
        before.Back == ReliefState.AtCounty ? before.Publicity?.Until ?? default : default,
        before.Appeals is [.., { Result: { } result }] ? result.DecidedOn : default,
    }.Max();
}

/// <summary>公布: the amount (or the identity) that was granted is published.</summary>
public sealed record ResultPublished(DateOnly On, string Place) : ReliefAct
{
    /// <inheritdoc/>
    public override string Title => "公布结果";

    internal override Fault? Check(ReliefApplication before, StepHead head) =>
        Turn(before, ReliefState.Granted) ?? ReliefFault.OnDay(Title, On, before.DecidedOn!.Value, head.Today);

    internal override ReliefApplication Apply(ReliefApplication before, ReliefStep step) => before with { State = ReliefState.Published };
}
