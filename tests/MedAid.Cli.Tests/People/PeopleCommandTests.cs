namespace MedAid.Cli.Tests.People;

/// <summary>The commands about qualifications, applications, premiums and marks against a real gateway.</summary>
public sealed class PeopleCommandTests(ServedGateway gateway) : IClassFixture<ServedGateway>
{
    /// <summary>样例酉, 兴县: neither identity nor qualification in samples/people.json.</summary>
    private const string You = "14112319950606921X\n";

    /// <summary>样例己, 兴县.</summary>
    private const string Ji = "141123196610099079\n";

    [Fact]
    public async Task A_qualification_is_applied_for_decided_in_the_round_and_ended()
    {
        var applied = await gateway.RunAsync(
            "受理员", You, "qualification", "apply", "--disease", "M08300", "--evidence-hospital", "H14110200102", "--request-id", "cli-q1");
        Assert.Equal((0, ""), (applied.ExitCode, applied.Errors));
        var id = applied.Output.Split(' ')[0];
        Assert.Contains("待审核", applied.Output, StringComparison.Ordinal);

        var same = await gateway.RunAsync("受理员", "", "qualification", "round", "--approve-all");
        Assert.Equal(1, same.ExitCode);
        Assert.Contains("受理和审核不能是同一人", same.Errors, StringComparison.Ordinal);
        var skipped = await gateway.RunAsync("审核员", "\n", "qualification", "round", "--ask");
        Assert.Equal(0, skipped.ExitCode);
        Assert.DoesNotContain("已认定", skipped.Output, StringComparison.Ordinal);
        var round = await gateway.RunAsync("审核员", "y\n", "qualification", "round", "--ask");
        Assert.Equal(0, round.ExitCode);
        Assert.Contains($"→ {id}", round.Output, StringComparison.Ordinal);
        Assert.Contains("已认定", round.Output, StringComparison.Ordinal);
        Assert.Contains("本轮 0 件", (await gateway.RunAsync("审核员", "", "qualification", "round")).Errors, StringComparison.Ordinal);

        var early = await gateway.RunAsync("审核员", "", "qualification", "end", id, "--on", "2020-01-01", "--reason", "revoked");
        Assert.Equal(5, early.ExitCode);
        Assert.Contains("QUALIFICATION_NOT_HELD", early.Errors, StringComparison.Ordinal);
        var ended = await gateway.RunAsync("审核员", "", "qualification", "end", id, "--on", "2099-01-01", "--reason", "by_request");
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("2099-01-01 起提前终止", ended.Output, StringComparison.Ordinal);
        var history = await gateway.RunAsync("审核员", You, "person", "history", "--id-number", "--purpose", "核对");
        Assert.Contains($"由 {id}，审核员 办理", history.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_on_paper_is_refused_and_its_notice_printed()
    {
        var papers = await gateway.RunAsync("受理员", "", "application", "papers", "--county", "141123");
        Assert.Contains("insurance_settlement  医疗保险报销证明材料  必须  晋医保发〔2019〕46号 十一", papers.Lines);
        var submitted = await gateway.RunAsync(
            "受理员", Ji, "application", "submit", "--class", "low_income", "--for", "amount", "--county", "141123", "--township", "蔚汾镇",
            "--village", "东关村", "--paper", "diagnosis", "--hospital", "H15010200001", "--service-date", "2026-03-02", "--total", "300.00",
            "--request-id", "cli-1");
        Assert.Equal((0, ""), (submitted.ExitCode, submitted.Errors));
        Assert.Contains("缺材料 医疗费用收据、必要的病史材料、医疗保险报销证明材料", submitted.Output, StringComparison.Ordinal);
        var id = submitted.Output.Split(' ')[0];

        var early = await gateway.RunAsync("受理员", "", "application", "report", id);
        Assert.Equal(5, early.ExitCode);
        Assert.Contains("申请现在是“材料待补”，不能上报县级（RELIEF_STEP_OUT_OF_TURN）", early.Errors, StringComparison.Ordinal);
        var proposed = await gateway.RunAsync("拟定员", "", "application", "propose", id, "--failed-rule", "晋医保发〔2019〕46号 三=低收入家庭六十周岁以上的老年人");
        Assert.Contains("待复核", proposed.Output, StringComparison.Ordinal);
        var confirmed = await gateway.RunAsync("复核员", "", "application", "confirm", id);
        Assert.Contains("不予救助", confirmed.Output, StringComparison.Ordinal);
        var notice = await gateway.RunAsync("受理员", "", "application", "notice", id);
        Assert.Contains("不符合我省医疗救助政策的以下规定：晋医保发〔2019〕46号 三：低收入家庭六十周岁以上的老年人", notice.Output, StringComparison.Ordinal);
        Assert.Contains("申请人 样*：", notice.Output, StringComparison.Ordinal);

        var shown = await gateway.RunAsync("受理员", "", "application", "show", id);
        Assert.Equal(4, shown.Lines.Length);
        Assert.Contains("复核员  复核", shown.Lines[3], StringComparison.Ordinal);
        Assert.Contains(id, (await gateway.RunAsync("受理员", "", "application", "list", "--state", "refused")).Output, StringComparison.Ordinal);
    }

    /// <summary>
    /// Of 兴县 at the end of 2024 (samples/people.json): 甲 低保 since 2021 and 巳 特困 since 2024, 350 yuan each in full; 午 is new in 2026 only. A
    /// second run finds nothing new.
    /// </summary>
    [Fact]
    public async Task Premium_aid_of_a_county_is_noted_listed_and_written_as_a_file()
    {
        string[] run = ["entitlement", "run", "--year", "2025", "--county", "141123", "--personal", "350", "--fiscal", "640"];
        Assert.Contains("对象 2 人，变动 2 人，增减 700.00 元", (await gateway.RunAsync("经办员", "", run)).Output, StringComparison.Ordinal);
        Assert.Contains("对象 2 人，变动 0 人，增减 0.00 元", (await gateway.RunAsync("经办员", "", run)).Output, StringComparison.Ordinal);
        var list = await gateway.RunAsync("经办员", "", "entitlement", "list", "--year", "2025", "--county", "141123");
        Assert.Equal(2, list.Lines.Length);
        Assert.All(list.Lines, line => Assert.Contains("医疗救助 350.00", line, StringComparison.Ordinal));
        var file = await gateway.RunAsync("经办员", "", "entitlement", "export", "--year", "2025", "--county", "141123", "--csv");
        Assert.Equal(4, file.Lines.Length);
        Assert.Contains("2025,兴县（141123）,", file.Lines[1], StringComparison.Ordinal);
        Assert.Contains("样*", file.Lines[1], StringComparison.Ordinal);
        Assert.StartsWith("合计（2 人）,,,,,,,,,700.00,1280.00,700.00,", file.Lines[3], StringComparison.Ordinal);
        Assert.Equal(5, (await gateway.RunAsync("经办员", "", [.. run[..3], "2025", "--county", "110101", .. run[6..]])).ExitCode);
    }

    [Fact]
    public async Task A_settlement_without_a_mark_has_nothing_to_resolve()
    {
        var run = await gateway.RunAsync("复核员", "", "roster", "resolve", "S0", "--outcome", "no_effect");
        Assert.Equal(5, run.ExitCode);
        Assert.Contains("MARK_NOT_OPEN", run.Errors, StringComparison.Ordinal);
        Assert.Equal(5, (await gateway.RunAsync("复核员", "", "roster", "resolve", "S0", "--outcome", "refused")).ExitCode);
        var marks = await gateway.RunAsync("复核员", "", "roster", "marks", "--all");
        Assert.Equal((0, ""), (marks.ExitCode, marks.Output));
    }
}
