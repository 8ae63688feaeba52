using System.CommandLine;
using System.Globalization;
using MedAid.Contract.Precheck.V1;

namespace MedAid.Cli;

/// <summary>`medaid review …`: settled visits gone over into a work list, how its findings ended, visits drawn of each doctor.</summary>
internal static class ReviewCommands
{
    public static Command Create() => new("review", "结算后检查：疑点清单、处理结论、按医师抽查") { Run(), List(), Outcome(), Sample() };

    /// <summary>One call after the other; each has its own request id, made of the first, so that the whole can be repeated.</summary>
    private static Command Run()
    {
        var hospital = Input.Hospital();
        var (from, to) = (Input.Text("--from", "就诊的第一天，如 2026-03-01", required: true), Input.Text("--to", "最后一天", required: true));
        return CommandFrame.Run(
            "run", "检查一段日期的已结算就诊，列入疑点清单；重做不会重复列入。整月在内的，另查医师的月度线索", [hospital, from, to],
            async call =>
            {
                var (whole, number, token) = (new RunReviewResponse(), 1, "");
                do
                {
                    var answer = await call.Gateway.Reviews.RunReviewAsync(new()
                    {
                        RequestId = string.Create(CultureInfo.InvariantCulture, $"{call.RequestId}-{number++}"), ValidateOnly = call.ValidateOnly,
                        HospitalCode = call.Get(hospital), FromDate = call.Get(from), ToDate = call.Get(to), ContinueToken = token,
                    });
                    token = answer.ContinueToken;
                    Add(whole, answer);
                }
                while (token.Length > 0);
                return call.Print(whole, w => Console.WriteLine(
                    $"查了 {w.Visits} 次就诊，发现 {w.Findings} 项，其中新列入 {w.AddedFindings} 项；没有诊断、不查限定支付的 {w.UndiagnosedVisits} 次，"
                    + $"查不了的 {w.UncheckedVisits} 次"
                    + $"{Display.If("；单据损坏、没有查的结算：", string.Join("、", w.UnreadableSettlementIds))}"
                    + $"{(w.ChecksVersion.Length == 0 ? "。网关没有检查文件（参考数据 precheck/checks.json），什么也没有查" : "")}"));
            },
            writes: true);
    }

    private static Command List()
    {
        var hospital = Input.Hospital();
        var (from, to) = (Input.Text("--from", "第一天"), Input.Text("--to", "最后一天"));
        var (check, doctor) = (Input.Text("--check", "检查或线索，如 off-path"), Input.Text("--doctor", "医师编码"));
        var state = Input.Word<ReviewState>("--state", $"状态：{string.Join("、", Input.Words<ReviewState>().Keys)}；不写则为全部");
        var file = new Option<string?>("--csv") { Description = "写入文件而不打印；名字以 .xlsx 结尾就写成 Excel 工作簿", HelpName = "FILE" };
        return CommandFrame.Run("list", "列出疑点清单，最近的在前", [hospital, from, to, check, doctor, state, file], async call =>
        {
            var found = await Pages.WholeAsync(
                token => call.Gateway.Reviews.ListReviewFindingsAsync(new()
                {
                    HospitalCode = call.Get(hospital), FromDate = call.Get(from), ToDate = call.Get(to), CheckId = call.Get(check),
                    DoctorCode = call.Get(doctor), State = call.Get(state), PageSize = Pages.Size, PageToken = token,
                }),
                page => page.NextPageToken);
            return call.Print(found, _ => Print(found, call.Get(file)));
        });
    }

    private static Command Outcome()
    {
        var finding = Input.Text("--finding", "发现编号");
        var settlement = Input.Text("--settlement", "抽查的结算编号，在没有查出疑点的就诊上登记");
        var state = Input.Word<ReviewState>("--state", "结论：no_fault 无问题、educated 教育、deducted 扣减、reported 移送", required: true);
        var (amount, note) = (Input.Yuan("--amount", "扣减金额"), Input.Text("--note", "说明"));
        var reason = Input.Text("--correction-reason", "更正原因；已有结论的要写");
        return CommandFrame.Write(
            "outcome", "登记一项疑点的处理结论；已登记的不改，只能另登记一条更正", [finding, settlement, state, amount, note, reason],
            call => call.Gateway.Reviews.RecordReviewOutcomeAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly, FindingId = call.Get(finding), SettlementId = call.Get(settlement),
                State = call.Get(state), AmountFen = call.Get(amount), Note = call.Get(note), CorrectionReason = call.Get(reason),
            }),
            answer => Print(answer.Finding));
    }

    private static Command Sample()
    {
        var hospital = Input.Hospital();
        var month = Input.Text("--month", "月份，如 2026-03；要先检查到月底", required: true);
        var seed = Input.Text("--seed", "抽样种子；同一种子抽出同样的就诊", required: true);
        return CommandFrame.Ask(
            "sample", "按医师抽查一个月的就诊，可以照样重抽", [hospital, month, seed],
            call => call.Gateway.Reviews.SampleVisitsAsync(
                new() { HospitalCode = call.Get(hospital), Month = call.Get(month), Seed = call.Get(seed) }),
            answer =>
            {
                Display.Lines(answer.Visits, v => $"医师 {(v.DoctorCode.Length > 0 ? v.DoctorCode : "（未写）")}{Display.If(" 科室 ", v.DepartmentCode)}："
                    + $"{v.ServiceDate} 就诊 {v.VisitId} 结算 {v.SettlementId}，{Display.Yuan(v.AmountFen)} 元");
                Console.WriteLine($"{answer.OfVisits} 次就诊中抽 {answer.Visits.Count} 次；上次检查到月底是 {Display.Time(answer.ReviewedTime)}");
            });
    }

    private static void Add(RunReviewResponse whole, RunReviewResponse piece)
    {
        whole.Visits += piece.Visits;
        whole.UncheckedVisits += piece.UncheckedVisits;
        whole.UndiagnosedVisits += piece.UndiagnosedVisits;
        whole.Findings += piece.Findings;
        whole.AddedFindings += piece.AddedFindings;
        whole.UnreadableSettlementIds.Add(piece.UnreadableSettlementIds.Except(whole.UnreadableSettlementIds).ToArray());
        (whole.ChecksVersion, whole.Replayed) = (piece.ChecksVersion, whole.Replayed || piece.Replayed);
    }

    private static void Print(ListReviewFindingsResponse found, string? file)
    {
        if (file is not null)
        {
            SheetFile.Write(file, "疑点清单", [.. Rows(found.Findings)]);
            return;
        }

        found.Findings.ToList().ForEach(Print);
        Console.WriteLine($"{found.Findings.Count} 项");
    }

    private static void Print(ReviewFinding of)
    {
        Console.WriteLine($"{of.FindingId} {of.Date}{Display.If(" 科室 ", of.DepartmentCode)}{Display.If(" 医师 ", of.DoctorCode)} [{StateOf(of)}]");
        Console.WriteLine($"  {of.Title}：{of.Text}；涉及 {Display.Yuan(of.AmountFen)} 元。{of.SourceLabel}");
        Display.Lines(of.Outcomes, o => $"  {o.Number} {NameOf(o.State)}{(o.AmountFen > 0 ? $" {Display.Yuan(o.AmountFen)} 元" : "")}"
            + $"{Display.If("，", o.Note)}{Display.If("，更正：", o.CorrectionReason)}（{o.RecordedBy} {Display.Time(o.RecordedTime)}）");
    }

    private static IEnumerable<string[]> Rows(IEnumerable<ReviewFinding> findings)
    {
        yield return
        [
            "发现编号", "检查", "名称", "日期", "科室", "医师", "项目编码", "内容", "依据", "涉及金额（元）", "结算编号", "就诊编号", "状态", "扣减（元）", "说明",
            "经办人", "登记时间",
        ];
        foreach (var of in findings)
        {
            var last = of.Outcomes.LastOrDefault();
            yield return
            [
                of.FindingId, of.CheckId, of.Title, of.Date, of.DepartmentCode, of.DoctorCode, of.ItemCode, of.Text, of.SourceLabel,
                Display.Yuan(of.AmountFen), string.Join(' ', of.Visits.Select(v => v.SettlementId)),
                string.Join(' ', of.Visits.Select(v => v.VisitId)), StateOf(of), last is null ? "" : Display.Yuan(last.AmountFen),
                last?.Note ?? "", last?.RecordedBy ?? "", Display.Time(last?.RecordedTime),
            ];
        }
    }

    private static string StateOf(ReviewFinding of) => $"{NameOf(of.State)}{(of.Withdrawn ? "，结算已撤销" : "")}";

    private static string NameOf(ReviewState state) => state switch
    {
        ReviewState.NoFault => "无问题",
        ReviewState.Educated => "教育",
        ReviewState.Deducted => "扣减",
        ReviewState.Reported => "移送",
        ReviewState.Open => "待处理",
        _ => $"{state}",
    };
}
