using System.CommandLine;
using System.Text;
using Google.Protobuf;
using MedAid.Contract.Precheck.V1;

namespace MedAid.Cli;

/// <summary>`medaid papers`: what a patient is told or agrees to before treatment.</summary>
internal static class PaperCommands
{
    private const string VisitText = "就诊文件：POST /v1/settlements:quote 的报文或其中的 visit，- 表示标准输入";

    public static Command Create() => new("papers", "告知书、知情同意书、先诊疗后付费协议：缺哪些，打印，登记签字，作废")
    {
        Missing(), Issue(), Print(), Sign(), Withdraw(), List(),
    };

    private static Command Missing()
    {
        var file = Input.File(VisitText);
        return CommandFrame.Run("missing", "一次就诊要哪些文书，哪些没有签；有没签的，退出码 1", [file], async call =>
        {
            var method = Method(nameof(PrecheckService.PrecheckServiceClient.CheckPapers));
            var answer = await VisitFile.PostAsync<CheckPapersResponse>(
                call.Gateway, method, new CheckPapersRequest(), call.Get(file), call.Cancellation);
            return answer is null ? ExitCode.Usage : call.Print(
                answer, Print, a => a.Papers.All(p => p.Signed) ? ExitCode.Done : ExitCode.Failed);
        });
    }

    private static Command Issue()
    {
        var file = Input.File(VisitText);
        var kind = Input.Word<PaperKind>("--kind", "哪一种文书", required: true);
        var size = Input.Word<PaperSize>("--size", "纸张，不写是 a4");
        var reason = Input.Word<CrossCountyReason>("--cross-county-reason", "告知书：跨县的理由，不写则手工打勾");
        var items = Input.Texts("--item", "知情同意书：明细序号，可写多个；不写是全部目录外和超限价的");
        var diagnoses = Input.Texts("--diagnosis", "知情同意书：诊断编码，可写多个；据此找可替代的品种");
        var output = Output("页面写到这个文件，用浏览器打印；不写则不存");
        return CommandFrame.Run("issue", "编号、保存一份文书，供打印", [file, kind, size, reason, items, diagnoses, output], async call =>
        {
            var request = new IssuePaperRequest
            {
                RequestId = call.RequestId, Kind = call.Get(kind), Size = call.Get(size), CrossCountyReason = call.Get(reason),
                DiagnosisCodes = { call.Get(diagnoses) }, ValidateOnly = call.ValidateOnly,
            };
            foreach (var text in call.Get(items))
            {
                if (!int.TryParse(text, out var number))
                {
                    await Console.Error.WriteLineAsync($"--item {text}: 要写明细序号，如 17");
                    return ExitCode.Usage;
                }

                request.ItemNumbers.Add(number);
            }

            var method = Method(nameof(PrecheckService.PrecheckServiceClient.IssuePaper));
            var paper = await VisitFile.PostAsync<Paper>(call.Gateway, method, request, call.Get(file), call.Cancellation);
            return paper is null ? ExitCode.Usage : call.Print(paper, p => Print(p, call.Get(output)));
        }, writes: true);
    }

    private static Command Print()
    {
        var id = Input.Name("paper-id", "文书编号（P 开头）");
        var output = Output("页面写到这个文件", required: true);
        return CommandFrame.Ask(
            "print", "重打一份文书，与第一次打印的一个字节不差", [id, output],
            async call =>
            {
                var paper = await call.Gateway.Precheck.GetPaperAsync(new() { PaperId = call.Get(id) });
                await File.WriteAllBytesAsync(call.Get(output), Encoding.UTF8.GetBytes(paper.Html), call.Cancellation);
                return paper;
            },
            Line);
    }

    private static Command Sign()
    {
        var id = Input.Name("paper-id", "文书编号（P 开头）");
        var hospital = Input.Hospital();
        var signer = Input.Word<PaperSigner>("--by", "谁签的字", required: true);
        var relation = Input.Text("--relation", "家属是患者的什么人，如 配偶；不写姓名");
        var date = Input.Text("--date", "签字日期，如 2026-03-02；不写是今天");
        var number = Input.Text("--file-number", "签字文书的存档编号");
        var scan = Input.Text("--scan", "签字扫描件，PNG 或 JPEG；只留校验值，扫描件由医院存档");
        return CommandFrame.Run("sign", "登记一份文书已签字", [id, hospital, signer, relation, date, number, scan], async call =>
        {
            var request = new RecordSignatureRequest
            {
                RequestId = call.RequestId, PaperId = call.Get(id), HospitalCode = call.Get(hospital), Signer = call.Get(signer),
                Relation = call.Get(relation), SignedDate = call.Get(date), FileNumber = call.Get(number), ValidateOnly = call.ValidateOnly,
            };
            if (call.Get(scan) is { Length: > 0 } path)
            {
                if (await Input.ReadAsync(new FileInfo(path), call.Cancellation) is not { } bytes)
                {
                    return ExitCode.Usage;
                }

                request.Scan = UnsafeByteOperations.UnsafeWrap(bytes);
            }

            return call.Print(await call.Gateway.Precheck.RecordSignatureAsync(request), Line);
        }, writes: true);
    }

    private static Command Withdraw()
    {
        var id = Input.Name("paper-id", "文书编号（P 开头）");
        var hospital = Input.Hospital();
        var reason = Input.Text("--reason", "为什么作废", required: true);
        return CommandFrame.Write(
            "withdraw", "作废一份文书，签过字的也可以；编号不再用", [id, hospital, reason],
            call => call.Gateway.Precheck.WithdrawPaperAsync(new()
            {
                RequestId = call.RequestId, PaperId = call.Get(id), HospitalCode = call.Get(hospital), Reason = call.Get(reason),
                ValidateOnly = call.ValidateOnly,
            }),
            Line);
    }

    private static Command List()
    {
        var hospital = Input.Hospital();
        var visit = Input.Text("--visit", "只列这次就诊的");
        var state = Input.Word<PaperState>("--state", "只列这种状态的");
        var token = Input.Text("--page-token", "上一页末尾给出的页码");
        return CommandFrame.Ask(
            "list", "一家机构的文书，新的在前", [hospital, visit, state, token],
            call => call.Gateway.Precheck.ListPapersAsync(new()
            {
                HospitalCode = call.Get(hospital), VisitId = call.Get(visit), State = call.Get(state), PageToken = call.Get(token),
            }),
            answer =>
            {
                answer.Papers.ToList().ForEach(Line);
                Display.Lines(answer.NextPageToken.Length > 0 ? [answer.NextPageToken] : Array.Empty<string>(), t => $"下一页：--page-token {t}");
            });
    }

    private static Option<string> Output(string description, bool required = false)
    {
        var output = Input.Text("--output", description, required);
        output.Aliases.Add("-o");
        return output;
    }

    private static Google.Protobuf.Reflection.MethodDescriptor Method(string name) => PrecheckService.Descriptor.FindMethodByName(name);

    private static void Print(CheckPapersResponse answer)
    {
        if (answer.Papers.Count == 0)
        {
            Console.WriteLine("本次就诊不需要告知书、同意书");
        }

        Display.Lines(answer.Papers, p => p.Signed ? $"《{p.Title}》已签字，编号 {p.Number}（{p.PaperId}）" : Display.Plain(p.Warning));
    }

    private static void Print(Paper paper, string output)
    {
        if (output.Length > 0)
        {
            File.WriteAllBytes(output, Encoding.UTF8.GetBytes(paper.Html));
            Console.Error.WriteLine($"已写入 {output}");
        }

        Line(paper);
    }

    private static void Line(Paper paper) => Console.WriteLine(
        $"{Display.If("", paper.Number, " ")}《{paper.Title}》{Display.If("（", paper.PaperId, "）")}就诊 {paper.VisitId}，{paper.State switch
        {
            PaperState.Signed => $"{paper.Signature.SignedDate} {(paper.Signature.Signer == PaperSigner.Patient ? "患者" : "家属")}签字"
                + Display.If("，存档 ", paper.Signature.FileNumber),
            PaperState.Withdrawn => $"已作废：{paper.Withdrawal.Reason}",
            PaperState.Issued => "未登记签字",
            _ => $"{paper.State}",
        }}");
}
