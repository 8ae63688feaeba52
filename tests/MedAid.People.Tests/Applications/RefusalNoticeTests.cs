using MedAid.People.Applications;

namespace MedAid.People.Tests.Applications;

/// <summary>The notice of 晋医保发〔2019〕46号 附件5 and its time limits.</summary>
public sealed class RefusalNoticeTests
{
    private static readonly RefusalNotice Issued = new(
        new NoticeNumber(2026, 12), [new FailedRule("晋医保发〔2019〕46号 三", "低收入家庭六十周岁以上的老年人和未成年人")], new DateOnly(2026, 3, 16));

    [Fact]
    public void The_text_is_the_annexs_with_number_applicant_rule_and_issuer()
    {
        var text = Issued.ToText("样例甲", new DateOnly(2026, 3, 2), "蔚汾镇");
        Assert.Equal(
            """
            不符合医疗救助条件书面告知书
            [2026]第12号
            申请人 样例甲：
            你于2026年3月2日提交的医疗救助申请收悉。经研究，不符合我省医疗救助政策的以下规定：晋医保发〔2019〕46号 三：低收入家庭六十周岁以上的老年人和未成年人，决定不予受理，特此书面告知。
            如对本决定不服，可自收到本决定之日起60日内依法提起行政复议，或6个月内向人民法院提起诉讼。
            蔚汾镇人民政府（盖章）
            2026年3月16日

            """.ReplaceLineEndings("\n"),
            text);
    }

    /// <summary>
    /// Received on 31 August 2026: the day itself is not counted. 60 days: 30 of September, then the 30th of October. Six months: the 31st of
    /// February is its last day, the 28th.
    /// </summary>
    [Fact]
    public void The_limits_run_from_the_day_after_receipt()
    {
        var received = Issued with { ReceivedOn = new DateOnly(2026, 8, 31) };
        Assert.Equal((new DateOnly(2026, 10, 30), new DateOnly(2027, 2, 28)), (received.ReviewBy, received.SuitBy));
        Assert.Contains("行政复议至2026年10月30日，诉讼至2027年2月28日", received.ToText("", new DateOnly(2026, 3, 2), "蔚汾镇"), StringComparison.Ordinal);
        Assert.Null(Issued.ReviewBy);
    }

    /// <summary>60 days after 17 March 2026 is Saturday 16 May; Monday the 18th is still in time, Tuesday is not.</summary>
    [Fact]
    public void A_last_day_on_a_weekend_moves_to_Monday()
    {
        var received = Issued with { ReceivedOn = new DateOnly(2026, 3, 17) };
        Assert.Equal(DayOfWeek.Saturday, received.ReviewBy!.Value.DayOfWeek);
        Assert.True(received.IsInTime(AppealKind.Review, new DateOnly(2026, 5, 18)));
        Assert.False(received.IsInTime(AppealKind.Review, new DateOnly(2026, 5, 19)));
        Assert.True(received.IsInTime(AppealKind.Suit, new DateOnly(2026, 9, 17)));
        Assert.False(received.IsInTime(AppealKind.Suit, new DateOnly(2026, 9, 18)));
    }

    [Fact]
    public void The_page_escapes_what_was_typed_and_loads_nothing()
    {
        var page = (Issued with { FailedRules = [new FailedRule("<script>", "a & b")] }).ToHtml("<b>", new DateOnly(2026, 3, 2), "蔚汾镇");
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        Assert.Contains("<h1 class=\"h1\">不符合医疗救助条件书面告知书</h1>", page, StringComparison.Ordinal);
    }
}
