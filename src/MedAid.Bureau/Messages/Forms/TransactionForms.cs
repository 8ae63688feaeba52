namespace MedAid.Bureau.Messages.Forms;

/// <summary>The transactions whose fields are known here. The advice before an order (3101 to 3103) has its fields beside its calls.</summary>
public static class TransactionForms
{
    private const int NumberDigits = 4;

    private static readonly NationalTable Nothing = new();

    private static readonly Dictionary<string, TransactionForm> ByNumber = new TransactionForm[]
    {
        new("9001", "签到", true, SessionForms.SignIn, SessionForms.SignedIn),
        new("9002", "签退", true, SessionForms.SignOut, SessionForms.SignedOut),
        new("9101", "文件上传", true, SessionForms.Upload, SessionForms.Uploaded),
        new("9102", "文件下载", false, SessionForms.Download, Nothing),
        new("1101", "人员信息获取", false, PersonForms.Question, PersonForms.Answer),
        new("2001", "人员待遇享受检查", false, PersonForms.EntitlementQuestion, PersonForms.Entitlements),
        new("5206", "人员累计信息查询", false, PersonForms.TotalsQuestion, PersonForms.Totals),
        new("5301", "人员慢特病备案查询", false, PersonForms.FilingsQuestion, PersonForms.Filings),
        new("2201", "门诊挂号", true, VisitForms.Registration, VisitForms.Registered),
        new("2202", "门诊挂号撤销", true, VisitForms.RegistrationEnd, Nothing),
        new("2203", "门诊就诊信息上传", true, VisitForms.Visit, Nothing),
        new("2204", "门诊费用明细信息上传", true, FeeForms.Lines, FeeForms.SplitLines),
        new("2205", "门诊费用明细信息撤销", true, FeeForms.LinesEnd, Nothing),
        new("2206", "门诊预结算", false, SettlementForms.Settle, SettlementForms.Settled),
        new("2207", "门诊结算", true, SettlementForms.Settle, SettlementForms.Settled),
        new("2208", "门诊结算撤销", true, SettlementForms.Undo, SettlementForms.Settled),
        new("2601", "冲正交易", true, SettlementForms.Reverse, Nothing),
        new("5203", "结算信息查询", false, SettlementForms.Question, SettlementForms.Settled),
        new("3201", "医药机构费用结算对总账", false, ReconciliationForms.Totals, ReconciliationForms.TotalsResult),
        new("3202", "医药机构费用结算对明细账", false, ReconciliationForms.Details, ReconciliationForms.DetailsResult),
        new("3203", "清算申请", true, ReconciliationForms.Apply, ReconciliationForms.Applied),
        new("3204", "清算申请撤销", true, ReconciliationForms.Withdraw, Nothing),
        new("3205", "清算申请状态查询", false, ReconciliationForms.Withdraw, ReconciliationForms.States),
        new("3206", "清算机构查询", false, ReconciliationForms.AgenciesQuestion, ReconciliationForms.Agencies),
    }.ToDictionary(f => f.Number, StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<TransactionForm> All => ByNumber.Values;

    /// <summary>The transaction of a number, with or without a letter; null if its fields are not known here.</summary>
    public static TransactionForm? Find(string number) => ByNumber.GetValueOrDefault(Plain(number));

    /// <summary>The four digits of a number.</summary>
    public static string Plain(string number) => number.Length > NumberDigits ? number[..NumberDigits] : number;
}
