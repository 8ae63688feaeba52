using Grpc.Core;
using MedAid.Contract.Errors.V1;

namespace MedAid.Gateway.Calls;

/// <summary>The reasons of the search for entitlement gaps, part of the table of <see cref="ErrorReasons"/>.</summary>
internal static class EntitlementGapReasons
{
    public static readonly ErrorReasonRow[] Rows =
    [
        new(ErrorReason.NothingToPush, StatusCode.FailedPrecondition, Outcome.NotDone,
            "Nothing new was found of the county for the receiver.", "该县区没有新发现的人员需要推送。"),
        new(ErrorReason.FindingListNotFound, StatusCode.NotFound, Outcome.NotDone,
            "No list has this id.", "未找到该名单，请核对名单编号。"),
        new(ErrorReason.LineNotOnList, StatusCode.InvalidArgument, Outcome.NotDone,
            "The list has no line of this number.", "名单上没有该序号，请核对。"),
        new(ErrorReason.LineAnswered, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The line was answered already; a line is answered once.", "该行已有反馈，不能再改。"),
        new(ErrorReason.FindingNotFound, StatusCode.NotFound, Outcome.NotDone,
            "No finding has this id.", "未找到该发现，请核对编号。"),
        new(ErrorReason.NotReferable, StatusCode.FailedPrecondition, Outcome.NotDone,
            "Only an open finding of a burden is referred to temporary aid.", "只有未办结的自负费用较高人员可以转介临时救助。"),
        new(ErrorReason.ReferredAlready, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The finding was referred already.", "该人员已转介临时救助，请勿重复转介。"),
        new(ErrorReason.NoOpenReferral, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The finding was not referred, or the county has decided already.", "该人员没有待决定的临时救助转介。"),
        new(ErrorReason.NotOnUremiaRegister, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The person is not on the register of uremia patients, or the file is ended.", "该人员不在尿毒症患者档案中，或档案已终止。"),
        new(ErrorReason.OnUremiaRegister, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The person is on the register of uremia patients already.", "该人员已在尿毒症患者档案中。"),
    ];
}
