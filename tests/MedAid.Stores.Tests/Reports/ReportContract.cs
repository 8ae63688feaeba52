using System.IO.Compression;
using System.Text;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Policies;
using MedAid.Reports.Facts;
using MedAid.Reports.Figures;
using MedAid.Reports.Files;
using MedAid.Reports.Making;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;
using MedAid.Stores.Tests.Books;
using MedAid.Stores.Tests.Contracts;
using MedAid.Tables;

namespace MedAid.Stores.Tests.Reports;

/// <summary>
/// The reports of one county over a small ledger, worked out by hand, on every database. The books here are whole since 2026-02-01; it is
/// 2026-04-01 at 9:00 in China.
/// </summary>
public abstract class ReportContract : IAsyncLifetime
{
    private const string County = "141123";
    private const string Dispatch = "two-disease-dispatch";

    // A new form: nothing but this text.
    private const string Benefits = """
        report: benefits
        title: 待遇和支出
        region: "1411"
        from: 2021-03-01
        every: month
        due: {months_after: 1, day: 2}
        cite: 第一条
        groups:
          - id: all
            columns:
              - {id: people, title: 人数, measure: people}
              - {id: visits, title: 人次, measure: visits}
              - {id: in_scope, title: 政策范围内费用, measure: in_scope}
              - {id: paid, title: 基金支出, measure: paid, when: {layer: [relief]}}
              - {id: ratio, title: 报销比例, measure: ratio, part: paid, whole: in_scope, most: 0.52}
        rows:
          - {id: two_disease, title: 两病, when: {care: [two_disease]}}
          - {id: chronic, title: 慢性病, when: {care: [outpatient_chronic]}}
          - {id: hospital, title: 医疗机构, each: hospital}
          - {id: none, title: 无, when: {care: [inpatient]}}
        plots:
          - {title: 基金支出, column: paid}
        """;

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateOnly BeforeBooks = new(2026, 1, 31);

    private readonly HandClock clock = new(DrugVisit.Moment("2026-04-01 09:00")) { HasRealTimers = true };

    private ILedger ledger = null!;
    private ISqlDatabase database = null!;
    private FigureStore figures = null!;
    private ReportMaker maker = null!;
    private ReportFollower[] followers = null!;
    private int entries;

    public async Task InitializeAsync()
    {
        (ledger, database) = await OpenAsync();
        figures = new FigureStore(database);
        var holder = new ReferenceDataHolder(new ReferenceData(new PolicyBook([]), DrugVisit.Catalogue, [])
        {
            Reports = new ReportBook([Real(), Form(Benefits)], new ReportOffice { CompleteFrom = new DateOnly(2026, 2, 1), Counties = [County] }),
            CountyNames = new Dictionary<string, string> { [County] = "兴县" },
        });
        followers = [.. Enumerable.Range(0, 3).Select(_ => new ReportFollower(ledger, new ReportFacts(database), holder))];
        maker = new ReportMaker(followers[0], database, figures, holder, clock);
    }

    public async Task DisposeAsync()
    {
        await ((IAsyncDisposable)ledger).DisposeAsync();
        await RemoveAsync();
    }

    protected abstract Task<(ILedger Ledger, ISqlDatabase Database)> OpenAsync();

    protected abstract Task RemoveAsync();

    [ContractFact]
    public async Task The_dispatch_form_is_what_the_story_makes_by_hand()
    {
        await StoryAsync();
        await CarryAsync("pool.hypertension", new DateOnly(2020, 12, 31), 7, 12, 1234_56, 1000_00);
        await CarryAsync("pool.diabetes", new DateOnly(2020, 12, 31), 0, 0, 0, 0);
        await CarryAsync("two_disease.hypertension", BeforeBooks, 0, 0, 0, 0);
        await CarryAsync("two_disease.diabetes", BeforeBooks, 0, 0, 0, 0);
        await CarryAsync("chronic.hypertension", BeforeBooks, 5, 9, 1000_00, 900_00);
        await CarryAsync("chronic.diabetes", BeforeBooks, 3, 4, 50_00, 40_00);
        await EnterAsync("two_disease.hypertension.managed", "2026-03", null, 300);
        var report = await MakeAsync(Dispatch, "2026-03", County);

        // Hypertension: P1 twice (100.00 with 10.00 paid by oneself first, 60.00) and P2 (80.00; the consultation is no drug). Diabetes: P3 and,
        // half an hour before the month ends, P1. The chronic patient may be one of the five of before.
        Assert.Equal(
            [
                "普通门诊统筹中“两病”用药患者 不详 7 12 1234.56 1000.00 不详 0 0 0.00 0.00",
                "“两病”专项保障机制用药患者 300 2 3 240.00 230.00 不详 2 2 240.00 220.00",
                "门诊慢性病、特殊疾病中“两病”用药患者 不详 不详 10 1300.00 1200.00 不详 3 4 50.00 40.00",
            ],
            Rows(report));
        Assert.Contains(report.Remarks, r => r.Contains("在 5 和 6 之间", StringComparison.Ordinal));
        Assert.Equal(new DateOnly(2026, 4, 2), report.DueDay);

        // What is undone in April takes nothing from March, and the file is the same bytes.
        byte[][] files = [.. ReportFiles.Kinds.Select(k => ReportFiles.Of(report, k))];
        await UndoAsync();
        clock.MoveTo(DrugVisit.Moment("2026-05-02 08:00"));
        var again = await MakeAsync(Dispatch, "2026-03", County);
        Assert.Equal(files, ReportFiles.Kinds.Select(k => ReportFiles.Of(again, k)));

        // April: P2 is out, P6 of half past midnight is in: 100 + 60 + 500.
        await EnterAsync("two_disease.hypertension.managed", "2026-04", null, 301);
        Assert.Equal(
            "“两病”专项保障机制用药患者 301 2 3 660.00 650.00 不详 2 2 240.00 220.00", Rows(await MakeAsync(Dispatch, "2026-04", County)).ElementAt(1));
    }

    [ContractFact]
    public async Task What_nobody_carried_over_is_not_known_and_never_zero()
    {
        await StoryAsync();
        var report = await MakeAsync(Dispatch, "2026-03", County);
        Assert.All(report.Lines.SelectMany(l => l.Cells), c => Assert.NotEmpty(c.Unknown));
        Assert.Contains(report.Remarks, r => r.Contains("2019-11-29 至 2020-12-31", StringComparison.Ordinal));
        Assert.Contains(report.Remarks, r => r.Contains("2019-11-29 至 2026-01-31", StringComparison.Ordinal));

        // Half a month before the books began is not known either; a month within them is.
        Assert.All((await MakeAsync("benefits", "2026-01", County)).Lines.SelectMany(l => l.Cells), c => Assert.NotEmpty(c.Unknown));
        Assert.Equal("无 0 0 0.00 0.00 不详", Rows(await MakeAsync("benefits", "2026-02", County)).Last());
    }

    [ContractFact]
    public async Task A_form_that_is_nothing_but_a_file_counts_a_month_by_benefit_and_hospital()
    {
        await StoryAsync();
        var report = await MakeAsync("benefits", "2026-03", County);

        // 60 + 90 + 180 + 40 in scope, half of 60 + 90 + 200 + 40 paid: 195.00 of 370.00 are 52.70 %.
        Assert.Equal(
            ["两病 3 4 370.00 195.00 52.70", "慢性病 1 1 300.00 150.00 50.00", "H14110100001 4 5 670.00 345.00 51.49", "无 0 0 0.00 0.00 不详"],
            Rows(report));
        Assert.Contains("两病，报销比例：超过 52%。", report.Remarks);

        // The whole region has the visit of the neighbour as well: 440.00 and 230.00.
        Assert.Equal("两病 4 5 440.00 230.00 52.27", Rows(await MakeAsync("benefits", "2026-03", "")).First());

        // In April one visit is new and one of March is undone: one person, one visit, 500 - 90 in scope, 250 - 45 paid.
        await UndoAsync();
        clock.MoveTo(DrugVisit.Moment("2026-04-06 10:00"));
        var april = await MakeAsync("benefits", "2026-04", County);
        Assert.Equal("两病 1 1 410.00 205.00 50.00", Rows(april).First());
        Assert.Equal(new DateOnly(2026, 4, 5), april.To);
        Assert.Contains("统计期间未结束，数截至 2026-04-05。", april.Remarks);
    }

    [ContractFact]
    public async Task Who_has_a_visit_undone_and_another_made_counts_by_the_other_and_bills_of_one_stay_are_one_visit()
    {
        await SettleAsync(new DrugVisit("a", "P1", "2026-02-10 10:00", Care.TwoDisease, "M03900", 10_00));
        await UndoAsync("a", "2026-03-01 10:00");
        await SettleAsync(new DrugVisit("b", "P1", "2026-03-02 10:00", Care.TwoDisease, "M03900", 30_00));
        await SettleAsync(new DrugVisit("c1", "P2", "2026-03-02 10:00", Care.TwoDisease, "M03900", 20_00) { Stay = "S", Bill = 1 });
        await SettleAsync(new DrugVisit("c2", "P2", "2026-03-03 10:00", Care.TwoDisease, "M03900", 20_00) { Stay = "S", Bill = 2 });

        // February keeps its visit. In March 10.00 go and 70.00 come; half of each is paid.
        Assert.Equal("两病 1 1 10.00 5.00 50.00", Rows(await MakeAsync("benefits", "2026-02", County)).First());
        Assert.Equal("两病 2 2 60.00 30.00 50.00", Rows(await MakeAsync("benefits", "2026-03", County)).First());
    }

    [ContractFact]
    public async Task Several_gateways_that_follow_at_once_count_each_settlement_once()
    {
        await StoryAsync();
        for (var i = 0; i < 250; i++)
        {
            await SettleAsync(new DrugVisit($"more-{i}", $"Q{i}", "2026-03-20 10:00", Care.Outpatient, "J00", 10_00));
        }

        var done = await Task.WhenAll(followers.Select(f => f.CatchUpAsync(Waiting.Longest, None))).WaitAsync(Waiting.Longest);
        Assert.All(done, Assert.True);

        // 5 visits of the story and 250 others at the one hospital; half of all is paid.
        Assert.Equal(
            "H14110100001 254 255 3170.00 1595.00 50.32", Rows(await MakeAsync("benefits", "2026-03", County)).Single(r => r.StartsWith('H')));
    }

    [ContractFact]
    public async Task A_drug_that_no_catalogue_knows_makes_the_drugs_unknown_and_nothing_else()
    {
        await StoryAsync();
        await SettleAsync(new DrugVisit("odd", "P9", "2026-03-20 10:00", Care.TwoDisease, "M03900", 10_00) { DrugCode = "??" });
        await CarryAsync("two_disease.hypertension", BeforeBooks, 0, 0, 0, 0);
        var cells = (await MakeAsync(Dispatch, "2026-03", County)).Lines[1].Cells;
        Assert.Equal((3, 4), (cells[1].Value, cells[2].Value));
        Assert.All([cells[3], cells[4]], c => Assert.Contains("1 笔", c.Unknown, StringComparison.Ordinal));
    }

    [ContractFact]
    public async Task A_workbook_holds_numbers_as_numbers_and_a_page_its_plot()
    {
        await StoryAsync();
        var report = await MakeAsync("benefits", "2026-03", County);
        using var archive = new ZipArchive(new MemoryStream(ReportFiles.Of(report, OutputFormat.Xlsx)));
        using var sheet = new StreamReader(archive.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var cells = await sheet.ReadToEndAsync();
        Assert.All(["<v>3</v>", "<v>4</v>", "<v>370.00</v>", "<v>52.70</v>"], value => Assert.Contains(value, cells, StringComparison.Ordinal));
        var page = Encoding.UTF8.GetString(ReportFiles.Of(report, OutputFormat.Html));
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("P1", page, StringComparison.Ordinal);
    }

    [ContractFact]
    public async Task What_is_due_is_told_until_it_was_handed_in()
    {
        await StoryAsync();
        Assert.Equal(["benefits 2026-02", "two-disease-dispatch 2026-02", "benefits 2026-03", "two-disease-dispatch 2026-03"], await DueAsync());
        var filing = new ReportFiling(Dispatch, new CountyCode(County), "2026-03", new DateOnly(2026, 4, 1), "");
        var filed = await figures.FileAsync(Head("file"), filing, None);
        Assert.Equal("two-disease-dispatch.2026-03", filed.Match((s, _) => s, () => "", f => f.Code));
        Assert.True((await figures.FileAsync(Head("file"), filing, None)).Match((_, replayed) => replayed, () => false, _ => false));
        Assert.Equal(["benefits 2026-02", "two-disease-dispatch 2026-02", "benefits 2026-03"], await DueAsync());
    }


    private static ReportForm Real() => ReportFormFile.Read(
        Path.Combine(Path.GetDirectoryName(Frozen.PathOf("."))!, "..", "..", "packs", "lvliang", "two-disease-dispatch.report.yaml"),
        new PackProblems("")) ?? throw new InvalidDataException("the form has problems");

    private static ReportForm Form(string text)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, text);
        var problems = new PackProblems(file);
        var form = ReportFormFile.Read(file, problems);
        File.Delete(file);
        Assert.Empty(problems.Found);
        return form!;
    }

    private static IEnumerable<string> Rows(ReportTable report) =>
        report.Lines.Select(l => string.Join(' ', l.Cells.Select(ReportFiles.Text).Prepend(l.Title)));

    private async Task StoryAsync()
    {
        await SettleAsync(new DrugVisit("v1", "P1", "2026-02-27 10:00", Care.TwoDisease, "M03900", 90_00, SelfPayFen: 10_00));
        await SettleAsync(new DrugVisit("v2", "P1", "2026-03-02 10:00", Care.TwoDisease, "M03900", 60_00));
        await SettleAsync(new DrugVisit("v3", "P2", "2026-03-05 10:00", Care.TwoDisease, "M03900", 80_00, OtherFen: 10_00));
        await SettleAsync(new DrugVisit("v4", "P3", "2026-03-06 10:00", Care.TwoDisease, "M01600", 180_00, SelfPayFen: 20_00));
        await SettleAsync(new DrugVisit("v5", "P4", "2026-03-07 10:00", Care.OutpatientChronic, "M03900", 300_00));
        await SettleAsync(new DrugVisit("v6", "P5", "2026-03-10 10:00", Care.TwoDisease, "M03900", 70_00, County: "141124"));
        await SettleAsync(new DrugVisit("v7", "P1", "2026-03-31 23:30", Care.TwoDisease, "M01600", 40_00));
        await SettleAsync(new DrugVisit("v8", "P6", "2026-04-01 00:30", Care.TwoDisease, "M03900", 500_00));
    }

    private async Task SettleAsync(DrugVisit visit) =>
        Assert.NotNull(await ledger.PostAsync(visit.Posting(), None).WaitAsync(Waiting.Longest));

    private async Task UndoAsync(string visit = "v3", string time = "2026-04-03 10:00")
    {
        var undoing = new Undoing($"r-{visit}", SettlementIds.Of(visit).Text) { SettledTime = DrugVisit.Moment(time) };
        Assert.NotNull(await ledger.ReverseAsync(undoing.Posting(), None).WaitAsync(Waiting.Longest));
    }

    private async Task<ReportTable> MakeAsync(string form, string period, string county) =>
        (await maker.MakeAsync(new ReportOrder(form, period, new CountyCode(county), null), None).WaitAsync(Waiting.Longest))
        .Match((table, _) => table, () => throw new InvalidOperationException("key"), fault => throw new InvalidOperationException(fault.ToString()));

    private async Task CarryAsync(string place, DateOnly through, long people, long visits, long drugFen, long inScopeFen)
    {
        await EnterAsync($"{place}.people", "", through, people);
        await EnterAsync($"{place}.visits", "", through, visits);
        await EnterAsync($"{place}.drug", "", through, drugFen);
        await EnterAsync($"{place}.drug_in_scope", "", through, inScopeFen);
    }

    private async Task EnterAsync(string cell, string period, DateOnly? through, long amount)
    {
        // A wrong figure first: the last one of a place counts.
        foreach (var value in new[] { amount + 1, amount })
        {
            var figure = new EnteredFigure(Dispatch, new CountyCode(County), period, cell, through, value, "", "旧系统");
            Assert.NotNull(await figures.EnterAsync(Head($"enter-{++entries}"), figure, None).WaitAsync(Waiting.Longest));
        }
    }

    private async Task<IEnumerable<string>> DueAsync() =>
        (await maker.DueAsync(null, withFiled: false, None)).Select(d => $"{d.Form.Id} {d.Period.Text}");

    private WriteHead Head(string key) => new(new WriteKey(key, "hash-" + key), "经办人", clock.Now);
}
