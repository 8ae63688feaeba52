using System.CommandLine;
using Grpc.Core;
using MedAid.Contract.People.V1;
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
        var until = Input.Text("--until", "办结期限到这一天为止的，如 2026-03-31；不写则到本月末");
        var all = Input.Flag("--approve-all", "全部认定");
        var ask = Input.Flag("--ask", "逐个询问：y 认定，1 不符合准入标准，2 诊断依据不足，3 材料不齐，回车留待下次");
        return CommandFrame.Run(
            "round", "按月集中审核：列出本轮应办结的申请，全部认定或逐个审核；审核人不能是受理人", [until, all, ask],
            async call =>
            {
                var due = await DueAsync(call, Last(call.Get(until)));
                var failed = 0;
                foreach (var application in due)
                {
                    await Console.Out.WriteLineAsync(QualificationCommands.Line(application));
                    var refusal = call.Get(all) ? QualificationRefusal.Unspecified : call.Get(ask) ? await AskAsync(call) : null;
                    failed += refusal is null || await DecideAsync(call, application.ApplicationId, refusal.Value) ? 0 : 1;
                }

                await Console.Error.WriteLineAsync($"本轮 {due.Count} 件{(failed > 0 ? $"，其中 {failed} 件没有办成" : "")}");
                return failed > 0 ? ExitCode.Failed : ExitCode.Done;
            });
    }

    /// <summary>ISO days sort as text.</summary>
    private static string Last(string until)
    {
        var today = ChinaTime.Today(TimeProvider.System);
        return until.Length > 0 ? until : $"{new DateOnly(today.Year, today.Month, 1).AddMonths(1).AddDays(-1):yyyy-MM-dd}";
    }

    private static async Task<List<QualificationApplication>> DueAsync(GatewayCall call, string last)
    {
        var due = new List<QualificationApplication>();
        var token = "";
        do
        {
            var page = await call.Gateway.Qualifications.ListQualificationsAsync(new()
            {
                State = QualificationState.Open, PageSize = PageSize, PageToken = token,
            });

            // They come by the day on which they are due.
            QualificationApplication[] rows = [.. page.Applications.TakeWhile(a => string.CompareOrdinal(a.DueDate, last) <= 0)];
            due.AddRange(rows);
            token = rows.Length == page.Applications.Count ? page.NextPageToken : "";
        }
        while (token.Length > 0);
        return due;
    }

    private static async Task<QualificationRefusal?> AskAsync(GatewayCall call)
    {
        await Console.Error.WriteAsync("  y/1/2/3/回车：");
        return (await Console.In.ReadLineAsync(call.Cancellation))?.Trim() switch
        {
            "y" => QualificationRefusal.Unspecified,
            "1" => QualificationRefusal.CriteriaNotMet,
            "2" => QualificationRefusal.DiagnosisNotConfirmed,
            "3" => QualificationRefusal.MaterialsIncomplete,
            _ => null,
        };
    }

    private static async Task<bool> DecideAsync(GatewayCall call, string id, QualificationRefusal refusal)
    {
        try
        {
            // A round run again after an answer was lost decides the same under the same key; another decision is another key.
            var answer = await call.Gateway.Qualifications.DecideQualificationAsync(new()
            {
                RequestId = $"round-{id}-{(int)refusal}", ApplicationId = id, Refusal = refusal,
            });
            Display.Lines(answer.Applications, a => $"  → {QualificationCommands.Line(a)}");
            return true;
        }
        catch (RpcException refused)
        {
            CommandFrame.Refuse(refused);
            return false;
        }
    }
}
