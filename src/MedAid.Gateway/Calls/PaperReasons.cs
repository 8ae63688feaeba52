using Grpc.Core;
using MedAid.Contract.Errors.V1;

namespace MedAid.Gateway.Calls;

/// <summary>The reasons of papers that patients sign, part of the table of <see cref="ErrorReasons"/>.</summary>
internal static class PaperReasons
{
    public static readonly ErrorReasonRow[] Rows =
    [
        new(ErrorReason.PaperNotFound, StatusCode.NotFound, Outcome.NotDone,
            "No paper of the hospital has this id.", "本机构没有这份文书，请核对文书编号和机构编号。"),
        new(ErrorReason.PaperNotNeeded, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The visit needs no such paper.", "本次就诊不需要这种文书：告知书用于跨县透析，同意书用于目录外或高于支付限价的药品耗材。"),
        new(ErrorReason.PaperNotOpen, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The paper is signed or withdrawn already.", "该文书已签字或已作废，请先查看文书。"),
    ];
}
