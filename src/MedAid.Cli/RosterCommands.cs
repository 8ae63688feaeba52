using System.CommandLine;
using System.Text.Json.Nodes;
using MedAid.People.Rosters;

namespace MedAid.Cli;

/// <summary>`medaid roster …`: forms, imports and what came of them, by a running gateway.</summary>
internal static class RosterCommands
{
    private const int PageSize = 1000;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public static Command Create() => new("roster", "名册：下载模板、导入名单和变动、查看导入结果")
    {
        Template(), Import(), Show(), List(), MarkCommands.List(), MarkCommands.Resolve(),
    };

    private static Command Template()
    {
        var name = new Argument<string>("name") { Description = "annex2（全名单）、annex3（动态调整名单）、annex4（动态调整情况证明）" };
        name.AcceptOnlyFromAmong([.. RosterTemplates.Names]);
        var csv = new Option<bool>("--csv") { Description = "CSV 而不是 XLSX" };
        var command = new Command("template", "把空白模板写到标准输出，例：medaid roster template annex2 > 名单.xlsx") { name, csv };
        command.SetAction(async (parsed, cancellation) =>
        {
            var file = RosterTemplates.File(parsed.GetValue(name)!, parsed.GetValue(csv) ? "csv" : "xlsx");
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(file, cancellation);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Import()
    {
        var file = new Argument<FileInfo>("file") { Description = "名单文件（XLSX 或 CSV）" };
        var changes = new Option<bool>("--changes") { Description = "是附件 3 动态调整名单；不写则为附件 2 全名单" };
        var county = new Option<string>("--county") { Description = "报送县（区），6 位行政区划代码", Required = true };
        var certificate = new Option<FileInfo?>("--certificate") { Description = "附件 4 动态调整情况证明" };
        var identity = new Option<string>("--identity") { Description = "身份，如 subsistence_allowance；不写则以表头勾选的为准", DefaultValueFactory = _ => "" };
        var date = new Option<string>("--date") { Description = "填报日期，如 2026-03-01；不写则以表头为准", DefaultValueFactory = _ => "" };
        var certifyBy = new Option<string>("--certify-by") { Description = "先保障后认证：认证期限，如 2026-06-30", DefaultValueFactory = _ => "" };
        var insure = new Option<string>("--insure-as") { Description = "未参保的人按此险种登记，如 resident；不写则只记身份", DefaultValueFactory = _ => "" };
        var request = new Option<string>("--request-id") { Description = "请求号；不写则由文件内容得出", DefaultValueFactory = _ => "" };
        var validateOnly = new Option<bool>("--validate-only") { Description = "只检查，不写入" };
        var calls = new PeopleCalls();
        var command = new Command("import", "导入名单；好的行写入，坏的行逐条报告。同一文件再导一次没有影响")
        {
            file, changes, county, certificate, identity, date, certifyBy, insure, request, validateOnly,
        };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var content = await ReadAsync(parsed.GetValue(file)!, cancellation);
            if (content is null)
            {
                return ExitCode.Usage;
            }

            var proof = parsed.GetValue(certificate) is { } found ? await ReadAsync(found, cancellation) : [];
            if (proof is null)
            {
                return ExitCode.Usage;
            }

            var id = parsed.GetValue(request)!;
            var body = new JsonObject
            {
                ["requestId"] = id.Length > 0 ? id : MedAid.People.ImportIds.Of([.. content, .. proof]),
                ["kind"] = parsed.GetValue(changes) ? "ROSTER_KIND_CHANGES" : "ROSTER_KIND_FULL_LIST",
                ["countyCode"] = parsed.GetValue(county),
                ["identity"] = parsed.GetValue(identity),
                ["listDate"] = parsed.GetValue(date),
                ["certifyByDate"] = parsed.GetValue(certifyBy),
                ["uninsuredScheme"] = parsed.GetValue(insure),
                ["file"] = Convert.ToBase64String(content),
                ["certificate"] = Convert.ToBase64String(proof),
                ["validateOnly"] = parsed.GetValue(validateOnly),
            };
            var answer = await client.PostAsync("v1/rosters:import", body, cancellation);
            return answer.IsError
                ? GatewayCalls.Refuse(answer)
                : parsed.GetValue(validateOnly)
                    ? RosterPrint.Result(answer.Body["import"]!, answer.Body["faults"]?.AsArray() ?? [], calls.WantsJson(parsed))
                    : await FollowAsync(client, answer.Body, calls.WantsJson(parsed), cancellation);
        }));
        return command;
    }

    private static Command Show()
    {
        var id = new Argument<string>("import") { Description = "导入编号或请求号" };
        var calls = new PeopleCalls();
        var command = new Command("show", "查看一次导入：进度、结果、逐条问题") { id };
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, client =>
            ShowAsync(client, parsed.GetValue(id)!, calls.WantsJson(parsed), cancellation)));
        return command;
    }

    private static Command List()
    {
        var calls = new PeopleCalls();
        var command = new Command("list", "列出最近的导入，新的在前");
        calls.AddTo(command);
        command.SetAction((parsed, cancellation) => calls.RunAsync(parsed, async client =>
        {
            var answer = await client.GetAsync("v1/rosters", cancellation);
            return answer.IsError ? GatewayCalls.Refuse(answer) : RosterPrint.List(answer.Body, calls.WantsJson(parsed));
        }));
        return command;
    }

    /// <summary>Tells how far the import is until it is done; a long one outlives its call.</summary>
    private static async Task<int> FollowAsync(GatewayClient client, JsonObject answer, bool json, CancellationToken cancellation)
    {
        var import = answer["import"]!;
        if (answer["replayed"]?.GetValue<bool>() == true)
        {
            await Console.Error.WriteLineAsync("这个文件以前导入过，以下是当时的结果");
        }

        while (import["state"]?.GetValue<string>() == "ROSTER_STATE_RUNNING")
        {
            await Console.Error.WriteLineAsync($"已处理 {import["linesDone"] ?? 0} / {import["lines"] ?? 0} 人……");
            await Task.Delay(LookEvery, cancellation);
            var now = await client.GetAsync($"v1/rosters/{import["importId"]}", cancellation);
            if (now.IsError)
            {
                return GatewayCalls.Refuse(now);
            }

            import = now.Body["import"]!;
        }

        return await ShowAsync(client, import["importId"]!.GetValue<string>(), json, cancellation);
    }

    private static async Task<int> ShowAsync(GatewayClient client, string id, bool json, CancellationToken cancellation)
    {
        var faults = new JsonArray();
        var token = "";
        JsonNode import;
        do
        {
            var answer = await client.GetAsync(
                $"v1/rosters/{Uri.EscapeDataString(id)}?page_size={PageSize}&page_token={token}", cancellation);
            if (answer.IsError)
            {
                return GatewayCalls.Refuse(answer);
            }

            import = answer.Body["import"]!;
            foreach (var fault in answer.Body["faults"]?.AsArray() ?? [])
            {
                faults.Add(fault!.DeepClone());
            }

            token = answer.Body["nextPageToken"]?.GetValue<string>() ?? "";
        }
        while (token.Length > 0);
        return RosterPrint.Result(import, faults, json);
    }

    internal static async Task<byte[]?> ReadAsync(FileInfo file, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllBytesAsync(file.FullName, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{file}: 文件打不开，请检查路径和权限，并在 Excel 中关闭它");
            return null;
        }
    }
}
