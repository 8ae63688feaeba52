using MedAid.Core.Policy;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;

namespace MedAid.Precheck.Tests;

/// <summary>For every check after settlement and every pattern of a visit: when it finds something, when not, the edge day, article and amount.</summary>
public sealed class ReviewCases
{
    private const string Notice = "《关于进一步做好尿毒症门诊慢特病医疗保障和医疗服务管理的通知》二（三）";
    private const string TwoDiseasePlan = "吕医保发〔2021〕28号 二（三）2";
    private const string Assumed = "（检查口径暂设，以当地经办机构为准）";
    private static readonly DateOnly Day = new(2026, 2, 10);

    [Fact]
    public async Task A_restricted_drug_without_its_diagnosis_is_found_from_the_day_of_the_notice_and_none_is_claimed_without_diagnoses()
    {
        var drug = Ward.Item(Codes.Dapagliflozin, "2", "61.00", approval: 1);
        await FindsAsync(
            "restricted-drug", Notice, 122_00, o => [o.Visit(Day, drug)],
            o => [o.Visit(Day, drug) with { Diagnoses = ["E11.900"] }, o.Visit(Day, drug) with { Diagnoses = [] }, o.Visit(new DateOnly(2022, 7, 11), drug)]);
        await FindsAsync("restricted-drug", Notice, 122_00, o => [o.Visit(new DateOnly(2022, 7, 12), drug)]);
    }

    /// <summary>A box of February 1 lasts to February 28: eight days are left on the 21st, seven, which is a repeat, on the 22nd.</summary>
    [Fact]
    public async Task A_drug_that_had_not_run_out_is_found_whatever_the_hospital_and_a_repeat_at_its_end_is_not()
    {
        var box = Ward.Item(Codes.Amlodipine);
        ClaimDraft There(ReviewOffice o) => o.Visit(new DateOnly(2026, 2, 1), box) with { HospitalCode = new(Ward.City) };
        await FindsAsync(
            "overlapping-supply", TwoDiseasePlan + Assumed, 20_00, o => [There(o), o.Visit(new DateOnly(2026, 2, 21), box)]);
        await FindsAsync("overlapping-supply", "", 0, o => [There(o), o.Visit(new DateOnly(2026, 2, 22), box)]);

        // Two of one day: one of them gave it twice.
        await FindsAsync("overlapping-supply", TwoDiseasePlan + Assumed, 20_00, o => [o.Visit(Day, box), o.Visit(Day, box)]);
    }

    [Fact]
    public async Task What_is_outside_the_catalogue_and_above_a_ceiling_is_found_with_what_the_patient_paid()
    {
        await FindsAsync(
            "outside-catalogue", Notice.Replace("二（三）", "二（二）、（三）", StringComparison.Ordinal), 198_00, o => [o.Visit(Day, Ward.Item(Codes.PhosphateBinderImported, price: "198.00"))],
            o => [o.Visit(Day, Ward.Item(Codes.CalciumAcetate))]);
        await FindsAsync(
            "over-ceiling", "《关于进一步做好尿毒症门诊慢特病医疗保障和医疗服务管理的通知》二（二）" + Assumed, 24_00,
            o => [o.Visit(Day, Ward.Item(Codes.Dialyser, "3", "128.00"))], o => [o.Visit(Day, Ward.Item(Codes.Dialyser, price: "120.00"))]);
    }

    [Fact]
    public async Task An_examination_off_the_path_is_found()
    {
        ClaimDraft Chronic(ReviewOffice o, string code) =>
            o.Visit(Day, Ward.Item(code, price: "150.00")) with { Care = (int)Care.OutpatientChronic, DiseaseCode = Codes.Uraemia };
        await FindsAsync(
            "off-path", Notice.Replace("二（三）", "二（四）", StringComparison.Ordinal) + Assumed, 150_00, o => [Chronic(o, Codes.ChestCt)], o => [Chronic(o, Codes.Creatinine)], Ward.Chronic(Codes.Uraemia));
    }

    /// <summary>Whether a patient is stable is not kept, so the longest prescription of the law counts: 84 days, three boxes.</summary>
    [Fact]
    public async Task A_prescription_longer_than_the_law_allows_is_found()
    {
        ClaimDraft Boxes(ReviewOffice o, string count) =>
            o.Visit(Day, Ward.Item(Codes.Amlodipine, count)) with { Care = (int)Care.TwoDisease, DiseaseCode = Codes.Hypertension };
        await FindsAsync(
            "long-prescription", "吕医保发〔2021〕28号 二（二）1" + Assumed, 80_00, o => [Boxes(o, "4")], o => [Boxes(o, "3")],
            Ward.TwoDisease(Codes.Hypertension));
    }

    [Fact]
    public async Task The_same_drug_or_substance_twice_is_found_of_out_patients_only()
    {
        Dose[] twice = [Ward.Item(Codes.Metformin, price: "12.00"), Ward.Item(Codes.Metformin, "2", "12.00")];
        await FindsAsync(
            "duplicate-in-list", TwoDiseasePlan, 24_00, o => [o.Visit(Day, twice)],
            o => [o.Visit(Day, twice) with { Care = (int)Care.Inpatient, Filed = true }, o.Visit(Day, Ward.Item(Codes.Metformin, "3"))]);
        await FindsAsync(
            "same-ingredient", TwoDiseasePlan + Assumed, 1_68,
            o => [o.Visit(Day, Ward.Item(Codes.Amlodipine), Ward.Item(Codes.AmlodipineProcured, price: "1.68"))],
            o => [o.Visit(Day, Ward.Item(Codes.Amlodipine), Ward.Item(Codes.AmlodipineHalf))]);
    }

    [Fact]
    public async Task Two_hospitals_on_one_day_are_found_if_both_need_the_patient()
    {
        var blood = Ward.Item(Codes.Creatinine, price: "8.00");
        ClaimDraft There(ReviewOffice o, DateOnly day, Dose item) => o.Visit(day, item) with { HospitalCode = new(Ward.City) };
        await FindsAsync("two-places", TwoDiseasePlan + Assumed, 8_00, o => [o.Visit(Day, blood), There(o, Day, blood)]);
        await FindsAsync("two-places", "", 0, o => [o.Visit(Day, blood), There(o, Day.AddDays(1), blood), There(o, Day.AddDays(-1), blood)]);
        await FindsAsync("two-places", "", 0, o => [o.Visit(Day, blood), There(o, Day, Ward.Item(Codes.Metformin))]);
        await FindsAsync("two-places", "", 0, o => [o.Visit(Day, Ward.Item(Codes.Metformin)), There(o, Day, blood)]);
        await FindsAsync("two-places", "", 0, o => [o.Visit(Day, blood), o.Visit(Day, blood)]);
        await FindsAsync("two-places", "", 0, o => [o.Visit(Day, blood), There(o, Day, blood) with { IdNumber = ReviewOffice.Person(1) }]);
    }

    /// <summary>A stay from the 5th to the 10th: the days between are the stay's alone.</summary>
    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    [InlineData(9, true)]
    [InlineData(10, false)]
    public async Task A_visit_during_a_stay_elsewhere_is_found_but_for_the_days_of_admission_and_discharge(int day, bool found)
    {
        ClaimDraft[] Visits(ReviewOffice o) =>
        [
            o.Visit(new DateOnly(2026, 2, 10), Ward.Item(Codes.Metformin)) with
            {
                HospitalCode = new(Ward.City), Care = (int)Care.Inpatient, AdmissionDate = "2026-02-05", Filed = true,
            },
            o.Visit(new DateOnly(2026, 2, day), Ward.Item(Codes.Creatinine, price: "8.00")),
        ];
        await FindsAsync("two-places", found ? TwoDiseasePlan + Assumed : "", 8_00, Visits);
    }

    /// <summary>168 days are six boxes. On the day after three boxes 83 days are left: three more are 167, four are 195.</summary>
    [Fact]
    public async Task More_than_anybody_uses_is_found_in_one_visit_and_over_several()
    {
        Dose Boxes(string count) => Ward.Item(Codes.Amlodipine, count);
        await FindsAsync("supply-beyond-use", TwoDiseasePlan + Assumed, 140_00, o => [o.Visit(Day, Boxes("7"))]);
        await FindsAsync("supply-beyond-use", "", 0, o => [o.Visit(Day, Boxes("6"))]);
        await FindsAsync("supply-beyond-use", TwoDiseasePlan + Assumed, 80_00, o => [o.Visit(Day, Boxes("3")), o.Visit(Day.AddDays(1), Boxes("4"))]);
        await FindsAsync("supply-beyond-use", "", 0, o => [o.Visit(Day, Boxes("3")), o.Visit(Day.AddDays(1), Boxes("3"))]);
    }

    /// <summary>The imported drug costs 42.00 and is paid less; the half strength costs 14.00 and is paid alike.</summary>
    [Theory]
    [InlineData("42.00", true)]
    [InlineData("14.00", false)]
    [InlineData("20.00", false)]
    [InlineData("42.01", false)]
    public async Task A_drug_billed_at_the_price_of_another_that_is_paid_less_is_found(string price, bool found)
    {
        ClaimDraft[] Visits(ReviewOffice o) => [o.Visit(Day, Ward.Item(Codes.Amlodipine, price: price))];
        await FindsAsync("drug-swap", found ? TwoDiseasePlan + Assumed : "", 42_00, Visits);
    }

    /// <summary>Settles some visits of which one finding comes (without a basis: none), and others of which none does.</summary>
    private static async Task FindsAsync(
        string check, string basis, long amountFen, Func<ReviewOffice, ClaimDraft[]> found, Func<ReviewOffice, ClaimDraft[]>? silent = null,
        params Qualification[] qualifications)
    {
        await using (var ward = Ward.Open(Ward.Patient(qualifications)))
        {
            var office = new ReviewOffice(ward);
            foreach (var draft in found(office))
            {
                await office.SettleAsync(draft);
            }

            var findings = await office.FoundAsync(check);
            Assert.Equal(basis.Length > 0 ? [(check, basis, amountFen, "NK", "D1")] : [], findings.Select(f => (f.CheckId, f.Basis, f.AmountFen, f.Department, f.Doctor)));
        }

        if (silent is not null)
        {
            await FindsAsync(check, "", 0, silent, null, qualifications);
        }
    }
}
