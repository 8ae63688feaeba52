using Grpc.Core;
using MedAid.Contract.Errors.V1;

namespace MedAid.Gateway.Calls;

/// <summary>The reasons of the clearing book, part of the table of <see cref="ErrorReasons"/>.</summary>
internal static class ClearingReasons
{
    public static readonly ErrorReasonRow[] Rows =
    [
        new(ErrorReason.NothingToClaim, StatusCode.FailedPrecondition, Outcome.NotDone,
            "Nothing of the county is open up to the end of the period.", "该县区在所选期间没有待申报的款项。"),
        new(ErrorReason.ClaimNotFound, StatusCode.NotFound, Outcome.NotDone,
            "No claim has this id.", "未找到该申报批次，请核对编号、县区和机构。"),
        new(ErrorReason.LineNotInClaim, StatusCode.FailedPrecondition, Outcome.NotDone,
            "A line of the reply is not in the claim.", "回复中有不属于该申报批次的明细，请核对。"),
        new(ErrorReason.LineGivenTwice, StatusCode.InvalidArgument, Outcome.NotDone,
            "A line of the reply comes twice.", "回复中同一明细出现两次，请只保留一条。"),
        new(ErrorReason.LineNotOpenToReply, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The line was answered already, or its settlement was undone.", "该明细已有审核结果，或其结算已撤销。"),
        new(ErrorReason.AcceptedAboveClaimed, StatusCode.InvalidArgument, Outcome.NotDone,
            "More is accepted than was claimed.", "核准金额大于申报金额或为负数，请核对。"),
        new(ErrorReason.ReasonMissing, StatusCode.InvalidArgument, Outcome.NotDone,
            "A refusal or a decision needs its reason.", "拒付或处理决定要写明原因。"),
        new(ErrorReason.ReceivableNotFound, StatusCode.NotFound, Outcome.NotDone,
            "No receivable has this id.", "未找到该笔应收，请核对编号。"),
        new(ErrorReason.NothingThere, StatusCode.FailedPrecondition, Outcome.NotDone,
            "Nothing of the receivable stands where the decision takes it from.", "该笔应收没有可按此处理的金额。"),
        new(ErrorReason.NotOneCounty, StatusCode.InvalidArgument, Outcome.NotDone,
            "The receivables are of more than one county or hospital.", "所选应收不属于同一县区同一机构，请分开办理。"),
        new(ErrorReason.PaymentRecordedBefore, StatusCode.AlreadyExists, Outcome.NotDone,
            "A payment with this reference is recorded already.", "该笔到账已登记，请勿重复登记。"),
        new(ErrorReason.AmountOutOfRange, StatusCode.InvalidArgument, Outcome.NotDone,
            "An amount is out of range.", "金额要大于零，且不能超过可用余额。"),
        new(ErrorReason.PaymentNotFound, StatusCode.NotFound, Outcome.NotDone,
            "No payment has this reference.", "未找到该笔到账，请核对流水号。"),
        new(ErrorReason.AboveCountyRefundDue, StatusCode.InvalidArgument, Outcome.NotDone,
            "More than what is due back to the county.", "金额大于应退该县区的款项，请先查询账龄或对账单，按不超过应退的金额登记。"),
        new(ErrorReason.RefundRecordedBefore, StatusCode.AlreadyExists, Outcome.NotDone,
            "Money went back under this bank reference already.", "该银行流水号已登记为退还县区的款项，无需重复登记，请核对流水号。"),
        new(ErrorReason.SetOffAboveAccepted, StatusCode.FailedPrecondition, Outcome.NotDone,
            "More is set off than what is accepted.", "冲抵金额大于已核准待拨付的款项，请先登记审核结果，或核对冲抵金额。"),
        new(ErrorReason.DeductedAboveAccepted, StatusCode.FailedPrecondition, Outcome.NotDone,
            "More was kept back and deducted than is accepted.", "质保金与扣款之和大于已核准未拨付金额，请核对。"),
        new(ErrorReason.NothingToMatch, StatusCode.FailedPrecondition, Outcome.NotDone,
            "Nothing accepted waits for money that is there.", "没有可与该到账核销的已核准款项。"),
        new(ErrorReason.RecordUnfit, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The record would not fit what the book says before it.", "与往来账前面的记录不相容，没有写入，请核对金额和编号。"),
        new(ErrorReason.RecordSetAside, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The record of this request was set aside and counts for nothing.",
            "这个请求号写过的记录与前面的记录不相容，已搁置，没有计入账；请由两人作废该记录，再用新的请求号办理。"),
        new(ErrorReason.RecordNotSetAside, StatusCode.NotFound, Outcome.NotDone,
            "No record that is set aside has this number.", "没有这个序号的搁置记录，请先查看往来账末端列出的搁置记录。"),
        new(ErrorReason.NothingToDun, StatusCode.FailedPrecondition, Outcome.NotDone,
            "Nothing that was claimed is old or large enough for a dunning letter.", "没有达到催款天数或金额的款项。"),
        new(ErrorReason.CountyNotInBook, StatusCode.NotFound, Outcome.NotDone,
            "The clearing book knows nothing of this county.", "往来账中没有该县区，请核对县区编码。"),
    ];
}
