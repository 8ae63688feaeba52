using System.CommandLine;
using System.Text.Json.Nodes;
using MedAid.Core;

namespace MedAid.Cli;

/// <summary>`medaid overlooked …`: who does not get what is due to them, whom it was told, and what came of it, by a running gateway.</summary>
internal static class OverlookedCommands
{
    private const int PageSize = 1000;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public static Command Create() => new("overlooked", "排查应享未享：发现、推送名单、反馈、临时救助转介、落实情况、绩效")
    {
        Find(), Show(), Refer(), Decide(), Check(), Measure(), Rebuild(),
        OverlookedLists.Push(), OverlookedLists.All(), OverlookedLists.Download(), OverlookedLists.Acknowledge(),
    };

    /// <summary>A command that makes one call and prints its answer; with --json the answer as it came.</summary>
    internal static Command Call(
        string name, string description, Symbol[] symbols, Func<ParseResult, GatewayClient, CancellationToken, Task<GatewayAnswer>> call,
        Action<JsonObject> print)
    {
        var calls = new PeopleCalls();
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Option option)
            {
                command.Options.Add(option);
            }
            else if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
            }
        }

        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var answer = await call(parsed, client, cancellation);
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
                print(answer.Body);
            }

            return ExitCode.Done;
        }));
        return command;
    }

    internal static Option<string> County(bool required = false) => new("--county")
    {
        Description = required ? "县区，六位编码" : "只看这个县区，六位编码；不写则为全部", Required = required, DefaultValueFactory = required ? null : _ => "",
    };

    internal static Option<string> RequestId() => new("--request-id")
    {
        Description = "请求号；同一请求号再办一次没有影响", DefaultValueFactory = _ => Guid.NewGuid().ToString(),
    };

    internal static Option<bool> ValidateOnly() => new("--validate-only") { Description = "只检查，不写入" };

    internal static string Line(JsonNode row) =>
        $"{row["findingId"]}  {row["name"]}  {row["idNumber"]}  {row["personKey"]}  {row["countyCode"]}  {What(row)}，{Standing(row)}";

    internal static string Text(JsonNode? row, string field) => row?[field]?.GetValue<string>() ?? "";

    internal static bool Is(JsonNode? row, string field) => row?[field]?.GetValue<bool>() == true;

    internal static long Number(JsonNode? row, string field) => row?[field]?.GetValue<long>() ?? 0;

    private static string What(JsonNode row) => Text(row, "kind") == "FINDING_KIND_BURDEN"
        ? $"{row["subject"]} 年政策范围内个人负担 {Yuan(row, "amountFen")} 元，{row["sinceDate"]} 超过 {Yuan(row, "lineFen")} 元"
        : $"病种 {row["subject"]}，{row["sinceDate"]} 起 {row["days"]} 天有线索（{row["signId"]}），没有资格";

    private static string Yuan(JsonNode? row, string field) => ExactNumber.Yuan(Number(row, field));

    private static string Standing(JsonNode row) => $"{row["standing"]}" switch
    {
        "FINDING_STANDING_PENDING" => "已申请资格，待审核",
        "FINDING_STANDING_SETTLED" => "已落实",
        "FINDING_STANDING_WITHDRAWN" => "已撤回",
        _ => "未落实",
    };

    private static Command Find()
    {
        var kind = new Option<string>("--kind")
        {
            Description = "qualification（没有资格）或 burden（负担较高）；不写则为全部", DefaultValueFactory = _ => "unspecified",
        };
        kind.AcceptOnlyFromAmong("unspecified", "qualification", "burden");
        var standing = new Option<string>("--standing")
        {
            Description = "open、pending、settled 或 withdrawn；不写则为全部", DefaultValueFactory = _ => "unspecified",
        };
        standing.AcceptOnlyFromAmong("unspecified", "open", "pending", "settled", "withdrawn");
        var county = County();
        return Call(
            "find", "查找并列出应享未享和自负费用较高的人；最多 1000 条，每次查询都留痕", [kind, standing, county],
            (parsed, client, cancellation) => client.GetAsync(
                $"v1/findings?page_size={PageSize}&county_code={Uri.EscapeDataString(parsed.GetValue(county)!)}"
                + $"&kind=FINDING_KIND_{parsed.GetValue(kind)!.ToUpperInvariant()}"
                + $"&standing=FINDING_STANDING_{parsed.GetValue(standing)!.ToUpperInvariant()}",
                cancellation),
            body =>
            {
                foreach (var row in body["findings"]?.AsArray() ?? [])
                {
                    Console.Out.WriteLine(Line(row!));
                }

                if (Is(body, "signsChanged"))
                {
                    Console.Error.WriteLine("各网关的线索表不一样，请改成一致后逐台重新装载（SIGHUP）");
                }
            });
    }

    private static Command Show()
    {
        var id = new Argument<string>("finding") { Description = "发现的编号" };
        return Call(
            "show", "查看一项发现：依据的结算、所在名单、临时救助转介", [id],
            (parsed, client, cancellation) => client.GetAsync($"v1/findings/{Uri.EscapeDataString(parsed.GetValue(id)!)}", cancellation), Story);
    }

    private static Command Refer()
    {
        var id = new Argument<string>("finding") { Description = "自负费用较高的发现编号" };
        var note = new Option<string>("--note") { Description = "情况说明", DefaultValueFactory = _ => "" };
        var (request, validateOnly) = (RequestId(), ValidateOnly());
        return Call(
            "refer", "三重保障后负担仍然较重的，转介县级临时救助", [id, note, request, validateOnly],
            (parsed, client, cancellation) => client.PostAsync(
                $"v1/findings/{Uri.EscapeDataString(parsed.GetValue(id)!)}:refer",
                new JsonObject
                {
                    ["requestId"] = parsed.GetValue(request), ["note"] = parsed.GetValue(note), ["validateOnly"] = parsed.GetValue(validateOnly),
                },
                cancellation),
            Story);
    }

    private static Command Decide()
    {
        var id = new Argument<string>("finding") { Description = "已转介的发现编号" };
        var granted = new Option<long>("--granted")
        {
            Description = "给予的救助，元，如 3000.00；不写则为不予救助", DefaultValueFactory = _ => 0,
            CustomParser = result =>
            {
                if (ExactNumber.Read(result.Tokens[0].Value, 2, out var fen) == NumberProblem.None && fen > 0)
                {
                    return fen;
                }

                result.AddError("--granted 要写成 3000.00 的形式");
                return 0;
            },
        };
        var reason = new Option<string>("--reason") { Description = "不予救助的原因", DefaultValueFactory = _ => "" };
        var (request, validateOnly) = (RequestId(), ValidateOnly());
        return Call(
            "decide", "登记县级临时救助的决定", [id, granted, reason, request, validateOnly],
            (parsed, client, cancellation) => client.PostAsync(
                $"v1/findings/{Uri.EscapeDataString(parsed.GetValue(id)!)}:decideAid",
                new JsonObject
                {
                    ["requestId"] = parsed.GetValue(request), ["grantedFen"] = parsed.GetValue(granted), ["reason"] = parsed.GetValue(reason),
                    ["validateOnly"] = parsed.GetValue(validateOnly),
                },
                cancellation),
            Story);
    }

    private static Command Check()
    {
        var county = new Argument<string>("county") { Description = "县区，六位编码" };
        return Call(
            "check", "一个县区的待遇落实情况：发现、推送、反馈、落实，列出未落实的", [county],
            (parsed, client, cancellation) => client.GetAsync(
                $"v1/implementation:check?county_code={Uri.EscapeDataString(parsed.GetValue(county)!)}", cancellation),
            body =>
            {
                foreach (var kind in body["kinds"]?.AsArray() ?? [])
                {
                    var name = $"{kind!["kind"]}" == "FINDING_KIND_BURDEN" ? "自负费用较高" : "没有资格";
                    Console.Out.WriteLine(
                        $"{name}：发现 {kind["found"]}，推送 {kind["pushed"]}，已反馈 {kind["acknowledged"]}，"
                        + $"不适用 {kind["notApplicable"]}，已落实 {kind["settled"]}，不予救助 {kind["refused"]}，"
                        + $"撤回 {kind["withdrawn"]}，待审核 {kind["pending"]}，未落实 {kind["open"]}");
                }

                foreach (var row in body["open"]?.AsArray() ?? [])
                {
                    Console.Out.WriteLine(Line(row!));
                }

                foreach (var head in body["overdueLists"]?.AsArray() ?? [])
                {
                    Console.Out.WriteLine(OverlookedLists.Head(head!));
                }
            });
    }

    private static Command Measure()
    {
        var first = new Option<string>("--from") { Description = "起日，如 2026-01-01", Required = true };
        var last = new Option<string>("--to") { Description = "止日，如 2026-03-31", Required = true };
        var county = County();
        return Call(
            "measure", "绩效：各县区慢特病和“两病”在册人数、期内结算过的人数和占比", [first, last, county],
            (parsed, client, cancellation) => client.GetAsync(
                $"v1/performance:measure?from_date={Uri.EscapeDataString(parsed.GetValue(first)!)}"
                + $"&to_date={Uri.EscapeDataString(parsed.GetValue(last)!)}&county_code={Uri.EscapeDataString(parsed.GetValue(county)!)}",
                cancellation),
            body =>
            {
                foreach (var row in body["measures"]?.AsArray() ?? [])
                {
                    var share = Number(row, "sharePerTenThousand");
                    var kind = Text(row, "kind") == "QUALIFICATION_KIND_CHRONIC" ? "门诊慢特病" : "“两病”";
                    Console.Out.WriteLine(
                        $"{row!["countyCode"]}  {kind}  在册 {row["enrolled"]} 人，结算过 {row["served"]} 人，{share / 100}.{share % 100:00}%");
                }
            });
    }

    private static Command Rebuild()
    {
        var calls = new PeopleCalls();
        var command = new Command("rebuild", "从账本重新提取线索和负担；线索表改过并重新装载后会自动提取，一般用不着；可以重复运行，发现、名单和档案都保留");
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var start = true;
            while (true)
            {
                var answer = await client.PostAsync("v1/findings:rebuild", new JsonObject { ["start"] = start }, cancellation);
                if (answer.IsError)
                {
                    return GatewayCalls.Refuse(answer);
                }

                if (Is(answer.Body, "done"))
                {
                    await Console.Out.WriteLineAsync($"已完成，到账本第 {answer.Body["outboxNumber"]} 条");
                    return ExitCode.Done;
                }

                start = false;
                await Console.Error.WriteLineAsync($"已到账本第 {answer.Body["outboxNumber"]} 条");
                await Task.Delay(LookEvery, cancellation);
            }
        }));
        return command;
    }

    private static void Story(JsonObject body)
    {
        Console.Out.WriteLine(Line(body));
        foreach (var proof in body["proofs"]?.AsArray() ?? [])
        {
            Console.Out.WriteLine(
                $"  结算 {proof!["settlementId"]}  {proof["serviceDate"]}  个人负担 {Yuan(proof, "burdenFen")} 元");
        }

        foreach (var list in body["lists"]?.AsArray() ?? [])
        {
            Console.Out.WriteLine($"  名单 {list!["listId"]} 第 {list["lineNumber"]} 行，{OverlookedLists.Outcome(list)}");
        }

        if (body["referral"] is { } referral)
        {
            var decision = !Is(referral, "decided") ? "县级尚未决定"
                : Number(referral, "grantedFen") > 0 ? $"给予 {Yuan(referral, "grantedFen")} 元"
                : $"不予救助：{referral["reason"]}";
            Console.Out.WriteLine($"  临时救助：{referral["referredBy"]} 转介，{decision}");
        }
    }
}
