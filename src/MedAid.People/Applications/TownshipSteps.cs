using System.Text.Json.Serialization;

namespace MedAid.People.Applications;

/// <summary>What was paid for a stay or a visit, and what came back.</summary>
/// <param name="HospitalCode">Hospital; its name's code or, outside the area, as on the receipt.</param>
/// <param name="ServiceDate">Day of the visit or the discharge.</param>
/// <param name="TotalFen">Sum of the receipts.</param>
/// <param name="ReimbursedFen">What insurance paid of it, by its settlement proof.</param>
public sealed record ReliefReceipts(string HospitalCode, DateOnly ServiceDate, long TotalFen, long ReimbursedFen)
{
    /// <summary>What the applicant bore; nobody is granted more.</summary>
    [JsonIgnore]
    public long OwnFen => TotalFen - ReimbursedFen;
}

/// <summary>受理: the township (or street office) takes the application in.</summary>
/// <param name="Class">Whose application it is.</param>
/// <param name="Purpose">What is applied for.</param>
/// <param name="County">County, six digits.</param>
/// <param name="Township">Township of the household register.</param>
/// <param name="Village">Village.</param>
/// <param name="Papers">Codes of the papers handed in.</param>
/// <param name="Missing">Codes of required ones that were not.</param>
/// <param name="Receipts">What was paid; needed for an amount.</param>
public sealed record Submission(
    ApplicantClass Class, ReliefPurpose Purpose, string County, string Township, string Village, IReadOnlyList<string> Papers,
    IReadOnlyList<string> Missing, ReliefReceipts? Receipts) : ReliefAct
{
    /// <inheritdoc/>
    public override string Title => "受理申请";

    /// <summary>A first step has nothing before it; whether it may be taken is the rules' matter.</summary>
    internal override ReliefFault? Check(ReliefApplication before, StepHead head) => null;

    internal override ReliefApplication Apply(ReliefApplication before, ReliefStep step) => before with
    {
        Submission = this,
        Papers = Papers,
        Missing = Missing,
        State = Missing.Count > 0 ? ReliefState.AwaitingPapers : ReliefState.AwaitingVisit,
    };
}

/// <summary>补正: papers that were missing are handed in.</summary>
public sealed record PapersAdded(IReadOnlyList<string> Papers, IReadOnlyList<string> Missing) : ReliefAct
{
    /// <inheritdoc/>
    public override string Title => "补交材料";

    internal override ReliefFault? Check(ReliefApplication before, StepHead head) => Turn(before, ReliefState.AwaitingPapers);

    internal override ReliefApplication Apply(ReliefApplication before, ReliefStep step) => before with
    {
        Papers = [.. before.Papers.Union(Papers, StringComparer.Ordinal)],
        Missing = Missing,
        State = Missing.Count > 0 ? ReliefState.AwaitingPapers : ReliefState.AwaitingVisit,
    };
}

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

    internal override ReliefFault? Check(ReliefApplication before, StepHead head) =>
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
    internal override ReliefFault? Check(ReliefApplication before, StepHead head) =>
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

    internal override ReliefFault? Check(ReliefApplication before, StepHead head) =>
        Turn(before, ReliefState.InPublicity)
        ?? (head.Today > before.Publicity!.Until ? null : ReliefFault.Days($"公示到 {before.Publicity.Until:yyyy-MM-dd} 为止，期满后才能上报"));

    internal override ReliefApplication Apply(ReliefApplication before, ReliefStep step) => before with { State = ReliefState.AtCounty };
}

/// <summary>撤回: the applicant takes it back before it is decided.</summary>
public sealed record Withdrawn(string Reason) : ReliefAct
{
    /// <inheritdoc/>
    public override string Title => "撤回申请";

    internal override ReliefFault? Check(ReliefApplication before, StepHead head) =>
        before.IsOpen ? null : ReliefFault.OutOfTurn(Title, before.State);

    internal override ReliefApplication Apply(ReliefApplication before, ReliefStep step) => before with { State = ReliefState.Withdrawn };
}
