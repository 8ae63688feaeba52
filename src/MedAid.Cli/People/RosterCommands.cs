using System.CommandLine;
using Google.Protobuf;
using Google.Protobuf.Collections;
using MedAid.Contract.People.V1;
using MedAid.People;
using MedAid.Tables;

namespace MedAid.Cli;

/// <summary>`medaid roster …`: forms, imports and their outcome, by a running gateway.</summary>
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
        var name = Input.Name("name", "annex2（全名单）、annex3（动态调整名单）、annex4（动态调整情况证明）");
        name.AcceptOnlyFromAmong([.. People.Rosters.RosterTemplates.Names]);
        var csv = Input.Flag("--csv", "CSV 而不是 XLSX");
        var command = new Command("template", "把空白模板写到标准输出，例：medaid roster template annex2 > 名单.xlsx") { name, csv };
        command.SetAction(async (parsed, cancellation) =>
        {
            var file = People.Rosters.RosterTemplates.File(parsed.GetValue(name)!, parsed.GetValue(csv) ? OutputFormat.Csv : OutputFormat.Xlsx);
            await Terminal.WriteAsync(UnsafeByteOperations.UnsafeWrap(file), cancellation);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Import()
    {
        var file = Input.File("名单文件（XLSX 或 CSV）");
        var changes = Input.Flag("--changes", "是附件 3 动态调整名单；不写则为附件 2 全名单");
        var county = Input.Text("--county", "报送县（区），6 位行政区划代码", required: true);
        var certificate = new Option<FileInfo?>("--certificate") { Description = "附件 4 动态调整情况证明" };
        var identity = Input.Text("--identity", "身份，如 subsistence_allowance；不写则以表头勾选的为准");
        var date = Input.Text("--date", "填报日期，如 2026-03-01；不写则以表头为准");
        var certifyBy = Input.Text("--certify-by", "先保障后认证：认证期限，如 2026-06-30");
        var insure = Input.Text("--insure-as", "未参保的人按此险种登记，如 resident；不写则只记身份");
        return CommandFrame.Run(
            "import", "导入名单；好的行写入，坏的行逐条报告。同一文件再导一次没有影响，请求号不写则由文件和各选项得出",
            [file, changes, county, certificate, identity, date, certifyBy, insure],
            async call =>
            {
                if (await Input.ReadAsync(call.Get(file), call.Cancellation) is not { } content
                    || await ReadCertificateAsync(call, certificate) is not { } proof)
                {
                    return ExitCode.Usage;
                }

                var request = new ImportRosterRequest
                {
                    Kind = call.Get(changes) ? RosterKind.Changes : RosterKind.FullList, CountyCode = call.Get(county),
                    Identity = call.Get(identity), ListDate = call.Get(date), CertifyByDate = call.Get(certifyBy),
                    UninsuredScheme = call.Get(insure), File = UnsafeByteOperations.UnsafeWrap(content),
                    Certificate = UnsafeByteOperations.UnsafeWrap(proof),
                };
                (request.RequestId, request.ValidateOnly) = (call.KeyOr(ImportIds.Of(request.ToByteArray())), call.ValidateOnly);
                var answer = await call.Gateway.People.ImportRosterAsync(request);
                return call.ValidateOnly ? Print(call, answer.Import, answer.Faults) : await FollowAsync(call, answer);
            },
            writes: true);
    }

    private static async Task<byte[]?> ReadCertificateAsync(GatewayCall call, Option<FileInfo?> certificate) =>
        call.Get(certificate) is { } file ? await Input.ReadAsync(file, call.Cancellation) : [];

    private static Command Show()
    {
        var id = Input.Name("import", "导入编号或请求号");
        return CommandFrame.Run("show", "查看一次导入：进度、结果、逐条问题", [id], call => ShowAsync(call, call.Get(id)));
    }

    private static Command List() => CommandFrame.Ask(
        "list", "列出最近的导入，新的在前", [], call => call.Gateway.People.ListRosterImportsAsync(new()),
        answer => Display.Lines(answer.Imports, Line));

    /// <summary>Tells how far the import is until it is done; a long one outlives its call.</summary>
    private static async Task<int> FollowAsync(GatewayCall call, ImportRosterResponse answer)
    {
        var import = answer.Import;
        if (answer.Replayed)
        {
            await Console.Error.WriteLineAsync(
                "这个文件以前导入过，以下是当时的结果"
                + (import.LinesBad > 0 ? "；未采用的行要再试，请加 --request-id 和一个新的请求号" : ""));
        }

        while (import.State == RosterState.Running)
        {
            await Console.Error.WriteLineAsync($"已处理 {import.LinesDone} / {import.Lines} 人……");
            await Task.Delay(LookEvery, call.Cancellation);
            import = (await call.Gateway.People.GetRosterImportAsync(new() { ImportId = import.ImportId })).Import;
        }

        return await ShowAsync(call, import.ImportId);
    }

    private static async Task<int> ShowAsync(GatewayCall call, string id)
    {
        var faults = new RepeatedField<RosterFault>();
        GetRosterImportResponse page = new();
        do
        {
            page = await call.Gateway.People.GetRosterImportAsync(new() { ImportId = id, PageSize = PageSize, PageToken = page.NextPageToken });
            faults.Add(page.Faults);
        }
        while (page.NextPageToken.Length > 0);
        return Print(call, page.Import, faults);
    }

    /// <summary>One import with its faults; the exit code tells whether every line was taken.</summary>
    private static int Print(GatewayCall call, RosterImport import, RepeatedField<RosterFault> faults) => call.Print(
        new GetRosterImportResponse { Import = import, Faults = { faults } },
        _ =>
        {
            Console.Out.WriteLine((call.ValidateOnly ? "只试查，没有写入；写入时会是：" : "") + Line(import));
            Display.Lines(
                faults, f => $"{(f.Refused ? "未采用" : "提示  ")} {Display.Place(f.Line, f.Column)}：{f.Message}（{f.Code}）");
        },
        _ => faults.Any(f => f.Refused) ? ExitCode.Failed : ExitCode.Done);

    private static string Line(RosterImport import)
    {
        var state = import.State switch
        {
            RosterState.Done => "完成",
            RosterState.Refused => "未采用",
            RosterState.Running => "处理中",
            _ => $"{import.State}",
        };
        return $"{import.ImportId}  {import.ListDate}  {CountyNames.Shown(import.CountyCode)}  {Display.Identity(import.Identity)}  "
            + $"{state}：{import.Lines} 人，变动 {import.LinesChanged}，未采用 {import.LinesBad}，提示 {import.LinesWarned}，待重新核算 {import.Marks} 笔";
    }
}
