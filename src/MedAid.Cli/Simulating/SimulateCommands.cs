using System.CommandLine;
using System.Net;
using MedAid.Bureau.Regions;
using MedAid.Bureau.Signing;
using MedAid.Simulator;
using MedAid.Simulator.Faults;

namespace MedAid.Cli;

/// <summary>`medaid simulate`: what a hospital's system speaks with, in a box.</summary>
internal static class SimulateCommands
{
    public static Command Create() => new("simulate", "在本机模拟外部系统，供联调和演练")
    {
        Bureau(), Faults(),
    };

    private static Command Bureau()
    {
        var listen = new Option<string>("--listen") { Description = "监听地址，只能是本机", DefaultValueFactory = _ => "127.0.0.1:8090" };
        var data = new Option<string?>("--data") { Description = "账本目录；不写则只在内存里" };
        var region = new Option<string>("--region") { Description = "地区，6 位区划代码", DefaultValueFactory = _ => "000000" };
        var regions = new Option<string?>("--regions") { Description = "地区文件目录（参考数据目录下的 bureau）" };
        var seed = new Option<long>("--seed") { Description = "故障的随机种子，相同则故障相同", DefaultValueFactory = _ => 1 };
        var faults = new Option<string?>("--faults") { Description = "故障：名称=比例,… 或 JSON 文件，或以前的记录（.jsonl）" };
        var record = new Option<string?>("--record") { Description = "把每次调用和遇到的故障写入该文件（JSON 行）" };
        var people = new Option<string?>("--people") { Description = "人员文件，格式同 samples/people.json" };
        var figures = new Option<string?>("--figures") { Description = "平台自己的分割数字，格式见 docs/SIMULATOR.md" };
        var keys = new Option<string?>("--keys") { Description = "密钥文件，用于签名或加密的地区；不写则不验签名，SM4 用样例密钥" };
        var idempotent = new Option<bool>("--idempotent") { Description = "同一 msgid 再来时返回原来的结果（默认不认）" };
        var noSignIn = new Option<bool>("--no-sign-in") { Description = "不要求签到" };
        var command = new Command("bureau", "模拟医保平台，直到 Ctrl+C 或 SIGTERM")
        {
            listen, data, region, regions, seed, faults, record, people, figures, keys, idempotent, noSignIn,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            () => new SimulatorOptions
            {
                Listen = IPEndPoint.TryParse(parsed.GetValue(listen)!, out var endpoint)
                    ? endpoint
                    : throw new SimulatorException("--listen 应写成 127.0.0.1:8090"),
                DataFolder = parsed.GetValue(data),
                Region = RegionBook.Load(parsed.GetValue(regions)).Find(parsed.GetValue(region)!),
                Seed = parsed.GetValue(seed),
                Faults = parsed.GetValue(faults) is { } plan ? FaultPlanText.Read(plan) : FaultPlan.None,
                RecordFile = parsed.GetValue(record),
                PeopleFile = parsed.GetValue(people),
                FiguresFile = parsed.GetValue(figures),
                Keys = parsed.GetValue(keys) is { } keyFile ? BureauKeys.Load(keyFile) : null,
                IsIdempotent = parsed.GetValue(idempotent),
                NeedsSignIn = !parsed.GetValue(noSignIn),
            },
            cancellationToken));
        return command;
    }

    private static Command Faults()
    {
        var command = new Command("faults", "列出模拟平台可以出的故障");
        command.SetAction(_ =>
        {
            foreach (var kind in Enum.GetValues<FaultKind>())
            {
                Console.WriteLine($"{FaultNames.NameOf(kind),-22}{FaultNames.Describe(kind)}");
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(Func<SimulatorOptions> read, CancellationToken cancellationToken)
    {
        try
        {
            var options = read();
            await using var bureau = await BureauSimulator.StartAsync(options, cancellationToken);
            await Console.Error.WriteLineAsync(
                $"""
                模拟医保平台已启动（样例数据，不是真实平台）
                  报文       POST {bureau.BaseAddress}交易编号
                  控制       {bureau.BaseAddress}control
                  账本       {options.DataFolder ?? "只在内存里"}   种子 {options.Seed}
                """);
            await bureau.WaitForShutdownAsync(cancellationToken);
            return ExitCode.Done;
        }
        catch (Exception problem) when (problem is SimulatorException or RegionFileException)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return ExitCode.Configuration;
        }
    }
}
