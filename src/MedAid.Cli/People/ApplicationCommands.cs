using System.CommandLine;
using System.Text;
using MedAid.Contract.People.V1;

namespace MedAid.Cli;

/// <summary>`medaid application …`: applications for medical relief on paper, by a running gateway.</summary>
internal static class ApplicationCommands
{
    private const int PageSize = 1000;

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
        var who = Input.Word<ApplicantClass>(
            "--class", "申请人类别：low_income 低收入、impoverished_by_illness 因病致贫、unfiled_out_of_area 未备案就医", required: true);
        var purpose = Input.Word<ApplicationPurpose>("--for", "申请事项：identity 身份，amount 已发生费用的救助金额", required: true);
        var county = Input.Text("--county", "县（区），6 位行政区划代码", required: true);
        var township = Input.Text("--township", "户籍所在乡镇（街道）", required: true);
        var village = Input.Text("--village", "村（居）", required: true);
        var papers = Input.Texts("--paper", "已交材料的编码，可写多次；见 medaid application papers");
        var received = Input.Text("--received", "收到申请的日期，如 2026-03-02；不写则为今天。以后各步可以从这一天起填写");
        var hospital = Input.Hospital(required: false, "收据上的医疗机构编码");
        var date = Input.Text("--service-date", "就诊或出院日期");
        var total = LawOptions.Yuan("--total", "收据总额，元");
        var reimbursed = LawOptions.Yuan("--reimbursed", "医保已报销，元");
        return CommandFrame.Write(
            "submit", "受理申请；身份证号码从标准输入读，不写在命令行上。缺的材料一次告知",
            [who, purpose, county, township, village, papers, received, hospital, date, total, reimbursed],
            async call =>
            {
                var receipts = call.Get(total) is { } fen
                    ? new Receipts
                    {
                        HospitalCode = call.Get(hospital), ServiceDate = call.Get(date), TotalFen = fen, ReimbursedFen = call.Get(reimbursed) ?? 0,
                    }
                    : null;
                return await call.Gateway.Applications.SubmitApplicationAsync(new()
                {
                    RequestId = call.RequestId, ValidateOnly = call.ValidateOnly, IdNumber = await call.ReadIdNumberAsync(),
                    ApplicantClass = call.Get(who), Purpose = call.Get(purpose), CountyCode = call.Get(county), Township = call.Get(township),
                    Village = call.Get(village), Papers = { call.Get(papers) }, ReceivedDate = call.Get(received), Receipts = receipts,
                });
            },
            ApplicationPrint.Step);
    }

    private static Command Show()
    {
        var id = Input.Name("application", "申请编号");
        return CommandFrame.Ask(
            "show", "查看一份申请：状态、每一步由谁何时办理；每次查询都留痕", [id],
            call => call.Gateway.Applications.GetApplicationAsync(new() { ApplicationId = call.Get(id) }), ApplicationPrint.Whole);
    }

    private static Command List()
    {
        var county = Input.Text("--county", "县（区）；不写则为全部");
        var person = Input.Text("--key", "人员编号；不写则为所有人");
        var state = Input.Word<ApplicationState>("--state", $"状态：{string.Join("、", Input.Words<ApplicationState>().Keys)}；不写则为全部");
        return CommandFrame.Ask(
            "list", "列出申请，先受理的在前；最多 1000 份", [county, person, state],
            call => call.Gateway.Applications.ListApplicationsAsync(new()
            {
                PageSize = PageSize, CountyCode = call.Get(county), PersonKey = call.Get(person), State = call.Get(state),
            }),
            answer => Display.Lines(answer.Applications, ApplicationPrint.Line));
    }

    private static Command Notice()
    {
        var id = Input.Name("application", "申请编号");
        var html = new Option<FileInfo?>("--html") { Description = "写成可打印的网页文件；不写则把文本写到标准输出" };
        return CommandFrame.Run("notice", "不符合医疗救助条件书面告知书（附件 5），可打印", [id, html], async call =>
        {
            var notice = await call.Gateway.Applications.GetRefusalNoticeAsync(new() { ApplicationId = call.Get(id) });
            if (call.Get(html) is not { } file)
            {
                return call.Print(notice, n => Console.Out.Write(n.Text));
            }

            await File.WriteAllTextAsync(file.FullName, notice.Html, new UTF8Encoding(false), call.Cancellation);
            return ExitCode.Done;
        });
    }

    private static Command Papers()
    {
        var county = Input.Text("--county", "县（区），6 位行政区划代码", required: true);
        return CommandFrame.Ask(
            "papers", "列出本地的申请材料清单和依据", [county],
            call => call.Gateway.Applications.ListPapersAsync(new() { CountyCode = call.Get(county), PageSize = PageSize }),
            answer => Display.Lines(answer.Papers, p => $"{p.Code}  {p.Name}  {(p.Required ? "必须" : "可选")}  {p.Cite}"));
    }
}
