using System.CommandLine;
using Google.Protobuf;
using MedAid.Contract.Files.V1;

namespace MedAid.Cli;

/// <summary>`medaid receivables sheet|statement|dun|import-reply|import-payments`: the finance office's papers out and files in.</summary>
internal static class ReceivableFileCommands
{
    public static IEnumerable<Command> Create() => [Sheet(), Statement(), Dun(), ImportReply(), ImportPayments()];

    private static Command Sheet()
    {
        var claim = Input.Name("claim", "申报批次");
        var format = Input.Text("--format", "xlsx、csv（申报表）或 html（汇总单，可打印盖章）", otherwise: "xlsx");
        format.AcceptOnlyFromAmong("xlsx", "csv", "html");
        var names = Input.Flag("--names", "带姓名和身份证号码；按角色显示或遮盖，逐人留痕");
        var purpose = Input.Text("--purpose", "查询事由；带姓名时必填");
        return CommandFrame.Run("sheet", "申报表、汇总单；文件写到标准输出", [claim, format, names, purpose], async call =>
        {
            var sheet = await call.Gateway.Sheets.GetClaimSheetAsync(new()
            {
                ClaimId = call.Get(claim), Format = Enum.Parse<FileFormat>(call.Get(format), ignoreCase: true),
                WithNames = call.Get(names), Purpose = call.Get(purpose),
            });
            if (call.WantsJson)
            {
                Terminal.Json(sheet);
            }
            else
            {
                await Terminal.WriteAsync(sheet.File, call.Cancellation);
            }

            return ExitCode.Done;
        });
    }

    private static Command Statement()
    {
        var county = Input.Name("county", "县区，六位编码");
        var hospital = Input.Hospital(required: false, "机构编号；不写则为全部");
        var from = Input.Text("--from", "起日，如 2026-03-01", required: true);
        var to = Input.Text("--to", "止日，如 2026-03-31", required: true);
        var record = new Option<long>("--record") { Description = "截至往来账第几条，用来重做以前的对账单；不写则为最新" };
        var html = Input.Flag("--html", "输出可打印的网页");
        return CommandFrame.Ask(
            "statement", "往来对账单：期初、发生、拨付、期末，分基金、拒付原因、预计回款", [county, hospital, from, to, record, html],
            call => call.Gateway.Statements.GetStatementAsync(new()
            {
                CountyCode = call.Get(county), HospitalCode = call.Get(hospital), FromDate = call.Get(from), ToDate = call.Get(to),
                RecordNumber = call.Get(record), WithPage = call.Get(html),
            }),
            ReceivablePrint.Statement);
    }

    private static Command Dun()
    {
        var county = Input.Name("county", "县区，六位编码");
        var hospital = Input.Hospital();
        var asOf = Input.Text("--as-of", "截至日期；不写就是今天");
        var days = new Option<int>("--days") { Description = "超过多少天才催；不写则为 60" };
        var amount = Input.Yuan("--amount", "或合计达到多少元就催；不写则只看天数");
        var html = Input.Flag("--html", "输出可打印的网页；不写则为纯文本");
        return CommandFrame.Run("dun", "催款函：已申报而未拨付的款项，按账龄和批次", [county, hospital, asOf, days, amount, html], async call =>
        {
            var letter = await call.Gateway.Statements.GetDunningLetterAsync(new()
            {
                CountyCode = call.Get(county), HospitalCode = call.Get(hospital), AsOfDate = call.Get(asOf), AgeDays = call.Get(days),
                AmountFen = call.Get(amount),
            });
            return call.Print(letter, _ => Console.Out.Write(call.Get(html) ? letter.Page : letter.Text));
        });
    }

    private static Command ImportReply()
    {
        var file = Input.File("填好后两列的申报表，CSV 或 XLSX");
        var claim = Input.Text("--claim", "申报批次；表头有批次号时不用写");
        return Imports("import-reply", "从文件登记县区的审核结果；有一行不对就都不登记", file, claim, async (call, content, takeGood) => call.Print(
            await call.Gateway.Sheets.ImportReplyAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                ClaimId = call.Get(claim), File = content, TakeGoodLines = takeGood,
            }),
            ReceivablePrint.Reply, answer => ReceivablePrint.Exit(answer.Faults)));
    }

    private static Command ImportPayments()
    {
        var file = Input.File("银行流水，CSV 或 XLSX");
        var hospital = Input.Hospital();
        return Imports("import-payments", "从银行流水登记到账并核销；有一行不对就都不登记", file, hospital, async (call, content, takeGood) => call.Print(
            await call.Gateway.Sheets.ImportPaymentsAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                HospitalCode = call.Get(hospital), File = content, TakeGoodLines = takeGood,
            }),
            ReceivablePrint.Payments, answer => ReceivablePrint.Exit(answer.Faults)));
    }

    private static Command Imports(
        string name, string description, Argument<FileInfo> file, Option<string> subject, Func<GatewayCall, ByteString, bool, Task<int>> import)
    {
        var takeGood = Input.Flag("--take-good-lines", "有问题的行除外，其余照样登记");
        return CommandFrame.Run(
            name, description, [file, subject, takeGood],
            async call => await Input.ReadAsync(call.Get(file), call.Cancellation) is { } content
                ? await import(call, UnsafeByteOperations.UnsafeWrap(content), call.Get(takeGood))
                : ExitCode.Usage,
            writes: true);
    }
}
