using Grpc.Core;
using MedAid.Contract.Errors.V1;

namespace MedAid.Gateway.Calls;

/// <summary>The reasons of corrections of the clearing book, part of the table of <see cref="ErrorReasons"/>.</summary>
internal static class CorrectionReasons
{
    public static readonly ErrorReasonRow[] Rows =
    [
        new(ErrorReason.RecordNotFound, StatusCode.NotFound, Outcome.NotDone,
            "No record of the clearing book has this number.", "往来账中没有这一条记录，请核对记录号；登记时的回答和明细账里都有它。"),
        new(ErrorReason.RecordNotCorrectable, StatusCode.FailedPrecondition, Outcome.NotDone,
            "A record of this kind is not corrected by a counter-record.",
            "这一条记录不能冲正：结算有误请撤销结算，申报有误请撤回申报，协议请终止，其他的请登记正确的内容。"),
        new(ErrorReason.RecordCorrectedBefore, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The record was corrected before.", "这一条记录已经冲正，不能再次冲正；请登记正确的内容。"),
        new(ErrorReason.LaterRecordFirst, StatusCode.FailedPrecondition, Outcome.NotDone,
            "A later record rests on this one and has to be corrected first.", "其后的记录以它为前提，请先冲正那一条。"),
        new(ErrorReason.CorrectionProposedBefore, StatusCode.AlreadyExists, Outcome.NotDone,
            "A correction of this record waits for its decision already.", "这一条记录已有待决定的冲正申请，请由另一人决定。"),
        new(ErrorReason.CorrectionNotOpen, StatusCode.FailedPrecondition, Outcome.NotDone,
            "No open correction has this id.", "未找到待决定的冲正申请，可能已经决定，请核对。"),
        new(ErrorReason.CorrectionSamePerson, StatusCode.FailedPrecondition, Outcome.NotDone,
            "Another person has to decide.", "申请人不能决定自己提出的冲正，请由另一人决定。"),
        new(ErrorReason.ClaimWithdrawn, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The claim was withdrawn.", "该申报批次已撤回，请使用重新申报的批次。"),
    ];
}
