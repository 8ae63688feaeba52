using System.CommandLine;
using MedAid.Contract.Precheck.V1;
using MedAid.Policies;

namespace MedAid.Cli;

/// <summary>`medaid precheck FILE`: what is said of orders before they are signed; nothing is recorded.</summary>
internal static class PrecheckCommand
{
    public static Command Create()
    {
        var file = Input.File("医嘱文件：POST /v1/orders:check 的报文，如 samples/orders.json，- 表示标准输入");
        var server = CommandFrame.ServerOption(
            "问运行中的网关，计入既往就诊和答复；不写则取环境变量 MEDAID_SERVER，没有则在本命令内查，没有既往就诊");
        var json = Input.Json();
        var command = new Command("precheck", "签署前查医嘱：花多少、哪些不报、怎样更好，不入账") { file, server, json };
        command.SetAction((parsed, cancellation) => CommandFrame.GuardAsync(async () =>
        {
            if (await VisitFile.TextAsync(parsed.GetRequiredValue(file), cancellation) is not { } orders)
            {
                return ExitCode.Usage;
            }

            await using var gateway = await GatewayAsync(parsed.GetValue(server), cancellation);
            var method = PrecheckService.Descriptor.FindMethodByName(nameof(PrecheckService.PrecheckServiceClient.CheckOrders));
            return Print(await gateway.Invoker.PostAsync<CheckOrdersResponse>(method, orders), parsed.GetValue(json));
        }));
        return command;
    }

    /// <summary>`medaid card-acceptance`: how often the cards of each check are accepted.</summary>
    public static Command CreateAcceptance()
    {
        var hospital = Input.Hospital();
        var from = Input.Text("--from", "答复的第一天，如 2026-03-01", required: true);
        var to = Input.Text("--to", "最后一天", required: true);
        return CommandFrame.Ask(
            "card-acceptance", "各项检查的提示在各科室被采纳多少", [hospital, from, to],
            call => call.Gateway.Precheck.ReportCardAcceptanceAsync(
                new() { HospitalCode = call.Get(hospital), FromDate = call.Get(from), ToDate = call.Get(to) }),
            answer => Display.Lines(answer.Acceptances, a =>
                $"{a.Title}（{a.CheckId}）{Display.If(" 科室 ", a.DepartmentCode)}：答复 {a.Answers} 次，采纳 {a.Accepted} 次{(a.SteppedBack ? "，已降一级" : "")}"));
    }

    private static async Task<GatewayClient> GatewayAsync(Uri? server, CancellationToken cancellation)
    {
        if (server is not null)
        {
            return GatewayClient.Of(server, Environment.UserName, "", cancellation);
        }

        await Console.Error.WriteLineAsync("未指定 --server：按没有既往就诊来查");
        return await GatewayClient.InsideAsync(ReadingChoices.None, cancellation);
    }

    private static int Print(CheckOrdersResponse answer, bool json)
    {
        if (json)
        {
            Terminal.Json(answer);
            return ExitCode.Done;
        }

        if (answer.NoOpinionText.Length > 0)
        {
            Console.Error.WriteLine(answer.NoOpinionText);
            return ExitCode.Done;
        }

        Console.WriteLine($"个人负担 {Display.Yuan(answer.PatientFen)} 元，{(answer.Cards.Count == 0 ? "没有提示" : $"{answer.Cards.Count} 条提示")}");
        foreach (var card in answer.Cards)
        {
            Console.WriteLine();
            Print(card);
        }

        Display.Lines(answer.RestLine.Length > 0 ? [answer.RestLine] : Array.Empty<string>(), line => $"\n{line}");
        answer.Notes.ToList().ForEach(Console.Error.WriteLine);
        return ExitCode.Done;
    }

    private static void Print(Card card)
    {
        var word = card.Indicator switch
        {
            CardIndicator.Critical => "紧急",
            CardIndicator.Warning => "注意",
            CardIndicator.Info => "提示",
            _ => $"{card.Indicator}",
        };
        Console.WriteLine($"[{word}] {card.Summary}");
        Console.WriteLine($"  {card.Detail}");
        Display.Lines(card.Suggestions, s => $"  {s.SuggestionId} {s.Label}：个人负担 {Display.Yuan(s.PatientFen)} 元");
        Console.WriteLine($"  照开的理由：{string.Join('；', card.OverrideReasons.Select(r => r.Text))}");
    }
}
