using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MedAid.Core;

namespace MedAid.Cli;

/// <summary>`medaid entitlement run|list|export`: aid with the premium as noted by a running gateway.</summary>
internal static class PremiumRunCommands
{
    private const int PageSize = 1000;

    public static Command Run()
    {
        var (year, county) = (Year(), County());
        var personal = LawOptions.Yuan("--personal", "当年个人缴费标准（元）");
        var fiscal = LawOptions.Yuan("--fiscal", "当年财政补助标准（元）");
        personal.Required = fiscal.Required = true;
        var enrolledBy = new Option<string>("--enrolled-by") { Description = "集中缴费截止日；不写则为上年 12 月 31 日", DefaultValueFactory = _ => "" };
        var scheme = new Option<string>("--scheme") { Description = "险种；不写则为 resident", DefaultValueFactory = _ => "" };
        var calls = new StepCalls();
        var command = new Command("run", "核定一个县区一个年度的资助参保；再跑一次只记下有变动的人和差额") { year, county, personal, fiscal, enrolledBy, scheme };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var body = calls.Key(parsed, new JsonObject
            {
                ["year"] = parsed.GetValue(year), ["countyCode"] = parsed.GetValue(county), ["personalFen"] = parsed.GetValue(personal),
                ["fiscalFen"] = parsed.GetValue(fiscal), ["enrolledByDate"] = parsed.GetValue(enrolledBy), ["scheme"] = parsed.GetValue(scheme),
            });
            while (true)
            {
                var answer = await client.PostAsync("v1/premiumAid:run", body.DeepClone(), cancellation);
                if (answer.IsError)
                {
                    return GatewayCalls.Refuse(answer);
                }

                if (answer.Body["endedTime"] is not null || body["validateOnly"]!.GetValue<bool>())
                {
                    return Told(answer.Body, calls.WantsJson(parsed));
                }

                await Console.Error.WriteLineAsync($"已核定 {answer.Body["persons"] ?? 0} 人……");
            }
        }));
        return command;
    }

    public static Command List()
    {
        var (year, county, township) = (Year(), County(), Township());
        var calls = new PeopleCalls();
        var command = new Command("list", "列出一个县区一个年度的资助参保，每人一条，带与上次的差额；最多 1000 人") { year, county, township };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var answer = await client.GetAsync($"v1/premiumEntitlements?page_size={PageSize}&{Query(parsed, year, county, township)}", cancellation);
            if (answer.IsError)
            {
                return GatewayCalls.Refuse(answer);
            }

            if (calls.WantsJson(parsed))
            {
                Terminal.Json(answer.Body);
                return ExitCode.Done;
            }

            foreach (var line in answer.Body["entitlements"]?.AsArray() ?? [])
            {
                await Console.Out.WriteLineAsync(Line(line!));
            }

            return ExitCode.Done;
        }));
        return command;
    }

    public static Command Export()
    {
        var (year, county, township) = (Year(), County(), Township());
        var csv = new Option<bool>("--csv") { Description = "CSV 而不是 XLSX" };
        var calls = new PeopleCalls();
        var command = new Command("export", "把名单写到标准输出，例：medaid entitlement export --year 2026 --county 141123 > 名单.xlsx")
        {
            year, county, township, csv,
        };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var format = parsed.GetValue(csv) ? "csv" : "xlsx";
            var answer = await client.GetAsync(
                $"v1/premiumEntitlements:export?format={format}&{Query(parsed, year, county, township)}", cancellation);
            if (answer.IsError)
            {
                return GatewayCalls.Refuse(answer);
            }

            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(Convert.FromBase64String($"{answer.Body["file"]}"), cancellation);
            return ExitCode.Done;
        }));
        return command;
    }

    private static int Told(JsonObject run, bool json)
    {
        if (json)
        {
            Terminal.Json(run);
        }
        else
        {
            Console.Out.WriteLine(
                $"{run["runId"]}：对象 {run["persons"] ?? 0} 人，变动 {run["changed"] ?? 0} 人，增减 {Yuan(run["differenceFen"])} 元");
        }

        return ExitCode.Done;
    }

    private static string Line(JsonNode line) =>
        $"{line["personKey"]}  {line["township"]}  {Rule($"{line["rule"]}")}  医疗救助 {Yuan(line["reliefFen"])}  优抚 {Yuan(line["veteransAidFen"])}  "
        + $"省 {Yuan(line["provinceFen"])}  县 {Yuan(line["countyFen"])}  个人 {Yuan(line["insuredFen"])}  增减 {Yuan(line["differenceFen"])}  "
        + $"{line["cite"]}{(line["assumed"]?.GetValue<bool>() == true ? "（暂设）" : "")}";

    private static string Rule(string word) => word switch
    {
        "at_enrolment" => "参保时已是对象",
        "new_insured" => "新增已参保，不退还",
        "new_uninsured" => "新增未参保，全额",
        _ => "不再是对象",
    };

    private static string Yuan(JsonNode? fen) => ExactNumber.Yuan(fen?.GetValue<long>() ?? 0);

    private static string Query(ParseResult parsed, Option<int> year, Option<string> county, Option<string> township) => string.Create(
        CultureInfo.InvariantCulture,
        $"year={parsed.GetValue(year)}&county_code={Escaped(parsed, county)}&township={Escaped(parsed, township)}");

    private static string Escaped(ParseResult parsed, Option<string> option) => Uri.EscapeDataString(parsed.GetValue(option)!);

    private static Option<int> Year() => new("--year") { Description = "年度，如 2026", Required = true };

    private static Option<string> County() => new("--county") { Description = "县（区），6 位行政区划代码", Required = true };

    private static Option<string> Township() => new("--township") { Description = "乡镇；不写则为全县", DefaultValueFactory = _ => "" };
}
