using MedAid.Settlement.Claims;
using MedAid.Settlement.Writes;

namespace MedAid.People.Applications;

/// <summary>Why a step cannot be done, in Chinese with what to do.</summary>
internal static class ReliefFault
{
    private const string Turn = "RELIEF_STEP_OUT_OF_TURN";

    public static readonly Fault NotFound = new("RELIEF_APPLICATION_NOT_FOUND", "没有这个申请编号，请核对");

    public static readonly Fault Unknown = new("PERSON_NOT_ON_RECORD", "没有该人的登记，请先办理参保登记或报送名册");

    public static readonly Fault AppliedBefore = new(
        "RELIEF_APPLIED_BEFORE", "同一事项已有申请在办或已经批准，请查询原申请，不要重复受理");

    public static readonly Fault NotKeyObject = new(
        "RELIEF_NOT_KEY_OBJECT", "就诊当日不是低保对象、特困人员或在乡重点优抚对象，请按低收入或因病致贫受理");

    public static readonly Fault NotConfirmed = new(
        Turn, "入户调查没有证实患病或家庭困难，不能公示；请拟不予救助并写明不符合的规定");

    public static readonly Fault NotDelivered = new(Turn, "请先登记告知书的送达日期，时限从收到之日起算");

    public static Fault OutOfTurn(string title, ReliefState state) =>
        new(Turn, $"申请现在是“{ReliefStateWords.Of(state)}”，不能{title}");

    public static Fault DoneBefore(string what) => new(Turn, $"{what}，不能再登记");

    public static Fault SameOperator(string message) => new("RELIEF_SAME_OPERATOR", message);

    public static Fault Unfit(string message) => new("RELIEF_GRANT_UNFIT", message);

    public static Fault Days(string message, string field = "step") => Fault.Of(FieldRule.DateUnfit, message, field);

    public static Fault? OnDay(string title, DateOnly day, DateOnly first, DateOnly today) => day >= first && day <= today
        ? null
        : Days($"{title}的日期不对，要在 {first:yyyy-MM-dd} 和今天之间");
}
