using System.CommandLine;
using System.Text.Json.Nodes;

namespace MedAid.Cli;

/// <summary>`medaid qualification end`: ends a qualification before its time.</summary>
internal static class QualificationEndCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("application") { Description = "申请编号" };
        var on = new Option<string>("--on") { Description = "终止日期（首个不再享受的日期）", Required = true };
        var reason = new Option<string>("--reason")
        {
            Description = "deceased 死亡，criteria_no_longer_met 不再符合准入标准，changed 变更病种或定点机构，revoked 弄虚作假撤销，by_request 本人申请", Required = true,
        };
        reason.AcceptOnlyFromAmong("deceased", "criteria_no_longer_met", "changed", "revoked", "by_request");
        var note = new Option<string>("--note") { Description = "说明；不写姓名和号码", DefaultValueFactory = _ => "" };
        var calls = new StepCalls();
        var command = new Command("end", "提前终止或撤销资格；终止日及以后已结算的标记为待重新核算") { id, on, reason, note };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var answer = await client.PostAsync("v1/qualifications:end", calls.Key(parsed, new JsonObject
            {
                ["applicationId"] = parsed.GetValue(id), ["endedDate"] = parsed.GetValue(on), ["note"] = parsed.GetValue(note),
                ["reason"] = $"QUALIFICATION_END_REASON_{parsed.GetValue(reason)!.ToUpperInvariant()}",
            }), cancellation);
            var printed = QualificationPrint.Rows(answer, calls.WantsJson(parsed), body => [body["application"]]);
            if (printed == ExitCode.Done && AnswerText.Of(answer.Body, "marks") is { } marks)
            {
                await Console.Error.WriteLineAsync($"标记 {marks} 笔结算待重新核算，见 medaid roster marks");
            }

            return printed;
        }));
        return command;
    }
}
