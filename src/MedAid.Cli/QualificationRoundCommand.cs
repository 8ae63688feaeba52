using System.CommandLine;
using System.Text.Json.Nodes;
using MedAid.Settlement;

namespace MedAid.Cli;

/// <summary>
/// `medaid qualification round`: the monthly round. Lists what is due up to a day, and decides all of it at once or one by one. What was
/// decided before it broke off stays decided; run again, it shows what is left.
/// </summary>
internal static class QualificationRoundCommand
{
    private const int PageSize = 1000;

    public static Command Create()
    {
        var until = new Option<string>("--until") { Description = "办结期限到这一天为止的，如 2026-03-31；不写则到本月末", DefaultValueFactory = _ => "" };
        var all = new Option<bool>("--approve-all") { Description = "全部认定" };
        var ask = new Option<bool>("--ask") { Description = "逐个询问：y 认定，1 不符合准入标准，2 诊断依据不足，3 材料不齐，回车留待下次" };
        var calls = new PeopleCalls();
        var command = new Command("round", "按月集中审核：列出本轮应办结的申请，全部认定或逐个审核；审核人不能是受理人") { until, all, ask };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var (due, error) = await DueAsync(client, Last(parsed.GetValue(until)!), cancellation);
            if (error is not null)
            {
                return GatewayCalls.Refuse(error);
            }

            var failed = 0;
            foreach (var application in due)
            {
                await Console.Out.WriteLineAsync(QualificationPrint.Line(application));
                var refusal = parsed.GetValue(all) ? "unspecified" : parsed.GetValue(ask) ? await AskAsync(cancellation) : null;
                failed += refusal is null || await DecideAsync(client, $"{application["applicationId"]}", refusal, cancellation) ? 0 : 1;
            }

            await Console.Error.WriteLineAsync($"本轮 {due.Count} 件{(failed > 0 ? $"，其中 {failed} 件没有办成" : "")}");
            return failed > 0 ? ExitCode.Failed : ExitCode.Done;
        }));
        return command;
    }

    /// <summary>ISO days sort as text.</summary>
    private static string Last(string until)
    {
        var today = ChinaTime.Today(TimeProvider.System);
        return until.Length > 0 ? until : $"{new DateOnly(today.Year, today.Month, 1).AddMonths(1).AddDays(-1):yyyy-MM-dd}";
    }

    private static async Task<(List<JsonNode> Due, GatewayAnswer? Error)> DueAsync(
        GatewayClient client, string last, CancellationToken cancellation)
    {
        var due = new List<JsonNode>();
        var token = "";
        do
        {
            var answer = await client.GetAsync(
                $"v1/qualifications?state=QUALIFICATION_STATE_OPEN&page_size={PageSize}&page_token={token}", cancellation);
            if (answer.IsError)
            {
                return (due, answer);
            }

            // They come by the day on which they are due.
            var rows = (answer.Body["applications"]?.AsArray() ?? []).Select(r => r!).ToArray();
            due.AddRange(rows.TakeWhile(r => string.CompareOrdinal($"{r["dueDate"]}", last) <= 0));
            token = rows.Length > 0 && due.Count > 0 && due[^1] == rows[^1] ? $"{answer.Body["nextPageToken"]}" : "";
        }
        while (token.Length > 0);
        return (due, null);
    }

    private static async Task<string?> AskAsync(CancellationToken cancellation)
    {
        await Console.Error.WriteAsync("  y/1/2/3/回车：");
        return (await Console.In.ReadLineAsync(cancellation))?.Trim() switch
        {
            "y" => "unspecified",
            "1" => "criteria_not_met",
            "2" => "diagnosis_not_confirmed",
            "3" => "materials_incomplete",
            _ => null,
        };
    }

    private static async Task<bool> DecideAsync(GatewayClient client, string id, string refusal, CancellationToken cancellation)
    {
        var answer = await client.PostAsync("v1/qualifications:decide", new JsonObject
        {
            ["applicationId"] = id, ["refusal"] = $"QUALIFICATION_REFUSAL_{refusal.ToUpperInvariant()}",
        }, cancellation);
        if (answer.IsError)
        {
            GatewayCalls.Refuse(answer);
            return false;
        }

        foreach (var decided in answer.Body["applications"]?.AsArray() ?? [])
        {
            await Console.Out.WriteLineAsync($"  → {QualificationPrint.Line(decided!)}");
        }

        return true;
    }
}
