using Grpc.Core;
using MedAid.Contract.Errors.V1;

namespace MedAid.Gateway.Calls;

/// <summary>The reasons about people, part of the table of <see cref="ErrorReasons"/>.</summary>
internal static class PeopleReasons
{
    public static readonly ErrorReasonRow[] Rows =
    [
        new(ErrorReason.ReliefApplicationNotFound, StatusCode.NotFound, Outcome.NotDone,
            "No application for relief has this id.", "没有这个申请编号，请核对。"),
        new(ErrorReason.ReliefStepOutOfTurn, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The step is not due where the application stands.", "该步骤现在不能办理，请先查询申请的状态。"),
        new(ErrorReason.ReliefAppliedBefore, StatusCode.AlreadyExists, Outcome.NotDone,
            "There is an application for the same thing, open or granted.", "同一事项已有申请在办或已经批准，请查询原申请，不要重复受理。"),
        new(ErrorReason.ReliefSameOperator, StatusCode.FailedPrecondition, Outcome.NotDone,
            "Maker and checker are the same operator.", "经办和复核不能是同一人，请换人办理。"),
        new(ErrorReason.ReliefNotKeyObject, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The applicant was no key object on the day of the visit.", "就诊当日不是重点救助对象，请按低收入或因病致贫受理。"),
        new(ErrorReason.ReliefGrantUnfit, StatusCode.InvalidArgument, Outcome.NotDone,
            "What is to be granted does not fit what was applied for.", "批准的内容与申请事项不符，或超过个人负担，请核对。"),
        new(ErrorReason.RefusalNoticeNotFound, StatusCode.NotFound, Outcome.NotDone,
            "The application was not refused, so there is no notice.", "该申请没有不予救助的告知书。"),
        new(ErrorReason.MarkNotOpen, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The settlement has no open mark.", "该笔结算没有待处理的标记，请查询标记列表（含已处理的）。"),
        new(ErrorReason.SettledAgainUnfit, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The settlement that is to replace the marked one does not fit.", "重新结算的编号不对，或原结算尚未撤销，请先撤销再重新结算。"),
        new(ErrorReason.PremiumAidNotInForce, StatusCode.FailedPrecondition, Outcome.NotDone,
            "No pack with aid for the premium is in force for the county, the scheme and the day.", "该县区该险种在此日期没有资助参保的政策，请联系医保办。"),
        new(ErrorReason.QualificationNotHeld, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The application gave no qualification, or it has ended by that day.", "该申请没有生效的资格，或在此日期前已经结束。"),
        new(ErrorReason.DetailKeysMissing, StatusCode.FailedPrecondition, Outcome.NotDone,
            "Names are sealed by keys that this gateway's file lacks.", "本机 detail.keys 缺少已用过的密钥，请先从有这些密钥的网关补上对应的行，再更换密钥。"),
        new(ErrorReason.BoundToOtherHospital, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The qualification is bound to another hospital.", "该病种待遇限在选定的定点医疗机构享受，请到选定机构就诊或办理变更。"),
        new(ErrorReason.HospitalNotDesignated, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The hospital's agreement does not hold on the service date.", "就诊当日本机构不在定点协议期内，不能联网结算，请核对就诊日期或联系医保办。"),
    ];
}
