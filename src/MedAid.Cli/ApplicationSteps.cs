using System.CommandLine;
using System.Text.Json.Nodes;

namespace MedAid.Cli;

/// <summary>The steps of `medaid application`: one command each, all by one call.</summary>
internal static class ApplicationSteps
{
    public static List<Command> All() =>
    [
        Papers(), Visit(), Publicity(), Report(), Propose(), Confirm(), Publish(), Deliver(), Appeal(), AppealResult(), Withdraw(),
    ];

    private static Command Papers()
    {
        var papers = new Option<string[]>("--paper") { Description = "补交材料的编码，可写多次", Required = true };
        return Step("add-papers", "补交材料", "papers", [papers], parsed => new JsonObject { ["papers"] = Array(parsed.GetValue(papers)!) });
    }

    private static Command Visit()
    {
        var (date, helper, note) = (Text("--date", "入户日期", true), Text("--village-helper", "村（居）委会协助人", true), Text("--note", "说明；不写姓名和号码"));
        var visitors = new Option<string[]>("--visitor") { Description = "乡镇（街道）调查人，可写多次", Required = true };
        var illness = new Option<bool>("--illness-confirmed") { Description = "患病情况属实" };
        var hardship = new Option<bool>("--hardship-confirmed") { Description = "家庭经济困难属实" };
        return Step("visit", "登记入户调查", "visit", [date, visitors, helper, illness, hardship, note], parsed => new JsonObject
        {
            ["visitDate"] = parsed.GetValue(date), ["visitors"] = Array(parsed.GetValue(visitors)!), ["villageHelper"] = parsed.GetValue(helper),
            ["illnessConfirmed"] = parsed.GetValue(illness), ["hardshipConfirmed"] = parsed.GetValue(hardship), ["note"] = parsed.GetValue(note),
        });
    }

    private static Command Publicity()
    {
        var (from, until, place) = (Text("--from", "公示首日", true), Text("--until", "公示末日", true), Text("--place", "公示地点", true));
        return Step("publicise", "登记审核公示", "publicity", [from, until, place], parsed => new JsonObject
        {
            ["fromDate"] = parsed.GetValue(from), ["untilDate"] = parsed.GetValue(until), ["place"] = parsed.GetValue(place),
        });
    }

    private static Command Report()
    {
        var objections = Text("--objections", "公示期间的异议和处理；不写则为无异议");
        return Step("report", "公示期满，上报县级", "report", [objections], parsed => new JsonObject { ["objections"] = parsed.GetValue(objections) });
    }

    private static Command Propose()
    {
        var (from, until) = (Text("--from", "批准身份的起始日期"), Text("--until", "身份的截止日期（首个不再享受的日期）"));
        var amount = LawOptions.Yuan("--amount", "批准的救助金额，元");
        var failed = new Option<string[]>("--failed-rule")
        {
            Description = "拟不予救助：不符合的规定，写成 出处=内容，可写多次", DefaultValueFactory = _ => [],
        };
        return Step("propose", "拟定：批准身份或金额，或不予救助", "proposal", [from, until, amount, failed], parsed => new JsonObject
        {
            ["fromDate"] = parsed.GetValue(from), ["untilDate"] = parsed.GetValue(until), ["amountFen"] = parsed.GetValue(amount) ?? 0,
            ["failedRules"] = new JsonArray([.. parsed.GetValue(failed)!.Select(Rule)]),
        });
    }

    private static Command Confirm()
    {
        var back = new Option<bool>("--send-back") { Description = "不同意，退回" };
        var note = Text("--note", "意见");
        return Step("confirm", "复核；复核人不能是拟定人", "confirmation", [back, note], parsed => new JsonObject
        {
            ["agreed"] = !parsed.GetValue(back), ["note"] = parsed.GetValue(note),
        });
    }

    private static Command Publish()
    {
        var (date, place) = (Text("--date", "公布日期", true), Text("--place", "公布地点", true));
        return Step("publish", "登记救助金额（或身份）的公布", "publication", [date, place], parsed => new JsonObject
        {
            ["publicationDate"] = parsed.GetValue(date), ["place"] = parsed.GetValue(place),
        });
    }

    private static Command Deliver()
    {
        var (date, how) = (Text("--date", "申请人收到的日期", true), Text("--how", "送达方式", true));
        return Step("deliver", "登记告知书的送达；复议和诉讼的时限从此算起", "delivery", [date, how], parsed => new JsonObject
        {
            ["receivedDate"] = parsed.GetValue(date), ["how"] = parsed.GetValue(how),
        });
    }

    private static Command Appeal()
    {
        var kind = new Option<string>("--kind") { Description = "review 行政复议，suit 行政诉讼", Required = true };
        kind.AcceptOnlyFromAmong("review", "suit");
        var (date, body, grounds) = (Text("--date", "提出日期", true), Text("--body", "复议机关或法院", true), Text("--grounds", "理由"));
        return Step("appeal", "登记复议或诉讼", "appeal", [kind, date, body, grounds], parsed => new JsonObject
        {
            ["kind"] = $"APPEAL_KIND_{parsed.GetValue(kind)!.ToUpperInvariant()}", ["filedDate"] = parsed.GetValue(date),
            ["body"] = parsed.GetValue(body), ["grounds"] = parsed.GetValue(grounds),
        });
    }

    private static Command AppealResult()
    {
        var outcome = new Option<string>("--outcome") { Description = "upheld 维持，revoked 撤销，dropped 撤回或不予受理", Required = true };
        outcome.AcceptOnlyFromAmong("upheld", "revoked", "dropped");
        var (date, note) = (Text("--date", "决定或判决日期", true), Text("--note", "文书编号等"));
        return Step("appeal-result", "登记复议或诉讼的结果；由未参与原决定的人办理", "appealResult", [outcome, date, note], parsed => new JsonObject
        {
            ["outcome"] = $"APPEAL_OUTCOME_{parsed.GetValue(outcome)!.ToUpperInvariant()}", ["decidedDate"] = parsed.GetValue(date),
            ["note"] = parsed.GetValue(note),
        });
    }

    private static Command Withdraw()
    {
        var reason = Text("--reason", "原因");
        return Step("withdraw", "申请人撤回申请", "withdrawal", [reason], parsed => new JsonObject { ["reason"] = parsed.GetValue(reason) });
    }

    private static Command Step(string name, string description, string field, Option[] options, Func<ParseResult, JsonObject> content)
    {
        var id = new Argument<string>("application") { Description = "申请编号" };
        var calls = new StepCalls();
        var command = new Command(name, description) { id };
        System.Array.ForEach(options, command.Add);
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var body = new JsonObject { ["applicationId"] = parsed.GetValue(id), [field] = content(parsed) };
            var answer = await client.PostAsync("v1/applications:step", calls.Key(parsed, body), cancellation);
            return ApplicationPrint.Answer(answer, calls.WantsJson(parsed));
        }));
        return command;
    }

    private static Option<string> Text(string name, string description, bool required = false) =>
        required ? new(name) { Description = description, Required = true } : new(name) { Description = description, DefaultValueFactory = _ => "" };

    private static JsonArray Array(string[] texts) => new([.. texts.Select(t => JsonValue.Create(t))]);

    private static JsonObject Rule(string text)
    {
        var parts = text.Split('=', 2);
        return new JsonObject { ["cite"] = parts[0], ["text"] = parts.Length > 1 ? parts[1] : "" };
    }
}
