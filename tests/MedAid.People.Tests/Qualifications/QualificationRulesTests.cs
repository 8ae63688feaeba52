using System.Text;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.People.Identities;
using MedAid.People.Qualifications;
using MedAid.Settlement.People;
using MedAid.Settlement.Writes;
using MedAid.Tables;

namespace MedAid.People.Tests.Qualifications;

public sealed class QualificationRulesTests
{
    private const string Pressure = "M03900";

    private const string Header = "病种编码,病种名称,门诊慢特病,两病,即时办结,有效月数,限选定机构,两病即时办结,办结月数,慢特病起始,两病起始,最低认定级别,两名医师签字,慢特病排除两病,依据,暂设\n";

    private static readonly DateTimeOffset Now = new(2026, 3, 16, 9, 0, 0, TimeSpan.FromHours(8));

    private static readonly DiseaseList Diseases = new(
    [
        new ListedDisease("M07800", "尿毒症透析", true, false, true, null),
        new ListedDisease(Pressure, "高血压", true, true, false, 12)
        {
            TwoDiseaseAtOnce = true, TwoDoctors = true, AnyChronicBars = true,
        },
    ]);

    /// <summary>As in Lüliang: from the day of the filing, no signatures of doctors, only a chronic benefit for hypertension itself bars.</summary>
    private static readonly DiseaseList Filing = new(
    [
        new ListedDisease(Pressure, "高血压", true, true, false, null) { TwoDiseaseAtOnce = true, TwoDiseaseSameDay = true },
    ]);

    private static readonly QualificationDraft Chronic = new(QualificationKind.Chronic, Pressure, new HospitalCode("H1"), 2, [], "受理员");

    private static readonly QualificationDraft Two = Chronic with { Kind = QualificationKind.TwoDisease };

    [Theory]
    [InlineData("M07800", "2026-03-16")]
    [InlineData(Pressure, "2026-04-16")]
    public void Grave_diseases_are_due_at_once_and_others_within_a_month(string disease, string due) =>
        Assert.Equal(due, Applied(Facts(), Chronic with { Disease = disease }).Value[0].DueBy.ToString("yyyy-MM-dd", null));

    [Fact]
    public void A_first_level_hospital_cannot_recognise_a_disease() =>
        Assert.Equal("HOSPITAL_LEVEL_TOO_LOW", Applied(Facts(), Chronic with { HospitalLevel = 1 }).Fault?.Code);

    [Theory]
    [InlineData("D1", "D1", "TWO_DOCTORS_NEEDED")]
    [InlineData("D1", "", "TWO_DOCTORS_NEEDED")]
    [InlineData("D1", "D2", null)]
    public void Two_doctors_are_two_persons(string one, string other, string? fault) => Assert.Equal(
        fault, Applied(Facts(Poor(until: null)), Chronic with { HospitalLevel = 0, Doctors = [one, other] }).Fault?.Code);

    [Fact]
    public void A_household_that_is_poor_no_more_needs_a_hospital() => Assert.Equal(
        "NOT_POOR_HOUSEHOLD",
        Applied(Facts(Poor(new DateOnly(2026, 3, 16))), Chronic with { HospitalLevel = 0, Doctors = ["D1", "D2"] }).Fault?.Code);

    [Fact]
    public void Two_disease_is_recognised_by_a_hospital_and_not_by_two_doctors() => Assert.Equal(
        "HOSPITAL_LEVEL_TOO_LOW",
        Applied(Facts(Poor(until: null)), Two with { HospitalLevel = 0, Doctors = ["D1", "D2"] }).Fault?.Code);

    [Fact]
    public void Two_disease_is_filed_at_once() =>
        Assert.Equal(new DateOnly(2026, 3, 16), Applied(Facts(), Two).Value[0].DueBy);

    [Fact]
    public void Dialysis_is_no_two_disease() =>
        Assert.Equal("DISEASE_NOT_LISTED", Applied(Facts(), Two with { Disease = "M07800" }).Fault?.Code);

    [Fact]
    public void Two_disease_is_for_residents_only() =>
        Assert.Equal("NOT_RESIDENT", Applied(Facts(scheme: "employee"), Two).Fault?.Code);

    [Theory]
    [InlineData(null, "CHRONIC_BENEFIT_HELD")]
    [InlineData("2026-03-18", "CHRONIC_BENEFIT_HELD")]
    [InlineData("2026-03-17", null)]
    public void A_chronic_benefit_excludes_two_disease_as_long_as_it_holds_tomorrow(string? until, string? fault)
    {
        var held = new Qualification(
            QualificationKind.Chronic, "M07800", new DateOnly(2025, 1, 1), until is null ? null : DateOnly.Parse(until, null));
        Assert.Equal(fault, Applied(Facts(held: held), Two).Fault?.Code);
    }

    [Fact]
    public void Two_disease_begins_on_the_day_of_the_decision_where_the_region_says_so()
    {
        var application = Assert.Single(QualificationRules.Apply(Facts(), Two, Filing, Now).Value);
        var decided = QualificationRules.Decide(
            Facts() with { Applications = [application] }, application.ApplicationId, new Verdict("审核员", null), Filing, Now);
        var granted = Assert.Single(decided.Value).Granted!;
        Assert.Equal((true, false), (granted.HoldsOn(new DateOnly(2026, 3, 16)), granted.HoldsOn(new DateOnly(2026, 3, 15))));
        Assert.True(Assert.Single(QualificationRules.Enrol(
            Facts(), new ManagedPatient(Pressure, new HospitalCode("H1"), true), "受理员", "审核员", Filing, Now).Value).Granted!.HoldsOn(new DateOnly(2026, 3, 16)));
    }

    /// <summary>The benefit holds on the day of death, so its first day without is tomorrow at the latest; an end for another reason may be planned.</summary>
    [Theory]
    [InlineData(17, QualificationEndReason.Deceased, null)]
    [InlineData(18, QualificationEndReason.Deceased, "OUT_OF_RANGE")]
    [InlineData(18, QualificationEndReason.ByRequest, null)]
    public void A_death_to_come_ends_no_qualification(int day, QualificationEndReason reason, string? fault)
    {
        var application = Assert.Single(QualificationRules.Apply(Facts(), Two, Filing, Now).Value);
        var decided = Assert.Single(QualificationRules.Decide(
            Facts() with { Applications = [application] }, application.ApplicationId, new Verdict("审核员", null), Filing, Now).Value);
        var end = new QualificationEnd(new DateOnly(2026, 3, day), reason, "", "终止员", Now);
        Assert.Equal(
            fault,
            QualificationRules.End(Facts() with { Applications = [decided] }, decided.ApplicationId, end, new DateOnly(2026, 3, 16))?.Code);
    }

    [Fact]
    public void A_benefit_for_a_year_holds_for_the_same_days_whether_it_begins_today_or_tomorrow()
    {
        var list = new DiseaseList([new ListedDisease(Pressure, "高血压", true, true, true, 12) { ChronicSameDay = true }]);
        var application = Assert.Single(QualificationRules.Apply(Facts(), Chronic, list, Now).Value);
        var granted = Assert.Single(QualificationRules.Decide(
            Facts() with { Applications = [application] }, application.ApplicationId, new Verdict("审核员", null), list, Now).Value).Granted!;
        Assert.Equal((new DateOnly(2026, 3, 15), new DateOnly(2027, 3, 16)), (granted.Approved, granted.Until!.Value));
    }

    [Fact]
    public void Doctors_signatures_count_only_where_the_region_takes_them() => Assert.Equal(
        "HOSPITAL_RECORD_NEEDED",
        QualificationRules.Apply(
            Facts(Poor(until: null)), Chronic with { HospitalLevel = 0, Doctors = ["D1", "D2"] }, Filing, Now).Fault?.Code);

    [Theory]
    [InlineData("M07800", null)]
    [InlineData(Pressure, "CHRONIC_BENEFIT_HELD")]
    public void Where_the_same_disease_bars_a_dialysis_patient_with_hypertension_has_a_way(string chronic, string? fault)
    {
        var held = new Qualification(QualificationKind.Chronic, chronic, new DateOnly(2025, 1, 1), null);
        Assert.Equal(fault, QualificationRules.Apply(Facts(held: held), Two, Filing, Now).Fault?.Code);
    }

    [Fact]
    public void A_region_may_ask_for_a_hospital_of_the_third_level()
    {
        var list = new DiseaseList([new ListedDisease(Pressure, "高血压", true, true, true, null) { LowestLevel = 3 }]);
        var fault = QualificationRules.Apply(Facts(), Chronic, list, Now).Fault!;
        Assert.Equal(("HOSPITAL_LEVEL_TOO_LOW", "须由三级及以上定点医疗机构认定"), (fault.Code, fault.Message));
    }

    [Fact]
    public void A_chronic_benefit_granted_meanwhile_stops_the_filing_of_two_disease()
    {
        var application = Applied(Facts(), Two).Value[0];
        var held = new Qualification(QualificationKind.Chronic, "M07800", new DateOnly(2026, 3, 15), null);
        var facts = Facts(held: held) with { Applications = [application] };
        Assert.Equal(
            "CHRONIC_BENEFIT_HELD",
            QualificationRules.Decide(facts, application.ApplicationId, new Verdict("审核员", null), Diseases, Now).Fault?.Code);
    }

    [Fact]
    public void A_doubtful_diagnosis_is_not_moved_into_two_disease()
    {
        var application = Applied(Facts(), Chronic).Value[0];
        var facts = Facts() with { Applications = [application] };
        var ruling = QualificationRules.Decide(
            facts, application.ApplicationId, new Verdict("审核员", RefusalReason.DiagnosisNotConfirmed), Diseases, Now);
        Assert.Equal(ApplicationState.Refused, Assert.Single(ruling.Value).State);
    }

    [Fact]
    public void Late_in_the_evening_it_is_already_the_next_day_in_China()
    {
        // 2026-03-16 16:30 UTC is 2026-03-17 00:30 in China.
        var late = new DateTimeOffset(2026, 3, 16, 16, 30, 0, TimeSpan.Zero);
        var ruling = QualificationRules.Enrol(Facts(), new ManagedPatient(Pressure, new HospitalCode("H1"), true), "受理员", "审核员", Diseases, late);
        Assert.Equal(new DateOnly(2026, 3, 17), ruling.Value[0].ApprovedOn);
    }

    [Fact]
    public void An_enrolment_that_goes_on_finds_its_own_application_and_another_does_not()
    {
        Result<IReadOnlyList<QualificationApplication>> Enrol(IReadOnlyList<QualificationApplication> before, DateTimeOffset begun) =>
            QualificationRules.Enrol(
                Facts(held: before.Count > 0 ? before[0].Granted : null) with { Applications = before }, new ManagedPatient(Pressure, new HospitalCode("H1"), true),
                "受理员", "审核员", Diseases, begun);
        var first = Enrol([], Now).Value;
        Assert.Equal(first, Enrol(first, Now).Value);
        Assert.Equal("ALREADY_QUALIFIED", Enrol(first, Now.AddSeconds(1)).Fault?.Code);
    }

    [Fact]
    public void A_managed_list_names_the_line_of_every_fault()
    {
        var list = ManagedList.Of(TableFile.Read(Text(
            "身份证号码,病种编码,管理机构编码,是否用药\n11010519491231002X,M03900,H1,是\n110105194912310021,M03900,H1,是\n"
            + "11010519491231002x,M03900,H1,是\n11010519491231002X,M01600,H1,也许\n")));
        Assert.Equal([2], list.Lines.Select(l => l.Number));
        Assert.Equal(
            [(3, "ID_NUMBER_INVALID"), (4, "DUPLICATE_PERSON"), (5, "DRUGS_UNKNOWN")], list.Faults.Select(f => (f.Line, f.Code)));
    }

    [Fact]
    public void A_disease_list_is_read_whole_or_not_at_all()
    {
        var (list, none) = DiseaseList.Read(Text(
            $"{Header}M07800,尿毒症透析,是,否,是,,是,否,1,次日,次日,2,否,任一病种,文件,否\nM03900,高血压,是,是,否,24,否,是,2,次日,当日,3,是,同一病种,,是\n"));
        Assert.Empty(none);
        Assert.Equal(
            new ListedDisease(Pressure, "高血压", true, true, false, 24)
            {
                TwoDiseaseAtOnce = true, DecisionMonths = 2, TwoDiseaseSameDay = true, LowestLevel = 3, TwoDoctors = true,
            },
            list!.Find(Pressure));
        Assert.Equal(
            new ListedDisease("M07800", "尿毒症透析", true, false, true, null, Bound: true) { AnyChronicBars = true }, list.Find("M07800"));
    }

    [Theory]
    [InlineData("M07800,透析,是,否,是,0,否,否,1,次日,次日,2,否,同一病种,文件,否", "有效月数")]
    [InlineData("M07800,透析,是,否,可能,,否,否,1,次日,次日,2,否,同一病种,文件,否", "即时办结")]
    [InlineData("M07800,透析,是,否,是,,,否,1,次日,次日,2,否,同一病种,文件,否", "限选定机构")]
    [InlineData("M07800,透析,是,否,是,,否,否,0,次日,次日,2,否,同一病种,文件,否", "办结月数")]
    [InlineData("M07800,透析,是,否,是,,否,否,1,明日,次日,2,否,同一病种,文件,否", "起始")]
    [InlineData("M07800,透析,是,否,是,,否,否,1,次日,次日,4,否,同一病种,文件,否", "级别")]
    [InlineData("M07800,透析,是,否,是,,否,否,1,次日,次日,2,否,别的,文件,否", "慢特病排除两病")]
    [InlineData("M07800,透析,是,否,是,,否,否,1,次日,次日,2,否,同一病种,,否", "没有依据")]
    [InlineData(",透析,是,否,是,,否,否,1,次日,次日,2,否,同一病种,文件,否", "编码")]
    public void A_bad_line_of_a_disease_list_is_named_with_its_fault(string line, string word)
    {
        var (list, faults) = DiseaseList.Read(Text($"{Header}M03900,高血压,是,是,否,,否,是,1,当日,当日,2,否,同一病种,文件,否\n{line}\n"));
        Assert.Null(list);
        var fault = Assert.Single(faults);
        Assert.StartsWith("第 3 行", fault, StringComparison.Ordinal);
        Assert.Contains(word, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disease_list_that_leaves_a_column_out_is_refused() => Assert.Contains(
        "两病起始", Assert.Single(DiseaseList.Read(Text("病种编码,病种名称,门诊慢特病,两病,即时办结,有效月数\nM07800,尿毒症透析,是,否,是,\n")).Faults),
        StringComparison.Ordinal);

    [Fact]
    public void The_longest_region_counts_and_an_unknown_one_lists_nothing()
    {
        static DiseaseList One(string code) => new([new ListedDisease(code, code, true, false, false, null)]);

        var lists = new DiseaseLists(new Dictionary<string, DiseaseList> { ["14"] = One("M1"), ["1411"] = One("M2") });
        Assert.NotNull(lists.For(new CountyCode("141123")).Find("M2"));
        Assert.NotNull(lists.For(new CountyCode("140100")).Find("M1"));
        Assert.Null(lists.For(new CountyCode("370406")).Find("M1"));
        Assert.Null(lists.For(default).Find("M1"));
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static IdentityPeriod Poor(DateOnly? until) =>
        new(IdentityKind.SubsistenceAllowance, new DateOnly(2025, 1, 1), until);

    private static Result<IReadOnlyList<QualificationApplication>> Applied(QualificationFacts facts, QualificationDraft draft) =>
        QualificationRules.Apply(facts, draft, Diseases, Now);

    private static QualificationFacts Facts(IdentityPeriod? poor = null, string scheme = "resident", Qualification? held = null) => new(
        new PersonFacts
        {
            PersonKey = new("P1"), IdNumberHash = "T1", Known = true, Periods = poor is null ? [] : [poor],
            Insured = new Eligibility
            {
                PersonKey = new("P1"), Version = 1, Scheme = scheme, County = new("141123"), BirthDate = new DateOnly(1960, 1, 1),
                Qualifications = held is null ? [] : [held],
            },
        },
        []);
}
