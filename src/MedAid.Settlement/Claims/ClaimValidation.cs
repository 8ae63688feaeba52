using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.People;

namespace MedAid.Settlement.Claims;

/// <summary>Checks the form of a claim: every bad field in one answer, nothing corrected, nothing written.</summary>
public sealed class ClaimValidation(PersonTokens tokens)
{
    private static readonly string NameTooLong = $"项目名称最多 {Limits.NameMax} 个字，不能有控制字符";

    /// <summary>
    /// The claim, or null with every violation added. No visit is after <paramref name="today"/>; of a request that was answered before,
    /// null stands for the day of then.
    /// </summary>
    public VisitClaim? Check(ClaimDraft draft, DateOnly? today, List<FieldViolation> violations)
    {
        var check = new ClaimChecks(violations);
        check.Code("visit.hospital_code", draft.HospitalCode.Text, "医疗机构编码");
        check.Key("visit.visit_id", draft.VisitId, Limits.VisitIdMax, "就诊 ID");
        if (draft.IdNumberHash.Length == 0)
        {
            check.IdNumber("visit.id_number", draft.IdNumber);
        }

        var serviceDate = check.ServiceDate("visit.service_date", draft.ServiceDate, today);
        NotBeforeBirth(check, "visit.service_date", serviceDate, draft.IdNumber);
        check.That(
            Enum.IsDefined((Care)draft.Care), "visit.care", FieldRule.Required, "请写明医疗类别（care）");
        check.That(
            draft.Mode == 0 || Enum.IsDefined((Mode)draft.Mode), "visit.mode", FieldRule.UnknownWord, "没有这种管理方式（mode）");
        check.That(
            draft.Admission is not < 1, "visit.admission", FieldRule.OutOfRange, "本年第几次住院从 1 起");
        CheckDisease(check, draft);
        CheckStay(check, draft);
        var admissionDay = AdmissionDay(check, draft, serviceDate);
        CheckAccount(check, draft.Account);
        if (draft.AgreementId.Length > 0)
        {
            check.Code("visit.agreement_id", draft.AgreementId, "协议编号");
        }

        check.Clinic(draft);
        var items = Items(check, draft.Items);
        var external = Payments(check, "visit.external_payments", draft.ExternalPayments);
        CheckDiseasesPaidFor(check, draft);
        var upstream = Payments(check, "visit.upstream_payments", draft.UpstreamPayments);
        check.That(
            draft.UpstreamPayments.Select(p => p.Layer).Distinct().Count() == draft.UpstreamPayments.Count,
            "visit.upstream_payments", FieldRule.Duplicate, "同一层次的平台已结算金额只能写一次");
        check.That(
            !draft.UpstreamPayments.Any(u => draft.ExternalPayments.Any(e => e.Layer == u.Layer)),
            "visit.external_payments", FieldRule.LayerGivenTwice, "同一层次不能既有外来支付又有平台已结算金额");
        return violations.Count > 0 ? null : new VisitClaim
        {
            HospitalCode = draft.HospitalCode,
            VisitId = draft.VisitId,
            IdNumberHash = draft.IdNumberHash.Length > 0 ? draft.IdNumberHash : tokens.Of(draft.IdNumber),
            MessageHash = draft.MessageHash.Length == 0 ? null : draft.MessageHash,
            ServiceDate = serviceDate!.Value,
            Care = (Care)draft.Care,
            Mode = draft.Mode == 0 ? Mode.Outpatient : (Mode)draft.Mode,
            DiseaseCode = draft.DiseaseCode.Length == 0 ? null : draft.DiseaseCode,
            Filed = draft.Filed,
            Admission = draft.Admission,
            Accident = draft.Accident,
            Stay = draft.Stay.Length == 0 ? null : draft.Stay,
            Batch = draft.Batch,
            AdmissionDay = admissionDay,
            AgreementId = draft.AgreementId.Length == 0 ? null : draft.AgreementId,
            Department = draft.Department.Length == 0 ? null : draft.Department,
            Doctor = draft.Doctor.Length == 0 ? null : draft.Doctor,
            Diagnoses = draft.Diagnoses,
            Account = draft.Account is { } account ? new AccountUse(account.UseFen, account.BalanceFen, account.HelperFen) : null,
            Items = items,
            External = external,
            Upstream = upstream,
        };
    }

    /// <summary>Checks a request id.</summary>
    public static void CheckRequestId(string requestId, List<FieldViolation> violations)
    {
        var check = new ClaimChecks(violations);
        check.That(
            requestId.Length is > 0 and <= Limits.RequestIdMax && requestId.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'),
            "request_id", FieldRule.Format, $"请求号要 1 到 {Limits.RequestIdMax} 位，只用字母、数字和 -，由医院系统在调用之前生成并保存");
    }

    /// <summary>What a call that writes a book of its own has to bring beside its fields: its key, and who calls.</summary>
    public static void CheckWrite(string requestId, string operatorName, List<FieldViolation> violations)
    {
        CheckRequestId(requestId, violations);
        CheckOperator(operatorName, violations);
    }

    /// <summary>Who calls; nothing is done for nobody.</summary>
    public static void CheckOperator(string operatorName, List<FieldViolation> violations) => new ClaimChecks(violations).That(
        operatorName.Length > 0, "medaid-operator", FieldRule.Required, "请在元数据（请求头）medaid-operator 里写明经办人");

    /// <summary>A day that must be there; null with a violation added if it is none.</summary>
    public static DateOnly? ReadDay(string field, string text, List<FieldViolation> violations) => new ClaimChecks(violations).Day(field, text);

    /// <summary>Checks a free text that must not be empty.</summary>
    public static void CheckText(string field, string text, int lengthMax, string name, List<FieldViolation> violations) =>
        new ClaimChecks(violations).Text(field, text, lengthMax, name);

    /// <summary>Checks a key: a text that is there once, by which what was recorded under it is found again.</summary>
    public static void CheckKey(string field, string key, int lengthMax, string name, List<FieldViolation> violations) =>
        new ClaimChecks(violations).Key(field, key, lengthMax, name);

    /// <summary>Checks how many sessions a month are projected; 0 means none.</summary>
    public static void CheckSessions(int sessionsPerMonth, List<FieldViolation> violations) => new ClaimChecks(violations).That(
        sessionsPerMonth is >= 0 and <= Limits.SessionsPerMonthMax,
        "sessions_per_month", FieldRule.OutOfRange, $"每月次数要在 1 和 {Limits.SessionsPerMonthMax} 之间，不推算写 0");

    private static void CheckDisease(ClaimChecks check, ClaimDraft draft)
    {
        check.Disease("visit.disease_code", draft.DiseaseCode);
        if (draft.DiseaseCode.Length == 0 && (draft.Items.Count == 0 || draft.Items.Any(i => i.Disease.Length == 0)))
        {
            check.That(
                (Care)draft.Care is not (Care.OutpatientChronic or Care.TwoDisease),
                "visit.disease_code", FieldRule.Required, "门诊慢特病和“两病”要写病种编码，或在每条明细上写");
        }
    }

    private static void CheckStay(ClaimChecks check, ClaimDraft draft)
    {
        check.That(
            draft.Stay.Length == 0 || VisitInput.IsStay(draft.Stay), "visit.stay_id", FieldRule.Format,
            $"住院号只用字母、数字和 - _ .，最多 {VisitInput.StayMax} 位");
        check.That(
            draft.Batch.Length == 0 || VisitInput.IsStay(draft.Batch), "visit.batch", FieldRule.Format,
            $"中途结算的批次号只用字母、数字和 - _ .，最多 {VisitInput.StayMax} 位");
        check.That(
            draft.Batch.Length == 0 || draft.Stay.Length > 0 || !GivenCare.IsStay((Care)draft.Care), "visit.stay_id", FieldRule.Required,
            "住院中途结算（写了 batch）要写住院号，各次结算才算同一次住院");
    }

    private static void CheckAccount(ClaimChecks check, AccountDraft? account)
    {
        if (account is null)
        {
            return;
        }

        check.That(
            account.UseFen is not null || account.All, "visit.account.use_fen", FieldRule.Required, "请写明用个人账户支付多少：写金额（use_fen），或写全部（all）");
        check.That(
            account.UseFen is null || !account.All, "visit.account.all", FieldRule.OnlyOne, "用个人账户支付的金额（use_fen）和全部（all）只能写一样");
        Bounded("use_fen", account.UseFen ?? 0);
        Bounded("balance_fen", account.BalanceFen);
        Bounded("helper_fen", account.HelperFen);

        void Bounded(string field, long fen) => check.That(
            fen is >= 0 and <= Limits.ItemAmountMaxFen, $"visit.account.{field}", FieldRule.OutOfRange, "金额要在 0 和 1000 万元之间");
    }

    private static DateOnly? AdmissionDay(ClaimChecks check, ClaimDraft draft, DateOnly? serviceDate)
    {
        const string Field = "visit.admission_date";
        if (draft.AdmissionDate.Length == 0 || check.Day(Field, draft.AdmissionDate) is not { } day)
        {
            return null;
        }

        check.That(GivenCare.IsStay((Care)draft.Care), Field, FieldRule.NotForCare, "入院日期（admission_date）只用于住院和日间手术，其他就诊请去掉");
        check.That(!(day > serviceDate), Field, FieldRule.OutOfRange, "入院日期不能晚于出院（就诊）日期");
        check.NotTooEarly(Field, day);
        NotBeforeBirth(check, Field, day, draft.IdNumber);
        return day;
    }

    private static void NotBeforeBirth(ClaimChecks check, string field, DateOnly? day, string idNumber) => check.That(
        !IdNumber.IsValid(idNumber) || !(day < IdNumber.BirthDate(idNumber)), field, FieldRule.OutOfRange,
        "不能早于身份证号码里的出生日期，请核对日期和证件");

    private static List<ClaimItem> Items(ClaimChecks check, IReadOnlyList<ItemDraft> drafts)
    {
        check.That(drafts.Count > 0, "visit.items", FieldRule.Required, "至少要有一条费用明细");
        if (!check.That(
            drafts.Count <= Limits.ItemsMax, "visit.items", FieldRule.TooMany, $"一次最多 {Limits.ItemsMax} 条费用明细"))
        {
            return [];
        }

        var numbers = new HashSet<int>();
        var items = new List<ClaimItem>(drafts.Count);
        for (var i = 0; i < drafts.Count; i++)
        {
            var number = new FieldName("visit.items", i, "item_number");
            check.That(drafts[i].ItemNumber > 0, number, FieldRule.OutOfRange, "明细序号从 1 起");
            check.That(numbers.Add(drafts[i].ItemNumber), number, FieldRule.Duplicate, "明细序号重复");
            items.Add(Item(check, i, drafts[i]));
        }

        return items;
    }

    private static ClaimItem Item(ClaimChecks check, int index, ItemDraft draft)
    {
        FieldName Field(string name) => new("visit.items", index, name);
        check.Code(Field("code"), draft.Code, "项目编码");
        check.That(
            ClaimChecks.IsPlain(draft.Name, Limits.NameMax),
            Field("name"), FieldRule.Format, NameTooLong);
        check.That(
            draft.Category.Length == 0 || ClaimChecks.IsCode(draft.Category), Field("category"), FieldRule.Format, "费用类别只用字母、数字和 - _ .");
        var price = check.Number(Field("unit_price_yuan"), draft.UnitPriceYuan, 6, "单价", zeroAllowed: true);
        var quantity = check.Number(Field("quantity"), draft.Quantity, 4, "数量", zeroAllowed: false);
        check.Disease(Field("disease_code"), draft.Disease);
        check.That(draft.Approval is >= 0 and <= 2, Field("approval"), FieldRule.UnknownWord, "医院审批标志只能是 0、1、2");
        check.That(
            draft.DaysOfSupply is >= 0 and <= Limits.DaysOfSupplyMax, Field("days_of_supply"), FieldRule.OutOfRange,
            $"天数要在 1 和 {Limits.DaysOfSupplyMax} 之间，不知道写 0");
        var dose = check.DailyDose(Field("daily_dose_mg"), draft.DailyDoseMg);
        check.That(
            draft.AmountFen is >= 0 and <= Limits.ItemAmountMaxFen,
            Field("amount_fen"), FieldRule.OutOfRange, "金额要在 0 和 1000 万元之间");
        if (price is { } p && quantity is { } q && draft.AmountFen <= Limits.ItemAmountMaxFen)
        {
            check.That(
                (Int128)p * q <= (Int128)Limits.ItemAmountMaxFen * 100_000_000 && Charges.AmountFen(p, q) == draft.AmountFen,
                Field("amount_fen"), FieldRule.ItemAmountDiffers, "金额不等于单价 × 数量（四舍五入到分）");
        }

        return new ClaimItem(
            draft.ItemNumber, draft.Code, draft.Name, draft.Category.Length == 0 ? null : draft.Category,
            price ?? 0, quantity ?? 0, draft.AmountFen, draft.Approval, draft.Disease.Length == 0 ? null : draft.Disease)
        {
            DailyDoseMillionths = dose, Days = draft.DaysOfSupply > 0 ? draft.DaysOfSupply : null,
        };
    }

    private static List<LayerPayment> Payments(ClaimChecks check, string field, IReadOnlyList<PaymentDraft> drafts)
    {
        check.That(drafts.Count <= Limits.PaymentsMax, field, FieldRule.TooMany, $"最多 {Limits.PaymentsMax} 笔");
        var payments = new List<LayerPayment>();
        for (var i = 0; i < Math.Min(drafts.Count, Limits.PaymentsMax); i++)
        {
            check.Code(new FieldName(field, i, "layer"), drafts[i].Layer, "层次");
            check.That(
                drafts[i].AmountFen is >= 0 and <= Limits.ItemAmountMaxFen,
                new FieldName(field, i, "amount_fen"), FieldRule.OutOfRange, "金额要在 0 和 1000 万元之间");
            check.Disease(new FieldName(field, i, "disease_code"), drafts[i].Disease);
            payments.Add(new LayerPayment(drafts[i].Layer, drafts[i].AmountFen)
            {
                For = Components(check, new FieldName(field, i, "components"), drafts[i].For),
                Disease = drafts[i].Disease.Length == 0 ? null : drafts[i].Disease,
            });
        }

        return payments;
    }

    /// <summary>A payment for one disease names one that the visit treats.</summary>
    private static void CheckDiseasesPaidFor(ClaimChecks check, ClaimDraft draft)
    {
        if (draft.ExternalPayments.All(p => p.Disease.Length == 0))
        {
            return;
        }

        string[] treated =
        [
            .. draft.Items.Select(i => i.Disease.Length > 0 ? i.Disease : draft.DiseaseCode).Where(d => d.Length > 0)
                .Distinct(StringComparer.Ordinal),
        ];
        for (var i = 0; i < draft.ExternalPayments.Count; i++)
        {
            var disease = draft.ExternalPayments[i].Disease;
            check.That(
                disease.Length == 0 || treated.Contains(disease, StringComparer.Ordinal),
                new FieldName("visit.external_payments", i, "disease_code"), FieldRule.UnknownWord,
                treated.Length == 0 ? "本次就诊没有写病种，这笔支付也不能写，请去掉"
                    : "本次就诊没有这个病种，只能写就诊或明细上写的病种编码；各病种都可用的，不写");
        }
    }

    private static ValueSet Components(ClaimChecks check, FieldName field, IReadOnlyList<string> words)
    {
        var components = new List<Component>();
        foreach (var word in words)
        {
            if (check.That(
                Vocabulary.Component.TryFind(word, out var component), field, FieldRule.UnknownWord,
                $"费用部分只能是 {string.Join('、', Vocabulary.Component.Words)}"))
            {
                components.Add(component);
            }
        }

        check.That(components.Distinct().Count() == components.Count, field, FieldRule.Duplicate, "同一费用部分只写一次");
        return components.Aggregate(default(ValueSet), (set, component) => set.With((int)component));
    }
}
