using System.Text.Json;
using Grpc.Core;
using MedAid.Contract.People.V1;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// Visits of invented people under the packs of this clone, each worked by hand from the notices, through a gateway whatever its database.
/// They are the ones that a first reading of a notice gets wrong. Every visit has a person of its own.
/// </summary>
internal sealed class HandWorked(GatewayProcess gateway)
{
    private readonly GatewayProcess gateway = gateway;

    private const string County = "H14112300101";
    private const string Township = "H14112300102";
    private const string Tertiary = "H14110200102";
    private const string District = "H37040600101";
    private const string Zaozhuang = "H37040200101";
    private const string Beijing = "H11010500101";

    private const string Amlodipine = "XC08CAA001A001010100001";
    private const string Iron = "XB03ACZ055B002010100003";
    private const string BloodCount = "002501010150000";
    private const string Consultation = "001102000020000";

    /// <summary>Class C: the patient's whole.</summary>
    private const string Attendant = "009901000010000";

    private static readonly Metadata Maker = new() { { "medaid-operator", Uri.EscapeDataString("王受理") } };
    private static readonly Metadata Checker = new() { { "medaid-operator", Uri.EscapeDataString("李审核") } };

    private static readonly (string Code, string CountyCode, string Tier, string Level)[] Hospitals =
    [
        (County, "141123", "county", "05"), (Township, "141123", "township", "08"), (Tertiary, "141102", "city", "02"),
        (District, "370406", "county", "05"), (Zaozhuang, "370402", "city", "02"), (Beijing, "110105", "province", "01"),
    ];

    /// <summary>The visits, by what is special about them.</summary>
    public static IReadOnlyList<HandWorkedVisit> Visits { get; } =
    [
        new("two-disease drugs on the day of the filing, without two doctors", "14112319950606921X", "141123")
        {
            Run = story => story.FiledTodayAsync(),
        },
        new("two-disease benefit pays no dialysis", "141123195903039032", "141123")
        {
            TwoDisease = "M03900",
            Visit = v => Bill(v, Township, Care.TwoDisease, "M03900", (Requests.Dialysis, 400_00)),
            PatientFen = 400_00, Paid = [("basic", 0)],
        },
        new("two-disease benefit pays the drugs of a bill alone: (60.00 - 30.00) × 60 % = 18.00", "141124196211209046", "141123")
        {
            TwoDisease = "M03900",
            Visit = v => Bill(v, Township, Care.TwoDisease, "M03900", (Amlodipine, 60_00), (BloodCount, 20_00), (Consultation, 10_00)),
            PatientFen = 72_00, Paid = [("basic", 18_00)],
        },
        new("two-disease drugs in a tertiary hospital are not paid, and the slip says where they are", "141182197507079058", "141123")
        {
            TwoDisease = "M03900",
            Visit = v => Bill(v, Tertiary, Care.TwoDisease, "M03900", (Amlodipine, 60_00)),
            PatientFen = 60_00, Says = "“两病”用药在乡镇和县级医院支付",
        },
        new("a patient on dialysis with hypertension gets both: (86.40 - 30.00) × 60 % = 33.84", "141181197002159064", "141123")
        {
            Chronic = "M07800", TwoDisease = "M03900",
            Visit = v => Bill(v, County, Care.TwoDisease, "M03900", (Amlodipine, 86_40)),
            PatientFen = 52_56, Paid = [("basic", 33_84)],
        },
        new("ordinary out-patient care of Zaozhuang has no rule and is not settled", "141123196610099079", "370402")
        {
            Visit = v => Bill(v, Zaozhuang, Care.Outpatient, "", (Requests.Monitoring, 400_00)),
            Reason = "NO_RULE_FOR_CARE",
        },
        new("who is admitted for dialysis under capitation pays nothing", "14110219810624908X", "370406")
        {
            Visit = v => Bill(v, District, Care.Inpatient, "Z49.100", (Requests.Monitoring, 3_800_00), (Attendant, 200_00)),
            PatientFen = 0, Paid = [("capitation", 4_000_00)],
        },
        new("特困 in a package: 70 %, 20 %, and relief the last 10 %", "141121195508189097", "141123")
        {
            Identity = "extremely_poor",
            Visit = v => Bill(v, County, Care.Inpatient, "C50.900", (Requests.Monitoring, 50_000_00)),
            PatientFen = 0, Paid = [("basic", 35_000_00), ("relief_package", 10_000_00), ("relief", 5_000_00)],
        },
        new("relief of another chronic disease is claimed by the patient: 300.00 left of 1,000.00, × 30 % = 90.00", "141122196309309106", "141123")
        {
            Identity = "subsistence_allowance", Chronic = "M04600",
            Visit = v => Bill(v, County, Care.OutpatientChronic, "M04600", (Requests.Monitoring, 1_000_00)),
            PatientFen = 300_00, Paid = [("basic", 700_00), ("relief", 0)], DeferredFen = 90_00,
        },
        new("class C stays outside a package: 1,000.00 in it, 59,000.00 beside it", "141125197201129115", "141123")
        {
            Identity = "subsistence_allowance",
            Visit = v => Bill(v, County, Care.Inpatient, "C50.900", (Requests.Monitoring, 1_000_00), (Attendant, 59_000_00)),
            PatientFen = 59_100_00, Paid = [("basic", 700_00), ("relief_package", 200_00)],
        },
        new("where out-patient relief has no figure the slip says whom to ask", "141126194905019128", "141123")
        {
            Identity = "returned_to_poverty", Chronic = "M07800",
            Visit = v => Bill(v, County, Care.OutpatientChronic, "M07800", (Requests.Dialysis, 400_00)),
            PatientFen = 60_00, Paid = [("basic", 340_00), ("relief", 0)], Says = "请向参保地医保局申请",
        },
        new("a child's leukaemia is known by its name, whatever the last digit: 10 % of 40,000.00", "141129201209069158", "141123")
        {
            Identity = "subsistence_allowance", Day = "2022-11-07",
            Visit = v => Bill(v, County, Care.Inpatient, "C91.001", (Requests.Monitoring, 40_000_00)),
            PatientFen = 4_000_00, Paid = [("basic", 28_000_00), ("relief_package", 8_000_00)],
        },
        new("a soldiers' clinic is for soldiers and at the two clinics alone", "141127195808019135", "370406")
        {
            Visit = v =>
            {
                Bill(v, Beijing, Care.Outpatient, "", (Requests.Monitoring, 10_00));
                v.ExternalPayments.Add(new ExternalPayment { Layer = "soldier_clinic", AmountFen = 10_00 });
            },
            Reason = "LAYER_NOT_IN_FORCE",
        },
        new("an accident is settled once, and told: (4,000.00 - 400.00) × 75 % = 2,700.00", "141128199104159142", "141123")
        {
            Visit = v =>
            {
                Bill(v, County, Care.Inpatient, "S72.000", (Requests.Monitoring, 4_000_00));
                v.Accident = true;
            },
            PatientFen = 1_300_00, Paid = [("basic", 2_700_00)], Says = "ACCIDENT_WITHOUT_RULE", TwiceReason = "VISIT_ALREADY_SETTLED",
        },
        new("an item that nobody knows is not paid by the patient in silence", "141130196503229169", "141123")
        {
            Visit = v => Bill(v, County, Care.Outpatient, "", (Requests.Monitoring, 100_00), ("999999", 25_00)),
            Reason = "INVALID_REQUEST",
        },
        new("an item without approval is the patient's, and the clerk is told: 100.00 × 55 %; 45.00 + 72.00", "141123197402289171", "141123")
        {
            Visit = v => Bill(v, County, Care.Outpatient, "", (Requests.Monitoring, 100_00), (Iron, 72_00)),
            PatientFen = 117_00, Paid = [("basic", 55_00)], Says = "ITEM_NOT_APPROVED",
        },
        new("no county is online that no notice names: of 120.00 left × 30 % = 36.00 are advanced", "141123198807179186", "141102")
        {
            Identity = "subsistence_allowance", Chronic = "M07800", Day = "2022-08-01",
            Visit = v => Bill(v, Tertiary, Care.OutpatientChronic, "M07800", (Requests.Dialysis, 400_00)),
            PatientFen = 84_00, Paid = [("basic", 280_00), ("relief", 36_00)], AdvancedFen = 36_00,
        },
        new("低收入 have a line of relief with zero: (10,000.00 - 400.00) × 75 % = 7,200.00", "141123197912019198", "141123")
        {
            Identity = "low_income",
            Visit = v => Bill(v, County, Care.Inpatient, "J18.900", (Requests.Monitoring, 10_000_00)),
            PatientFen = 2_800_00, Paid = [("basic", 7_200_00), ("relief", 0)],
        },
        new("what an insurer paid for a drug of one's own takes no relief: 1,300.00 left × 70 % = 910.00", "141124198305199204", "141123")
        {
            Identity = "returned_to_poverty",
            Visit = v =>
            {
                Bill(v, County, Care.Inpatient, "J18.900", (Requests.Monitoring, 4_000_00), (Attendant, 5_000_00));
                v.ExternalPayments.Add(new ExternalPayment { Layer = "commercial", AmountFen = 5_000_00, Components = { "out_of_scope" } });
            },
            PatientFen = 390_00, Paid = [("basic", 2_700_00), ("relief", 910_00)],
        },
        new("a payment that says not what for takes the in-scope part first, and the clerk is told: 910.00 of relief less", "14112419830519928X", "141123")
        {
            Identity = "returned_to_poverty",
            Visit = v =>
            {
                Bill(v, County, Care.Inpatient, "J18.900", (Requests.Monitoring, 4_000_00), (Attendant, 5_000_00));
                v.ExternalPayments.Add(new ExternalPayment { Layer = "commercial", AmountFen = 5_000_00 });
            },
            PatientFen = 1_300_00, Paid = [("basic", 2_700_00), ("relief", 0)],
            Says = "“商业保险”支付 5000.00 元没有写明用于哪部分费用，已计入符合政策范围金额 1300.00 元、全自费 3700.00 元，医疗救助因此少支付 910.00 元。"
                + "如实际赔付的是别的费用，请在这笔支付上写明 components（out_of_scope 全自费）再提交；已结算的，先撤销再结算。（EXTERNAL_NOT_ALLOTTED）",
        },
        new("peritoneal dialysis is dialysis: 1,000.00 × 85 %, of 150.00 × 30 % = 45.00 advanced", "141123196001109227", "141123")
        {
            Identity = "subsistence_allowance", Chronic = "M07803",
            Visit = v => Bill(v, County, Care.OutpatientChronic, "M07803", (Requests.Monitoring, 1_000_00)),
            PatientFen = 105_00, Paid = [("basic", 850_00), ("relief", 45_00)], AdvancedFen = 45_00,
        },
        new("day surgery by quota leaves the patient's share alone: (5,500.00 - 500.00) × 55 % = 2,750.00", "370406197001010012", "370402")
        {
            Visit = v => Bill(v, Zaozhuang, Care.DaySurgery, "K40.900", (Requests.Monitoring, 5_500_00)),
            PatientFen = 2_750_00, Paid = [("basic", 2_750_00)],
        },
        new("day surgery above its quota, with catastrophic insurance and relief, is a loss that a reversal undoes", QuotaStory.Poor, "370402")
        {
            Identity = "subsistence_allowance",
            Run = story => new QuotaStory(story.gateway).A_loss_is_booked_claimed_and_undone(),
        },
        new("day surgery at the fund's limit is owed its quota in proportion", QuotaStory.Limited, "370402")
        {
            Run = story => new QuotaStory(story.gateway).What_the_limit_of_the_year_leaves_of_the_payment_it_leaves_of_the_quota(),
        },
        new("two bills of a day surgery are owed one quota", QuotaStory.Plain, "370402")
        {
            Run = story => new QuotaStory(story.gateway).Two_bills_of_one_stay_are_owed_one_quota(),
        },
        new("a correction settled anew in the order of the visits moves the later one", "141123196805129020", "141123")
        {
            Identity = "returned_to_poverty",
            Run = story => story.CorrectedAsync(),
        },
    ];

    /// <summary>Writes hospitals and people below a folder; the setting that names them.</summary>
    public static (string Name, string Value) Settings(DirectoryInfo folder)
    {
        var reference = folder.CreateSubdirectory("worked");
        File.Copy(Clone.Sample("catalogue.csv"), Path.Combine(reference.FullName, "catalogue.csv"));
        File.Copy(Clone.Sample("diseases/14.csv"), Path.Combine(reference.CreateSubdirectory("diseases").FullName, "14.csv"));
        var files = reference.CreateSubdirectory("hospitals").FullName;
        foreach (var (code, county, tier, level) in Hospitals)
        {
            File.WriteAllText(
                Path.Combine(files, $"{code}.yaml"), $"hospital: {code}\nname: 虚构{code}\ncounty: \"{county}\"\ntier: {tier}\nlevel: \"{level}\"\nwaivers: []\n");
        }

        File.WriteAllText(Path.Combine(reference.FullName, "people.json"), JsonSerializer.Serialize(Visits.Select(v => new
        {
            id_number = v.IdNumber, name = "样例", scheme = "resident", county = v.CountyCode,
            identities = v.Identity is null ? [] : new[] { new { kind = v.Identity, from = "2019-08-01" } },
            qualifications = new[] { ("chronic", v.Chronic), ("two_disease", v.TwoDisease) }.Where(q => q.Item2 is not null)
                .Select(q => new { kind = q.Item1, disease = q.Item2, approved = "2021-03-15" }),
        })));
        return ("ReferenceFolder", reference.FullName);
    }

    public async Task RunAsync(HandWorkedVisit worked)
    {
        if (worked.Run is { } run)
        {
            await run(this);
            return;
        }

        var id = $"worked-{worked.IdNumber}";
        var request = Requests.Outpatient(id, worked.IdNumber, worked.Day, 1_00).With(worked.Visit!);
        if (worked.Reason is { } reason)
        {
            Assert.Equal(reason, (await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(request))).Reason);
            return;
        }

        var settled = await SettleAsync(request);
        var breakdown = settled.Breakdown;
        Assert.Equal(worked.PatientFen, breakdown.PatientFen);
        Assert.All(worked.Paid, wanted => Assert.Equal(wanted, breakdown.Layers.Where(l => l.Layer == wanted.Layer).Select(l => (l.Layer, l.PaidFen)).Single()));
        Assert.Equal(worked.DeferredFen, breakdown.DeferredFen);
        Assert.Equal(worked.AdvancedFen, settled.Entries.Where(e => e.Account == "advance_receivable").Sum(e => e.AmountFen));
        Assert.Contains(worked.Says, string.Join('\n', breakdown.Sentences.Concat(breakdown.Warnings)), StringComparison.Ordinal);
        if (worked.TwiceReason is { } twice)
        {
            Assert.Equal(twice, (await DoorError.ByGrpcAsync(gateway.Settlements.SettleAsync(request.Under($"{id}-2")))).Reason);
        }
    }

    /// <summary>
    /// 吕医保发〔2021〕28号 二(一)3: from the filing on. (86.40 - 30.00) × 60 % = 33.84. Two doctors of a township count in 山亭 alone.
    /// </summary>
    private async Task FiledTodayAsync()
    {
        const string Person = "14112319950606921X";
        var qualifications = new QualificationService.QualificationServiceClient(gateway.Channel);
        var doctors = new ApplyQualificationRequest
        {
            RequestId = "worked-doctors", IdNumber = Person, Kind = QualificationKind.TwoDisease, DiseaseCode = "M03900", DoctorCodes = { "D1", "D2" },
        };
        var refused = await DoorError.ByGrpcAsync(qualifications.ApplyQualificationAsync(doctors, Maker));
        var application = await qualifications.ApplyQualificationAsync(
            new()
            {
                RequestId = "worked-apply", IdNumber = Person, Kind = QualificationKind.TwoDisease, DiseaseCode = "M03900", EvidenceHospitalCode = County,
            },
            Maker);
        var decided = await qualifications.DecideQualificationAsync(
            new() { RequestId = "worked-decide", ApplicationId = application.ApplicationId }, Checker);
        var settled = await SettleAsync(Requests.Outpatient("worked-filed", Person, Assert.Single(decided.Applications).FromDate, 1_00)
            .With(v => Bill(v, County, Care.TwoDisease, "M03900", (Amlodipine, 86_40))));

        Assert.Equal("application HOSPITAL_LEVEL_TOO_LOW", Assert.Single(refused.Fields));
        Assert.Equal(52_56, settled.Breakdown.PatientFen);
    }

    /// <summary>
    /// 返贫致贫, line 400.00 and then 200.00, 75 %; catastrophic above 10,000.00 of the year 75 %; relief 70 %. March 40,000.00: 29,700.00, of
    /// 10,300.00 left 225.00, relief 7,052.50. April 40,000.00: 29,850.00, 7,612.50 of 10,150.00, relief 1,776.25. Without March, April would be the
    /// first. Corrected to 36,000.00, March is the first although April stands, and leaves 9,300.00, so that April has 700.00 of the line to
    /// bear: 7,087.50 of 9,450.00, relief 2,143.75, patient 918.75 in place of 761.25.
    /// </summary>
    private async Task CorrectedAsync()
    {
        var march = await SettleAsync(Stay("march", "2026-03-01", 40_000_00));
        var april = await SettleAsync(Stay("april", "2026-04-01", 40_000_00));
        Assert.Empty(await MarksAsync(march, april));
        await ReverseAsync(march);
        var alone = Assert.Single(await MarksAsync(march, april));
        var corrected = await SettleAsync(Stay("march", "2026-03-01", 36_000_00).Under("worked-march-2"));
        var after = Assert.Single(await MarksAsync(april, corrected));
        await ReverseAsync(april);
        var later = await SettleAsync(Stay("april", "2026-04-01", 40_000_00).Under("worked-april-2"));

        Assert.Equal(
            [3_022_50L, 761_25, 2_790_00, 918_75], new[] { march, april, corrected, later }.Select(s => s.Breakdown.PatientFen));
        Assert.Equal([1, 2, 1, 2], new[] { march, april, corrected, later }.Select(s => s.Admission));
        Assert.Equal(
            [("basic", 29_850_00L), ("catastrophic", 7_087_50), ("relief", 2_143_75)], later.Breakdown.Layers.Select(l => (l.Layer, l.PaidFen)));
        Assert.Equal((april.SettlementId, march.SettlementId, true), Cause(alone));
        Assert.Equal(
            [("basic", 29_850_00L, 29_700_00L), ("catastrophic", 7_612_50, 225_00), ("relief", 1_776_25, 7_052_50)], Payers(alone));
        Assert.Equal((761_25L, 3_022_50L, -2_261_25L), Patient(alone));
        Assert.Equal((april.SettlementId, corrected.SettlementId, false), Cause(after));
        Assert.Equal([("catastrophic", 7_612_50L, 7_087_50L), ("relief", 1_776_25, 2_143_75)], Payers(after));
        Assert.Equal((761_25L, 918_75L, -157_50L), Patient(after));
        Assert.Equal(["大病保险", "医疗救助"], after.LaterVisit.Payers.Select(p => p.Name));
        Assert.Empty(await MarksAsync(april, corrected, later));
        Assert.Equal(
            [("no_longer", "差额有变，见新的标记"), ("no_longer", "该笔结算已经撤销")],
            (await AllMarksAsync()).Where(m => m.SettlementId == april.SettlementId).Select(m => (m.Resolution, m.Reason)));
        await RecordedAsync(march, april, later);
    }

    /// <summary>
    /// The gateway closed the marks of the reversed visit by itself. That it was settled again is recorded on them all the same, once, and
    /// nothing else is.
    /// </summary>
    private async Task RecordedAsync(SettlementV1.Settlement undone, SettlementV1.Settlement marked, SettlementV1.Settlement again)
    {
        var people = new PeopleService.PeopleServiceClient(gateway.Channel);
        ResolveReadjudicationMarkRequest Record(string key, MarkOutcome outcome, string id) => new()
        {
            RequestId = $"worked-record-{key}", SettlementId = marked.SettlementId, Outcome = outcome, AgainSettlementId = id,
        };
        Task<DoorError> RefusedAsync(ResolveReadjudicationMarkRequest request) =>
            DoorError.ByGrpcAsync(people.ResolveReadjudicationMarkAsync(request, Maker));

        Assert.Equal("MARK_NOT_OPEN", (await RefusedAsync(Record("1", MarkOutcome.NoEffect, ""))).Reason);
        Assert.Equal("SETTLED_AGAIN_UNFIT", (await RefusedAsync(Record("2", MarkOutcome.SettledAgain, undone.SettlementId))).Reason);
        var done = Record("3", MarkOutcome.SettledAgain, again.SettlementId);
        Assert.Equal(2, (await people.ResolveReadjudicationMarkAsync(done, Maker)).Resolved);
        Assert.True((await people.ResolveReadjudicationMarkAsync(done, Maker)).Replayed);
        Assert.Equal("MARK_NOT_OPEN", (await RefusedAsync(Record("4", MarkOutcome.SettledAgain, again.SettlementId))).Reason);
        Assert.Equal(
            [("settled_again", again.SettlementId, "王受理"), ("settled_again", again.SettlementId, "王受理")],
            (await AllMarksAsync()).Where(m => m.SettlementId == marked.SettlementId).Select(m => (m.Resolution, m.AgainSettlementId, m.ResolvedBy)));
    }

    private static (string, string, bool) Cause(ReadjudicationMark mark) =>
        (mark.SettlementId, mark.LaterVisit.CauseSettlementId, mark.LaterVisit.CauseUndone);

    private static IEnumerable<(string, long, long)> Payers(ReadjudicationMark mark) =>
        mark.LaterVisit.Payers.Select(p => (p.Layer, p.StandsFen, p.RightFen));

    private static (long, long, long) Patient(ReadjudicationMark mark) =>
        (mark.LaterVisit.PatientStandsFen, mark.LaterVisit.PatientRightFen, mark.LaterVisit.PatientBackFen);

    /// <summary>The open marks of some settlements.</summary>
    private async Task<IEnumerable<ReadjudicationMark>> MarksAsync(params SettlementV1.Settlement[] settlements) =>
        (await AllMarksAsync()).Where(m => m.Resolution.Length == 0 && settlements.Any(s => s.SettlementId == m.SettlementId));

    private async Task<IReadOnlyList<ReadjudicationMark>> AllMarksAsync()
    {
        var people = new PeopleService.PeopleServiceClient(gateway.Channel);
        ListReadjudicationMarksResponse answer;
        do
        {
            answer = await people.ListReadjudicationMarksAsync(new() { IncludeResolved = true, PageSize = 1000 });
        }
        while (answer.LookingBehind);
        return answer.Marks;
    }

    private static SettleRequest Stay(string name, string day, long fen) =>
        Requests.Outpatient($"worked-{name}", "141123196805129020", day, 1_00)
            .With(v => Bill(v, County, Care.Inpatient, "J18.900", (Requests.Monitoring, fen)));

    private async Task ReverseAsync(SettlementV1.Settlement settled) => await gateway.Settlements.ReverseAsync(new()
    {
        RequestId = $"{settled.RequestId}-undo", HospitalCode = settled.HospitalCode, SettlementId = settled.SettlementId, Reason = "更正费用",
    });

    private async Task<SettlementV1.Settlement> SettleAsync(SettleRequest request) => (await gateway.Settlements.SettleAsync(request)).Settlement;

    private static void Bill(Visit visit, string hospital, Care care, string disease, params (string Code, long Fen)[] items)
    {
        (visit.HospitalCode, visit.Care, visit.DiseaseCode) = (hospital, care, disease);
        visit.Items.Clear();
        visit.Items.AddRange(items.Select((item, i) => Requests.Item(i + 1, item.Code, item.Fen, 1)));
    }
}

/// <summary>A visit that was worked by hand: who comes with what, and what has to be answered.</summary>
internal sealed record HandWorkedVisit(string Name, string IdNumber, string CountyCode)
{
    public string? Identity { get; init; }

    public string? Chronic { get; init; }

    public string? TwoDisease { get; init; }

    public string Day { get; init; } = "2026-03-02";

    public Action<Visit>? Visit { get; init; }

    /// <summary>Where it takes more than one call.</summary>
    public Func<HandWorked, Task>? Run { get; init; }

    /// <summary>Why it is refused; null: it is settled.</summary>
    public string? Reason { get; init; }

    /// <summary>Why it is refused when it comes again under another request id; null: it does not come again.</summary>
    public string? TwiceReason { get; init; }

    public long PatientFen { get; init; }

    public IReadOnlyList<(string Layer, long PaidFen)> Paid { get; init; } = [];

    public long DeferredFen { get; init; }

    public long AdvancedFen { get; init; }

    /// <summary>What a sentence for the patient or a warning for the clerk has to say.</summary>
    public string Says { get; init; } = "";
}
