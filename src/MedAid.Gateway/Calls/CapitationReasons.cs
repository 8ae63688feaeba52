using Grpc.Core;
using MedAid.Contract.Errors.V1;

namespace MedAid.Gateway.Calls;

/// <summary>The reasons of capitation contracts, part of the table of <see cref="ErrorReasons"/>.</summary>
internal static class CapitationReasons
{
    public static readonly ErrorReasonRow[] Rows =
    [
        new(ErrorReason.CapitationProgrammeNotFound, StatusCode.NotFound, Outcome.NotDone,
            "The pack in force has no such capitation programme by the month.", "该县区当时的政策没有这个按月的按人头打包项目，请核对项目和日期。"),
        new(ErrorReason.CapitationEnrolledAlready, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The person is under the contract already, here or at another hospital.", "该人已在签约名册上（本院或他院），请先办理退出。"),
        new(ErrorReason.CapitationNotEnrolled, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The person is not under this hospital's contract, or there is no such change to take back.", "该人不在本院签约名册上，或没有可撤回的这条变更，请核对机构和日期。"),
        new(ErrorReason.CapitationMonthClaimed, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The claim of the month has been built; its roll does not change any more.", "该月已申报，名册不能再改；请从下一个月起登记，差额与医保经办机构另行结算。"),
        new(ErrorReason.CapitationMonthNotOver, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The month is not over.", "该月尚未结束，月底之后才能申报；可先试算。"),
        new(ErrorReason.CapitationDayBeforeLast, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The day lies before the person's last change.", "日期早于该人上一次变更，请先撤回上一次变更或改日期。"),
        new(ErrorReason.CapitationClaimNotFound, StatusCode.NotFound, Outcome.NotDone,
            "No claim has this id.", "未找到该月度申报，请核对编号。"),
        new(ErrorReason.CapitationOtherCounty, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The person is insured in another county than the hospital's.", "该人参保地不是本院所在县区，医保不按人头付费；请核对参保地，属实的按次结算。"),
        new(ErrorReason.CapitationPaidPerVisit, StatusCode.FailedPrecondition, Outcome.NotDone,
            "A visit within a head's days was settled by another county or scheme.",
            "名册上的人在册期间有一笔按其他参保地或险种结算的就诊（结算号见 settlement_id），会重复付费：请登记退出日期，或撤销后重新结算，再申报。"),
    ];
}
