using System.CommandLine;
using System.Text.Json.Nodes;

namespace MedAid.Cli;

/// <summary>`medaid roster marks|resolve`: settlements that a change of persons touches, and what was done about them.</summary>
internal static class MarkCommands
{
    private const int PageSize = 1000;

    public static Command List()
    {
        var all = new Option<bool>("--all") { Description = "也列出已经处理的" };
        var calls = new PeopleCalls();
        var command = new Command("marks", "列出因身份或资格变动待重新核算的结算，先标记的在前") { all };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var answer = await client.GetAsync(
                $"v1/readjudicationMarks?page_size={PageSize}&include_resolved={(parsed.GetValue(all) ? "true" : "false")}", cancellation);
            return answer.IsError ? GatewayCalls.Refuse(answer) : RosterPrint.Marks(answer.Body, calls.WantsJson(parsed));
        }));
        return command;
    }

    public static Command Resolve()
    {
        var id = new Argument<string>("settlement") { Description = "结算编号" };
        var outcome = new Option<string>("--outcome") { Description = "no_effect 无影响，settled_again 已撤销并重新结算，refused 不予调整", Required = true };
        outcome.AcceptOnlyFromAmong("no_effect", "settled_again", "refused");
        var again = new Option<string>("--again") { Description = "重新结算的编号", DefaultValueFactory = _ => "" };
        var reason = new Option<string>("--reason") { Description = "原因；不予调整时必写", DefaultValueFactory = _ => "" };
        var calls = new StepCalls();
        var command = new Command("resolve", "登记一笔结算的复核结果；以后再有变动会重新标记") { id, outcome, again, reason };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var answer = await client.PostAsync("v1/readjudicationMarks:resolve", calls.Key(parsed, new JsonObject
            {
                ["settlementId"] = parsed.GetValue(id),
                ["outcome"] = $"MARK_OUTCOME_{parsed.GetValue(outcome)!.ToUpperInvariant()}",
                ["againSettlementId"] = parsed.GetValue(again),
                ["reason"] = parsed.GetValue(reason),
            }), cancellation);
            if (answer.IsError)
            {
                return GatewayCalls.Refuse(answer);
            }

            if (calls.WantsJson(parsed))
            {
                Terminal.Json(answer.Body);
            }
            else
            {
                await Console.Out.WriteLineAsync($"已处理标记 {answer.Body["resolved"] ?? 0} 个");
            }

            return ExitCode.Done;
        }));
        return command;
    }
}
