using System.Text.Json.Serialization;
using MedAid.Core;
using MedAid.Settlement.Writes;

namespace MedAid.People.Applications;

/// <summary>What was paid for a stay or a visit, and what came back.</summary>
/// <param name="HospitalCode">Hospital; its name's code or, outside the area, as on the receipt.</param>
/// <param name="ServiceDate">Day of the visit or the discharge.</param>
/// <param name="TotalFen">Sum of the receipts.</param>
/// <param name="ReimbursedFen">What insurance paid of it, by its settlement proof.</param>
public sealed record ReliefReceipts(HospitalCode HospitalCode, DateOnly ServiceDate, long TotalFen, long ReimbursedFen)
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
    ApplicantClass Class, ReliefPurpose Purpose, CountyCode County, string Township, string Village, IReadOnlyList<string> Papers,
    IReadOnlyList<string> Missing, ReliefReceipts? Receipts) : ReliefAct
{
    private const string ReceivedField = "received_date";

    /// <summary>Day on which the application was handed in; null: the day on which it was recorded.</summary>
    public DateOnly? ReceivedOn { get; init; }

    /// <inheritdoc/>
    public override string Title => "受理申请";

    /// <summary>A first step has nothing before it; whether it may be taken is the rules' matter.</summary>
    internal override Fault? Check(ReliefApplication before, StepHead head) => CheckDay(head);

    /// <summary>Why it cannot have been handed in on that day; null: it can.</summary>
    internal Fault? CheckDay(StepHead head) =>
        ReceivedOn > head.Today ? ReliefFault.Days("收到申请的日期在今天之后，请核对", ReceivedField)
        : (ReceivedOn ?? head.Today) < Receipts?.ServiceDate ? ReliefFault.Days("收到申请的日期早于就诊日期，请核对", ReceivedField)
        : null;

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
    /// <summary>Day on which they were handed in; null: the day on which it was recorded.</summary>
    public DateOnly? ReceivedOn { get; init; }

    /// <inheritdoc/>
    public override string Title => "补交材料";

    internal override Fault? Check(ReliefApplication before, StepHead head) =>
        Turn(before, ReliefState.AwaitingPapers) ?? ReliefFault.OnDay(Title, ReceivedOn ?? head.Today, before.SubmittedOn, head.Today);

    internal override ReliefApplication Apply(ReliefApplication before, ReliefStep step) => before with
    {
        Papers = [.. before.Papers.Union(Papers, StringComparer.Ordinal)],
        Missing = Missing,
        State = Missing.Count > 0 ? ReliefState.AwaitingPapers : ReliefState.AwaitingVisit,
    };
}

/// <summary>撤回: the applicant takes it back before it is decided.</summary>
public sealed record Withdrawn(string Reason) : ReliefAct
{
    /// <inheritdoc/>
    public override string Title => "撤回申请";

    internal override Fault? Check(ReliefApplication before, StepHead head) =>
        before.IsOpen ? null : ReliefFault.OutOfTurn(Title, before.State);

    internal override ReliefApplication Apply(ReliefApplication before, ReliefStep step) => before with { State = ReliefState.Withdrawn };
}
