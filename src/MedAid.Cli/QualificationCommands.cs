using System.CommandLine;
using System.Text.Json.Nodes;

namespace MedAid.Cli;

/// <summary>`medaid qualification …`: applications for 门诊慢特病 and “两病”, their decisions, and what is due, by a running gateway.</summary>
internal static class QualificationCommands
{
    private const int PageSize = 1000;

    public static Command Create() => new("qualification", "门诊慢特病和“两病”资格：受理、审核、按月集中审核、提前终止、查询、到期提醒")
    {
        Apply(), Decide(), List(), Due(), QualificationEndCommand.Create(), QualificationRoundCommand.Create(),
    };

    private static Command Apply()
    {
        var disease = new Option<string>("--disease") { Description = "病种编码，如 M07800", Required = true };
        var two = new Option<bool>("--two-disease") { Description = "申请“两病”用药保障；不写则为门诊慢特病" };
        var hospital = new Option<string>("--hospital") { Description = "选定的定点医疗机构编码", DefaultValueFactory = _ => "" };
        var level = new Option<int>("--hospital-level") { Description = "出具资料的医院级别，1 到 3；由两名医师签字的不写" };
        var doctors = new Option<string[]>("--doctor") { Description = "签字的乡镇卫生院医师编码，写两次；只适用于贫困户", DefaultValueFactory = _ => [] };
        var calls = new PeopleCalls();
        var command = new Command("apply", "受理申请；身份证号码从标准输入读，不写在命令行上，以免留在历史记录里")
        {
            disease, two, hospital, level, doctors,
        };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var answer = await client.PostAsync("v1/qualifications:apply", new JsonObject
            {
                ["idNumber"] = (await Console.In.ReadLineAsync(cancellation))?.Trim() ?? "",
                ["kind"] = parsed.GetValue(two) ? "QUALIFICATION_KIND_TWO_DISEASE" : "QUALIFICATION_KIND_CHRONIC",
                ["diseaseCode"] = parsed.GetValue(disease),
                ["hospitalCode"] = parsed.GetValue(hospital),
                ["hospitalLevel"] = parsed.GetValue(level),
                ["doctorCodes"] = new JsonArray([.. parsed.GetValue(doctors)!.Select(d => JsonValue.Create(d))]),
            }, cancellation);
            return QualificationPrint.Rows(answer, calls.WantsJson(parsed), body => [body]);
        }));
        return command;
    }

    private static Command Decide()
    {
        var id = new Argument<string>("application") { Description = "申请编号" };
        var refuse = new Option<string?>("--refuse") { Description = "不予认定的原因；不写则为认定" };
        refuse.AcceptOnlyFromAmong("criteria_not_met", "diagnosis_not_confirmed", "materials_incomplete");
        var calls = new PeopleCalls();
        var command = new Command("decide", "审核申请；审核人不能是受理人，待遇从次日起享受") { id, refuse };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var answer = await client.PostAsync("v1/qualifications:decide", new JsonObject
            {
                ["applicationId"] = parsed.GetValue(id),
                ["refusal"] = $"QUALIFICATION_REFUSAL_{(parsed.GetValue(refuse) ?? "unspecified").ToUpperInvariant()}",
            }, cancellation);
            return QualificationPrint.Rows(answer, calls.WantsJson(parsed), body => body["applications"]!.AsArray());
        }));
        return command;
    }

    private static Command List()
    {
        var state = new Option<string>("--state") { Description = "open、approved 或 refused；不写则为全部", DefaultValueFactory = _ => "unspecified" };
        state.AcceptOnlyFromAmong("unspecified", "open", "approved", "refused");
        var person = new Option<string>("--key") { Description = "人员编号；不写则为所有人", DefaultValueFactory = _ => "" };
        var calls = new PeopleCalls();
        var command = new Command("list", "列出申请，应先办结的在前；最多 1000 条，每次查询都留痕") { state, person };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var path = $"v1/qualifications?page_size={PageSize}&person_key={Uri.EscapeDataString(parsed.GetValue(person)!)}"
                + $"&state=QUALIFICATION_STATE_{parsed.GetValue(state)!.ToUpperInvariant()}";
            var answer = await client.GetAsync(path, cancellation);
            return QualificationPrint.Rows(answer, calls.WantsJson(parsed), body => body["applications"]?.AsArray() ?? []);
        }));
        return command;
    }

    private static Command Due()
    {
        var calls = new PeopleCalls();
        var command = new Command("due", "列出应办结的申请，和 60 天内到期、还没有申请续期的资格");
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var answer = await client.GetAsync("v1/qualificationReminders", cancellation);
            return QualificationPrint.Rows(
                answer, calls.WantsJson(parsed),
                body => [.. body["due"]?.AsArray() ?? [], .. body["ending"]?.AsArray() ?? []]);
        }));
        return command;
    }
}
