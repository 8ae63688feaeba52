using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Precheck.Cards;
using MedAid.Precheck.Checks;
using MedAid.Precheck.Data;
using MedAid.Settlement.People;

namespace MedAid.Precheck.Tests;

/// <summary>For every check: when it fires, when it does not, the edge day, and its article.</summary>
public sealed class CheckCases
{
    private const string Notice = "《关于进一步做好尿毒症门诊慢特病医疗保障和医疗服务管理的通知》";
    private const string TwoDiseasePlan = "吕医保发〔2021〕28号";
    private const string Nowhere = "没有见到当地文件（检查口径暂设，以当地经办机构为准）";

    [Fact]
    public async Task A_restricted_drug_is_told_unless_a_diagnosis_is_one_of_its_own_or_the_patient_pays()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var drug = Ward.Item(Codes.Dapagliflozin, price: "61.00");
        var card = await ward.CardAsync("restricted-drug", ward.Draft(Care.Outpatient, null, ["I10"], drug));
        AssertCard(card, Severity.Warning, $"{Notice}二（三）", "达格列净片：限二型糖尿病二线用药，诊断不在其内，补录诊断，或改用盐酸二甲双胍片");
        Assert.Contains("没有诊断可核对", (await ward.CardAsync("restricted-drug", ward.Draft(Care.Outpatient, null, [], drug))).Summary, StringComparison.Ordinal);
        Assert.Equal([SuggestionKind.ReplaceItem, SuggestionKind.MarkItem], card.Suggestions.Select(s => s.Kind));
        await ward.SilentAsync("restricted-drug", ward.Draft(Care.Outpatient, null, ["E11.900"], drug));
        await ward.SilentAsync("restricted-drug", ward.Draft(Care.Outpatient, null, ["I10"], drug with { Approval = 2 }));
        await ward.SilentAsync("restricted-drug", ward.Draft(Care.Outpatient, null, ["I10"], Ward.Item(Codes.Metformin)));

        // The check begins on 2022-07-12, the day of the notice.
        var claim = ward.Claim(Care.Outpatient, null, new DateOnly(2022, 7, 11), Ward.County, drug);
        await ward.SilentAsync("restricted-drug", new OrderDraft { Claim = claim });
        await ward.CardAsync("restricted-drug", new OrderDraft { Claim = claim with { ServiceDate = new DateOnly(2022, 7, 12) } });
    }

    [Fact]
    public async Task A_restricted_drug_that_is_indicated_and_not_marked_is_told_with_what_the_mark_saves()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var drug = Ward.Item(Codes.IronSucrose, price: "36.00");
        var card = await ward.CardAsync("restricted-unmarked", ward.Draft(Care.Outpatient, null, ["D50.900"], drug));
        AssertCard(card, Severity.Info, $"{Notice}二（三）", "蔗糖铁注射液：");
        Assert.True(Assert.Single(card.Suggestions).PatientFen < 36_00);
        await ward.SilentAsync("restricted-unmarked", ward.Draft(Care.Outpatient, null, ["D50.900"], drug with { Approval = 1 }));
        await ward.SilentAsync("restricted-unmarked", ward.Draft(Care.Outpatient, null, ["I10"], drug));
    }

    [Fact]
    public async Task What_is_outside_the_catalogue_is_told_with_what_the_patient_pays_and_what_is_covered()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var card = await ward.CardAsync(
            "outside-catalogue", ward.Draft(Care.Outpatient, null, ["E83.3"], Ward.Item(Codes.PhosphateBinderImported, price: "198.00")));
        AssertCard(card, Severity.Warning, $"{Notice}二（二）、（三）", "进口磷结合剂：目录外，全自费 198.00 元，改用醋酸钙片 1 份");
        Assert.Equal(198_00, card.WithoutItemFen + 198_00);
        await ward.SilentAsync("outside-catalogue", ward.Draft(Care.Outpatient, null, ["E83.3"], Ward.Item(Codes.CalciumAcetate)));

        // A fee that is no drug and no material, and one that nobody has heard of.
        await ward.SilentAsync("outside-catalogue", ward.Draft(Care.Outpatient, null, [], Ward.Item("009900000010000")));
        await ward.SilentAsync("outside-catalogue", ward.Draft(Care.Outpatient, null, [], Ward.Item("X0")));
    }

    [Fact]
    public async Task A_price_above_the_ceiling_is_told_with_the_ceiling_and_one_at_it_is_not()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var card = await ward.CardAsync("over-ceiling", ward.Draft(Care.Outpatient, null, [], Ward.Item(Codes.Dialyser, price: "128.00")));
        AssertCard(card, Severity.Info, $"{Notice}二（二）", "一次性低通量透析器：单价高于支付限价 120.00 元，超出的 8.00 元由病人付，");
        await ward.SilentAsync("over-ceiling", ward.Draft(Care.Outpatient, null, [], Ward.Item(Codes.Dialyser, price: "120.00")));
    }

    [Fact]
    public async Task A_centrally_procured_equal_is_suggested_for_the_same_substance_form_and_strength_only()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var card = await ward.CardAsync("centrally-procured", ward.Draft(Care.Outpatient, null, ["I10"], Ward.Item(Codes.Amlodipine)));
        AssertCard(card, Severity.Info, $"{Notice}二（一）；{TwoDiseasePlan}", "苯磺酸氨氯地平片：");
        Assert.Equal(Codes.AmlodipineProcured, card.Suggestions[0].Item!.Code);
        await ward.SilentAsync("centrally-procured", ward.Draft(Care.Outpatient, null, ["I10"], Ward.Item(Codes.AmlodipineProcured)));
        await ward.SilentAsync("centrally-procured", ward.Draft(Care.Outpatient, null, ["I10"], Ward.Item(Codes.AmlodipineHalf)));
    }

    [Fact]
    public async Task An_equal_that_costs_the_patient_less_is_told_from_ten_percent_on()
    {
        await using var ward = Ward.Open(
            Ward.Patient(), Ward.Books(change: book => book with { Checks = [.. book.Checks.Where(c => c.Id != "centrally-procured")] }));
        OrderDraft Imported(string price) => ward.Draft(Care.Outpatient, null, ["I10"], Ward.Item(Codes.AmlodipineImported, price: price));
        var card = await ward.CardAsync("dearer-equal", Imported("42.00"));
        AssertCard(card, Severity.Info, $"{Notice}二（二）", "苯磺酸氨氯地平片（进口）：");
        Assert.True(card.Suggestions[0].PatientFen < (await ward.AdviseAsync(Imported("42.00"))).PatientFen);

        // The cheapest equal is 1.68: ten percent more is 1.866…
        await ward.CardAsync("dearer-equal", Imported("1.87"));
        await ward.SilentAsync("dearer-equal", Imported("1.86"));
    }

    /// <summary>A box of 28 days of February 9 lasts to March 8: seven days are left on March 2. One of February 10 has eight.</summary>
    [Fact]
    public async Task A_drug_that_has_not_run_out_is_told_across_hospitals_and_a_repeat_at_its_end_is_a_remark()
    {
        await using var ward = Ward.Open(Ward.Patient());
        await ward.SettleAsync(ward.Claim(Care.Outpatient, null, new DateOnly(2026, 2, 10), Ward.City, Ward.Item(Codes.Amlodipine)));
        var card = await ward.CardAsync("overlapping-supply", ward.Draft(Care.Outpatient, null, ["I10"], Ward.Item(Codes.Amlodipine)));
        AssertCard(card, Severity.Warning, TwoDiseasePlan, "苯磺酸氨氯地平片：手里的药可用到 2026-03-09，到期后再开");
        Assert.Contains("吕梁样例三甲医院 2026-02-10 开出", card.Detail, StringComparison.Ordinal);
        Assert.Contains("连同本次共 36 天，一次最长 28 天", card.Detail, StringComparison.Ordinal);
        Assert.Contains(card.Reasons, r => r.Code == "stopped_elsewhere");
        await ward.SilentAsync("overlapping-supply", ward.Draft(Care.Outpatient, null, ["I10"], Ward.Item(Codes.Metformin)));

        await using var repeated = Ward.Open(Ward.Patient());
        await repeated.SettleAsync(repeated.Claim(Care.Outpatient, null, new DateOnly(2026, 2, 9), Ward.County, Ward.Item(Codes.Amlodipine)));
        var remark = await repeated.CardAsync("overlapping-supply", repeated.Draft(Care.Outpatient, null, ["I10"], Ward.Item(Codes.Amlodipine)));
        Assert.Equal(Severity.Info, remark.Severity);
        Assert.DoesNotContain(remark.Reasons, r => r.Code == "stopped_elsewhere");

        await using var ended = Ward.Open(Ward.Patient());
        await ended.SettleAsync(ended.Claim(Care.Outpatient, null, new DateOnly(2026, 2, 2), Ward.County, Ward.Item(Codes.Amlodipine)));
        await ended.SilentAsync("overlapping-supply", ended.Draft(Care.Outpatient, null, ["I10"], Ward.Item(Codes.Amlodipine)));
    }

    [Fact]
    public async Task The_same_drug_on_two_lines_is_a_remark()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var twice = ward.Draft(Care.Outpatient, null, ["I10"], Ward.Item(Codes.Metformin), Ward.Item(Codes.Metformin, "2"));
        AssertCard(await ward.CardAsync("duplicate-in-list", twice), Severity.Info, TwoDiseasePlan, "盐酸二甲双胍片：第 1、2 项是同一种药，共 3 份");
        await ward.SilentAsync("duplicate-in-list", ward.Draft(Care.Outpatient, null, ["I10"], Ward.Item(Codes.Metformin, "3")));
        await ward.SilentAsync("duplicate-in-list", ward.Draft(Care.Outpatient, null, [], Ward.Item(Codes.Dialyser), Ward.Item(Codes.Dialyser)));
    }

    [Fact]
    public async Task A_quantity_above_dose_and_days_is_told_with_the_one_that_is_right()
    {
        await using var ward = Ward.Open(Ward.Patient());
        Dose Tablets(string packs, int days) => Ward.Item(Codes.Amlodipine, packs) with { Days = days, DailyMilligrams = 5 };
        var card = await ward.CardAsync("over-quantity", ward.Draft(Care.Outpatient, null, ["I10"], Tablets("3", 28)));
        AssertCard(card, Severity.Warning, TwoDiseasePlan, "苯磺酸氨氯地平片：开 3 份，28 天只要 1 份，减到 1 份");
        Assert.Equal(10_000, card.Suggestions.Single().Item!.QuantityTenThousandths);
        await ward.SilentAsync("over-quantity", ward.Draft(Care.Outpatient, null, ["I10"], Tablets("1", 28)));

        // One day more opens a second pack.
        await ward.SilentAsync("over-quantity", ward.Draft(Care.Outpatient, null, ["I10"], Tablets("2", 29)));
        await ward.CardAsync("over-quantity", ward.Draft(Care.Outpatient, null, ["I10"], Tablets("2", 28)));
    }

    [Fact]
    public async Task A_prescription_may_last_twelve_weeks_for_the_stable_and_four_for_others()
    {
        await using var ward = Ward.Open(Ward.Patient(Ward.TwoDisease(Codes.Hypertension)));
        OrderDraft Boxes(string count, bool stable) =>
            ward.Draft(Care.TwoDisease, Codes.Hypertension, ["I10"], Ward.Item(Codes.Amlodipine, count)) with { Stable = stable };
        var card = await ward.CardAsync("long-prescription", Boxes("4", stable: true));
        AssertCard(card, Severity.Warning, $"{TwoDiseasePlan} 二（二）1", "苯磺酸氨氯地平片：可用 112 天，一张处方最长 84 天，减到 3 份");
        await ward.SilentAsync("long-prescription", Boxes("3", stable: true));
        Assert.Contains("一张处方最长 28 天，减到 1 份", (await ward.CardAsync("long-prescription", Boxes("2", stable: false))).Summary, StringComparison.Ordinal);
        await ward.SilentAsync("long-prescription", Boxes("1", stable: false));
    }

    [Fact]
    public async Task A_stable_patient_who_came_twice_for_less_than_four_weeks_may_have_a_long_prescription()
    {
        await using var ward = Ward.Open(Ward.Patient(Ward.TwoDisease(Codes.Hypertension)));
        var drug = Ward.Item(Codes.Metformin);
        OrderDraft Draft(bool stable) => ward.Draft(Care.TwoDisease, Codes.Hypertension, ["I10"], drug) with { Stable = stable };
        await ward.SettleAsync(ward.Claim(Care.TwoDisease, Codes.Hypertension, new DateOnly(2026, 1, 10), Ward.County, Ward.Item(Codes.Metformin, "3")));
        await ward.SilentAsync("long-possible", Draft(stable: true));
        await ward.SettleAsync(ward.Claim(Care.TwoDisease, Codes.Hypertension, new DateOnly(2026, 2, 10), Ward.County, Ward.Item(Codes.Metformin, "3")));
        AssertCard(await ward.CardAsync("long-possible", Draft(stable: true)), Severity.Info, $"{TwoDiseasePlan} 二（二）1", "盐酸二甲双胍片：病情稳定，已连续开过 2 次，可改开 4—12 周长处方");
        await ward.SilentAsync("long-possible", Draft(stable: false));
    }

    [Fact]
    public async Task The_same_substance_in_another_form_or_of_another_maker_is_told_and_two_strengths_are_not()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var forms = ward.Draft(Care.Outpatient, null, ["I10"], Ward.Item(Codes.NifedipineTablet), Ward.Item(Codes.NifedipineSustained));
        AssertCard(await ward.CardAsync("same-ingredient", forms), Severity.Warning, TwoDiseasePlan, "硝苯地平控释片：与第 1 项硝苯地平片是同一成分（硝苯地平），核对后只留一种");
        await ward.CardAsync("same-ingredient", ward.Draft(Care.Outpatient, null, ["I10"], Ward.Item(Codes.Amlodipine), Ward.Item(Codes.AmlodipineProcured)));
        await ward.SilentAsync("same-ingredient", ward.Draft(Care.Outpatient, null, ["I10"], Ward.Item(Codes.Amlodipine), Ward.Item(Codes.AmlodipineHalf)));
        await ward.SilentAsync("same-ingredient", ward.Draft(Care.Outpatient, null, ["I10"], Ward.Item(Codes.Amlodipine), Ward.Item(Codes.Metformin)));

        // An order that stops today still runs; one that stopped yesterday does not.
        OrderDraft Beside(DateOnly last) => ward.Draft(Care.Outpatient, null, ["I10"], Ward.Item(Codes.NifedipineTablet)) with
        {
            Running = [new RunningOrder(Codes.NifedipineSustained, "", last, new HospitalCode(Ward.City))],
        };
        Assert.Contains("硝苯地平控释片", (await ward.CardAsync("same-ingredient", Beside(Ward.Today))).Summary, StringComparison.Ordinal);
        await ward.SilentAsync("same-ingredient", Beside(Ward.Today.AddDays(-1)));
    }

    [Fact]
    public async Task An_examination_outside_the_care_path_of_dialysis_is_told()
    {
        await using var ward = Ward.Open(Ward.Patient(Ward.Chronic(Codes.Uraemia)));
        var card = await ward.CardAsync(
            "off-path", ward.Draft(Care.OutpatientChronic, Codes.Uraemia, ["N18.500"], Ward.Item(Codes.Creatinine), Ward.Item(Codes.ChestCt)));
        AssertCard(card, Severity.Info, $"{Notice}二（四）", "胸部CT平扫：不在血液透析照护路径内，写明指征，");
        await ward.SilentAsync("off-path", ward.Draft(Care.Outpatient, null, ["I10"], Ward.Item(Codes.ChestCt)));
    }

    [Fact]
    public async Task A_diagnosis_without_qualification_is_told_with_when_it_would_begin_and_what_it_saves()
    {
        await using var ward = Ward.Open(Ward.Patient());
        var dialysis = ward.Draft(Care.OutpatientChronic, Codes.Uraemia, ["N18.500"], Ward.Item(Codes.Dialysis, price: "400.00"));
        var card = await ward.CardAsync("qualification-missing", dialysis);
        AssertCard(card, Severity.Warning, $"{TwoDiseasePlan} 二（一）3", "门诊慢特病（尿毒症透析）：还没有资格，本次按普通门诊计，现在申请");
        Assert.Contains("申请认定当场办结，从批准的次日起享受", card.Detail, StringComparison.Ordinal);
        Assert.True(card.Suggestions.Single().PatientFen < (await ward.AdviseAsync(dialysis)).PatientFen);
        Assert.Equal(Care.Outpatient, (await ward.AdviseAsync(dialysis)).Care);
        await ward.CardAsync("qualification-missing", ward.Draft(Care.Outpatient, null, ["N18.500"], Ward.Item(Codes.Creatinine)));
        await ward.SilentAsync("qualification-missing", ward.Draft(Care.Outpatient, null, ["J00"], Ward.Item(Codes.Creatinine)));
        await ward.SilentAsync("qualification-missing", ward.Draft(Care.Inpatient, null, ["N18.500"], Ward.Item(Codes.Creatinine)));

        await using var held = Ward.Open(Ward.Patient(Ward.Chronic(Codes.Uraemia)));
        await held.SilentAsync("qualification-missing", held.Draft(Care.OutpatientChronic, Codes.Uraemia, ["N18.500"], Ward.Item(Codes.Dialysis)));
    }

    /// <summary>Approved on March 2 it holds from March 3; approved on March 1 it holds today.</summary>
    [Fact]
    public async Task A_qualification_that_begins_tomorrow_is_told_with_its_day()
    {
        Eligibility Approved(int day) => Ward.Patient(new Qualification(QualificationKind.Chronic, Codes.Uraemia, new DateOnly(2026, 3, day), null));
        await using var tomorrow = Ward.Open(Approved(2));
        Assert.Contains(
            "自 2026-03-03 起生效",
            (await tomorrow.CardAsync("qualification-missing", tomorrow.Draft(Care.OutpatientChronic, Codes.Uraemia, [], Ward.Item(Codes.Dialysis)))).Summary,
            StringComparison.Ordinal);
        await using var today = Ward.Open(Approved(1));
        await today.SilentAsync("qualification-missing", today.Draft(Care.OutpatientChronic, Codes.Uraemia, [], Ward.Item(Codes.Dialysis)));
    }

    /// <summary>Until is the first day without it: until March 2 it has ended today, until March 3 today is its last day.</summary>
    [Fact]
    public async Task A_qualification_that_has_ended_or_ends_within_sixty_days_is_told()
    {
        OrderDraft Dialysis(Ward ward) => ward.Draft(Care.OutpatientChronic, Codes.Uraemia, [], Ward.Item(Codes.Dialysis));
        await using var ended = Ward.Open(Ward.Patient(Ward.Chronic(Codes.Uraemia, Ward.Today)));
        AssertCard(await ended.CardAsync("qualification-ended", Dialysis(ended)), Severity.Warning, Nowhere, "门诊慢特病（尿毒症透析）：资格到 2026-03-01 为止，已经到期，申请续办");
        await ended.SilentAsync("qualification-missing", Dialysis(ended));
        await using var last = Ward.Open(Ward.Patient(Ward.Chronic(Codes.Uraemia, Ward.Today.AddDays(1))));
        await last.SilentAsync("qualification-ended", Dialysis(last));
        AssertCard(await last.CardAsync("qualification-ending", Dialysis(last)), Severity.Info, Nowhere, "门诊慢特病（尿毒症透析）：资格到 2026-03-02 为止，提醒病人续办");
        await using var sixty = Ward.Open(Ward.Patient(Ward.Chronic(Codes.Uraemia, Ward.Today.AddDays(60))));
        await sixty.CardAsync("qualification-ending", Dialysis(sixty));
        await using var later = Ward.Open(Ward.Patient(Ward.Chronic(Codes.Uraemia, Ward.Today.AddDays(61))));
        await later.SilentAsync("qualification-ending", Dialysis(later));
    }

    [Fact]
    public async Task Who_has_the_chronic_benefit_is_told_that_the_two_disease_benefit_is_not_open()
    {
        await using var ward = Ward.Open(Ward.Patient(Ward.Chronic(Codes.Hypertension), Ward.TwoDisease(Codes.Hypertension)));
        var card = await ward.CardAsync("two-disease-excluded", ward.Draft(Care.TwoDisease, Codes.Hypertension, ["I10"], Ward.Item(Codes.Amlodipine)));
        AssertCard(card, Severity.Warning, $"{TwoDiseasePlan} 二（一）2", "“两病”用药：");
        Assert.Equal(Care.OutpatientChronic, card.Suggestions.Single().Visit.Care);
        await ward.SilentAsync("two-disease-excluded", ward.Draft(Care.OutpatientChronic, Codes.Hypertension, ["I10"], Ward.Item(Codes.Amlodipine)));
    }

    [Fact]
    public async Task A_qualification_that_is_bound_to_another_hospital_is_told_with_its_name()
    {
        const string transplant = "M08300";
        await using var ward = Ward.Open(Ward.Patient(Ward.Chronic(transplant, hospital: Ward.City)));
        var card = await ward.CardAsync("bound-hospital", ward.Draft(Care.OutpatientChronic, transplant, [], Ward.Item(Codes.Creatinine)));
        AssertCard(card, Severity.Warning, Nowhere, "门诊慢特病定点：病人选定的医院是吕梁样例三甲医院");
        await using var own = Ward.Open(Ward.Patient(Ward.Chronic(transplant, hospital: Ward.County)));
        await own.SilentAsync("bound-hospital", own.Draft(Care.OutpatientChronic, transplant, [], Ward.Item(Codes.Creatinine)));
    }

    [Fact]
    public async Task A_visit_across_counties_without_filing_is_told_and_dialysis_always_has_its_notice()
    {
        await using var ward = Ward.Open(Ward.Patient(Ward.Chronic(Codes.Uraemia)));
        OrderDraft At(string hospital, string? disease, bool filed) => new()
        {
            Claim = ward.Claim(disease is null ? Care.Outpatient : Care.OutpatientChronic, disease, Ward.Today, hospital, Ward.Item(Codes.Creatinine)) with { Filed = filed },
        };
        AssertCard(await ward.CardAsync("cross-county", At(Ward.City, null, filed: false)), Severity.Warning, $"{Notice}二（二）", "跨县就诊：");
        await ward.SilentAsync("cross-county", At(Ward.City, null, filed: true));
        await ward.SilentAsync("cross-county", At(Ward.County, null, filed: false));
        var notice = await ward.CardAsync("cross-county", At(Ward.City, Codes.Uraemia, filed: true));
        Assert.Equal((Severity.Info, true), (notice.Severity, notice.Summary.Contains("先签《跨县透析患者治疗知情告知书》", StringComparison.Ordinal)));
    }

    /// <summary>The two-disease limit of hypertension is 260.00 a year; 80 % of it are 208.00.</summary>
    [Fact]
    public async Task A_limit_is_told_when_it_is_nearly_used_and_when_it_is_used_up()
    {
        await using var ward = Ward.Open(Ward.Patient(Ward.TwoDisease(Codes.Hypertension)));
        OrderDraft Drug(string price) => ward.Draft(Care.TwoDisease, Codes.Hypertension, ["I10"], Ward.Item(Codes.Amlodipine, price: price));
        await ward.SilentAsync("limit-near", Drug("100.00"));
        await ward.SettleAsync(Drug("1000.00").Claim);
        var card = await ward.CardAsync("limit-near", Drug("100.00"));
        AssertCard(card, Severity.Info, $"{TwoDiseasePlan} 二（一）1（检查口径暂设", "年度限额：");
        Assert.Contains("260.00 元已用完", card.Summary, StringComparison.Ordinal);
    }

    /// <summary>The line of catastrophic insurance is told when a tenth of it is left.</summary>
    [Fact]
    public async Task The_line_of_catastrophic_insurance_is_told_when_it_is_near_and_no_longer_when_it_is_passed()
    {
        await using var ward = Ward.Open(Ward.Patient(Ward.Chronic(Codes.Uraemia)));
        OrderDraft Stay(string price) => ward.Draft(Care.Inpatient, null, ["N18.500"], Ward.Item(Codes.Creatinine, price: price));
        await ward.SilentAsync("catastrophic-near", Stay("100.00"));
        await ward.SettleAsync(Stay("37000.00").Claim);
        var card = await ward.CardAsync("catastrophic-near", Stay("300.00"));
        AssertCard(card, Severity.Info, "（检查口径暂设，以当地经办机构为准）", "大病");
        Assert.DoesNotContain("没有见到当地文件", card.Source, StringComparison.Ordinal);
        await ward.SettleAsync(Stay("20000.00").Claim);
        await ward.SilentAsync("catastrophic-near", Stay("300.00"));
    }

    [Fact]
    public async Task A_provisional_identity_is_told_with_the_day_of_its_certificate()
    {
        var span = new IdentitySpan(IdentityKind.SubsistenceAllowance, new DateOnly(2026, 2, 1), new DateOnly(2026, 5, 2));
        await using var ward = Ward.Open(Ward.Patient() with
        {
            Identities = [span], Provisional = [new ProvisionalIdentity(span, new DateOnly(2026, 5, 1))],
        });
        var card = await ward.CardAsync("provisional-identity", ward.Draft(Care.Outpatient, null, [], Ward.Item(Codes.Creatinine)));
        AssertCard(card, Severity.Info, "晋医保发〔2019〕46号 十", "低保对象身份：先保障后认证，2026-05-01 前要认证");
        var before = ward.Draft(Care.Outpatient, null, [], Ward.Item(Codes.Creatinine));
        await ward.SilentAsync("provisional-identity", before with { Claim = before.Claim with { ServiceDate = new DateOnly(2026, 1, 31) } });
    }

    [Fact]
    public async Task A_way_that_costs_the_patient_less_is_told_and_the_cheapest_is_silent()
    {
        await using var ward = Ward.Open(Ward.Patient(Ward.Chronic(Codes.Uraemia)));
        var there = new OrderDraft
        {
            Claim = ward.Claim(Care.OutpatientChronic, Codes.Uraemia, Ward.Today, Ward.City, Ward.Item(Codes.Dialysis, price: "400.00")),
        };
        var card = await ward.CardAsync("cheaper-way", there);
        AssertCard(card, Severity.Info, $"{Notice}一（二）", "就诊方式：兴县样例人民医院");

        // 70 % at the tertiary hospital, 85 % at home: 120.00 and 60.00.
        Assert.Equal((120_00L, 60_00L), ((await ward.AdviseAsync(there)).PatientFen, card.Suggestions[0].PatientFen));
        await ward.SilentAsync("cheaper-way", there with { Claim = there.Claim with { HospitalCode = new(Ward.County) } });
    }

    private static void AssertCard(Card card, Severity severity, string article, string summary)
    {
        Assert.Equal(severity, card.Severity);
        Assert.Contains(article, card.Source, StringComparison.Ordinal);
        Assert.Contains(summary, card.Summary, StringComparison.Ordinal);
        CardRules.AssertGood(card);
    }
}
