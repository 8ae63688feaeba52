using System.Globalization;
using MedAid.Contract.Clearing.V1;
using MedAid.Contract.Precheck.V1;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Cli;

/// <summary>The tables of the pack, and how what the gateway answers becomes their rows. Amounts are yuan with two decimals.</summary>
internal sealed class InspectionTables(string folder) : IDisposable
{
    private static readonly Dictionary<CorrectionState, string> States = new()
    {
        [CorrectionState.Proposed] = "待决定", [CorrectionState.Approved] = "已冲正", [CorrectionState.Rejected] = "不同意",
    };

    private static readonly Dictionary<ReviewState, string> Reviewed = new()
    {
        [ReviewState.Open] = "待处理", [ReviewState.NoFault] = "无问题", [ReviewState.Educated] = "教育", [ReviewState.Deducted] = "扣减",
        [ReviewState.Reported] = "移送",
    };

    private readonly InspectionTable settlements = new(
        folder, "1-结算.csv", "一行一笔结算或撤销；撤销的金额为负",
        [
            "结算编号", "类别", "状态", "所撤销的结算", "撤销它的记录", "所替换的结算", "请求号", "机构编号", "就诊号", "账单号", "住院号", "第几次", "人员编码",
            "参保县区", "就诊日期", "结算时间", "总费用（元）", "减免（元）", "政策范围内（元）", "先行自付（元）", "超限价（元）", "全自费（元）", "个人负担（元）",
            "个人账户（元）", "医院承担（元）", "后付费协议", "专门办法", "政策包", "政策名称", "政策起日", "政策文件哈希",
        ]);

    private readonly InspectionTable items = new(
        folder, "2-明细.csv", "一行一条费用明细；按结算时的目录分成四部分",
        ["结算编号", "明细序号", "项目编码", "甲乙丙类", "减免（元）", "政策范围内（元）", "先行自付（元）", "超限价（元）", "全自费（元）"]);

    private readonly InspectionTable payments = new(
        folder, "3-支付和依据.csv", "一行一个保障层的支付：怎么算的、依据哪个文件哪一条",
        [
            "结算编号", "层", "基金", "规则", "基数（元）", "起付线（元）", "计算基数（元）", "支付（元）", "窗口外申领（元）", "封顶切掉（元）", "是否垫付",
            "依据（文件和条款）", "全部来源", "可靠程度", "暂定之处", "说明",
        ]);

    private readonly InspectionTable entries = new(
        folder, "4-分录.csv", "一行一条复式分录；每笔结算各行相加为 0", ["结算编号", "科目", "县区", "基金", "金额（元）"]);

    private readonly InspectionTable warnings = new(folder, "5-提示.csv", "结算时给经办人的提示", ["结算编号", "提示"]);

    private readonly InspectionTable corrections = new(
        folder, "6-更正.csv", "往来账的更正：谁提出、谁决定、为什么",
        ["更正编号", "往来账序号", "记录", "记录人", "记录时间", "金额（元）", "原因", "提出人", "提出时间", "状态", "决定人", "决定说明", "冲正序号"]);

    private readonly InspectionTable findings = new(
        folder, "7-审核线索.csv", "审核规则查出的线索和处理结果",
        ["线索编号", "规则", "名称", "科室", "医师", "日期", "项目", "内容", "依据", "金额（元）", "状态", "所涉结算"]);

    private readonly InspectionTable unreadable = new(
        folder, "8-读不出.csv", "存储损坏、单据读不出的结算；要从备份恢复", ["结算编号", "机构编号", "就诊号", "就诊日期", "结算时间"]);

    /// <summary>All of them, in the order of the guide.</summary>
    public IReadOnlyList<InspectionTable> All => [settlements, items, payments, entries, warnings, corrections, findings, unreadable];

    public void Dispose() => All.ToList().ForEach(t => t.Dispose());

    public void Add(SettlementV1.Settlement settlement)
    {
        var (id, breakdown) = (settlement.SettlementId, settlement.Breakdown);
        settlements.Add([SettlementRow(settlement)]);
        items.Add(
        [
            .. breakdown.Items.Select(i => (string[])
            [
                id, Number(i.ItemNumber), i.Code, i.ItemClass, Display.Yuan(i.WaivedFen), Display.Yuan(i.InScopeFen),
                Display.Yuan(i.FirstSelfPayFen), Display.Yuan(i.OverCeilingFen), Display.Yuan(i.OutOfScopeFen),
            ]),
        ]);
        payments.Add([.. breakdown.Layers.Select(l => PaymentRow(id, l))]);
        entries.Add([.. settlement.Entries.Select(e => (string[])[id, e.Account, e.CountyCode, e.Fund, Display.Yuan(e.AmountFen)])]);
        warnings.Add([.. breakdown.Warnings.Select(w => (string[])[id, w])]);
    }

    public void Add(UnreadableSettlement damaged) => unreadable.Add(
        [[damaged.SettlementId, damaged.HospitalCode, damaged.VisitId, damaged.ServiceDate, Display.Time(damaged.SettledTime)]]);

    public void Add(Correction correction)
    {
        var record = correction.Record;
        corrections.Add(
        [
            [
                correction.CorrectionId, Number(record.RecordNumber), record.Title, record.Operator, Display.Time(record.RecordedTime),
                Display.Yuan(record.AmountFen), correction.Note, correction.ProposedBy, Display.Time(correction.ProposedTime),
                States[correction.State], correction.DecidedBy, correction.DecisionNote, record.VoidedBy == 0 ? "" : Number(record.VoidedBy),
            ],
        ]);
    }

    public void Add(ReviewFinding finding) => findings.Add(
    [
        [
            finding.FindingId, finding.CheckId, finding.Title, finding.DepartmentCode, finding.DoctorCode, finding.Date, finding.ItemCode,
            finding.Text, finding.SourceLabel, Display.Yuan(finding.AmountFen), Reviewed[finding.State] + (finding.Withdrawn ? "（所涉就诊已撤销）" : ""),
            string.Join(' ', finding.Visits.Select(v => v.SettlementId)),
        ],
    ]);

    private static string[] SettlementRow(SettlementV1.Settlement one)
    {
        var (breakdown, charges, policy) = (one.Breakdown, one.Breakdown.Charges, one.Breakdown.Policy);
        return
        [
            one.SettlementId, one.Kind == SettlementKind.Reversal ? "撤销" : "结算", one.State == SettlementState.Reversed ? "已撤销" : "有效",
            one.ReversesSettlementId, one.ReversedBySettlementId, one.ReplacesSettlementId, one.RequestId, one.HospitalCode, one.VisitId, one.Batch,
            one.StayId, one.StayPart == 0 ? "" : Number(one.StayPart), one.PersonKey, one.CountyCode, one.ServiceDate, Display.Time(one.SettledTime),
            Display.Yuan(breakdown.GrossFen), Display.Yuan(breakdown.WaivedFen), Display.Yuan(charges.InScopeFen),
            Display.Yuan(charges.FirstSelfPayFen), Display.Yuan(charges.OverCeilingFen), Display.Yuan(charges.OutOfScopeFen),
            Display.Yuan(breakdown.PatientFen),
            Display.Yuan(breakdown.AccountFen), Display.Yuan(breakdown.HospitalBorneFen), one.AgreementId, breakdown.Programme, policy.Pack,
            policy.Title, policy.EffectiveDate, policy.ContentHash,
        ];
    }

    private static string[] PaymentRow(string id, LayerLine line) =>
    [
        id, line.Layer, line.Fund, line.Rule, Display.Yuan(line.BaseFen), Display.Yuan(line.DeductibleFen), Display.Yuan(line.AssessedFen),
        Display.Yuan(line.PaidFen), Display.Yuan(line.DeferredFen), Display.Yuan(line.CappedFen), line.Advanced ? "垫付" : "", line.Cite, line.Source,
        line.Confidence, line.Assumed, line.Sentence,
    ];

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
