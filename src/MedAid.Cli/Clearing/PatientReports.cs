using System.CommandLine;
using MedAid.Contract.Clearing.V1;
using Spectre.Console;

namespace MedAid.Cli;

/// <summary>The commands that read patients' accounts. Who reads one person's is noted by the gateway.</summary>
internal static class PatientReports
{
    public static Command Account()
    {
        var person = new PatientInput();
        var purpose = Input.Text("--purpose", "查询事由；记入留痕", required: true);
        return CommandFrame.Ask(
            "account", "一名患者在一家机构的账户：欠款、押金、应退和来历；每次查询都留痕", [.. person.Symbols, purpose],
            async call =>
            {
                var (key, id) = await person.ReadAsync(call);
                return await call.Gateway.Patients.GetPatientAccountAsync(new()
                {
                    PersonKey = key, IdNumber = id, HospitalCode = call.Get(person.Hospital), Purpose = call.Get(purpose),
                });
            },
            PrintAccount);
    }

    public static Command Age()
    {
        var hospital = Input.Hospital(required: false, "只看这家机构");
        var asOf = Input.Text("--as-of", "截至日期，如 2026-03-31；不写就是今天");
        return CommandFrame.Ask(
            "age", "患者欠款账龄（从就诊日算起）", [hospital, asOf],
            call => call.Gateway.Patients.AgeDebtsAsync(new() { HospitalCode = call.Get(hospital), AsOfDate = call.Get(asOf) }), PrintAges);
    }

    /// <summary>The monthly statement: of one patient, or of all as a file; a page or a file goes to standard output.</summary>
    public static Command Statement()
    {
        var hospital = Input.Hospital(description: "机构编码");
        var period = Input.Text("--period", "月份，如 2026-03", required: true);
        var key = Input.Text("--key", "人员编号；不写则为全院，每人一行的 CSV，没有姓名");
        var id = Input.Flag("--id-number", "从标准输入读身份证号码，代替 --key");
        var purpose = Input.Text("--purpose", "查询事由；记入留痕", otherwise: "每月一站式报销");
        var html = Input.Flag("--html", "输出可打印的网页");
        return CommandFrame.Run("statement", "门诊透析每月“一站式”报销明细", [hospital, period, key, id, purpose, html], async call =>
        {
            if (call.Get(key).Length == 0 && !call.Get(id))
            {
                return call.Print(
                    await call.Gateway.Patients.ListMonthlyStatementsAsync(new()
                    {
                        HospitalCode = call.Get(hospital), Period = call.Get(period), PageSize = Pages.Size, WithCsv = true,
                    }),
                    all => Console.Out.Write(all.Csv));
            }

            return call.Print(
                await call.Gateway.Patients.GetMonthlyStatementAsync(new()
                {
                    PersonKey = call.Get(key), IdNumber = call.Get(id) ? await call.ReadIdNumberAsync() : "",
                    HospitalCode = call.Get(hospital), Period = call.Get(period), Purpose = call.Get(purpose),
                    WithPage = call.Get(html),
                }),
                PrintStatement);
        });
    }

    private static void PrintAges(AgeDebtsResponse answer)
    {
        var table = Terminal.Table(["人员编号", "机构", "最早就诊日"], ["0–30 天", "31–60 天", "61–90 天", "90 天以上", "合计欠款"]);
        foreach (var age in answer.Patients)
        {
            long[] amounts = [age.Days0To30Fen, age.Days31To60Fen, age.Days61To90Fen, age.DaysOver90Fen, age.OwedFen];
            table.AddRow([age.PersonKey, age.HospitalCode, age.OldestDate, .. amounts.Select(Display.Yuan)]);
        }

        Terminal.Out.Write(table);
        Console.Out.WriteLine(
            $"截至 {answer.AsOfDate}，欠款合计 {Display.Yuan(answer.OwedFen)} 元，押金合计 {Display.Yuan(answer.DepositFen)} 元");
    }

    private static void PrintStatement(GetMonthlyStatementResponse answer)
    {
        if (answer.Html.Length > 0)
        {
            Console.Out.Write(answer.Html);
            if (answer.Name.Contains('*', StringComparison.Ordinal))
            {
                Console.Error.WriteLine("姓名已遮盖；给患者的明细要印全名，请由可看姓名的角色打印（--role，设置 RolesThatSeePeople）");
            }

            return;
        }

        foreach (var statement in answer.Statements)
        {
            var total = statement.Total;
            Console.Out.WriteLine($"{statement.PersonKey}  {answer.Name}  {statement.Period}  就诊 {statement.VisitCount} 次");
            Console.Out.WriteLine($"费用 {Display.Yuan(total.GrossFen)} 元，减免 {Display.Yuan(total.WaivedFen)} 元");
            Display.Lines(
                total.Payers, p => $"  {p.Name}（{p.Fund}）{Display.Yuan(p.PaidFen)} 元，其中医院垫付 {Display.Yuan(p.AdvancedFen)} 元");
            Console.Out.WriteLine(
                $"个人负担 {Display.Yuan(total.PatientFen)} 元，已付 {Display.Yuan(total.PaidFen)} 元，仍欠 {Display.Yuan(total.OwedFen)} 元");
        }

        Console.Out.WriteLine($"依据：{answer.Cite}");
    }

    private static void PrintAccount(PatientAccount account)
    {
        Console.Out.WriteLine($"{account.PersonKey}  {account.Name}  {PatientCommands.Balance(account.Balance)}");
        Display.Lines(
            account.Shares,
            s => $"  {s.ServiceDate}  {s.SettlementId}  个人负担 {Display.Yuan(s.AmountFen)} 元，还欠 {Display.Yuan(s.OwedFen)} 元");
        Display.Lines(
            account.Records,
            r => $"  第 {r.RecordNumber} 条  {Display.Time(r.RecordedTime)}  {r.Sentence}（{r.Operator}）{r.ReceiptNumber}");
    }
}
