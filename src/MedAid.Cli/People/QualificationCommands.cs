using System.CommandLine;
using MedAid.Contract.People.V1;

namespace MedAid.Cli;

/// <summary>`medaid qualification …`: applications for 门诊慢特病 and “两病”, their decisions, and what is due, by a running gateway.</summary>
internal static class QualificationCommands
{
    private const int PageSize = 1000;

    public static Command Create() => new("qualification", "门诊慢特病和“两病”资格：受理、审核、按月集中审核、提前终止、查询、到期提醒")
    {
        Apply(), Decide(), List(), Due(), End(), QualificationRoundCommand.Create(),
    };

    private static Command Apply()
    {
        var disease = Input.Text("--disease", "病种编码，如 M07800", required: true);
        var two = Input.Flag("--two-disease", "申请“两病”用药保障；不写则为门诊慢特病");
        var hospital = Input.Hospital(required: false, "选定的定点医疗机构编码");
        var evidence = Input.Text("--evidence-hospital", "出具资料的定点医疗机构编码，级别以定点机构目录为准；由两名医师签字的不写");
        var doctors = Input.Texts("--doctor", "签字的乡镇卫生院医师编码，写两次；只适用于贫困户");
        return CommandFrame.Write(
            "apply", "受理申请；身份证号码从标准输入读，不写在命令行上，以免留在历史记录里", [disease, two, hospital, evidence, doctors],
            async call => await call.Gateway.Qualifications.ApplyQualificationAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly, IdNumber = await call.ReadIdNumberAsync(),
                Kind = call.Get(two) ? QualificationKind.TwoDisease : QualificationKind.Chronic, DiseaseCode = call.Get(disease),
                HospitalCode = call.Get(hospital), EvidenceHospitalCode = call.Get(evidence), DoctorCodes = { call.Get(doctors) },
            }),
            application => Console.Out.WriteLine(Line(application)));
    }

    private static Command Decide()
    {
        var id = Input.Name("application", "申请编号");
        var refuse = Input.Word<QualificationRefusal>("--refuse", "不予认定的原因；不写则为认定");
        return CommandFrame.Write(
            "decide", "审核申请；审核人不能是受理人，待遇从哪天起由当地病种表定", [id, refuse],
            call => call.Gateway.Qualifications.DecideQualificationAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly, ApplicationId = call.Get(id), Refusal = call.Get(refuse),
            }),
            answer => Display.Lines(answer.Applications, Line));
    }

    private static Command List()
    {
        var state = Input.Word<QualificationState>("--state", "open、approved 或 refused；不写则为全部");
        var person = Input.Text("--key", "人员编号；不写则为所有人");
        return CommandFrame.Ask(
            "list", "列出申请，应先办结的在前；最多 1000 条，每次查询都留痕", [state, person],
            call => call.Gateway.Qualifications.ListQualificationsAsync(new()
            {
                PageSize = PageSize, PersonKey = call.Get(person), State = call.Get(state),
            }),
            answer => Display.Lines(answer.Applications, Line));
    }

    private static Command Due() => CommandFrame.Ask(
        "due", "列出应办结的申请，和 60 天内到期、还没有申请续期的资格", [],
        call => call.Gateway.Qualifications.GetQualificationRemindersAsync(new()),
        answer => Display.Lines(answer.DueApplications.Concat(answer.EndingApplications), Line));

    private static Command End()
    {
        var id = Input.Name("application", "申请编号");
        var on = Input.Text("--on", "终止日期（首个不再享受的日期）", required: true);
        var reason = Input.Word<QualificationEndReason>(
            "--reason", "deceased 死亡，criteria_no_longer_met 不再符合准入标准，changed 变更病种或定点机构，revoked 弄虚作假撤销，by_request 本人申请",
            required: true);
        var note = Input.Text("--note", "说明；不写姓名和号码");
        return CommandFrame.Write(
            "end", "提前终止或撤销资格；终止日及以后已结算的标记为待重新核算", [id, on, reason, note],
            call => call.Gateway.Qualifications.EndQualificationAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                ApplicationId = call.Get(id), EndedDate = call.Get(on), Reason = call.Get(reason), Note = call.Get(note),
            }),
            answer =>
            {
                Console.Out.WriteLine(Line(answer.Application));
                if (answer.Marks > 0)
                {
                    Console.Error.WriteLine($"标记 {answer.Marks} 笔结算待重新核算，见 medaid roster marks");
                }
            });
    }

    /// <summary>One application.</summary>
    internal static string Line(QualificationApplication row)
    {
        var outcome = row.State switch
        {
            QualificationState.Approved when row.EndedDate.Length > 0 => $"{row.FromDate} 起享受，{row.EndedDate} 起提前终止",
            QualificationState.Approved => $"已认定，{row.FromDate} 起享受{Display.If("，", row.UntilDate, " 起不再享受")}",
            QualificationState.Refused => $"不予认定：{Reason(row.Refusal)}",
            QualificationState.Open => $"待审核，{row.DueDate} 前办结",
            _ => $"{row.State}",
        };
        return $"{row.ApplicationId}  {row.PersonKey}  {Kind(row.Kind)} {row.DiseaseCode}  {outcome}{Display.If("，选定 ", row.HospitalCode)}";
    }

    /// <summary>What a qualification is for.</summary>
    internal static string Kind(QualificationKind kind) => kind == QualificationKind.Chronic ? "门诊慢特病" : "“两病”";

    private static string Reason(QualificationRefusal refusal) => refusal switch
    {
        QualificationRefusal.CriteriaNotMet => "不符合准入标准",
        QualificationRefusal.DiagnosisNotConfirmed => "诊断依据不足",
        QualificationRefusal.MaterialsIncomplete => "材料不齐",
        _ => $"{refusal}",
    };
}
