using MedAid.Settlement.People;
using MedAid.Settlement.Writes;

namespace MedAid.People.Applications;

/// <summary>送达: the applicant receives the notice; its time limits run from here.</summary>
public sealed record NoticeDelivered(DateOnly ReceivedOn, string How) : ReliefAct
{
    /// <inheritdoc/>
    public override string Title => "送达告知书";

    internal override Fault? Check(ReliefApplication before, StepHead head) =>
        Turn(before, ReliefState.Refused)
        ?? (before.Notice!.ReceivedOn is null ? null : ReliefFault.DoneBefore("告知书已经送达"))
        ?? ReliefFault.OnDay(Title, ReceivedOn, before.Notice.IssuedOn, head.Today);

    internal override ReliefApplication Apply(ReliefApplication before, ReliefStep step) =>
        before with { Notice = before.Notice! with { ReceivedOn = ReceivedOn } };
}

/// <summary>复议或诉讼: the applicant appeals against the refusal. Whether a late one is heard is for the body that hears it.</summary>
/// <param name="Kind">Review or suit.</param>
/// <param name="FiledOn">Day on which it was filed.</param>
/// <param name="Body">Which body or court.</param>
/// <param name="Grounds">On what grounds.</param>
public sealed record AppealFiled(AppealKind Kind, DateOnly FiledOn, string Body, string Grounds) : ReliefAct
{
    /// <inheritdoc/>
    public override string Title => Kind == AppealKind.Review ? "登记行政复议" : "登记行政诉讼";

    internal override Fault? Check(ReliefApplication before, StepHead head) =>
        Turn(before, ReliefState.Refused)
        ?? (before.Notice!.ReceivedOn is null ? ReliefFault.NotDelivered : null)
        ?? (before.Appeals.Any(a => a.Filing.Kind == Kind && a.Notice == before.Notice.Number)
            ? ReliefFault.DoneBefore("对这份告知书的同类申请已经登记过")
            : null)
        ?? ReliefFault.OnDay(Title, FiledOn, before.Notice.ReceivedOn!.Value, head.Today);

    internal override ReliefApplication Apply(ReliefApplication before, ReliefStep step) => before with
    {
        Appeals = [.. before.Appeals, new Appeal(before.Notice!.Number, this, before.Notice.IsInTime(Kind, FiledOn), step.Head.Operator, null)],
        State = ReliefState.Appealed,
    };
}

/// <summary>An appeal and its outcome.</summary>
/// <param name="Notice">Against which notice.</param>
/// <param name="Filing">The filing.</param>
/// <param name="InTime">Whether it was filed within the time of the notice.</param>
/// <param name="FiledBy">Who recorded the filing.</param>
/// <param name="Result">Its outcome; null: still open.</param>
public sealed record Appeal(NoticeNumber Notice, AppealFiled Filing, bool InTime, string FiledBy, AppealDecided? Result);

/// <summary>The review or the court has decided. Recorded by somebody who had no part in the refusal nor in the filing.</summary>
public sealed record AppealDecided(AppealOutcome Outcome, DateOnly DecidedOn, string Note) : ReliefAct
{
    /// <inheritdoc/>
    public override string Title => "登记复议或诉讼结果";

    internal override Fault? Check(ReliefApplication before, StepHead head) =>
        Turn(before, ReliefState.Appealed)
        ?? (SamePerson.Is(head.Operator, before.Appeals[^1].FiledBy)
            || SamePerson.Is(head.Operator, before.Proposal!.Head.Operator) || SamePerson.Is(head.Operator, before.Decision!.Head.Operator)
                ? ReliefFault.SameOperator("原决定的拟定人、复核人和登记人不能办理复议或诉讼的结果，请换人办理")
                : null)
        ?? ReliefFault.OnDay(Title, DecidedOn, before.Appeals[^1].Filing.FiledOn, head.Today);

    internal override ReliefApplication Apply(ReliefApplication before, ReliefStep step) => before with
    {
        Appeals = [.. before.Appeals.SkipLast(1), before.Appeals[^1] with { Result = this }],
        State = Outcome == AppealOutcome.Revoked ? ReliefState.AtCounty : ReliefState.Refused,
    };
}
