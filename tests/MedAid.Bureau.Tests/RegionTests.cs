using MedAid.Bureau.Regions;
using MedAid.Core;

namespace MedAid.Bureau.Tests;

public sealed class RegionTests
{
    private static readonly RegionBook Book = RegionBook.Load();

    [Fact]
    public void A_district_is_read_from_the_nation_to_the_county_and_the_folder_lies_above_the_box()
    {
        var book = RegionBook.Of(new Dictionary<string, string>
        {
            ["140000"] = "district: \"140000\"\nname: 山西\nsuccess: { texts: [成功] }\n",
            ["141100"] = "district: \"141100\"\nname: 吕梁\nenvelope: { path: /fsi, letters: { \"2207\": } }\n",
        });
        var county = book.Find("141123");
        Assert.Equal("吕梁", county.Name);
        Assert.Equal(["成功"], county.Success.Texts);
        Assert.Equal("/fsi", county.PathOf("2207"));
        Assert.Equal("2207", county.Lettered("2207"));
        Assert.Equal("2206A", county.Lettered("2206"));
        Assert.Equal("/2207A", book.Find("110101").PathOf("2207"));
        Assert.Equal("000000", book.Find("").District);
    }

    [Theory]
    [InlineData("district: \"140000\"\nname: 山西\nsucces: {}\n", "succes 不认识")]
    [InlineData("district: \"140000\"\nname: 山西\nsigning: rsa\n", "signing 只能是")]
    [InlineData("district: \"150000\"\nname: 山西\n", "district 应是 140000")]
    [InlineData("district: \"140000\"\nname: 山西\nsums: { fund_pay_sumamt_has_account: maybe }\n", "只能是 true 或 false")]
    [InlineData("- a\n", "应是一份由")]
    [InlineData("a: [\n", "不是合法的 YAML")]
    [InlineData("district: \"140000\"\nname: 山西\nfund_written_as: { \"390100\": \"390400\" }\n", "390100 写作 390400")]
    public void A_file_with_a_mistake_is_refused_by_the_name_of_the_field(string text, string sentence) => Assert.Contains(
        sentence,
        Assert.Throws<RegionFileException>(() => RegionBook.Of(new Dictionary<string, string> { ["140000"] = text })).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("390101", "", "390100")]
    [InlineData("610101", "", "610100")]
    [InlineData("999996", "", "999996")]
    [InlineData("999997", "救助 610101：按 70% 支付 123456.78", "610100")]
    [InlineData("999997", "610101 与 610100", null)]
    [InlineData("999997", "610199", null)]
    [InlineData("999997", "610101；700123", null)]
    [InlineData("999997", "", null)]
    [InlineData("390900", "610101", null)]
    public void An_unknown_fund_is_named_and_never_guessed(string code, string text, string? fund)
    {
        var reading = Book.National.Funds.Read(code, text);
        Assert.Equal(fund, reading.Known?.Fund.Text);
        Assert.Equal(fund is null, reading.Unknown.Contains(code, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_code_that_is_written_is_read_as_the_same_fund() => Assert.All(Book.All, region =>
        Assert.All(region.Funds.Codes, code =>
            Assert.Equal(code.Fund, region.Funds.Read(region.Funds.Write(code.Fund)!.Code, "").Known!.Fund)));

    [Fact]
    public void A_message_id_has_the_hospital_the_time_and_the_number()
    {
        var at = new DateTimeOffset(2026, 3, 1, 17, 0, 1, TimeSpan.Zero);
        Assert.Equal("H14112300001202603020100010042", Book.National.MessageId(new HospitalCode("H14112300001"), at, 30_042));
    }
}
