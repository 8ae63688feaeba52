namespace MedAid.People.Applications;

/// <summary>Kinds of faults; each has a reason of its own on the wire.</summary>
public enum ReliefFaultKind
{
    /// <summary>No application has that id.</summary>
    NotFound = 1,

    /// <summary>The step is not due where the application stands, or was done already.</summary>
    OutOfTurn = 2,

    /// <summary>There is one for the same thing.</summary>
    AppliedBefore = 3,

    /// <summary>Maker and checker are one person.</summary>
    SameOperator = 4,

    /// <summary>Not a key object on the day of the visit.</summary>
    NotKeyObject = 5,

    /// <summary>What is to be granted does not fit what was applied for.</summary>
    GrantUnfit = 6,

    /// <summary>Nothing is on record about the person.</summary>
    PersonNotOnRecord = 7,

    /// <summary>A day is impossible.</summary>
    DayUnfit = 8,
}

/// <summary>Why a step cannot be done, in Chinese with what to do.</summary>
public sealed record ReliefFault(ReliefFaultKind Kind, string Message)
{
    internal static readonly ReliefFault NotFound = new(ReliefFaultKind.NotFound, "没有这个申请编号，请核对");

    internal static readonly ReliefFault Unknown = new(ReliefFaultKind.PersonNotOnRecord, "没有该人的登记，请先办理参保登记或报送名册");

    internal static readonly ReliefFault AppliedBefore = new(
        ReliefFaultKind.AppliedBefore, "同一事项已有申请在办或已经批准，请查询原申请，不要重复受理");

    internal static readonly ReliefFault NotKeyObject = new(
        ReliefFaultKind.NotKeyObject, "就诊当日不是低保对象、特困人员或在乡重点优抚对象，请按低收入或因病致贫受理");

    internal static readonly ReliefFault NotConfirmed = new(
        ReliefFaultKind.OutOfTurn, "入户调查没有证实患病或家庭困难，不能公示；请拟不予救助并写明不符合的规定");

    internal static readonly ReliefFault NotDelivered = new(ReliefFaultKind.OutOfTurn, "请先登记告知书的送达日期，时限从收到之日起算");

    internal static ReliefFault OutOfTurn(string title, ReliefState state) =>
        new(ReliefFaultKind.OutOfTurn, $"申请现在是“{ReliefStateWords.Of(state)}”，不能{title}");

    internal static ReliefFault DoneBefore(string what) => new(ReliefFaultKind.OutOfTurn, $"{what}，不能再登记");

    internal static ReliefFault SameOperator(string message) => new(ReliefFaultKind.SameOperator, message);

    internal static ReliefFault Unfit(string message) => new(ReliefFaultKind.GrantUnfit, message);

    internal static ReliefFault Days(string message) => new(ReliefFaultKind.DayUnfit, message);

    internal static ReliefFault? OnDay(string title, DateOnly day, DateOnly first, DateOnly today) => day >= first && day <= today
        ? null
        : Days($"{title}的日期不对，要在 {first:yyyy-MM-dd} 和今天之间");
}
