using System.CommandLine;
using MedAid.Contract.Files.V1;
using MedAid.Contract.People.V1;
using MedAid.Core;

namespace MedAid.Cli;

/// <summary>`medaid entitlement run|list|export`: aid with the premium as noted by a running gateway.</summary>
internal static class PremiumRunCommands
{
    private const int PageSize = 1000;

    public static Command Run()
    {
        var (year, county) = (Year(), County());
        var (personal, fiscal) = (LawOptions.Yuan("--personal", "当年个人缴费标准（元）"), LawOptions.Yuan("--fiscal", "当年财政补助标准（元）"));
        personal.Required = fiscal.Required = true;
        var enrolledBy = Input.Text("--enrolled-by", "集中缴费截止日；不写则为上年 12 月 31 日");
        var scheme = Input.Text("--scheme", "险种；不写则为 resident");
        return CommandFrame.Write(
            "run", "核定一个县区一个年度的资助参保；再跑一次只记下有变动的人和差额", [year, county, personal, fiscal, enrolledBy, scheme],
            async call =>
            {
                var request = new RunPremiumAidRequest
                {
                    RequestId = call.RequestId, ValidateOnly = call.ValidateOnly, Year = call.Get(year), CountyCode = call.Get(county),
                    PersonalFen = call.Get(personal) ?? 0, FiscalFen = call.Get(fiscal) ?? 0, EnrolledByDate = call.Get(enrolledBy),
                    Scheme = call.Get(scheme),
                };
                var run = await call.Gateway.Premiums.RunPremiumAidAsync(request);
                while (run.EndedTime is null && !call.ValidateOnly)
                {
                    await Console.Error.WriteLineAsync($"已核定 {run.Persons} 人……");
                    run = await call.Gateway.Premiums.RunPremiumAidAsync(request);
                }

                return run;
            },
            run => Console.Out.WriteLine(
                $"{run.RunId}：对象 {run.Persons} 人，变动 {run.Changed} 人，增减 {Display.Yuan(run.DifferenceFen)} 元"));
    }

    public static Command List()
    {
        var (year, county, township) = (Year(), County(), Township());
        return CommandFrame.Ask(
            "list", "列出一个县区一个年度的资助参保，每人一条，带与上次的差额；最多 1000 人", [year, county, township],
            call => call.Gateway.Premiums.ListPremiumEntitlementsAsync(new()
            {
                PageSize = PageSize, Year = call.Get(year), CountyCode = call.Get(county), Township = call.Get(township),
            }),
            answer => Display.Lines(answer.Entitlements, Line));
    }

    public static Command Export()
    {
        var (year, county, township) = (Year(), County(), Township());
        var csv = Input.Flag("--csv", "CSV 而不是 XLSX");
        return CommandFrame.Run(
            "export", "把名单写到标准输出，例：medaid entitlement export --year 2026 --county 141123 > 名单.xlsx", [year, county, township, csv],
            async call =>
            {
                var list = await call.Gateway.Premiums.ExportPremiumEntitlementsAsync(new()
                {
                    Year = call.Get(year), CountyCode = call.Get(county), Township = call.Get(township),
                    Format = call.Get(csv) ? FileFormat.Csv : FileFormat.Xlsx,
                });
                await Terminal.WriteAsync(list.File, call.Cancellation);
                return ExitCode.Done;
            });
    }

    private static string Line(PremiumEntitlement line) =>
        $"{line.PersonKey}  {line.Township}  {Rule(line.Rule)}  医疗救助 {Display.Yuan(line.ReliefFen)}  优抚 {Display.Yuan(line.VeteransAidFen)}  "
        + $"省 {Display.Yuan(line.ProvinceFen)}  县 {Display.Yuan(line.CountyFen)}  个人 {Display.Yuan(line.InsuredFen)}  "
        + $"增减 {Display.Yuan(line.DifferenceFen)}  {line.Cite}{(line.Assumed ? "（暂设）" : "")}";

    private static string Rule(string word) => People.Premiums.PremiumRules.Of(word) switch
    {
        People.Premiums.PremiumRule.AtEnrolment => "参保时已是对象",
        People.Premiums.PremiumRule.NewInsured => "新增已参保，不退还",
        People.Premiums.PremiumRule.NewUninsured => "新增未参保，全额",
        People.Premiums.PremiumRule.None => "不再是对象",
        _ => throw InvariantBrokenException.NoWordFor(People.Premiums.PremiumRules.Of(word)),
    };

    private static Option<int> Year() => new("--year") { Description = "年度，如 2026", Required = true };

    private static Option<string> County() => Input.Text("--county", "县（区），6 位行政区划代码", required: true);

    private static Option<string> Township() => Input.Text("--township", "乡镇；不写则为全县");
}
