using MedAid.Settlement.Writes;

namespace MedAid.People.Applications;

/// <summary>入户调查: the township visits the home, helped by the village.</summary>
/// <param name="On">Day of the visit.</param>
/// <param name="Visitors">Who visited.</param>
/// <param name="VillageHelper">Who of the village committee helped.</param>
/// <param name="IllnessConfirmed">患病情况属实.</param>
/// <param name="HardshipConfirmed">家庭经济困难属实.</param>
/// <param name="Note">What else was found; no names or numbers.</param>
public sealed record HomeVisited(
    DateOnly On, IReadOnlyList<string> Visitors, string VillageHelper, bool IllnessConfirmed, bool HardshipConfirmed, string Note) : ReliefAct
{
    /// <inheritdoc/>
    public override string Title => "入户调查";

    internal override Fault? Check(ReliefApplication before, StepHead head) =>
        Turn(before, ReliefState.AwaitingVisit) ?? ReliefFault.OnDay(Title, On, before.SubmittedOn, head.Today);

    internal override ReliefApplication Apply(ReliefApplication before, ReliefStep step) =>
        before with { Visit = this, State = ReliefState.AwaitingPublicity };
}

/// <summary>公示: the township's review is on display.</summary>
public sealed record Publicised(DateOnly From, DateOnly Until, string Place) : ReliefAct
{
    /// <inheritdoc/>
    public override string Title => "审核公示";

    /// <summary>Who has a key identity is poor by it; the hardship of the others the visit has to confirm.</summary>
    internal override Fault? Check(ReliefApplication before, StepHead head) =>
        Turn(before, ReliefState.AwaitingPublicity)
        ?? (before.Visit is { IllnessConfirmed: true } visit
            && (visit.HardshipConfirmed || before.Submission.Class == ApplicantClass.UnfiledOutOfArea)
                ? null
                : ReliefFault.NotConfirmed)
        ?? (From >= before.Visit!.On && Until >= From ? null : ReliefFault.Days("公示起止日期不对，要在入户调查之后，且止不早于起"));

    internal override ReliefApplication Apply(ReliefApplication before, ReliefStep step) =>
        before with { Publicity = this, State = ReliefState.InPublicity };
}

/// <summary>上报: after the display the township reports to the county.</summary>
/// <param name="Objections">Objections raised during the display and how they were settled; empty: none.</param>
public sealed record Reported(string Objections) : ReliefAct
{
    /// <inheritdoc/>
    public override string Title => "上报县级";

    internal override Fault? Check(ReliefApplication before, StepHead head) =>
        Turn(before, ReliefState.InPublicity)
        ?? (head.Today > before.Publicity!.Until ? null : ReliefFault.Days($"公示到 {before.Publicity.Until:yyyy-MM-dd} 为止，期满后才能上报"));

    internal override ReliefApplication Apply(ReliefApplication before, ReliefStep step) => before with { State = ReliefState.AtCounty };
}
