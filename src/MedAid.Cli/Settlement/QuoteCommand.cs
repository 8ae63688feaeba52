using System.CommandLine;
using MedAid.Contract.Settlement.V1;
using MedAid.Policies;

namespace MedAid.Cli;

/// <summary>`medaid quote FILE`: what a visit would cost the patient, and why; nothing is recorded.</summary>
internal static class QuoteCommand
{
    public static Command Create()
    {
        var file = Input.File("就诊文件：POST /v1/settlements 的报文，- 表示标准输入");
        var compare = Input.Flag("--compare", "同时比较门诊与参照住院、各家医院，指出患者负担最少的");
        var sessions = new Option<int>("--sessions") { Description = "与 --compare 同用：每月同样就诊几次，推算到年底", HelpName = "次数" };
        var server = CommandFrame.ServerOption(
            "问运行中的网关，计入既往累计；不写则取环境变量 MEDAID_SERVER，没有则在本命令内试算，本年无既往就诊");
        var reading = PolicyCommands.ReadingOption();
        var json = Input.Json();
        var account = new AccountOptions();
        var command = new Command("quote", "试算一次就诊：谁付多少、依据哪一条，不入账") { file, compare, sessions, server, reading, json };
        account.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(server) is not null && result.GetValue(reading) is { IsEmpty: false })
            {
                result.AddError("--reading 只用于本命令内试算；运行中的网关按它自己的设置 Readings");
            }
        });
        command.SetAction((parsed, cancellation) => CommandFrame.GuardAsync(async () =>
        {
            await using var gateway = await GatewayAsync(parsed.GetValue(server), parsed.GetValue(reading)!, cancellation);
            var quote = await VisitFile.PostAsync<QuoteResponse>(
                gateway, SettlementService.Descriptor.FindMethodByName(nameof(SettlementService.SettlementServiceClient.Quote)),
                new QuoteRequest { Compare = parsed.GetValue(compare), SessionsPerMonth = parsed.GetValue(sessions) },
                parsed.GetRequiredValue(file), cancellation, account.Of(parsed));
            return quote is null ? ExitCode.Usage : Print(quote, parsed.GetValue(json));
        }));
        return command;
    }

    private static async Task<GatewayClient> GatewayAsync(Uri? server, ReadingChoices readings, CancellationToken cancellation)
    {
        if (server is not null)
        {
            return GatewayClient.Of(server, Environment.UserName, "", cancellation);
        }

        await Console.Error.WriteLineAsync("未指定 --server：按本年无既往就诊试算");
        return await GatewayClient.InsideAsync(readings, cancellation);
    }

    private static int Print(QuoteResponse quote, bool json)
    {
        if (json)
        {
            Terminal.Json(quote);
            return ExitCode.Done;
        }

        BreakdownPrint.Print(quote.Breakdown);
        BreakdownPrint.PrintAlternatives(quote.Alternatives, quote.Recommendation);
        foreach (var warning in BreakdownPrint.Warnings(quote.Breakdown, quote.Warnings))
        {
            Console.Error.WriteLine($"注意：{warning}");
        }

        return ExitCode.Done;
    }
}
