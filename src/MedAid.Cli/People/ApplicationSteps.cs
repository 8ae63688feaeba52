using System.CommandLine;
using MedAid.Contract.People.V1;

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
        var papers = Input.Texts("--paper", "补交材料的编码，可写多次", required: true);
        var received = Input.Text("--received", "收到材料的日期；不写则为今天");
        return Step("add-papers", "补交材料", [papers, received], call => new()
        {
            Papers = new() { Papers = { call.Get(papers) }, ReceivedDate = call.Get(received) },
        });
    }

    private static Command Visit()
    {
        var (date, helper) = (Input.Text("--date", "入户日期", required: true), Input.Text("--village-helper", "村（居）委会协助人", required: true));
        var visitors = Input.Texts("--visitor", "乡镇（街道）调查人，可写多次", required: true);
        var (illness, hardship) = (Input.Flag("--illness-confirmed", "患病情况属实"), Input.Flag("--hardship-confirmed", "家庭经济困难属实"));
        var note = Input.Text("--note", "说明；不写姓名和号码");
        return Step("visit", "登记入户调查", [date, visitors, helper, illness, hardship, note], call => new()
        {
            Visit = new()
            {
                VisitDate = call.Get(date), Visitors = { call.Get(visitors) }, VillageHelper = call.Get(helper),
                IllnessConfirmed = call.Get(illness), HardshipConfirmed = call.Get(hardship), Note = call.Get(note),
            },
        });
    }

    private static Command Publicity()
    {
        var (from, until) = (Input.Text("--from", "公示首日", required: true), Input.Text("--until", "公示末日", required: true));
        var place = Input.Text("--place", "公示地点", required: true);
        return Step("publicise", "登记审核公示", [from, until, place], call => new()
        {
            Publicity = new() { FromDate = call.Get(from), UntilDate = call.Get(until), Place = call.Get(place) },
        });
    }

    private static Command Report()
    {
        var objections = Input.Text("--objections", "公示期间的异议和处理；不写则为无异议");
        return Step("report", "公示期满，上报县级", [objections], call => new() { Report = new() { Objections = call.Get(objections) } });
    }

    private static Command Propose()
    {
        var (from, until) = (Input.Text("--from", "批准身份的起始日期"), Input.Text("--until", "身份的截止日期（首个不再享受的日期）"));
        var amount = LawOptions.Yuan("--amount", "批准的救助金额，元");
        var failed = Input.Texts("--failed-rule", "拟不予救助：不符合的规定，写成 出处=内容，可写多次");
        return Step("propose", "拟定：批准身份或金额，或不予救助", [from, until, amount, failed], call => new()
        {
            Proposal = new()
            {
                FromDate = call.Get(from), UntilDate = call.Get(until), AmountFen = call.Get(amount) ?? 0,
                FailedRules = { call.Get(failed).Select(Rule) },
            },
        });
    }

    private static Command Confirm()
    {
        var (back, note) = (Input.Flag("--send-back", "不同意，退回"), Input.Text("--note", "意见"));
        var date = Input.Text("--date", "决定日期；不写则为今天。公布、送达和复议诉讼的日期不能早于它");
        return Step("confirm", "复核；复核人不能是拟定人", [back, note, date], call => new()
        {
            Confirmation = new() { Agreed = !call.Get(back), Note = call.Get(note), DecidedDate = call.Get(date) },
        });
    }

    private static Command Publish()
    {
        var (date, place) = (Input.Text("--date", "公布日期", required: true), Input.Text("--place", "公布地点", required: true));
        return Step("publish", "登记救助金额（或身份）的公布", [date, place], call => new()
        {
            Publication = new() { PublicationDate = call.Get(date), Place = call.Get(place) },
        });
    }

    private static Command Deliver()
    {
        var (date, how) = (Input.Text("--date", "申请人收到的日期", required: true), Input.Text("--how", "送达方式", required: true));
        return Step("deliver", "登记告知书的送达；复议和诉讼的时限从此算起", [date, how], call => new()
        {
            Delivery = new() { ReceivedDate = call.Get(date), How = call.Get(how) },
        });
    }

    private static Command Appeal()
    {
        var kind = Input.Word<AppealKind>("--kind", "review 行政复议，suit 行政诉讼", required: true);
        var (date, body) = (Input.Text("--date", "提出日期", required: true), Input.Text("--body", "复议机关或法院", required: true));
        var grounds = Input.Text("--grounds", "理由");
        return Step("appeal", "登记复议或诉讼", [kind, date, body, grounds], call => new()
        {
            Appeal = new() { Kind = call.Get(kind), FiledDate = call.Get(date), Body = call.Get(body), Grounds = call.Get(grounds) },
        });
    }

    private static Command AppealResult()
    {
        var outcome = Input.Word<AppealOutcome>("--outcome", "upheld 维持，revoked 撤销，dropped 撤回或不予受理", required: true);
        var (date, note) = (Input.Text("--date", "决定或判决日期", required: true), Input.Text("--note", "文书编号等"));
        return Step("appeal-result", "登记复议或诉讼的结果；由未参与原决定的人办理", [outcome, date, note], call => new()
        {
            AppealResult = new() { Outcome = call.Get(outcome), DecidedDate = call.Get(date), Note = call.Get(note) },
        });
    }

    private static Command Withdraw()
    {
        var reason = Input.Text("--reason", "原因");
        return Step("withdraw", "申请人撤回申请", [reason], call => new() { Withdrawal = new() { Reason = call.Get(reason) } });
    }

    private static Command Step(string name, string description, Symbol[] symbols, Func<GatewayCall, RecordStepRequest> step)
    {
        var id = Input.Name("application", "申请编号");
        return CommandFrame.Write(
            name, description, [id, .. symbols],
            call =>
            {
                var request = step(call);
                (request.RequestId, request.ApplicationId, request.ValidateOnly) = (call.RequestId, call.Get(id), call.ValidateOnly);
                return call.Gateway.Applications.RecordStepAsync(request);
            },
            ApplicationPrint.Step);
    }

    private static FailedRule Rule(string text)
    {
        var parts = text.Split('=', 2);
        return new() { Cite = parts[0], Text = parts.Length > 1 ? parts[1] : "" };
    }
}
