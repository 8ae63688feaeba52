using Grpc.Core;
using MedAid.Contract.Errors.V1;

namespace MedAid.Gateway.Calls;

/// <summary>The reasons of patients' accounts, part of the table of <see cref="ErrorReasons"/>.</summary>
internal static class PatientReasons
{
    public static readonly ErrorReasonRow[] Rows =
    [
        new(ErrorReason.AgreementNotFound, StatusCode.NotFound, Outcome.NotDone,
            "No agreement to pay later has this id.", "未找到该先诊疗后付费协议，请核对协议编号。"),
        new(ErrorReason.AgreementNotForVisit, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The agreement does not cover this visit.", "该协议不适用于本次就诊，请核对协议编号。"),
        new(ErrorReason.PayLaterNotOffered, StatusCode.FailedPrecondition, Outcome.NotDone,
            "Paying later is not offered where the person is insured.", "参保地在签订当日没有先诊疗后付费的规定，请按窗口付费办理。"),
        new(ErrorReason.PayLaterIdentityMissing, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The person has no identity that may pay later.", "该患者当日没有可以先诊疗后付费的救助对象身份，请核对身份或按窗口付费办理。"),
        new(ErrorReason.PayLaterHospitalNotCovered, StatusCode.FailedPrecondition, Outcome.NotDone,
            "Paying later does not cover this hospital.", "先诊疗后付费只在参保县域内规定层级的定点医疗机构办理，本机构不适用。"),
        new(ErrorReason.AgreementExists, StatusCode.AlreadyExists, Outcome.NotDone,
            "The person has an agreement already, or the number is taken.", "该患者已有有效协议，或协议编号已被使用，请核对。"),
        new(ErrorReason.AgreementEnded, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The agreement was ended before.", "该协议已终止，不能重复终止。"),
        new(ErrorReason.PatientDebtNotFound, StatusCode.NotFound, Outcome.NotDone,
            "The patient owes nothing there.", "该患者在本机构没有这笔欠款，请先查询患者账户。"),
        new(ErrorReason.AboveDebt, StatusCode.InvalidArgument, Outcome.NotDone,
            "More than what is owed.", "金额大于欠款，请核对后按不超过欠款的金额办理。"),
        new(ErrorReason.AboveDeposit, StatusCode.InvalidArgument, Outcome.NotDone,
            "More than what is deposited.", "金额大于押金余额，请核对。"),
        new(ErrorReason.SettlementNotOfPatient, StatusCode.FailedPrecondition, Outcome.NotDone,
            "The settlement is not of this patient and hospital, or was undone.", "该结算不属于该患者和本机构，或已撤销，请核对。"),
        new(ErrorReason.AboveRefundDue, StatusCode.InvalidArgument, Outcome.NotDone,
            "More than what is due back.", "金额大于应退金额，请核对。"),
        new(ErrorReason.ProposalNotOpen, StatusCode.FailedPrecondition, Outcome.NotDone,
            "No open proposal has this id.", "未找到待决定的核销申请，可能已经决定，请核对。"),
        new(ErrorReason.SecondOperatorNeeded, StatusCode.FailedPrecondition, Outcome.NotDone,
            "Another operator has to decide.", "同一人不能既提出又决定，请由另一人办理。"),
        new(ErrorReason.DepositUnderAgreement, StatusCode.FailedPrecondition, Outcome.NotDone,
            "Who pays later under an agreement pays no deposit.", "该患者已签订先诊疗后付费协议，无需交纳押金。"),
    ];
}
