using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;

namespace MedAid.Cli;

/// <summary>`medaid application …`: applications for medical relief on paper, by a running gateway.</summary>
internal static class ApplicationCommands
{
    private const int PageSize = 1000;

    private static readonly string[] Classes = ["low_income", "impoverished_by_illness", "unfiled_out_of_area"];

    private static readonly string[] States =
    [
        "awaiting_papers", "awaiting_visit", "awaiting_publicity", "in_publicity", "at_county", "awaiting_confirmation", "granted", "published",
        "refused", "appealed", "withdrawn",
    ];

    public static Command Create()
    {
        var command = new Command("application", "医疗救助书面申请：受理、入户、公示、审批、公布，或不予救助的告知书和复议诉讼")
        {
            Submit(), Show(), List(), Notice(), Papers(),
        };
        ApplicationSteps.All().ForEach(command.Add);
        return command;
    }

    private static Command Submit()
    {
        var who = new Option<string>("--class")
        {
            Description = "申请人类别：low_income 低收入、impoverished_by_illness 因病致贫、unfiled_out_of_area 未备案就医", Required = true,
        };
        who.AcceptOnlyFromAmong(Classes);
        var purpose = new Option<string>("--for") { Description = "申请事项：identity 身份，amount 已发生费用的救助金额", Required = true };
        purpose.AcceptOnlyFromAmong("identity", "amount");
        var county = new Option<string>("--county") { Description = "县（区），6 位行政区划代码", Required = true };
        var township = new Option<string>("--township") { Description = "户籍所在乡镇（街道）", Required = true };
        var village = new Option<string>("--village") { Description = "村（居）", Required = true };
        var papers = new Option<string[]>("--paper") { Description = "已交材料的编码，可写多次；见 medaid application papers", DefaultValueFactory = _ => [] };
        var hospital = new Option<string>("--hospital") { Description = "收据上的医疗机构编码", DefaultValueFactory = _ => "" };
        var date = new Option<string>("--service-date") { Description = "就诊或出院日期", DefaultValueFactory = _ => "" };
        var total = LawOptions.Yuan("--total", "收据总额，元");
        var reimbursed = LawOptions.Yuan("--reimbursed", "医保已报销，元");
        var calls = new StepCalls();
        var command = new Command("submit", "受理申请；身份证号码从标准输入读，不写在命令行上。缺的材料一次告知")
        {
            who, purpose, county, township, village, papers, hospital, date, total, reimbursed,
        };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var body = new JsonObject
            {
                ["idNumber"] = (await Console.In.ReadLineAsync(cancellation))?.Trim() ?? "",
                ["applicantClass"] = $"APPLICANT_CLASS_{parsed.GetValue(who)!.ToUpperInvariant()}",
                ["purpose"] = $"APPLICATION_PURPOSE_{parsed.GetValue(purpose)!.ToUpperInvariant()}",
                ["countyCode"] = parsed.GetValue(county),
                ["township"] = parsed.GetValue(township),
                ["village"] = parsed.GetValue(village),
                ["papers"] = new JsonArray([.. parsed.GetValue(papers)!.Select(p => JsonValue.Create(p))]),
            };
            if (parsed.GetValue(total) is { } fen)
            {
                body["receipts"] = new JsonObject
                {
                    ["hospitalCode"] = parsed.GetValue(hospital), ["serviceDate"] = parsed.GetValue(date), ["totalFen"] = fen,
                    ["reimbursedFen"] = parsed.GetValue(reimbursed) ?? 0,
                };
            }

            var answer = await client.PostAsync("v1/applications:submit", calls.Key(parsed, body), cancellation);
            return ApplicationPrint.Answer(answer, calls.WantsJson(parsed));
        }));
        return command;
    }

    private static Command Show()
    {
        var id = new Argument<string>("application") { Description = "申请编号" };
        var calls = new PeopleCalls();
        var command = new Command("show", "查看一份申请：状态、每一步由谁何时办理；每次查询都留痕") { id };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var answer = await client.GetAsync($"v1/applications/{Uri.EscapeDataString(parsed.GetValue(id)!)}", cancellation);
            return answer.IsError ? GatewayCalls.Refuse(answer) : ApplicationPrint.Show(answer.Body, calls.WantsJson(parsed));
        }));
        return command;
    }

    private static Command List()
    {
        var county = new Option<string>("--county") { Description = "县（区）；不写则为全部", DefaultValueFactory = _ => "" };
        var person = new Option<string>("--key") { Description = "人员编号；不写则为所有人", DefaultValueFactory = _ => "" };
        var state = new Option<string>("--state") { Description = $"状态：{string.Join("、", States)}；不写则为全部", DefaultValueFactory = _ => "unspecified" };
        state.AcceptOnlyFromAmong(["unspecified", .. States]);
        var calls = new PeopleCalls();
        var command = new Command("list", "列出申请，先受理的在前；最多 1000 份") { county, person, state };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var path = $"v1/applications?page_size={PageSize}&county_code={Uri.EscapeDataString(parsed.GetValue(county)!)}"
                + $"&person_key={Uri.EscapeDataString(parsed.GetValue(person)!)}"
                + $"&state=APPLICATION_STATE_{parsed.GetValue(state)!.ToUpperInvariant()}";
            var answer = await client.GetAsync(path, cancellation);
            return answer.IsError ? GatewayCalls.Refuse(answer) : ApplicationPrint.List(answer.Body, calls.WantsJson(parsed));
        }));
        return command;
    }

    private static Command Notice()
    {
        var id = new Argument<string>("application") { Description = "申请编号" };
        var html = new Option<FileInfo?>("--html") { Description = "写成可打印的网页文件；不写则把文本写到标准输出" };
        var calls = new PeopleCalls();
        var command = new Command("notice", "不符合医疗救助条件书面告知书（附件 5），可打印") { id, html };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var answer = await client.GetAsync($"v1/applications/{Uri.EscapeDataString(parsed.GetValue(id)!)}/notice", cancellation);
            if (answer.IsError)
            {
                return GatewayCalls.Refuse(answer);
            }

            if (parsed.GetValue(html) is { } file)
            {
                await File.WriteAllTextAsync(file.FullName, $"{answer.Body["html"]}", new UTF8Encoding(false), cancellation);
            }
            else if (calls.WantsJson(parsed))
            {
                Terminal.Json(answer.Body);
            }
            else
            {
                Console.Out.Write($"{answer.Body["text"]}");
            }

            return ExitCode.Done;
        }));
        return command;
    }

    private static Command Papers()
    {
        var county = new Option<string>("--county") { Description = "县（区），6 位行政区划代码", Required = true };
        var calls = new PeopleCalls();
        var command = new Command("papers", "列出本地的申请材料清单和依据") { county };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var answer = await client.GetAsync($"v1/applicationPapers?county_code={Uri.EscapeDataString(parsed.GetValue(county)!)}", cancellation);
            return answer.IsError ? GatewayCalls.Refuse(answer) : ApplicationPrint.Papers(answer.Body, calls.WantsJson(parsed));
        }));
        return command;
    }
}
