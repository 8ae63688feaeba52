using Grpc.Core;
using MedAid.Contract.Errors.V1;

namespace MedAid.Gateway.Calls;

/// <summary>The reasons of the link to the bureau, part of the table of <see cref="ErrorReasons"/>.</summary>
internal static class BureauReasons
{
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(30);

    public static readonly ErrorReasonRow[] Rows =
    [
        new(ErrorReason.BureauAway, StatusCode.Unavailable, Outcome.NotDone,
            "The bureau is away, and its link says that settlements wait for it.",
            "医保平台暂时连不上，按本院与医保的约定须等平台恢复后再结算，本次没有结算，请稍后用同一请求重试。", Later),
        new(ErrorReason.NoUpstreamLink, StatusCode.FailedPrecondition, Outcome.NotDone,
            "No link has the platform split visits of this hospital by people of this county.",
            "本院对该参保地没有设置由医保平台结算的链路，请按普通结算办理，或联系信息科设置（bureau/links.yaml）。"),
        new(ErrorReason.BureauNotSettled, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The settlement through the platform came to nothing, on both sides.", "医保平台没有结算，本系统也没有结算，请按提示处理后用新的请求编号重新提交。"),
        new(ErrorReason.BureauTaskNotFound, StatusCode.NotFound, Outcome.NotDone,
            "No task of the link has this number.", "没有这个编号的平台任务，请先查看待处理清单。"),
        new(ErrorReason.BureauTaskNotParked, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The task does not wait for a person.", "该任务不在等待人工处理，请先查看待处理清单。"),
    ];
}
