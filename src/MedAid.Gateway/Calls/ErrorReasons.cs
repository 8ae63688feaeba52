using System.Collections.Frozen;
using Grpc.Core;
using MedAid.Contract.Errors.V1;

namespace MedAid.Gateway.Calls;

/// <summary>Whether the effect that a failed call was to have has come about.</summary>
public enum Outcome
{
    /// <summary>Nothing was changed.</summary>
    NotDone,

    /// <summary>The change stands.</summary>
    Done,

    /// <summary>It is not known; the caller asks by request id.</summary>
    Unknown,
}

/// <summary>What the wire says for one reason: status, developer's text, cashier's text, outcome, and when to try again.</summary>
internal sealed record ErrorReasonRow(
    ErrorReason Reason, StatusCode Status, Outcome Outcome, string English, string Chinese, TimeSpan? RetryAfter = null);

/// <summary>The table of reasons. Status and outcome repeat what the comments of error_reason.proto promise; a test compares them.</summary>
internal static class ErrorReasons
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(2);

    private static readonly FrozenDictionary<ErrorReason, ErrorReasonRow> Rows = AllRows().ToFrozenDictionary(r => r.Reason);

    public static ErrorReasonRow Of(ErrorReason reason) => Rows[reason];

    /// <summary>The reason for a status that came without one, from the framework and not from a handler.</summary>
    public static ErrorReason ForBareStatus(StatusCode status) => status switch
    {
        StatusCode.Cancelled => ErrorReason.CallerGone,
        StatusCode.InvalidArgument or StatusCode.OutOfRange => ErrorReason.InvalidRequest,
        StatusCode.DeadlineExceeded => ErrorReason.DeadlinePassed,
        StatusCode.NotFound => ErrorReason.PathNotFound,
        StatusCode.PermissionDenied => ErrorReason.NotAllowed,
        StatusCode.Unauthenticated => ErrorReason.NotSignedIn,
        StatusCode.ResourceExhausted => ErrorReason.MessageTooLarge,
        StatusCode.Unimplemented => ErrorReason.MethodNotOffered,
        StatusCode.Unavailable => ErrorReason.ShuttingDown,
        _ => ErrorReason.Defect,
    };

    private static IEnumerable<ErrorReasonRow> AllRows() =>
        [
            .. Refusals(), .. CapitationReasons.Rows, .. ClearingReasons.Rows, .. CorrectionReasons.Rows, .. PatientReasons.Rows,
            .. PeopleReasons.Rows, .. PaperReasons.Rows, .. BureauReasons.Rows, .. EntitlementGapReasons.Rows, .. ReportReasons.Rows,
            .. DoorReasons(), .. OperatingReasons(),
        ];

    private static ErrorReasonRow[] Refusals() =>
    [
        new(ErrorReason.RequestIdReused, StatusCode.AlreadyExists, Outcome.NotDone,
            "The request_id was used before with other content.", "该请求编号已用于另一笔业务，请联系信息科核对。"),
        new(ErrorReason.HospitalNotFound, StatusCode.NotFound, Outcome.NotDone,
            "The hospital is not in the register.", "未找到该定点医药机构，请核对机构编号。"),
        new(ErrorReason.PersonNotFound, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The person is not in the register.", "未查到参保信息，请核对证件号码或到医保经办窗口办理。"),
        new(ErrorReason.NoPolicyForDate, StatusCode.FailedPrecondition, Outcome.NotDone,
            "No policy is in force for the region, the scheme and the service date.", "参保地在就诊日期没有可适用的医保政策，不能结算，请联系医保办。"),
        new(ErrorReason.NotQualified, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The qualification for this care is missing or not in force on the service date.",
            "就诊当日没有有效的门诊慢特病或“两病”资格，请先办理资格认定。"),
        new(ErrorReason.ChronicBenefitHeld, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The person enjoys the chronic-disease benefit; the two-disease benefit does not apply.",
            "已享受门诊慢特病待遇，不能同时享受“两病”用药待遇，请按慢特病结算。"),
        new(ErrorReason.ItemAmountDiffers, StatusCode.InvalidArgument, Outcome.NotDone,
            "The amount of an item is not its price times its quantity.", "费用明细的金额与单价乘数量不符，请核对明细。"),
        new(ErrorReason.AmountTooLarge, StatusCode.InvalidArgument, Outcome.NotDone,
            "A sum of the visit does not fit the range of money.", "金额超出范围，请核对单价和数量。"),
        new(ErrorReason.LayerGivenTwice, StatusCode.InvalidArgument, Outcome.NotDone,
            "One layer was given both as an upstream and as an external payment.", "同一保障层重复提交了支付金额，请只保留一项。"),
        new(ErrorReason.LayerNotInForce, StatusCode.FailedPrecondition, Outcome.NotDone,
            "A payment names a layer that is not in force for this visit.", "提交的支付金额所属保障层对本次就诊不适用。"),
        new(ErrorReason.UpstreamAboveRoom, StatusCode.FailedPrecondition, Outcome.NotDone,
            "An upstream payment is larger than what is left to pay.", "医保平台已支付金额大于可支付余额，请核对费用明细。"),
        new(ErrorReason.ExternalAboveRoom, StatusCode.FailedPrecondition, Outcome.NotDone,
            "An external payment is larger than what is left to pay.", "其他保障支付金额大于可支付余额，请核对后重新提交。"),
        new(ErrorReason.SettlementNotFound, StatusCode.NotFound, Outcome.NotDone,
            "No settlement has this id.", "未找到该笔结算。"),
        new(ErrorReason.AlreadyReversed, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The settlement is reversed already.", "该笔结算已撤销，不能重复撤销。"),
        new(ErrorReason.NotReversible, StatusCode.FailedPrecondition, Outcome.NotDone,
            "A reversal cannot be reversed.", "撤销记录不能再撤销，请重新结算。"),
        new(ErrorReason.NotRefundableInPart, StatusCode.FailedPrecondition, Outcome.NotDone,
            "Items of this settlement cannot be taken back one by one.", "该笔结算不能部分退费（由医保平台结算，或没有留存明细），请整笔撤销后重新结算。"),
        new(ErrorReason.ExternalForNotCovered, StatusCode.FailedPrecondition, Outcome.NotDone,
            "An external payment is meant for a component that its layer does not cover.",
            "其他保障支付指定的费用部分不在该保障层范围内，请改正后重新提交。"),
        new(ErrorReason.UpstreamBesideDiseases, StatusCode.InvalidArgument, Outcome.NotDone,
            "An upstream payment was given for a visit that treats several diseases.",
            "一次就诊有几个病种时不能提交医保平台已支付金额，请按病种分开结算。"),
        new(ErrorReason.AccountNotInPack, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The pack does not say what the personal account may pay.", "当地政策没有写明个人账户可以支付什么，请不用个人账户结算，或联系医保办。"),
        new(ErrorReason.NoRuleForCare, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The pack has no rule for this care and does not say that it pays nothing.",
            "当地政策对这类就诊没有规定，请核对医疗类别、病种、就医地和备案；都没有错的，请联系医保办补充。"),
        new(ErrorReason.LaterPartStands, StatusCode.FailedPrecondition, Outcome.NotDone,
            "A later part of the stay stands.", "该次住院后面还有有效的结算，请先从最后一笔起依次撤销，再撤销这一笔。"),
        new(ErrorReason.VisitAlreadySettled, StatusCode.AlreadyExists, Outcome.NotDone,
            "A settlement of the visit stands.", "该次就诊已经结算，本次没有再结；确需重新结算的，先撤销原结算，再用新的请求编号提交。"),
        new(ErrorReason.UndoneBeforehand, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The request was undone before it came.", "该请求在到达之前已被冲正，不再办理；确需办理的，请用新的请求编号提交。"),
    ];

    private static ErrorReasonRow[] DoorReasons() =>
    [
        new(ErrorReason.InvalidRequest, StatusCode.InvalidArgument, Outcome.NotDone,
            "The request has bad fields; see BadRequest.", "提交的内容有误，请按提示修改。"),
        new(ErrorReason.MalformedBody, StatusCode.InvalidArgument, Outcome.NotDone,
            "The body cannot be read as the request's message.", "请求报文无法解析，请检查格式和编码（应为UTF-8）。"),
        new(ErrorReason.ContentTypeNotJson, StatusCode.InvalidArgument, Outcome.NotDone,
            "The body must be sent as Content-Type: application/json in UTF-8, not compressed.",
            "请求头要写 Content-Type: application/json，报文用 UTF-8 编码，不要压缩。"),
        new(ErrorReason.HttpMethodNotOffered, StatusCode.Unimplemented, Outcome.NotDone,
            "The URL is reached by another HTTP method.", "该地址不接受这种请求方法，请检查。"),
        new(ErrorReason.MessageTooLarge, StatusCode.ResourceExhausted, Outcome.NotDone,
            "The body is larger than the limit.", "请求报文过大。"),
        new(ErrorReason.PathNotFound, StatusCode.NotFound, Outcome.NotDone,
            "No such method and path.", "请求地址不存在。"),
        new(ErrorReason.MethodNotOffered, StatusCode.Unimplemented, Outcome.NotDone,
            "The server does not offer this method.", "本系统不支持该操作。"),
        new(ErrorReason.RosterImportNotFound, StatusCode.NotFound, Outcome.NotDone,
            "No import has this id.", "未找到该次名单导入，请核对导入编号。"),
        new(ErrorReason.PersonNotOnRecord, StatusCode.NotFound, Outcome.NotDone,
            "Nothing is on record about this person.", "没有该人的登记，请核对编号或证件号码。"),
        new(ErrorReason.NotSignedIn, StatusCode.Unauthenticated, Outcome.NotDone,
            "Valid credentials are needed.", "尚未登录或登录已失效，请重新登录。"),
        new(ErrorReason.NotAllowed, StatusCode.PermissionDenied, Outcome.NotDone,
            "The credentials do not cover this call.", "没有该操作的权限。"),
        new(ErrorReason.HostNotAllowed, StatusCode.PermissionDenied, Outcome.NotDone,
            "The request names a host that this gateway does not serve.", "不能用该主机名访问本系统，请联系信息科登记主机名（MedAid:AllowedHosts）。"),
        new(ErrorReason.PrefetchMissing, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The request lacks data that the service asks for beforehand.", "缺少须预先提供的病人资料（prefetch），本次不作提示；可以照常签署。"),
    ];

    private static ErrorReasonRow[] OperatingReasons() =>
    [
        new(ErrorReason.RequestInProgress, StatusCode.Aborted, Outcome.Unknown,
            "The same request_id is being worked on.", "该笔业务正在处理，请稍候查询。", Soon),
        new(ErrorReason.CountersMoved, StatusCode.Aborted, Outcome.NotDone,
            "Another settlement of the same person got in between.", "该参保人另有结算正在进行，请稍后重试。", Soon),
        new(ErrorReason.Overloaded, StatusCode.ResourceExhausted, Outcome.NotDone,
            "Too many calls are waiting.", "系统繁忙，请稍后重试。", Later),
        new(ErrorReason.ShuttingDown, StatusCode.Unavailable, Outcome.NotDone,
            "The server is stopping.", "系统正在维护重启，请稍后重试。", Later),
        new(ErrorReason.StoreUnavailable, StatusCode.Unavailable, Outcome.NotDone,
            "A store cannot be reached; nothing was sent to it.", "数据服务暂不可用，本次业务未办理，请稍后重试。", Later),
        new(ErrorReason.LedgerDamaged, StatusCode.DataLoss, Outcome.NotDone,
            "What the ledger holds cannot be read; it has to be restored from a backup.", "账本数据已损坏，本次业务未办理，请立即联系信息科从备份恢复。"),
        new(ErrorReason.DeadlinePassed, StatusCode.DeadlineExceeded, Outcome.Unknown,
            "The call took longer than its deadline.", "处理超时，结果待确认，请先查询后再操作。"),
        new(ErrorReason.OutcomeUnknown, StatusCode.Unknown, Outcome.Unknown,
            "The connection to the ledger broke while it was committing.", "结果待确认，请先查询后再操作，切勿重复结算。"),
        new(ErrorReason.CallerGone, StatusCode.Cancelled, Outcome.Unknown,
            "The caller hung up before the answer was ready.", "请求已取消，结果待确认，请先查询后再操作。"),
        new(ErrorReason.Defect, StatusCode.Internal, Outcome.Unknown,
            "The gateway failed by a defect of its own.", "系统内部错误，结果待确认，请先查询并联系信息科。"),
    ];
}
