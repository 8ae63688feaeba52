using Google.Protobuf;
using Grpc.Core;
using MedAid.Contract.People.V1;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>Qualifications through both doors of a real gateway.</summary>
public sealed class QualificationTests
{
    private static readonly Metadata Maker = new() { { "medaid-operator", Uri.EscapeDataString("王受理") } };
    private static readonly Metadata Checker = new() { { "medaid-operator", Uri.EscapeDataString("李审核") } };

    [Fact]
    public async Task An_application_is_taken_in_by_one_and_decided_by_another()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var qualifications = new QualificationService.QualificationServiceClient(gateway.Channel);
        var apply = new ApplyQualificationRequest
        {
            RequestId = "apply", IdNumber = Requests.You, Kind = QualificationKind.Chronic, DiseaseCode = "M08300", HospitalCode = "H1",
            EvidenceHospitalCode = Requests.CityHospital,
        };
        var tried = apply.Clone();
        tried.ValidateOnly = true;
        Assert.Equal(QualificationState.Open, (await qualifications.ApplyQualificationAsync(tried, Maker)).State);
        Assert.Empty((await qualifications.ListQualificationsAsync(new(), Maker)).Applications);
        var application = await qualifications.ApplyQualificationAsync(apply, Maker);
        Assert.Equal((QualificationState.Open, "王受理", ""), (application.State, application.AppliedBy, application.FromDate));
        Assert.Contains(application, (await qualifications.GetQualificationRemindersAsync(new(), Maker)).DueApplications);

        var decide = new DecideQualificationRequest { RequestId = "decide", ApplicationId = application.ApplicationId };
        var same = await DoorError.ByGrpcAsync(qualifications.DecideQualificationAsync(decide, Maker));
        Assert.Equal(("INVALID_REQUEST", "application SAME_OPERATOR"), (same.Reason, Assert.Single(same.Fields)));
        var decided = Assert.Single((await qualifications.DecideQualificationAsync(decide, Checker)).Applications);
        Assert.Equal(application.DueDate, decided.FromDate);
        Assert.Equal([decided], (await qualifications.ListQualificationsAsync(new() { State = QualificationState.Approved }, Maker)).Applications);
    }

    /// <summary>吕医保发〔2021〕28号 二(一)3: from the filing on. (86.40 - 30.00) × 60 % = 33.84; 86.40 - 33.84 = 52.56.</summary>
    [Fact]
    public async Task Two_disease_of_Luliang_is_paid_on_the_day_of_its_filing_and_two_doctors_do_not_count_there()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var qualifications = new QualificationService.QualificationServiceClient(gateway.Channel);
        var apply = new ApplyQualificationRequest
        {
            RequestId = "apply", IdNumber = Requests.You, Kind = QualificationKind.TwoDisease, DiseaseCode = "M03900", EvidenceHospitalCode = Requests.CountyHospital,
        };
        var application = await qualifications.ApplyQualificationAsync(apply, Maker);
        var decide = new DecideQualificationRequest { RequestId = "decide", ApplicationId = application.ApplicationId };
        var decided = Assert.Single((await qualifications.DecideQualificationAsync(decide, Checker)).Applications);
        Assert.Equal(application.DueDate, decided.FromDate);

        var visit = Requests.Outpatient("filed-today", Requests.You, decided.FromDate, 1).With(v =>
        {
            (v.Care, v.DiseaseCode) = (Care.TwoDisease, "M03900");
            v.Items.Clear();
            v.Items.Add(Requests.Item(1, "XC08CAA001A001010100001", 86_40, 1));
        });
        Assert.Equal(52_56, (await gateway.Settlements.SettleAsync(visit)).Settlement.Breakdown.PatientFen);

        apply = new ApplyQualificationRequest
        {
            RequestId = "apply-2", IdNumber = Requests.You, Kind = QualificationKind.Chronic, DiseaseCode = "M01600", DoctorCodes = { "D1", "D2" },
        };
        var refused = await DoorError.ByGrpcAsync(qualifications.ApplyQualificationAsync(apply, Maker));
        Assert.Equal("application HOSPITAL_RECORD_NEEDED", Assert.Single(refused.Fields));
    }

    [Fact]
    public async Task Bad_fields_are_named_at_once_and_both_doors_say_the_same()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var qualifications = new QualificationService.QualificationServiceClient(gateway.Channel);
        var bad = new ApplyQualificationRequest { IdNumber = "1", EvidenceHospitalCode = "H1", HospitalCode = "H 1", DoctorCodes = { "a b" } };

        // A blank of double width is nobody's name.
        var nobody = new Metadata { { "medaid-operator", "%E3%80%80" } };
        var error = await DoorError.ByGrpcAsync(qualifications.ApplyQualificationAsync(bad, nobody));
        Assert.Equal(
            [
                "doctor_codes FORMAT", "evidence_hospital_code UNKNOWN_HOSPITAL", "hospital_code FORMAT", "id_number CHECKSUM", "kind REQUIRED",
                "medaid-operator REQUIRED", "request_id FORMAT",
            ],
            error.Fields.Order());
        error.AssertSame(await DoorError.ByHttpAsync(gateway.PostAsync("/v1/qualifications:apply", bad, DefaultOperator.HeaderOf(""))));
    }

    /// <summary>
    /// A hospital of the first level, one whose agreement ended in 2025 and one without a level, by their files; and doctors D1 and D2 alone.
    /// </summary>
    [Fact]
    public async Task The_level_of_a_hospital_and_its_doctors_are_those_of_the_register()
    {
        var folder = GatewayProcess.NewDataFolder();
        var reference = folder.CreateSubdirectory("reference");
        var hospitals = reference.CreateSubdirectory("hospitals");
        File.Copy(Clone.Sample("catalogue.csv"), Path.Combine(reference.FullName, "catalogue.csv"));
        File.Copy(Clone.Sample("people.json"), Path.Combine(reference.FullName, "people.json"));
        File.Copy(Clone.Sample("diseases/14.csv"), Path.Combine(reference.CreateSubdirectory("diseases").FullName, "14.csv"));
        foreach (var (code, lines) in new[]
        {
            ("H1", "level: \"08\"\ndoctors: [D1, D2]"), ("H2", "level: \"05\"\nagreement: {from: 2020-01-01, ends: 2025-12-31}"), ("H3", "level: \"11\""),
        })
        {
            File.WriteAllText(
                Path.Combine(hospitals.FullName, $"{code}.yaml"),
                $"hospital: {code}\nname: 样例\ncounty: \"141123\"\ntier: township\n{lines}\nwaivers: []\n");
        }

        await using (var gateway = await GatewayProcess.InsideAsync(folder, ("ReferenceFolder", reference.FullName)))
        {
            var qualifications = new QualificationService.QualificationServiceClient(gateway.Channel);
            async Task<string> FaultAsync(string hospital, params string[] doctors) => Assert.Single((await DoorError.ByGrpcAsync(
                qualifications.ApplyQualificationAsync(
                    new()
                    {
                        RequestId = "apply", IdNumber = Requests.You, Kind = QualificationKind.Chronic, DiseaseCode = "M08300",
                        EvidenceHospitalCode = hospital,
                        DoctorCodes = { doctors },
                    },
                    Maker))).Fields);

            Assert.Equal("application HOSPITAL_LEVEL_TOO_LOW", await FaultAsync("H1"));
            Assert.Equal("evidence_hospital_code NOT_DESIGNATED", await FaultAsync("H2"));
            Assert.Equal("evidence_hospital_code NOT_GRADED", await FaultAsync("H3"));
            Assert.Equal("doctor_codes UNKNOWN_DOCTOR", await FaultAsync("", "D1", "D3"));
            Assert.Equal("doctor_codes TOO_MANY", await FaultAsync("", [.. Enumerable.Range(0, 11).Select(i => $"D{i}")]));

            // In Lüliang no two doctors recognise a disease, whoever they are.
            Assert.Equal("application HOSPITAL_RECORD_NEEDED", await FaultAsync("", "D1", "D2"));
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_managed_list_is_enrolled_and_its_bad_lines_are_named()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var qualifications = new QualificationService.QualificationServiceClient(gateway.Channel);
        var list = $"身份证号码,病种编码,管理机构编码,是否用药\n{Requests.You},M07800,H1,是\n{Requests.You},M03900,H1,否\n1,M03900,H1,是\n";
        var answer = await qualifications.EnrolTwoDiseaseAsync(
            new() { RequestId = "enrol", File = ByteString.CopyFromUtf8(list), CheckedBy = "李审核" }, Maker);
        Assert.Equal(
            [(2, "DISEASE_NOT_LISTED"), (3, "NOT_ON_DRUGS"), (4, "ID_NUMBER_INVALID")], answer.Faults.Select(f => (f.Line, f.Code)));
        Assert.Equal(0, answer.Enrolled);
    }
}
