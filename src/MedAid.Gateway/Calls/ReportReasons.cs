using Grpc.Core;
using MedAid.Contract.Errors.V1;

namespace MedAid.Gateway.Calls;

/// <summary>The reasons of reports, part of the table of <see cref="ErrorReasons"/>.</summary>
internal static class ReportReasons
{
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(2);

    public static readonly ErrorReasonRow[] Rows =
    [
        new(ErrorReason.ReportFormNotFound, StatusCode.NotFound, Outcome.NotDone,
            "No form has this id.", "没有这个编号的报表，请用 medaid report list 查看。"),
        new(ErrorReason.ReportNotReady, StatusCode.Unavailable, Outcome.NotDone,
            "The facts of reports are still being drawn from the ledger.", "正在从台账汇总报表数据，请稍后再取。", Later),
        new(ErrorReason.ReportTooLong, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The report has too many rows.", "这份报表的行数过多，请按县区分别做。"),
    ];
}
