using System.Text;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Sheets;
using MedAid.Core;
using MedAid.Tables;
using static MedAid.Clearing.Tests.ThreeCounties;

namespace MedAid.Clearing.Tests.Sheets;

/// <summary>Bank statements after the replies: 兴县 accepted 99.39, 临县 85.00, 离石区 50.00.</summary>
public sealed class PaymentReadingTests
{
    private readonly ThreeCounties story = new ThreeCounties().Answered();

    [Theory]
    [InlineData("B1,2022-09-20,99.39,兴县财政局社保基金专户,医疗救助", Xing, 99_39, PaymentFit.Exact, false)]
    [InlineData("B1,20220920,\"99.39\",某户,Q141123-H14112300101-2022-08-1", Xing, 99_39, PaymentFit.Exact, true)]
    [InlineData("B1,2022/9/20,80元,临县医疗保障局,付Q141124H14112300101 2022081款", Lin, 80_00, PaymentFit.Under, true)]
    [InlineData("B1,2022年9月20日,\"1,000.00\",离石区财政局,救助", Lishi, 1_000_00, PaymentFit.Over, false)]
    [InlineData("Ｂ１,2022-09-20,￥85.00,临县财政局,Ｑ141124－H14112300101－2022－08－1", Lin, 85_00, PaymentFit.Exact, true)]
    public void A_payer_or_a_claim_in_the_remark_is_recognised_and_matched(string row, string county, long fen, PaymentFit fit, bool names)
    {
        var reading = Read(row);

        Assert.Empty(reading.Faults);
        var notice = Assert.Single(reading.Lines).Notice;
        Assert.Equal(("B1", county, fen, Day("2022-09-20")), (notice.PaymentId, notice.CountyCode.Text, notice.ReceivedFen, notice.PaidDate));
        Assert.Equal(names ? [ClaimId(county)] : [], notice.ClaimIds);
        Assert.Equal(fit, PaymentMatch.Of(story.Books, story.Office.Head(), notice).Fit);
    }

    [Fact]
    public void One_payment_for_two_claims_is_many_to_one_and_one_before_its_reply_waits()
    {
        story.Office.Take(Visits.Visit("x9", Xing, new DateOnly(2022, 9, 2), 10_00));
        story.Office.Claim(Xing, "2022-09");
        var second = $"Q{Xing}-{Visits.Hospital}-2022-09-1";
        Assert.Equal(PaymentFit.Waiting, Match($"B0,2022-09-20,10.00,兴县,{second}"));

        // 99.39 of the first claim and 10.00 of the second.
        story.Office.Do((books, head) => ClaimDecisions.Reply(books, head, second, [new ReplyLine(Id("x9"), 10_00, "")]));
        Assert.Equal(PaymentFit.ManyToOne, Match($"B1,2022-09-20,109.39,兴县,{ClaimId(Xing)}、{second}"));
        Assert.Equal(PaymentFit.ManyToOne, Match("B1,2022-09-20,109.39,兴县,"));
        Assert.Equal(PaymentFit.Exact, Match($"B1,2022-09-20,10.00,兴县,{second}"));
    }

    [Fact]
    public void A_number_that_only_begins_like_a_claim_is_another_claim()
    {
        // …-1 and the …-12 that nobody knows.
        Assert.Equal("CLAIM_NOT_FOUND", Assert.Single(Read($"B1,2022-09-20,1.00,兴县,{ClaimId(Xing)}2").Faults).Code);
    }

    [Theory]
    [InlineData(",2022-09-20,1.00,兴县,", "银行流水号", "REFERENCE_MISSING")]
    [InlineData("2.0260413E+11,2022-09-20,1.00,兴县,", "银行流水号", "REFERENCE_NOT_TEXT")]
    [InlineData("123456789012345678901234567890123456789012345678901,2022-09-20,1.00,兴县,", "银行流水号", "REFERENCE_TOO_LONG")]
    [InlineData("B0,2022-09-20,1.00,兴县,", "银行流水号", "REFERENCE_GIVEN_TWICE")]
    [InlineData("Ｂ 0\u200B,2022-09-20,1.00,兴县,", "银行流水号", "REFERENCE_GIVEN_TWICE")]
    [InlineData("B1,20 Sept,1.00,兴县,", "到账日期", "DATE")]
    [InlineData("B1,2022-10-01,1.00,兴县,", "到账日期", "DATE_IN_FUTURE")]
    [InlineData("B1,2022-09-20,壹元,兴县,", "到账金额", "AMOUNT_NOT_A_NUMBER")]
    [InlineData("B1,2022-09-20,1.001,兴县,", "到账金额", "AMOUNT_DECIMALS")]
    [InlineData("B1,2022-09-20,\"1,00\",兴县,", "到账金额", "AMOUNT_NOT_A_NUMBER")]
    [InlineData("B1,2022-09-20,0.00,兴县,", "到账金额", "AMOUNT_NOT_POSITIVE")]
    [InlineData("B1,2022-09-20,-1.00,某公司,", "付款人", "PAYER_UNKNOWN")]
    [InlineData("B1,2022-09-20,1.00,某公司,货款", "付款人", "PAYER_UNKNOWN")]
    [InlineData("B1,2022-09-20,1.00,兴县转临县,", "付款人", "PAYER_UNKNOWN")]
    [InlineData("B1,2022-09-20,1.00,临县,Q141123-H14112300101-2022-08-1", "摘要", "CLAIM_OF_ANOTHER_COUNTY")]
    [InlineData("B1,2022-09-20,1.00,兴县,Q141123-H14112300101-2022-07-1", "摘要", "CLAIM_NOT_FOUND")]
    public void A_bad_line_is_named_with_row_column_and_code(string row, string column, string code)
    {
        var reading = Read("B0,2022-09-20,1.00,兴县,", row);

        var fault = Assert.Single(reading.Faults);
        Assert.Equal((3, column, code), (fault.Line, fault.Column, fault.Code));
        Assert.Equal("B0", Assert.Single(reading.Lines).Notice.PaymentId);
    }

    [Theory]
    [InlineData("141124", Lin, "")]
    [InlineData("临县", Lin, "")]
    [InlineData("999999", "", "COUNTY_UNKNOWN")]
    [InlineData("某县", "", "PAYER_UNKNOWN")]
    public void A_column_tells_the_county_by_code_or_name(string written, string county, string code)
    {
        var text = $"流水号,交易日期,贷方金额,县区编码\nB1,2022-09-20,1.00,{written}\n";
        var reading = PaymentReading.Of(
            TableFile.Read(Encoding.UTF8.GetBytes(text)), story.Books, new HospitalCode(Visits.Hospital), Places.Counties, Day("2022-09-30"));

        Assert.Equal(code, reading.Faults.SingleOrDefault()?.Code ?? "");
        Assert.Equal(county, reading.Lines.SingleOrDefault()?.Notice.CountyCode.Text ?? "");
    }

    [Fact]
    public void Money_that_went_out_and_empty_lines_are_passed_over()
    {
        var reading = Read("B1,2022-09-20,,某公司,付货款", ",,,,", "B2,2022-09-20,1.00,兴县,");

        Assert.Empty(reading.Faults);
        Assert.Equal((1, 1), (reading.PassedOver, reading.Lines.Count));
    }

    /// <summary>99.39 came on 20 September and went out again on the 22nd, as banks write it: in a column of its own, negative, or by a flag.</summary>
    [Theory]
    [InlineData("流水号,交易日期,借方金额,贷方金额,对方户名", "B7,2022-09-22,99.39,,兴县财政局")]
    [InlineData("流水号,交易日期,借方金额,贷方金额,对方户名", "B7,2022-09-22,\"99.39\",0.00,兴县财政局")]
    [InlineData("流水号,交易日期,金额,对方户名", "B7,2022-09-22,-99.39,兴县财政局")]
    [InlineData("流水号,交易日期,金额,借贷标志,对方户名", "B7,2022-09-22,99.39,借,兴县财政局")]
    [InlineData("流水号,交易日期,金额,对方户名", "B1,2022-09-22,-99.39,冲正")]
    public void Money_that_went_out_to_a_county_is_named_with_the_payment_that_it_undoes(string head, string row)
    {
        story.Office.Pay("B0", Xing, 1_00);
        story.Office.Pay("B1", Xing, 99_39);
        var reading = PaymentReading.Of(
            TableFile.Read(Encoding.UTF8.GetBytes($"{head}\n{row}\n")), story.Books, new HospitalCode(Visits.Hospital), Places.Counties,
            Day("2022-09-30"));

        Assert.Empty(reading.Faults);
        Assert.Empty(reading.Lines);
        Assert.Equal(0, reading.PassedOver);
        var debit = Assert.Single(reading.Debits).Against(story.Books, story.Books, new HospitalCode(Visits.Hospital));
        Assert.Equal((Xing, 99_39, Day("2022-09-22")), (debit.CountyCode.Text, debit.AmountFen, debit.Day));
        Assert.Equal(["B1"], debit.Undoes);
        Assert.Contains("medaid receivables correct find --payment B1", debit.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Money_out_that_undoes_nothing_is_named_too_and_a_flag_that_nobody_knows_is_a_fault()
    {
        story.Office.Pay("B1", Xing, 99_39);
        var none = Read("B7,2022-09-22,-5.00,兴县,").Debits.Single().Against(story.Books, story.Books, new HospitalCode(Visits.Hospital));
        Assert.Empty(none.Undoes);
        Assert.Contains("请核对银行回单", none.Advice, StringComparison.Ordinal);

        var text = "流水号,交易日期,金额,借贷标志,对方户名\nB7,2022-09-22,1.00,转,兴县\nB8,2022-09-22,1.00,贷,兴县\n";
        var reading = PaymentReading.Of(
            TableFile.Read(Encoding.UTF8.GetBytes(text)), story.Books, new HospitalCode(Visits.Hospital), Places.Counties, Day("2022-09-30"));
        Assert.Equal(("借贷标志", "DIRECTION_UNKNOWN"), (reading.Faults.Single().Column, reading.Faults.Single().Code));
        Assert.Equal("B8", Assert.Single(reading.Lines).Notice.PaymentId);
    }

    [Fact]
    public void A_payment_of_the_book_is_known_again_by_its_reference_and_figures()
    {
        story.Office.Pay("B1", Xing, 99_39);

        Assert.Equal(PaymentFit.RecordedBefore, Match("B1,2022-09-20,99.39,兴县,"));
        var other = PaymentMatch.Of(story.Books, story.Office.Head(), Read("B1,2022-09-20,99.38,兴县,").Lines.Single().Notice);
        Assert.Equal(ClearingRefusal.PaymentRecordedBefore, other.Decision!.Refusal);
    }

    private PaymentFit Match(string row) => PaymentMatch.Of(story.Books, story.Office.Head(), Read(row).Lines.Single().Notice).Fit;

    private PaymentReading Read(params string[] rows)
    {
        var text = $"流水号,交易日期,贷方金额,对方户名,摘要\n{string.Join('\n', rows)}\n";
        return PaymentReading.Of(TableFile.Read(Encoding.UTF8.GetBytes(text)), story.Books, new HospitalCode(Visits.Hospital), Places.Counties, Day("2022-09-30"));
    }
}
