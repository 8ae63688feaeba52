using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace MedAid.Cli;

/// <summary>`medaid owed sheet|statement|dun|import-reply|import-payments`: the finance office's papers out and files in.</summary>
internal static class OwedFileCommands
{
    public static IEnumerable<Command> Create() => [Sheet(), Statement(), Dun(), ImportReply(), ImportPayments()];

    private static Command Sheet()
    {
        var claim = new Argument<string>("claim") { Description = "申报批次" };
        var format = new Option<string>("--format") { Description = "xlsx、csv（申报表）或 html（汇总单，可打印盖章）", DefaultValueFactory = _ => "xlsx" };
        format.AcceptOnlyFromAmong("xlsx", "csv", "html");
        var names = new Option<bool>("--names") { Description = "带姓名和身份证号码；按角色显示或遮盖，逐人留痕" };
        var purpose = new Option<string>("--purpose") { Description = "查询事由；带姓名时必填", DefaultValueFactory = _ => "" };
        var calls = new PeopleCalls();
        var command = new Command("sheet", "申报表、汇总单；文件写到标准输出") { claim, format, names, purpose };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var answer = await client.GetAsync(
                $"v1/claims/{Uri.EscapeDataString(parsed.GetValue(claim)!)}/sheet?format={parsed.GetValue(format)}"
                + $"&with_names={(parsed.GetValue(names) ? "true" : "false")}&purpose={Uri.EscapeDataString(parsed.GetValue(purpose)!)}",
                cancellation);
            if (answer.IsError)
            {
                return GatewayCalls.Refuse(answer);
            }

            if (calls.WantsJson(parsed))
            {
                Terminal.Json(answer.Body);
                return ExitCode.Done;
            }

            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(Convert.FromBase64String(answer.Body["file"]!.GetValue<string>()), cancellation);
            return ExitCode.Done;
        }));
        return command;
    }

    private static Command Statement()
    {
        var county = new Argument<string>("county") { Description = "县区，六位编码" };
        var hospital = new Option<string>("--hospital") { Description = "机构编号；不写则为全部", DefaultValueFactory = _ => "" };
        var from = new Option<string>("--from") { Description = "起日，如 2026-03-01", Required = true };
        var to = new Option<string>("--to") { Description = "止日，如 2026-03-31", Required = true };
        var record = new Option<long>("--record") { Description = "截至往来账第几条，用来重做以前的对账单；不写则为最新" };
        var html = new Option<bool>("--html") { Description = "输出可打印的网页" };
        var calls = new OwedCalls();
        var command = new Command("statement", "往来对账单：期初、发生、拨付、期末，分基金、拒付原因、预计回款") { county, hospital, from, to, record, html };
        calls.AskBy(command);
        command.SetAction((parsed, cancellation) => calls.AskAsync(
            parsed,
            client => client.GetAsync(
                $"v1/statements/{Uri.EscapeDataString(parsed.GetValue(county)!)}?hospital_code={Uri.EscapeDataString(parsed.GetValue(hospital)!)}"
                + $"&from_date={Uri.EscapeDataString(parsed.GetValue(from)!)}&to_date={Uri.EscapeDataString(parsed.GetValue(to)!)}"
                + string.Create(CultureInfo.InvariantCulture, $"&record_number={parsed.GetValue(record)}")
                + $"&with_page={(parsed.GetValue(html) ? "true" : "false")}",
                cancellation),
            body => parsed.GetValue(html) ? Write(body, "page") : OwedPrint.Statement(body)));
        return command;
    }

    private static Command Dun()
    {
        var county = new Argument<string>("county") { Description = "县区，六位编码" };
        var hospital = OwedBookCommands.HospitalOption();
        var asOf = new Option<string>("--as-of") { Description = "截至日期；不写就是今天", DefaultValueFactory = _ => "" };
        var days = new Option<int>("--days") { Description = "超过多少天才催；不写则为 60" };
        var amount = OwedCalls.YuanOption("--amount", "或合计达到多少元就催；不写则只看天数");
        var html = new Option<bool>("--html") { Description = "输出可打印的网页；不写则为纯文本" };
        var calls = new OwedCalls();
        var command = new Command("dun", "催款函：已申报而未拨付的款项，按账龄和批次") { county, hospital, asOf, days, amount, html };
        calls.AskBy(command);
        command.SetAction((parsed, cancellation) => calls.AskAsync(
            parsed,
            client => client.GetAsync(
                $"v1/dunningLetters/{Uri.EscapeDataString(parsed.GetValue(county)!)}?hospital_code={Uri.EscapeDataString(parsed.GetValue(hospital)!)}"
                + $"&as_of_date={Uri.EscapeDataString(parsed.GetValue(asOf)!)}"
                + string.Create(CultureInfo.InvariantCulture, $"&age_days={parsed.GetValue(days)}&amount_fen={parsed.GetValue(amount)}"),
                cancellation),
            body => Write(body, parsed.GetValue(html) ? "page" : "text")));
        return command;
    }

    private static Command ImportReply()
    {
        var file = new Argument<FileInfo>("file") { Description = "填好后两列的申报表，CSV 或 XLSX" };
        var claim = new Option<string>("--claim") { Description = "申报批次；表头有批次号时不用写", DefaultValueFactory = _ => "" };
        var command = new Command("import-reply", "从文件登记县区的审核结果；有一行不对就都不登记") { file, claim };
        return Imports(command, file, "v1/claims:importReply", parsed => ("claimId", parsed.GetValue(claim)!), OwedPrint.Reply);
    }

    private static Command ImportPayments()
    {
        var file = new Argument<FileInfo>("file") { Description = "银行流水，CSV 或 XLSX" };
        var hospital = OwedBookCommands.HospitalOption();
        var command = new Command("import-payments", "从银行流水登记到账并核销；有一行不对就都不登记") { file, hospital };
        return Imports(command, file, "v1/payments:import", parsed => ("hospitalCode", parsed.GetValue(hospital)!), OwedPrint.Payments);
    }

    private static Command Imports(
        Command command, Argument<FileInfo> file, string path, Func<ParseResult, (string Field, string Value)> subject, Func<JsonObject, int> print)
    {
        var takeGood = new Option<bool>("--take-good-lines") { Description = "有问题的行除外，其余照样登记" };
        var calls = new OwedCalls();
        command.Options.Add(takeGood);
        calls.WriteBy(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (await RosterCommands.ReadAsync(parsed.GetValue(file)!, cancellation) is not { } content)
            {
                return ExitCode.Usage;
            }

            var (field, value) = subject(parsed);
            return await calls.PostAsync(parsed, path, new JsonObject
            {
                [field] = value, ["file"] = Convert.ToBase64String(content), ["takeGoodLines"] = parsed.GetValue(takeGood),
            }, cancellation, print);
        });
        return command;
    }

    private static int Write(JsonObject body, string field)
    {
        Console.Out.Write(body[field]!.GetValue<string>());
        return ExitCode.Done;
    }
}
