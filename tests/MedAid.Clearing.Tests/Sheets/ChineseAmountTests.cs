using MedAid.Clearing.Sheets;

namespace MedAid.Clearing.Tests.Sheets;

/// <summary>The examples of 《支付结算办法》附一《正确填写票据和结算凭证的基本规定》, and the ends of the range.</summary>
public sealed class ChineseAmountTests
{
    [Theory]
    [InlineData(1_409_50, "壹仟肆佰零玖元伍角整")]
    [InlineData(6_007_14, "陆仟零柒元壹角肆分")]
    [InlineData(1_680_32, "壹仟陆佰捌拾元零叁角贰分")]
    [InlineData(107_000_53, "壹拾万柒仟元零伍角叁分")]
    [InlineData(16_409_02, "壹万陆仟肆佰零玖元零贰分")]
    [InlineData(325_04, "叁佰贰拾伍元零肆分")]
    public void An_amount_is_written_as_the_rules_of_payment_papers_write_it(long fen, string characters) =>
        Assert.Equal(characters, ChineseAmount.Of(fen));

    [Theory]
    [InlineData(0, "零元整")]
    [InlineData(1, "壹分")]
    [InlineData(10, "壹角整")]
    [InlineData(1_00, "壹元整")]
    [InlineData(1_234_56, "壹仟贰佰叁拾肆元伍角陆分")]
    [InlineData(10_00, "壹拾元整")]
    [InlineData(1_001_00, "壹仟零壹元整")]
    [InlineData(10_001_00, "壹万零壹元整")]
    [InlineData(100_000_000_00, "壹亿元整")]
    [InlineData(100_000_001_00, "壹亿零壹元整")]
    [InlineData(120_003_000_00, "壹亿贰仟万叁仟元整")]
    [InlineData(-33_13, "负叁拾叁元壹角叁分")]
    [InlineData(long.MaxValue, "玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零柒分")]
    public void Zeros_and_the_ends_are_written_too(long fen, string characters) => Assert.Equal(characters, ChineseAmount.Of(fen));
}
